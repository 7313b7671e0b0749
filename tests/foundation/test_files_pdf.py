# SPDX-License-Identifier: Apache-2.0
"""PDF at the door: written anew without what tells of people; what could run is refused however it is spelled."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Final

import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from cairn.foundation.files.inspection import UploadRefused, inspect_upload
from tests.hostile.guard import bounded

SECRET: Final = "Ada Secret"
CHANGED: Final = ("Names, dates and places in the properties of this PDF were taken out.",)

ATTACHED: Final = "Files that were attached to this PDF were taken out. Send them one by one."


def written(*changes: Callable[[pypdf.PdfWriter], object]) -> bytes:
    """Return a PDF of one page by an independent writer, with a name in its properties."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": SECRET, "/Title": "naïve (plan) \\ " + SECRET})
    for call in changes:
        call(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(objects: dict[int, bytes], trailer: bytes, parameters: bytes = b"/Filter/FlateDecode") -> bytes:
    """Return a PDF whose objects stand in an object stream, with a cross-reference stream."""
    table, bodies = [], b""
    for number, body in objects.items():
        table.append(b"%d %d" % (number, len(bodies)))
        bodies += body + b" "
    head = b" ".join(table) + b" "
    content = zlib.compress(head + bodies, 1)
    stream = b"9 0 obj\n<</Type/ObjStm/N %d/First %d%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        len(objects), len(head), parameters, len(content), content,
    )  # fmt: skip
    start = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    rows = {0: (0, 0, 255), 9: (1, len(start), 0), 10: (1, len(start) + len(stream), 0)}
    rows |= {number: (2, 9, index) for index, number in enumerate(objects)}
    cross = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(3, "big") + extra.to_bytes(1, "big")
        for kind, where, extra in (rows.get(number, (0, 0, 0)) for number in range(11))
    )
    last = b"10 0 obj\n<</Type/XRef/Size 11/W[1 3 1]%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        trailer, len(cross), cross,
    )  # fmt: skip
    return start + stream + last + b"startxref\n%d\n%%%%EOF\n" % (len(start) + len(stream))


OBJECTS: Final = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    4: b"<</Author(Ada Secret)/Title<FEFF00410064>/Producer(a\\)b(c)" + b"x" * 300 + b")>>",
}
TRAILER: Final = b"/Root 1 0 R/Info 4 0 R"


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def code_of(data: bytes) -> str:
    with bounded(), pytest.raises(UploadRefused) as refused:
        inspect_upload(data, "a.pdf")
    assert refused.value.detail.endswith(".")
    return refused.value.code


@pytest.mark.parametrize("data", [written(), packed(OBJECTS, TRAILER)], ids=["plain", "in an object stream"])
def test_the_properties_go_and_the_pages_stay(data: bytes) -> None:
    before = read(data).metadata
    assert before is not None
    assert before.author == SECRET
    kept = inspect_upload(data, "a.pdf")
    assert (kept.notes, len(read(kept.data).pages), read(kept.data).metadata) == (CHANGED, 1, None)
    assert SECRET.encode() not in kept.data
    again = inspect_upload(kept.data, "a.pdf")
    assert (again.data, again.notes) == (kept.data, ())


@pytest.mark.parametrize("pack", [False, True])
def test_xmp_goes(pack: bool) -> None:  # noqa: FBT001
    def add(writer: pypdf.PdfWriter) -> None:
        stream = StreamObject()
        stream.set_data(b"<?xpacket begin=''?><x:xmpmeta>" + SECRET.encode() * 30 + b"</x:xmpmeta>")
        stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
        reference = writer._add_object(stream.flate_encode() if pack else stream)
        writer.root_object[NameObject("/Metadata")] = reference

    kept = inspect_upload(written(add), "a.pdf")
    assert "/Metadata" not in read(kept.data).root_object
    assert (SECRET.encode() in kept.data, b"xmpmeta" in kept.data) == (False, False)


def test_the_place_in_a_photo_goes() -> None:
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x010E] = SECRET
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=notes)
    pdf = written(lambda writer: writer._add_object(_image(out.getvalue())))
    assert SECRET.encode() in pdf
    assert SECRET.encode() not in inspect_upload(pdf, "a.pdf").data


def _image(data: bytes) -> StreamObject:
    stream = StreamObject()
    stream._data = data
    stream.update({NameObject("/Subtype"): NameObject("/Image"), NameObject("/Filter"): NameObject("/DCTDecode")})
    return stream


