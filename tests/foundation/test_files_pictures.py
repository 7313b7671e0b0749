# SPDX-License-Identifier: Apache-2.0
"""Pictures at the door: only the pixels stay, turned upright, and none is decoded that is too large."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any, Final

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cairn.foundation.files.inspection import UploadLimits, UploadRefused, inspect_upload
from tests.hostile.guard import bounded

RED: Final = (200, 30, 30)
BLUE: Final = (30, 30, 200)
SECRET: Final = b"SECRET-PLACE"


def picture(form: str, size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """Return a picture that is red on its left and blue on its right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def exif(**tags: Any) -> Image.Exif:
    found = Image.Exif()
    found[0x010E] = SECRET.decode()
    for number, value in tags.items():
        found[int(number.strip("t"), 16)] = value
    return found


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def near(color: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(part - want) < 12 for part, want in zip(color[:3], wanted, strict=True))


@pytest.mark.parametrize(
    ("form", "media_type", "extension"),
    [
        ("PNG", "image/png", "png"),
        ("JPEG", "image/jpeg", "jpg"),
        ("WEBP", "image/webp", "webp"),
        ("GIF", "image/png", "png"),
    ],
)
def test_a_picture_stays_a_picture(form: str, media_type: str, extension: str) -> None:
    kept = inspect_upload(picture(form), f"Holiday.{form.lower()}")
    assert (kept.media_type, kept.extension, kept.name) == (media_type, extension, f"Holiday.{extension}")
    image = opened(kept.data)
    assert image.size == (40, 20)
    assert near(image.convert("RGB").getpixel((5, 10)), RED)
    assert near(image.convert("RGB").getpixel((35, 10)), BLUE)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_the_camera_wrote_is_gone_and_said(form: str) -> None:
    data = picture(form, exif=exif(), icc_profile=b"ICC " + SECRET, xmp=b"<x>" + SECRET + b"</x>")
    assert SECRET in data
    kept = inspect_upload(data, "a")
    assert SECRET not in kept.data
    assert kept.notes == ("Names, dates and places that cameras and programs wrote into the picture were taken out.",)
    assert dict(opened(kept.data).getexif()) == {}


def test_comments_and_texts_and_trailers_go() -> None:
    texts = PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    for data in (picture("PNG", pnginfo=texts), picture("JPEG", comment=SECRET), picture("PNG") + SECRET):
        assert SECRET in data
        assert SECRET not in inspect_upload(data, "a").data


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (40, 20), (5, 10)), (3, (40, 20), (35, 10)), (6, (20, 40), (10, 5)), (8, (20, 40), (10, 35))],
)
def test_a_photo_is_turned_before_the_note_about_it_goes(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    image = opened(inspect_upload(picture("JPEG", exif=exif(t0112=orientation)), "a.jpg").data)
    assert image.size == size
    assert near(image.getpixel(red_at), RED)


def test_what_is_clear_stays_clear() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(out, "PNG")
    assert opened(inspect_upload(out.getvalue(), "a.png").data).getpixel((0, 0)) == (1, 2, 3, 0)


def test_only_the_first_picture_of_an_animation_stays() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), RED).save(out, "GIF", save_all=True, append_images=[Image.new("RGB", (8, 8), BLUE)])
    kept = inspect_upload(out.getvalue(), "a.gif")
    assert near(opened(kept.data).convert("RGB").getpixel((4, 4)), RED)
    assert "Only the first picture of the animation was kept." in kept.notes[0]
    assert kept.notes[1] == "It is kept as .png, which is what it is."


@pytest.mark.parametrize(("form", "size"), [("JPEG", (8_000, 4_000)), ("PNG", (5_000, 100))])
def test_a_large_picture_is_made_smaller_and_that_is_said(form: str, size: tuple[int, int]) -> None:
    kept = inspect_upload(picture(form, size), "a")
    width, height = opened(kept.data).size
    assert (max(width, height), abs(width / height - size[0] / size[1]) < 1) == (3840, True)
    assert kept.notes == (f"The picture was made smaller, to {width} × {height} pixels.",)


def png_of(width: int, height: int, data: bytes) -> bytes:
    """Return a PNG of one color depth 1 whose header says what it likes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(6_000, 6_000), (20_000, 20_000), (2**31 - 1, 2**31 - 1), (1, 2**31 - 1)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with bounded(), pytest.raises(UploadRefused) as refused:
        inspect_upload(png_of(*size, zlib.compress(bytes(1000))), "a.png")
    assert refused.value.code == "too_many_pixels"
    assert refused.value.detail == "This picture has more than 32 million pixels. Make it smaller, and send that."


def test_a_jpeg_of_a_thousand_scans_is_refused() -> None:
    data = picture("JPEG", (64, 64), progressive=True)
    start = data.index(b"\xff\xda")
    with bounded(), pytest.raises(UploadRefused) as refused:
        inspect_upload(data[:start] + data[start:-2] * 200 + b"\xff\xd9", "a.jpg")
    assert refused.value.code == "damaged_picture"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_cut_or_broken_picture_is_refused_and_never_more(form: str) -> None:
    data = picture(form, (64, 64), **({"quality": 100} if form == "JPEG" else {}))
    numbers = random.Random(7)
    for _ in range(150):
        broken = bytearray(data[: numbers.randrange(13, len(data) + 1)])
        for _ in range(numbers.randrange(4)):
            broken[numbers.randrange(12, len(broken))] = numbers.randrange(256)
        outcome = _outcome(bytes(broken))
        assert outcome in {
            "PNG",
            "JPEG",
            "WEBP",
            "damaged_picture",
            "not_a_picture",
            "malformed_image",
            "too_many_pixels",
        }


def _outcome(data: bytes) -> str | None:
    try:
        return opened(inspect_upload(data, "a", UploadLimits(pixels=1_000_000)).data).format
    except UploadRefused as refused:
        return refused.code
