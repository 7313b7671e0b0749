# SPDX-License-Identifier: Apache-2.0
"""The words of the door: what is allowed, what came out, and why something was refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cairn.foundation.errors import Invalid

MEGABYTE: Final = 1_000_000


class Family(StrEnum):
    """What a file is for, coarsely."""

    PICTURE = "picture"
    DRAWING = "drawing"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    SOUND = "sound"
    VIDEO = "video"
    ARCHIVE = "archive"


EVIDENCE: Final = frozenset(Family) - {Family.DRAWING, Family.ARCHIVE}
"""What a learner may send. Drawings are for badges, archives for imports."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large a file may be, how many pixels are ever decoded, and what it may be."""

    size: int = 25 * MEGABYTE
    pixels: int = 32_000_000
    families: frozenset[Family] = EVIDENCE


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is known: its family, its media type and the end of its name."""

    family: Family
    media_type: str
    extension: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file, and sentences about what was changed."""

    data: bytes
    format: Format
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file that may be kept: `data` is the cleaned copy, `sha256` its digest, `notes` tell what was changed."""

    media_type: str
    extension: str
    name: str
    sha256: str
    data: bytes
    notes: tuple[str, ...] = ()


class UploadRefused(Invalid):
    """A file that is not kept; `detail` says why and what to do."""

    def __init__(self, code: str, detail: str, *, field: str = "", **facts: object) -> None:
        super().__init__(detail, code=code, field=field, **facts)