@pytest.mark.parametrize(
    "action",
    [
        b"<</S/JavaScript/JS(app.alert(1))>>",
        b"<</S /#4aavaScript/JS(1)>>",
        b"<</S/J#61v#61Scr#69pt/JS(1)>>",
        b"<</S/Launch/F(calc.exe)>>",
        b"<</S/RichMedia>>",
        b"<</S/ImportData/F(x)>>",
    ],
)
def test_what_could_run_is_refused_wherever_it_stands(action: bytes) -> None:
    catalog = b"<</Type/Catalog/Pages 2 0 R/OpenAction %s>>" % action
    assert code_of(packed({**OBJECTS, 1: catalog}, TRAILER)) == "active_pdf"
    assert code_of(written().replace(b"/Type /Catalog", b"/OpenAction " + action + b" /Type /Catalog")) == "active_pdf"


def _run(writer: pypdf.PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def test_a_script_by_an_independent_writer_is_refused() -> None:
    assert code_of(written(_run)) == "active_pdf"


def test_words_that_only_look_like_it_are_no_scripts() -> None:
    kept = inspect_upload(written(lambda writer: writer.add_metadata({"/Subject": "JavaScript and Launch"})), "a.pdf")
    assert len(read(kept.data).pages) == 1


def test_a_locked_file_is_refused() -> None:
    assert code_of(written(lambda writer: writer.encrypt("x", algorithm="RC4-128"))) == "pdf_locked"


def test_a_program_in_it_is_refused_and_another_attachment_is_taken_out() -> None:
    assert code_of(written(lambda writer: writer.add_attachment("notes.txt", b"MZ\x90\0"))) == "program_in_pdf"
    assert code_of(written(lambda writer: writer.add_attachment("a.EXE", b"hello"))) == "program_in_pdf"
    kept = inspect_upload(written(lambda writer: writer.add_attachment("a.json", b"{}")), "a.pdf")
    assert (dict(read(kept.data).attachments), kept.notes) == ({}, (*CHANGED, ATTACHED))


@pytest.mark.parametrize(
    "parameters",
    [
        b"/Filter[/ASCIIHexDecode/FlateDecode]",
        b"/Filter/LZWDecode",
        b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
        b"/Filter/FlateDecode/Decode#50arms<</Predictor 12>>",
        b"/Filter/#46lateDecode",
        b"%stream\nendstream\n/Filter/FlateDecode",
        b"/X(\nstream\nendstream endobj)/Filter/FlateDecode",
        b"/X(endobj)/Filter/FlateDecode",
        b"/Filter/FlateDecode" + b" " * 20_000,
    ],
)
def test_objects_that_are_packed_to_hide_are_refused(parameters: bytes) -> None:
    assert code_of(packed(OBJECTS, TRAILER, parameters)) == "damaged_pdf"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"/ObjStm stream\n" * 1_000_000 + b"endstream startxref %%EOF",
        b"%PDF-1.7\n" + b"/Metadata " * 2_000_000 + b"startxref %%EOF",
        b"%PDF-1.7\n" + b"".join(b"/Info %d 0 R " % n for n in range(200_000)) + b"startxref %%EOF",
        packed({1: b" " * 60_000_000}, TRAILER),
    ],
    ids=["streams in streams", "names without end", "many descriptions", "bomb"],
)
def test_files_made_to_keep_a_reader_busy_are_refused_in_time(data: bytes) -> None:
    assert code_of(data) == "damaged_pdf"


@pytest.mark.parametrize("filler", [b"(", b"<", b"(()", b"\\(", b"/", b"1 0 obj ", bytes(range(256))])
def test_a_long_file_of_nothing_but_syntax_ends_in_time(filler: bytes) -> None:
    body = filler * (10_000_000 // len(filler))
    assert code_of(b"%PDF-1.7\n4 0 obj<<" + body + b">> endobj /Info 4 0 R startxref %%EOF") == "damaged_pdf"


def test_an_outline_of_thousands_of_lines_is_kept() -> None:
    def add(writer: pypdf.PdfWriter) -> None:
        for number in range(2000):
            writer.add_outline_item(title=f"Line {number}", page_number=0)

    with bounded():
        kept = inspect_upload(written(add), "a.pdf")
    assert len(read(kept.data).outline) == 2000


def test_a_file_whose_table_points_nowhere_is_read_all_the_same() -> None:
    data = written()
    start = data.rindex(b"startxref")
    kept = inspect_upload(data[:start] + b"startxref\n7\n%%EOF\n", "a.pdf")
    assert len(read(kept.data).pages) == 1


def test_our_own_certificate_passes_and_its_credential_is_taken_out() -> None:
    from tests.credentials.test_certificate import CREDENTIAL, FACTS, render

    kept = inspect_upload(render(FACTS), "a.pdf")
    assert (dict(read(kept.data).attachments), CREDENTIAL in kept.data, ATTACHED in kept.notes) == ({}, False, True)
    assert "Amara Okafor" in read(kept.data).pages[0].extract_text()
