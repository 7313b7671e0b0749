# SPDX-License-Identifier: Apache-2.0
"""Pictures, decoded and encoded anew: places, cameras, comments, profiles and what stands after the end are gone.

The size is looked at before a pixel is decoded. Source: OWASP ASVS 5.0 5.2.6, 14.2.8.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any, Final, NoReturn

from django.utils.translation import gettext
from PIL import Image, ImageOps

from cairn.foundation.files.inspection.recognition import GIF, JPEG, PNG
from cairn.foundation.files.inspection.terms import Cleaned, Format, UploadLimits, UploadRefused

LONGEST_SIDE: Final = 3840
"""More is never looked at in a page, and fewer pixels are a smaller file."""
_READABLE: Final = ("PNG", "JPEG", "GIF", "WEBP")
_TELLING: Final = frozenset({"comment", "xmp", "photoshop", "extension"})
_MOST_SCANS: Final = 64
_SCAN: Final = b"\xff\xda"
_WRITING: Final[dict[str, dict[str, Any]]] = {
    "jpg": {"format": "JPEG", "quality": 90},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 90, "method": 2},
}
_DAMAGE: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    MemoryError,
    IndexError,
    KeyError,
    TypeError,
)
"""What Pillow's decoders raise on damaged files."""


def clean_picture(data: bytes, found: Format, limits: UploadLimits, _name: str) -> Cleaned:
    """Return nothing but the picture, turned as it is meant to be seen. Raises UploadRefused."""
    kept = PNG if found == GIF else found
    picture = _open(data, limits)
    full = picture.size
    _decode(picture, limits)
    notes = _notes(picture, found)
    upright = _upright(picture, opaque=kept == JPEG)
    if max(full) > LONGEST_SIDE:
        size = {"width": upright.width, "height": upright.height}
        notes.append(gettext("The picture was made smaller, to %(width)s × %(height)s pixels.") % size)
    return Cleaned(_encode(upright, kept), kept, tuple(notes))


def decode_picture(data: bytes, limits: UploadLimits) -> Image.Image:
    """Return the decoded picture, or the first one of several; a large JPEG is decoded smaller.

    Raises UploadRefused: not_a_picture, too_many_pixels, damaged_picture.
    """
    picture = _open(data, limits)
    _decode(picture, limits)
    return picture


def on_white(picture: Image.Image) -> Image.Image:
    """Return the picture on white paper: what was clear is white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _open(data: bytes, limits: UploadLimits) -> Image.Image:
    if data.count(_SCAN) > _MOST_SCANS:
        _damaged()
    try:
        return Image.open(io.BytesIO(data), formats=_READABLE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _too_many_pixels(limits)
    except _DAMAGE:
        raise UploadRefused(
            "not_a_picture", gettext("This picture cannot be read. Save it as PNG or JPEG, and send that.")
        ) from None


def _decode(picture: Image.Image, limits: UploadLimits) -> None:
    shrink = LONGEST_SIDE / max(picture.size)
    if shrink < 1:
        picture.draft(None, (int(picture.width * shrink), int(picture.height * shrink)))
    if picture.width * picture.height > limits.pixels:
        _too_many_pixels(limits)
    try:
        picture.load()
    except (*_DAMAGE, Image.DecompressionBombError, Image.DecompressionBombWarning):
        _damaged()


def _upright(picture: Image.Image, *, opaque: bool) -> Image.Image:
    """Return the pixels alone, turned by the camera's note before that note goes; made smaller first, to copy less."""
    if picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with suppress(*_DAMAGE):
        ImageOps.exif_transpose(picture, in_place=True)
    pixels = on_white(picture) if opaque else picture
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare


def _encode(picture: Image.Image, kept: Format) -> bytes:
    out = io.BytesIO()
    picture.save(out, **_WRITING[kept.extension])
    return out.getvalue()


def _notes(picture: Image.Image, found: Format) -> list[str]:
    notes = []
    if getattr(picture, "n_frames", 1) > 1 and found != JPEG:
        notes.append(gettext("Only the first picture of the animation was kept. Send a video if the motion matters."))
    if picture.getexif() or _TELLING.intersection(picture.info) or getattr(picture, "text", None):
        notes.append(
            gettext("Names, dates and places that cameras and programs wrote into the picture were taken out.")
        )
    return notes


def _too_many_pixels(limits: UploadLimits) -> NoReturn:
    raise UploadRefused(
        "too_many_pixels",
        gettext("This picture has more than %(most)s million pixels. Make it smaller, and send that.")
        % {"most": limits.pixels // 1_000_000},
    )


def _damaged() -> NoReturn:
    raise UploadRefused("damaged_picture", gettext("This picture is damaged. Save it again as PNG or JPEG."))
