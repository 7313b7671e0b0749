# SPDX-License-Identifier: Apache-2.0
"""The door: what a file is by its content, names that are safe, texts, sound and video, and drawings."""

from __future__ import annotations

import hashlib

import pytest

from cairn.foundation.errors import ErrorKind
from cairn.foundation.files.inspection import Family, UploadLimits, UploadRefused, inspect_upload
from cairn.standards.archives import parse_xml

DRAWINGS = UploadLimits(families=frozenset({Family.DRAWING}))


def code_of(data: bytes, name: str = "a", limits: UploadLimits | None = None) -> str:
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(data, name, limits)
    assert refused.value.kind is ErrorKind.INVALID
    assert refused.value.detail.endswith(".")
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "media_type", "extension"),
    [
        (b"\xff\xfb\x90\x64" + bytes(20), "audio/mpeg", "mp3"),
        (b"RIFF\x1a\0\0\0WAVEfmt \2\0\0\0\1\0data\4\0\0\0\1\2\3\4", "audio/wav", "wav"),
        (b"\0\0\0\x20ftypM4A " + bytes(20), "audio/mp4", "m4a"),
        (b"\0\0\0\x20ftypisom" + bytes(20), "video/mp4", "mp4"),
        (b"\0\0\0\x14ftypqt  " + bytes(8), "video/quicktime", "mov"),
        (b"\x1aE\xdf\xa3\x8bB\x86\x81\x01B\x82\x84webm", "video/webm", "webm"),
    ],
)
def test_sound_and_video_are_known_by_their_signature_and_kept_as_they_are(
    data: bytes, media_type: str, extension: str
) -> None:
    kept = inspect_upload(data, f"lesson.{extension}")
    assert (kept.media_type, kept.extension, kept.data, kept.notes) == (media_type, extension, data, ())
    assert kept.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"MZ\x90\0", "a.pdf", "program_not_allowed"),
        (b"\x7fELF\x02", "a.jpg", "program_not_allowed"),
        (b"#!/bin/sh\n", "a.txt", "program_not_allowed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "a.doc", "old_or_locked_office"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "archive_not_allowed"),
        (b"Rar!\x1a\x07", "a.rar", "archive_not_allowed"),
        (b"\x1f\x8b\x08", "a.gz", "archive_not_allowed"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "a.heic", "photo_format"),
        (b"\0\0\0\x18ftypavif" + bytes(20), "a.jpg", "photo_format"),
        (b"\0\0\0\x18ftypzzzz" + bytes(20), "a.mp4", "video_format"),
        (b"\x1aE\xdf\xa3matroska", "a.mkv", "video_format"),
        (b"RIFF\x10\0\0\0AVI LIST", "a.avi", "unknown_format"),
        (b"a\0b", "a.txt", "unknown_format"),
        (b"\x81\x8d\x8f", "a.txt", "unknown_format"),
        (b"%!PS-Adobe\x04\x1b", "a.ps", "unknown_format"),
        (b"hello", "a.pdf", "type_mismatch"),
        (b"  <!doctype html><script>", "a.html", "markup_not_allowed"),
        (b"\xef\xbb\xbf<html>", "a.txt", "markup_not_allowed"),
        ("<script>".encode("utf-16"), "a.txt", "markup_not_allowed"),
        (b"<?php echo 1;", "a.php", "markup_not_allowed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "drawing_not_allowed"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "archive_not_allowed"),
        (b"PK\x03\x04", "a.docx", "malformed_zip"),
        (b"%PDF-1.7 that ends", "a.pdf", "damaged_pdf"),
    ],
)
def test_what_is_not_kept_is_told_why(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


def test_a_file_over_the_limit_is_told_both_sizes() -> None:
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(bytes(2_500_001), "a", UploadLimits(size=2_000_000))
    assert refused.value.code == "too_large"
    assert refused.value.detail == ("3 MB is over the 2 MB limit. Make the file smaller or shorter, and send that.")


def test_what_a_place_does_not_take_is_refused_there() -> None:
    only_pictures = UploadLimits(families=frozenset({Family.PICTURE}))
    assert code_of(b"ID3\x04", "a.mp3", only_pictures) == "not_allowed_here"
    assert code_of(b"hello", "a.txt", only_pictures) == "not_allowed_here"


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        ("naïve – ✓ 李".encode(), "naïve – ✓ 李", 0),
        ("\ufeffnaïve".encode(), "naïve", 0),
        ("naïve".encode("utf-16"), "naïve", 0),
        ("naïve – “so”".encode("cp1252"), "naïve – “so”", 1),
        (b"a,b\r\n1,2\r\n", "a,b\r\n1,2\r\n", 0),
        (b"1 < 2 and a<b", "1 < 2 and a<b", 0),
    ],
)
def test_a_text_is_kept_as_utf_8(data: bytes, text: str, notes: int) -> None:
    kept = inspect_upload(data, "notes.txt")
    assert (kept.media_type, kept.data.decode(), len(kept.notes)) == ("text/plain", text, notes)


