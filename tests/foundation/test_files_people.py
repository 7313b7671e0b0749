# SPDX-License-Identifier: Apache-2.0
"""Who made a file is in none of its bytes, in whichever layer; what it is about stays."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdf
import pytest
from PIL import Image

from cairn.foundation.files.inspection import UploadRefused, inspect_upload
from tests.factories import planted
from tests.factories.planted import NAME, PLANTED, TOLD, names_in
from tests.hostile.guard import bounded


@pytest.mark.parametrize("extension", list(PLANTED))
def test_a_name_is_in_no_byte_of_what_is_kept(extension: str) -> None:
    data = PLANTED[extension]()
    assert len(names_in(data)) == len(TOLD)
    with bounded():
        kept = inspect_upload(data, f"{NAME}.{extension}")
    assert names_in(kept.data) == []
    assert kept.notes


@pytest.mark.parametrize("extension", [name for name in PLANTED if name != "gif"])
def test_what_was_cleaned_once_stays_as_it_is(extension: str) -> None:
    once = inspect_upload(PLANTED[extension](), f"a.{extension}")
    again = inspect_upload(once.data, f"a.{extension}")
    assert again.notes == ()
    assert again.data == once.data or extension in {"jpg", "webp"}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_words_of_a_document_its_remarks_and_its_changes_stay() -> None:
    parts = parts_of(inspect_upload(planted.docx(), "a.docx").data)
    body = parts["word/document.xml"].decode()
    assert [word in body for word in ("Added", "Gone", 'author="Shakespeare" &lt;here&gt;')] == [True] * 3
    assert 'w:author="" w:initials="" w:date="2026-01-01T00:00:00Z"' in body
    assert b"A remark" in parts["word/comments.xml"]
    assert parts_of(planted.docx()).keys() == parts.keys()


@pytest.mark.parametrize("name", ["image1.jpeg", "image2.png", "image3.gif", "image4.webp"])
def test_a_picture_in_a_document_keeps_its_pixels_and_its_side(name: str) -> None:
    before, after = (
        Image.open(io.BytesIO(parts_of(data)[f"word/media/{name}"]))
        for data in (planted.docx(), inspect_upload(planted.docx(), "a.docx").data)
    )
    assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    turned = {0x0112: 6} if name == "image1.jpeg" else {}
    assert dict(after.getexif()) == turned


def test_who_is_cited_in_a_document_stays() -> None:
    sources = "<b:Sources><b:Author><b:NameList><b:Last>Cohen</b:Last></b:NameList></b:Author></b:Sources>"
    data = planted.packed({**parts_of(planted.docx()), "customXml/item2.xml": sources})
    assert parts_of(inspect_upload(data, "a.docx").data)["customXml/item2.xml"].decode() == sources


def test_a_part_in_another_encoding_is_cleaned_too() -> None:
    people = f'<?xml version="1.0" encoding="UTF-16"?><a b:author="{NAME}">é</a>'.encode("utf-16")
    data = planted.packed({**parts_of(planted.docx()), "word/people.xml": people})
    part = parts_of(inspect_upload(data, "a.docx").data)["word/people.xml"]
    assert part.decode() == '<?xml version="1.0" encoding="UTF-8"?><a b:author="">é</a>'


def test_a_pdf_keeps_its_pages_its_remarks_and_its_photo() -> None:
    kept = inspect_upload(planted.pdf(), "a.pdf")
    page: Any = pypdf.PdfReader(io.BytesIO(kept.data)).pages[0]
    assert [remark.get_object()["/Contents"] for remark in page["/Annots"]] == ["A remark that stays"]
    photo = Image.open(io.BytesIO(page["/Resources"]["/XObject"]["/Photo"]._data))
    assert (photo.size, dict(photo.getexif())) == ((40, 20), {0x0112: 6})
    assert kept.notes == (
        "Names, dates and places in the properties of this PDF were taken out.",
        "Files that were attached to this PDF were taken out. Send them one by one.",
    )


@pytest.mark.parametrize("extension", ["mp4", "mov", "m4a", "webm"])
def test_nothing_moves_in_a_video(extension: str) -> None:
    data = PLANTED[extension]()
    kept = inspect_upload(data, f"a.{extension}").data
    assert len(kept) == len(data)
    assert kept.find(b"pictures") == data.find(b"pictures")
    assert kept.find(b"frame") == data.find(b"frame")


def test_the_track_in_which_a_phone_notes_places_is_not_shown() -> None:
    data = planted.mp4().replace(b"vide", b"meta")
    kept = inspect_upload(data, "a.mp4").data
    assert (data.count(b"trak"), kept.count(b"trak"), len(kept)) == (1, 0, len(data))


def test_the_sound_between_the_tags_stays() -> None:
    assert inspect_upload(planted.mp3(), "a.mp3").data == b"\xff\xfb\x90\x64" + bytes(413)
    kept = inspect_upload(planted.wav(), "a.wav").data
    assert (kept[:4], int.from_bytes(kept[4:8], "little"), kept[8:16]) == (b"RIFF", len(kept) - 8, b"WAVEfmt ")
    assert kept.endswith(b"data\4\0\0\0\1\2\3\4")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"ID3\x04" + bytes(20), "a.mp3", "not_mp3"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "a.wav", "damaged_media"),
        (b"\0\0\0\x14ftypisom" + bytes(8) + b"\0\0\x99\0moov", "a.mp4", "damaged_media"),
        (b"\x1aE\xdf\xa3\x84webm\0\0\0", "a.webm", "damaged_media"),
        (b"\x1aE\xdf\xa3\x84webm\xec\xff", "a.webm", "damaged_media"),
        (b"\0\0\0\x14ftypisom" + bytes(8) + b"\0\0\0\x08free" * 200_000, "a.mp4", "damaged_media"),
        (b"\x1aE\xdf\xa3\x84webm" + b"\xec\x80" * 1_500_000, "a.webm", "damaged_media"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(data: bytes, name: str, code: str) -> None:
    with bounded(), pytest.raises(UploadRefused) as refused:
        inspect_upload(data, name)
    assert refused.value.code == code
    assert refused.value.detail.endswith(".")
