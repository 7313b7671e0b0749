# SPDX-License-Identifier: Apache-2.0
"""Office documents at the door: told by their parts, packed anew without names and places, refused with macros."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

import pytest
from PIL import Image

from cairn.foundation.files.inspection import Family, UploadLimits, UploadRefused, inspect_upload
from tests.hostile.guard import bounded

OOXML: Final = "application/vnd.openxmlformats-officedocument"
MAIN: Final = {
    "docx": f"{OOXML}.wordprocessingml.document.main+xml",
    "pptx": f"{OOXML}.presentationml.presentation.main+xml",
    "xlsx": f"{OOXML}.spreadsheetml.sheet.main+xml",
}
SECRET: Final = b"Ada Secret"
RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="https://evil.example/x" TargetMode="External"/></Relationships>'
)
CHANGED: Final = "Names, dates and places in the document's properties, remarks and photos were taken out."


class _Unseekable(io.RawIOBase):
    """A place that can only be appended to, which makes the writer stream."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def pack(parts: Mapping[str, bytes], *, streamed: bool = False) -> bytes:
    out = _Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return bytes(out.data) if isinstance(out, _Unseekable) else out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def ooxml(more: Mapping[str, bytes] | None = None, extension: str = "docx") -> dict[str, bytes]:
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = f'<Override PartName="/main" ContentType="{MAIN[extension]}"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{namespace}">{main}</Types>'.encode(),
        "docProps/core.xml": b"<cp>" + SECRET + b"</cp>",
        "word/document.xml": b"<w:document>hello</w:document>",
        **(more or {}),
    }


def odf(more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    return {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<office:document-content/>",
        "meta.xml": b"<m>" + SECRET + b"</m>",
        **(more or {}),
    }


def code_of(parts: Mapping[str, bytes], *, streamed: bool = False) -> str:
    with bounded(), pytest.raises(UploadRefused) as refused:
        inspect_upload(pack(parts, streamed=streamed), "a.docx")
    assert refused.value.detail.endswith(".")
    return refused.value.code


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("extension", list(MAIN))
def test_a_document_is_known_by_its_parts_and_packed_anew(extension: str, streamed: bool) -> None:  # noqa: FBT001
    kept = inspect_upload(pack(ooxml(extension=extension), streamed=streamed), "Plan.zip")
    assert (kept.extension, kept.name) == (extension, f"Plan.{extension}")
    assert kept.media_type == MAIN[extension].removesuffix(".main+xml")
    parts = unpack(kept.data)
    assert (list(parts), parts["word/document.xml"]) == (list(ooxml()), b"<w:document>hello</w:document>")
    assert SECRET not in parts["docProps/core.xml"]
    assert CHANGED in kept.notes
    assert not any(info.flag_bits & 8 for info in zipfile.ZipFile(io.BytesIO(kept.data)).infolist())


def test_an_open_document_keeps_its_media_type_first_and_plain() -> None:
    kept = inspect_upload(pack(odf()), "plan.odt")
    assert (kept.extension, kept.data[30:38], SECRET in kept.data) == ("odt", b"mimetype", False)
    assert kept.data[38:77] == b"application/vnd.oasis.opendocument.text"
    assert SECRET not in unpack(kept.data)["meta.xml"]


def test_the_same_document_gives_the_same_bytes_and_stays_so() -> None:
    once = inspect_upload(pack(ooxml()), "a.docx")
    again = inspect_upload(once.data, "a.docx")
    assert (again.data, again.notes) == (once.data, ())


def test_the_camera_notes_of_photos_inside_go() -> None:
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = SECRET.decode()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=notes)
    assert SECRET in out.getvalue()
    kept = inspect_upload(pack(ooxml({"word/media/image1.jpeg": out.getvalue()})), "a.docx")
    photo = unpack(kept.data)["word/media/image1.jpeg"]
    assert (SECRET in photo, len(photo) < len(out.getvalue())) == (False, True)
    assert Image.open(io.BytesIO(photo)).size == (8, 8)


def test_the_sheet_behind_a_chart_is_cleaned_too() -> None:
    inner = pack(ooxml(extension="xlsx"))
    kept = inspect_upload(pack(ooxml({"ppt/embeddings/sheet1.xlsx": inner}, "pptx")), "a.pptx")
    assert SECRET not in unpack(unpack(kept.data)["ppt/embeddings/sheet1.xlsx"])["docProps/core.xml"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (ooxml({"word/vbaProject.bin": b"x"}), "macros_not_allowed"),
        (ooxml({"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros_not_allowed"),
        (ooxml({"word/activeX/activeX1.xml": b"<x/>"}), "macros_not_allowed"),
        (ooxml({"word/embeddings/oleObject1.bin": b"x"}), "macros_not_allowed"),
        (odf({"Basic/Standard/Module1.xml": b"<x/>"}), "macros_not_allowed"),
        (odf({"content.xml": b'<a><script:event-listener x="1"/></a>'}), "macros_not_allowed"),
        (odf({"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "document_locked"),
        (ooxml({"word/_rels/settings.xml.rels": RELATIONS.format(kind="attachedTemplate").encode()}), "remote_parts"),
        (ooxml({"word/_rels/document.xml.rels": RELATIONS.format(kind="image").encode()}), "remote_parts"),
        (ooxml({"word/_rels/document.xml.rels": b"<broken"}), "malformed_xml"),
        (ooxml({"word/styles.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "dtd_not_allowed"),
        (ooxml({"word/embeddings/more.zip": b"PK\x03\x04" + bytes(40)}), "malformed_zip"),
        (ooxml({"word/embeddings/more.zip": pack({"a.exe": b"MZ"})}), "archive_not_allowed"),
        (ooxml({"word/e.docx": pack(ooxml({"word/e.docx": pack(ooxml())}))}), "unexpected_file"),
        (ooxml({"../evil.xml": b"x"}), "bad_entry_name"),
        (ooxml({"word/bomb.xml": bytes(60_000_000)}), "unpacked_too_large"),
    ],
)
def test_what_could_run_load_or_burst_is_refused(parts: dict[str, bytes], code: str) -> None:
    assert code_of(parts) == code


def test_a_streamed_bomb_is_refused_and_a_streamed_archive_too() -> None:
    assert code_of(ooxml({"word/bomb.xml": bytes(60_000_000)}), streamed=True) == "unpacked_too_large"
    assert code_of({"a.txt": b"hello"}, streamed=True) == "streamed_zip"


def test_links_of_a_document_stay() -> None:
    relations = RELATIONS.format(kind="hyperlink").encode()
    kept = inspect_upload(pack(ooxml({"word/_rels/document.xml.rels": relations})), "a.docx")
    assert unpack(kept.data)["word/_rels/document.xml.rels"] == relations


def test_documents_are_not_taken_where_only_archives_are() -> None:
    with pytest.raises(UploadRefused) as refused:
        inspect_upload(pack(ooxml()), "a.zip", UploadLimits(families=frozenset({Family.ARCHIVE})))
    assert refused.value.code == "not_allowed_here"
