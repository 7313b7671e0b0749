# SPDX-License-Identifier: Apache-2.0
"""What a file is, told by its content. Source: OWASP ASVS 5.0 5.2.2, WHATWG MIME Sniffing §6."""

from __future__ import annotations

from typing import Final, NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cairn.foundation.files.inspection.terms import Family, Format, UploadRefused
from cairn.standards.openbadges.baking import sniff

PNG: Final = Format(Family.PICTURE, "image/png", "png")
JPEG: Final = Format(Family.PICTURE, "image/jpeg", "jpg")
GIF: Final = Format(Family.PICTURE, "image/gif", "gif")
WEBP: Final = Format(Family.PICTURE, "image/webp", "webp")
SVG: Final = Format(Family.DRAWING, "image/svg+xml", "svg")
PDF: Final = Format(Family.PDF, "application/pdf", "pdf")
ZIP: Final = Format(Family.ARCHIVE, "application/zip", "zip")
TEXT: Final = Format(Family.TEXT, "text/plain", "txt")
MP3: Final = Format(Family.SOUND, "audio/mpeg", "mp3")
M4A: Final = Format(Family.SOUND, "audio/mp4", "m4a")
WAV: Final = Format(Family.SOUND, "audio/wav", "wav")
MP4: Final = Format(Family.VIDEO, "video/mp4", "mp4")
MOV: Final = Format(Family.VIDEO, "video/quicktime", "mov")
WEBM: Final = Format(Family.VIDEO, "video/webm", "webm")

_BY_START: Final = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"ID3", MP3),
)
_RIFF: Final = {b"WEBP": WEBP, b"WAVE": WAV}
_SOUND_BRANDS: Final = (b"M4A ", b"M4B ")
_VIDEO_BRANDS: Final = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"dash",
    b"M4V ",
    b"3gp",
)
_PHOTO_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_EBML: Final = b"\x1aE\xdf\xa3"

_HOW_TO_CONVERT: Final[tuple[tuple[tuple[bytes, ...], str, str | Promise], ...]] = (
    (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        "old_or_locked_office",
        gettext_lazy(
            "This is a document of an old Office program, or one with a password. Save it as PDF, .docx, .pptx or "
            ".xlsx without a password, and send that."
        ),
    ),
    (
        (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        "archive_not_allowed",
        gettext_lazy("This is a packed archive. Unpack it, and send the files one by one."),
    ),
    (
        (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!"),
        "program_not_allowed",
        gettext_lazy("This is a program, and programs are not kept. Send a picture, a video or a PDF of what it does."),
    ),
)


def recognize(data: bytes) -> Format:
    """Return the format of a file. Raises UploadRefused for one that is never taken, with how to convert it."""
    found = next((known for start, known in _BY_START if data.startswith(start)), None)
    found = found or _RIFF.get(data[8:12] if data.startswith(b"RIFF") else b"") or _media(data)
    if found is not None:
        return found
    for starts, code, sentence in _HOW_TO_CONVERT:
        if data.startswith(starts):
            raise UploadRefused(code, str(sentence))
    return SVG if sniff(data) == SVG.media_type else TEXT


def _media(data: bytes) -> Format | None:
    if data[4:8] == b"ftyp":
        return _by_brand(data[8:12])
    if data.startswith(_EBML):
        return WEBM if b"webm" in data[:64] else _unknown_video()
    return MP3 if _begins_with_sound(data) else None


def _by_brand(brand: bytes) -> Format:
    """Tell apart what shares one container. Source: ISO/IEC 14496-12 §4.3."""
    if brand in _SOUND_BRANDS:
        return M4A
    if brand == b"qt  ":
        return MOV
    if brand.startswith(_PHOTO_BRANDS):
        raise UploadRefused(
            "photo_format",
            str(
                gettext_lazy(
                    "This photo is in a format (HEIC or AVIF) that many devices cannot show. Open it, choose “Export” "
                    "or “Share”, save it as JPEG, and send that."
                )
            ),
        )
    return MP4 if brand.startswith(_VIDEO_BRANDS) else _unknown_video()


def _unknown_video() -> NoReturn:
    raise UploadRefused(
        "video_format",
        str(gettext_lazy("This kind of video cannot be shown in a page. Save it as MP4, and send that.")),
    )


def _begins_with_sound(data: bytes) -> bool:
    """Tell an MPEG audio frame of layer III. Source: ISO/IEC 11172-3 §2.4.2.3."""
    head = data[:3]
    return len(head) == 3 and head[0] == 0xFF and head[1] in (0xFB, 0xFA, 0xF3, 0xF2) and head[2] not in (0xFF, 0xFE)  # noqa: PLR2004
