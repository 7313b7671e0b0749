# SPDX-License-Identifier: Apache-2.0
"""What is found in an image: the carriers of credentials, and what kind of text each holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cairn.standards.errors import BakeError

_JWS: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)


class Form(StrEnum):
    """The kind of text that a carrier holds."""

    JSON = "json"
    JWS = "jws"
    URL = "url"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Carrier:
    """One place of an image that holds a credential: its name there, and its text."""

    name: str
    text: str

    @property
    def form(self) -> Form:
        """What the text looks like; a URL is only a name and is never fetched by the reader."""
        text = self.text.strip()
        if text.startswith("{"):
            return Form.JSON
        if _JWS.fullmatch(text):
            return Form.JWS
        return Form.URL if _URL.fullmatch(text) else Form.OTHER


@dataclass(frozen=True, slots=True)
class Unbaked:
    """All carriers of an image, its media type, and sentences about what else is worth knowing."""

    carriers: tuple[Carrier, ...]
    media_type: str
    notes: tuple[str, ...] = ()

    def single(self) -> Carrier:
        """Return the one carrier.

        Two carriers are refused, because two readers could choose two credentials. Raises BakeError:
        no_credential_in_image, ambiguous_bake. Source: Open Badges 3.0, Baked Badge.
        """
        if not self.carriers:
            raise BakeError(
                "no_credential_in_image",
                "There is no credential in this image. Ask for the original file: screenshots, chats and many image "
                "editors remove the credential.",
            )
        if len(self.carriers) > 1:
            raise BakeError(
                "ambiguous_bake",
                f"This image carries {len(self.carriers)} credentials, and readers would disagree on which one counts. "
                "Ask the issuer for an image with exactly one.",
            )
        return self.carriers[0]
