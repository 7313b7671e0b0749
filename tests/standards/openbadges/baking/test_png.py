# SPDX-License-Identifier: Apache-2.0
"""Credentials in PNG images."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking import Carrier, Form, PngTemplate, bake, extract, sniff, unbake
from tests.standards.archives.guard import bounds
from tests.standards.openbadges.baking.images import CREDENTIAL, HEADER, TOKEN, chunk, itxt, picture, png

_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=300)


def _code(image: bytes, action: Callable[[bytes], object] = extract) -> str:
    with pytest.raises(BakeError) as caught:
        action(image)
    assert caught.value.detail.endswith(".")
    return caught.value.code


@settings(deadline=None)
@given(text=_TEXTS)
def test_what_is_baked_comes_out_again(text: str) -> None:
    assert extract(bake(png(), text)) == text


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
def test_the_pixels_stay_as_they_were(mode: str) -> None:
    original = picture(mode=mode)
    baked = bake(original, CREDENTIAL)
    assert Image.open(io.BytesIO(baked)).tobytes() == Image.open(io.BytesIO(original)).tobytes()


def test_another_reader_finds_the_same_text() -> None:
    image = Image.open(io.BytesIO(bake(picture(), CREDENTIAL)))
    assert isinstance(image, PngImageFile)
    assert image.text == {"openbadgecredential": CREDENTIAL}


def test_the_chunk_stands_right_after_the_header_and_nothing_else_changes() -> None:
    original = png(chunk(b"tEXt", b"Title\0x"), chunk(b"IDAT", b"abc"))
    split = 8 + 12 + len(HEADER)
    assert bake(original, TOKEN) == original[:split] + itxt(TOKEN.encode()) + original[split:]


def test_the_same_input_gives_the_same_bytes() -> None:
    template = PngTemplate(picture())
    assert template.bake(CREDENTIAL) == template.bake(CREDENTIAL) == bake(picture(), CREDENTIAL)
    assert template.bake(TOKEN) != template.bake(CREDENTIAL)


def test_baking_twice_is_refused_unless_it_replaces() -> None:
    once = bake(picture(), CREDENTIAL)
    assert _code(once, lambda image: bake(image, TOKEN)) == "already_baked"
    assert bake(once, TOKEN, replace=True) == bake(picture(), TOKEN)


def test_replacing_removes_every_carrier_of_every_version() -> None:
    old = png(chunk(b"tEXt", b"openbadges\0{}"), itxt(b"{}", b"openbadges"), itxt(b"{}"), chunk(b"IDAT"), itxt(b"{}"))
    assert len(unbake(old).carriers) == 4
    assert bake(old, TOKEN, replace=True) == bake(png(chunk(b"IDAT")), TOKEN)


@pytest.mark.parametrize("text", ["", "a\0b", "\ud800"])
def test_a_text_that_a_chunk_cannot_hold_is_refused(text: str) -> None:
    assert _code(png(), lambda image: bake(image, text)) == "bad_credential_text"


def test_bytes_after_the_end_are_told_when_read_and_left_out_when_baked() -> None:
    with_tail = png() + itxt(b"{}")
    unbaked = unbake(with_tail)
    assert unbaked.carriers == ()
    assert unbaked.notes == ("After the end of the picture stand 38 more bytes, which were not read.",)
    assert bake(with_tail, TOKEN) == bake(png(), TOKEN)


@pytest.mark.parametrize(
    ("carrier", "expected", "form"),
    [
        (itxt(b"{}", b"openbadges"), Carrier("openbadges", "{}"), Form.JSON),
        (chunk(b"tEXt", b"openbadges\0https://a.example/1"), Carrier("openbadges", "https://a.example/1"), Form.URL),
        (itxt(TOKEN.encode()), Carrier("openbadgecredential", TOKEN), Form.JWS),
        (itxt(b"plain words"), Carrier("openbadgecredential", "plain words"), Form.OTHER),
    ],
)
def test_carriers_of_all_versions_are_read(carrier: bytes, expected: Carrier, form: Form) -> None:
    unbaked = unbake(png(carrier))
    assert (unbaked.carriers, unbaked.media_type, unbaked.notes) == ((expected,), "image/png", ())
    assert unbaked.single().form is form


def test_a_carrier_may_name_its_language() -> None:
    content = b"openbadgecredential\0\0\0en-GB\0Abzeichen\0{}"
    assert extract(png(chunk(b"iTXt", content))) == "{}"


def test_other_texts_are_no_carriers() -> None:
    image = png(
        chunk(b"tEXt", b"Comment\0openbadgecredential"),
        itxt(b"{}", b"openbadgecredentials"),
        itxt(b"{}", b"OpenBadges"),
        chunk(b"iTXt", b"openbadgecredential"),
    )
    assert unbake(image).carriers == ()
    assert _code(image) == "no_credential_in_image"


def test_two_carriers_are_refused_even_of_two_versions() -> None:
    assert _code(png(itxt(b"{}"), itxt(b"{}"))) == "ambiguous_bake"
    assert _code(png(itxt(b"{}", b"openbadges"), itxt(b"{}"))) == "ambiguous_bake"


@pytest.mark.parametrize(
    "carrier",
    [
        itxt(zlib.compress(b'{"a":1}'), compressed=True),
        chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b'{"a":1}')),
    ],
)
def test_a_compressed_carrier_is_read_with_a_note(carrier: bytes) -> None:
    unbaked = unbake(png(carrier))
    assert unbaked.single().text == '{"a":1}'
    assert unbaked.notes == ("The credential in this image is compressed, which Open Badges does not allow.",)


@pytest.mark.parametrize(
    ("carrier", "code"),
    [
        (itxt(zlib.compress(bytes(3 * 1024 * 1024)), compressed=True), "credential_too_large"),
        (itxt(zlib.compress(b"{}" * 100)[:-6], compressed=True), "credential_too_large"),
        (itxt(b"not deflated", compressed=True), "malformed_image"),
        (itxt(b"\xff\xfe"), "malformed_image"),
        (chunk(b"iTXt", b"openbadgecredential\0\0\0"), "malformed_image"),
    ],
)
def test_a_damaged_carrier_is_refused(carrier: bytes, code: str) -> None:
    assert _code(png(carrier)) == code


_GOOD = png(itxt(b"{}"))


@pytest.mark.parametrize(
    "image",
    [
        png(end=b""),
        png(chunk(b"IHDR", HEADER)),
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"a\0b") + chunk(b"IEND"),
        b"\x89PNG\r\n\x1a\n",
        png(b"\xff\xff\xff\xffiTXt"),
        png(b"\x7f\xff\xff\xffiTXt"),
        png(itxt(b"{}")[:-1] + b"\0"),
    ],
)
def test_a_damaged_image_is_refused(image: bytes) -> None:
    assert _code(image) == "malformed_image"
    assert _code(image, lambda data: bake(data, TOKEN)) == "malformed_image"


@given(size=st.integers(8, len(_GOOD) - 1))
def test_no_shortened_image_is_read(size: int) -> None:
    assert _code(_GOOD[:size]) == "malformed_image"


@given(position=st.integers(0, len(_GOOD) - 1), bit=st.integers(0, 7))
def test_no_flipped_bit_changes_the_credential(position: int, bit: int) -> None:
    image = bytearray(_GOOD)
    image[position] ^= 1 << bit
    assert _code(bytes(image)) in ("malformed_image", "not_an_image")


def test_size_on_paper_and_many_chunks_do_not_matter() -> None:
    huge = png(itxt(b"{}"), header=b"\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0")
    crowded = png(chunk(b"tEXt", b"a\0b") * 100_000, itxt(b"{}"))
    with bounds():
        assert extract(huge) == "{}"
        assert extract(crowded) == "{}"


def test_real_badges_are_read(shared: Callable[[str], Path]) -> None:
    folder = shared("real/1edtech-validator-fixtures/vc/ob30")
    assert unbake((folder / "simple-jwt.png").read_bytes()).single().form is Form.JWS
    assert unbake((folder / "simple-json.png").read_bytes()).single().form is Form.JSON
    assert unbake(shared("real/baked-mozilla-bakery/test/unbaked.png").read_bytes()).carriers == ()


def test_pictures_of_codes_carry_no_credential(shared: Callable[[str], Path]) -> None:
    images = sorted(shared("real/dcc-vc-fixtures").glob("**/*.png"))
    assert len(images) > 10
    assert {_code(image.read_bytes()) for image in images} == {"no_credential_in_image"}


def test_a_template_of_another_file_is_refused() -> None:
    assert _code(b"GIF89a", PngTemplate) == "malformed_image"


def test_the_type_is_told_by_the_content() -> None:
    assert sniff(png()) == "image/png"
    assert sniff(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert sniff(b"%PDF-1.7") == "application/pdf"
    assert sniff(b"PK\x03\x04") == "application/zip"
    assert sniff(b"") == "application/octet-stream"
    assert _code(b"GIF89a") == "not_an_image"
    assert _code(b"GIF89a", lambda image: bake(image, TOKEN)) == "not_an_image"