@pytest.mark.parametrize(
    ("name", "media_type", "kept_as"),
    [
        ("rows.CSV", "text/csv", "rows.csv"),
        ("read.me.markdown", "text/markdown", "read.me.md"),
        ("notes.md", "text/markdown", "notes.md"),
        ("code.py", "text/plain", "code.txt"),
        ("noend", "text/plain", "noend.txt"),
    ],
)
def test_the_name_chooses_between_kinds_of_text_only(name: str, media_type: str, kept_as: str) -> None:
    kept = inspect_upload(b"a,b", name)
    assert (kept.media_type, kept.name) == (media_type, kept_as)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\ada\\plan.txt", "plan.txt"),
        ("photo\u202egnp.txt", "photognp.txt"),
        ('a<b>:"|?*\r\nc.txt', "a_b______c.txt"),
        ("...", "file.txt"),
        ("", "file.txt"),
        (" .txt", "file.txt"),
        ("résumé.txt", "résumé.txt"),
        ("e\u0301.txt", "é.txt"),
        ("خطة الدرس.txt", "خطة الدرس.txt"),
        ("میخواهم\u200cها.txt", "میخواهم\u200cها.txt"),
        ("half\ud800.txt", "half.txt"),
        ("x" * 500 + ".txt", "x" * 120 + ".txt"),
        ("a.tar.gz", "a.tar.txt"),
    ],
)
def test_a_name_has_no_path_nothing_invisible_and_a_true_end(name: str, expected: str) -> None:
    assert inspect_upload(b"hello", name).name == expected


SVG = """<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10" onload="x()">
<style>@import url(http://evil.example/x.css);</style><metadata>who</metadata>
<defs><linearGradient id="g"><stop offset="0" style="stop-color: red; behavior: url(x)"/></linearGradient>
<clipPath id="c" clip-path="url(#c)"><path d="M0 0h9" clip-path="url(#c)"/></clipPath></defs>
<a href="https://evil.example/"><path d="M0 0h9v9z" fill="url(#g)" stroke="url(http://evil.example/#g)"/></a>
<g style="fill:#123456;filter:url(#f)" clip-path="url(#c)"><text x="1" y="2">A &amp; B<script>x</script></text></g>
<use xlink:href="#g"/><image href="data:image/svg+xml;base64,AAAA"/><rect width="5" onclick="x()" class="k"/>
</svg>"""


def test_a_drawing_is_rebuilt_from_what_is_allowed() -> None:
    kept = inspect_upload(SVG.encode(), "badge.svg", DRAWINGS)
    assert (kept.media_type, kept.name) == ("image/svg+xml", "badge.svg")
    assert kept.data.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"></stop></linearGradient>'
        '<clipPath id="c"><path d="M0 0h9"></path></clipPath></defs>'
        '<path d="M0 0h9v9z" fill="url(#g)"></path>'
        '<g clip-path="url(#c)" fill="#123456"><text x="1" y="2">A &amp; B</text></g>'
        '<rect width="5"></rect></svg>'
    )
    (note,) = kept.notes
    for name in ("script", "style", "metadata", "use", "image", "onclick", "onload"):
        assert name in note


def test_a_clean_drawing_stays_what_it_is() -> None:
    source = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9" fill="#123"></path></svg>'
    kept = inspect_upload(source.encode(), "badge.svg", DRAWINGS)
    assert (kept.data.decode(), kept.notes) == (source, ())
    assert inspect_upload(kept.data, "badge.svg", DRAWINGS).data == kept.data


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "malformed_image"),
        ("<svg>" + "<g>" * 100 + "</g>" * 100 + "</svg>", "too_deep"),
        ("<svg>" + "<g/>" * 30_000 + "</svg>", "too_many_elements"),
        ("<svg><g></svg>", "malformed_image"),
        ("<svg>" + " " * 1_100_000 + "</svg>", "too_large"),
    ],
)
def test_a_drawing_that_is_a_trap_is_refused(body: str, code: str) -> None:
    assert code_of(body.encode(), "a.svg", DRAWINGS) == code


def test_our_own_badges_pass_the_door_as_they_are() -> None:
    from cairn.achievements.drawing import BadgeDesign, draw_badge_document
    from cairn.achievements.kinds import Kind

    for kind in Kind:
        kept = inspect_upload(draw_badge_document(BadgeDesign("Knots & ropes", kind)), "badge.svg", DRAWINGS)
        names = [element.tag.partition("}")[2] for element in parse_xml(kept.data).iter()]
        assert names[:4] == ["svg", "title", "desc", "clipPath"]
        assert kept.notes == ()
