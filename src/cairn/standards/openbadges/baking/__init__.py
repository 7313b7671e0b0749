# SPDX-License-Identifier: Apache-2.0
"""Baking: a credential inside the picture that stands for it. Source: Open Badges 3.0, Baked Badge.

The type of an image is told by its content, never by its name.
"""

from __future__ import annotations

import re
from typing import Final

from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking import png, svg
from cairn.standards.openbadges.baking.carrier import Carrier, Form, Unbaked
from cairn.standards.openbadges.baking.png import PngTemplate, unbake_png
from cairn.standards.openbadges.baking.svg import SvgTemplate, unbake_svg

__all__ = ["Carrier", "Form", "PngTemplate", "SvgTemplate", "Unbaked", "bake", "extract", "sniff", "template", "unbake"]

_MAGIC: Final = {
    png.SIGNATURE: png.MEDIA_TYPE,
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"PK\x05\x06": "application/zip",
}
_UTF16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_LOOKED_AT: Final = 64 * 1024
_SVG_ROOT: Final = re.compile(
    r"\ufeff?\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>\s*+)*+<(?:[\w.-]++:)?svg[\s/>]",
    re.DOTALL,
)


def sniff(data: bytes) -> str:
    """Tell the media type of a file by its content; `application/octet-stream` where it is none that is known."""
    for magic, media_type in _MAGIC.items():
        if data.startswith(magic):
            return media_type
    head = data[:_LOOKED_AT]
    text = head.decode(_UTF16.get(head[:2], "utf-8"), errors="replace")
    return svg.MEDIA_TYPE if _SVG_ROOT.match(text) else "application/octet-stream"


def template(image: bytes, *, replace: bool = False) -> PngTemplate | SvgTemplate:
    """Make an image ready to be baked many times.

    Raises BakeError: not_an_image, malformed_image, already_baked, unsupported_encoding.
    """
    media_type = sniff(image)
    if media_type == png.MEDIA_TYPE:
        return PngTemplate(image, replace=replace)
    if media_type == svg.MEDIA_TYPE:
        return SvgTemplate(image, replace=replace)
    raise BakeError("not_an_image", "Only PNG and SVG images can carry a credential. Choose one of these.")


def bake(image: bytes, credential: str, *, replace: bool = False) -> bytes:
    """Put a credential (its JSON or its JWT) into a PNG or SVG image.

    `replace` removes what the image carried before. Raises BakeError: those of `template`, bad_credential_text.
    """
    return template(image, replace=replace).bake(credential)


def unbake(image: bytes) -> Unbaked:
    """Find every credential in a PNG or SVG image, of Open Badges 3.0 and of the versions before.

    Raises BakeError: not_an_image, malformed_image, credential_too_large.
    """
    media_type = sniff(image)
    if media_type == png.MEDIA_TYPE:
        return unbake_png(image)
    if media_type == svg.MEDIA_TYPE:
        return unbake_svg(image)
    raise BakeError("not_an_image", "Only PNG and SVG images can carry a credential; this file is neither.")


def extract(image: bytes) -> str:
    """Return the text of the one credential in an image.

    Raises BakeError: those of `unbake`, no_credential_in_image, ambiguous_bake.
    """
    return unbake(image).single().text
