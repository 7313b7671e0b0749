# SPDX-License-Identifier: Apache-2.0
"""QR codes: what is drawn can be read, and what is no picture is refused."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cairn.foundation.files.inspection import UploadRefused
from cairn.foundation.qr import draw_qr, read_qr
from cairn.foundation.typesetting import draw_png

URL = "https://cairn.example/credentials/0190d1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=120))
def test_what_is_drawn_is_read(text: str) -> None:
    assert read_qr(draw_png(draw_qr(text).encode(), 400)) == (text,)


def test_a_code_has_a_quiet_zone_and_the_color_of_the_text() -> None:
    root = ET.fromstring(draw_qr(URL, label='Opens "it"'))
    assert (root.get("viewBox"), root.get("role"), root.get("aria-label")) == ("0 0 45 45", "img", 'Opens "it"')
    (path,) = root
    assert path.get("fill") == "currentColor"
    assert path.get("d", "").startswith("M4 4h7v1h-7z")
    assert "style" not in draw_qr(URL)


@pytest.mark.parametrize("turn", [0, 90, 180, 33])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_photo_of_a_code_is_read_however_it_is_held(turn: int, form: str) -> None:
    with Image.open(io.BytesIO(draw_png(draw_qr(URL).encode(), 400))) as code:
        paper = Image.new("RGB", (900, 700), (230, 228, 220))
        paper.paste(code.convert("RGB"), (250, 150), code)
    out = io.BytesIO()
    paper.rotate(turn, fillcolor=(230, 228, 220)).save(out, form)
    assert read_qr(out.getvalue()) == (URL,)


def test_two_codes_are_two_texts_and_none_is_none() -> None:
    sheet = Image.new("RGB", (900, 450), "white")
    for index, text in enumerate(("https://a.example/1", "https://a.example/2")):
        with Image.open(io.BytesIO(draw_png(draw_qr(text).encode(), 400))) as code:
            sheet.paste(code.convert("RGB"), (450 * index, 0), code)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    assert sorted(read_qr(out.getvalue())) == ["https://a.example/1", "https://a.example/2"]
    blank = io.BytesIO()
    Image.new("RGB", (50, 50), "white").save(blank, "PNG")
    assert read_qr(blank.getvalue()) == ()


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UploadRefused) as refused:
        read_qr(data)
    assert refused.value.code in {"not_a_picture", "damaged_picture"}
    assert refused.value.detail.endswith(".")


def test_a_text_longer_than_any_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        draw_qr("x" * 3_000)
