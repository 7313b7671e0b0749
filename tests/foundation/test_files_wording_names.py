# SPDX-License-Identifier: Apache-2.0
"""What things are called in a document: called anew everywhere alike, so that what refers to them still does."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

import pytest

from cairn.assessment.masking import Identity, find_identity
from cairn.foundation.files.inspection import inspect_upload
from cairn.foundation.files.wording import is_left, replace_words, text_size
from tests.factories.planted import EMAIL, HANDLE, NAME, names_in, packed
from tests.factories.planted_names import NAMED, Parts, drawing_of_its_own, named
from tests.hostile.guard import bounded

MARK: Final = "[name hidden]"
ZELMIRA: Final = Identity(names=(NAME,), emails=(EMAIL,), handles=(HANDLE,))


def find(text: str, identity: Identity = ZELMIRA) -> list[tuple[int, int]]:
    return find_identity(text, identity)


def hidden(parts: Parts) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(replace_words(packed(parts), find, MARK))) as archive:
        return {name: archive.read(name).decode("latin-1") for name in archive.namelist()}


def hidden_in(content: str, *names: str, part: str = "xl/worksheets/sheet1.xml") -> str:
    """Return a part without these people."""
    who = Identity(names=names)
    data = replace_words(packed({part: content}), lambda text: find(text, who), MARK)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part).decode()


@pytest.mark.parametrize("kind", list(NAMED))
def test_nothing_in_a_document_is_called_like_its_learner(kind: str) -> None:
    kept = inspect_upload(named(kind), f"a.{kind}").data
    assert NAME in names_in(kept)
    shown = replace_words(kept, find, MARK)
    assert (names_in(shown), is_left(shown, find, MARK)) == ([], False)


def test_a_workbook_still_refers_to_its_sheets_and_columns() -> None:
    parts = hidden(NAMED["xlsx"]())
    sheets = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"])
    assert sheets == ["name_hidden", "name_hidden_2", "Hours of name_hidden_2 up to _1"]
    assert [len(sheet) <= 31 for sheet in sheets] == [True] * 3
    assert (
        "<definedName name=\"name_hidden_3\">'name_hidden'!$A$1</definedName>"
        '<definedName name="_xlnm.Print_Area">name_hidden_2!$A$1:$B$9</definedName>'
    ) in parts["xl/workbook.xml"]
    assert parts["xl/tables/table1.xml"] == (
        '<table name="name_hidden_4" displayName="name_hidden_4" ref="A1:C3"><tableColumns>'
        '<tableColumn id="1" name="name_hidden"/><tableColumn id="2" name="name_hidden_2_x000a_[h]"/>'
        '<tableColumn id="3" name="Hours"/></tableColumns></table>'
    )
    assert parts["xl/sharedStrings.xml"] == (
        "<sst><si><t>name_hidden</t></si><si><r><t>name_hidden_2\n[h]</t></r><r><t></t></r></si><si><t>Hours</t></si>"
        "<si><t>I am [name hidden].</t></si></sst>"
    )
    assert (
        "<f>SUM('name_hidden'!A1,name_hidden_2!B2,name_hidden_4[name_hidden],name_hidden_4[[#Headers],[name_hidden_2\n"
        "'[h']]],'Hours of name_hidden_2 up to _1'!C3,name_hidden_3,INDIRECT(\"'name_hidden'!A1\"))</f>"
    ) in parts["xl/worksheets/sheet1.xml"]
    assert "location=\"'name_hidden'!A1\"" in parts["xl/worksheets/sheet1.xml"]
    assert "<oddHeader>&amp;C[name hidden] &amp;P</oddHeader>" in parts["xl/worksheets/sheet1.xml"]
    assert parts["xl/charts/chart1.xml"] == (
        "<c:ser><c:f>'name_hidden'!$B$1</c:f><c:strCache><c:v>name_hidden</c:v></c:strCache></c:ser>"
    )


def test_a_part_that_is_called_so_is_still_found() -> None:
    parts = hidden(NAMED["xlsx"]())
    assert parts["xl/media/hidden1.png"] == "no picture"
    assert 'Target="../media/hidden1.png"' in parts["xl/drawings/_rels/drawing1.xml.rels"]
    assert 'PartName="/xl/media/hidden1.png"' in parts["[Content_Types].xml"]
    opened = hidden(NAMED["ods"]())
    assert 'xlink:href="Pictures/hidden1.png"' in opened["content.xml"]
    assert (opened["Pictures/hidden1.png"], "Pictures/hidden1.png" in opened["META-INF/manifest.xml"]) == (
        "no picture",
        True,
    )


def test_a_document_still_refers_to_its_bookmarks() -> None:
    words = hidden(NAMED["docx"]())["word/document.xml"]
    assert 'w:name="name_hidden"/><w:hyperlink w:anchor="name_hidden"/>' in words
    assert 'w:instr=" REF name_hidden \\h "' in words
    assert "<w:instrText> REF name_hidden</w:instrText></w:r><w:r><w:instrText> \\h </w:instrText>" in words
    assert re.findall(r'displayText="([^"]*)"', words) == ["name_hidden_2", "name_hidden_4"]


def test_an_open_workbook_still_refers_to_its_sheets() -> None:
    words = hidden(NAMED["ods"]())["content.xml"]
    assert "table:print-ranges=\"'name_hidden'.A1:'name_hidden'.B2\"" in words
    assert "of:=SUM([$'name_hidden'.A1:.B2];[name_hidden_2.A1])" in words
    assert 'xlink:href="#name_hidden_2.A1"' in words


def test_a_part_keeps_its_encoding() -> None:
    parts = hidden(NAMED["docx"]())
    assert parts["word/footer2.xml"].endswith("<p>d\xe9j\xe0 [name hidden]</p>")
    assert "[name hidden]" in parts["word/footer1.xml"].encode("latin-1").decode("utf-16")
    assert parts["word/afchunk3.TXT"].encode("latin-1").decode("utf-16") == "by [name hidden]"


@pytest.mark.parametrize(
    ("content", "who"),
    [
        ('<c r="DAN12"><f>MAX(DAN12:DAN14)</f></c>', ("Max Dan",)),
        ('<a:prstGeom prst="moon"/><a:prstClr val="black"/>', ("Luna Moon", "Ben Black")),
        ('<w:p w:rsidR="00ADA123" w14:paraId="1ADA2345"/><a:srgbClr val="1ADA22"/>', ("Ada Learner",)),
        ('<a:ext uri="{1ADA2B3C-1ADA-2ADA-3ADA-1ADA2B3C4D5E}"/>', ("Ada Learner",)),
        ('<style:style style:family="table-row"/>', ("Tabea Row",)),
        ('<a:latin typeface="Times New Roman"/>', ("Roman Berg",)),
        ('<x xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>', ("Ann Chart",)),
    ],
)
def test_what_a_program_reads_by_its_letters_stays(content: str, who: tuple[str, ...]) -> None:
    assert hidden_in(content, *who) == content
    identity = Identity(names=who)
    assert not is_left(packed({"xl/a.xml": content}), lambda text: find(text, identity), MARK)


def test_an_attribute_that_nobody_knows_is_looked_at_too() -> None:
    style = '<w:style w:styleId="zelmira"/><w:pStyle w:val="zelmira"/><x of="quistgaard"/>'
    assert hidden_in(style, NAME) == (
        '<w:style w:styleId="name_hidden"/><w:pStyle w:val="name_hidden"/><x of="name_hidden_2"/>'
    )


def test_names_that_differ_stay_different_and_short_enough() -> None:
    sheets = "".join(f'<sheet name="Ada {"x" * 25}{end}"/>' for end in ("ab", "ac"))
    assert re.findall(r'name="([^"]*)"', hidden_in(sheets, "Ada Learner")) == [
        "name_hidden xxxxxxxxxxxxxxxxx_1",
        "name_hidden xxxxxxxxxxxxxxxxx_2",
    ]


def test_how_a_hidden_word_is_spoken_goes_too() -> None:
    said = hidden_in("<si><t>山田花子</t><rPh><t>ヤマダハナコ</t></rPh></si>", "山田 花子", part="xl/sharedStrings.xml")
    assert said == "<si><t>[name hidden]</t><rPh><t></t></rPh></si>"


@pytest.mark.parametrize(
    "content",
    [
        f"by {NAME}".encode("utf-16-le"),
        b"\0" + f"by {NAME}".encode("utf-16-be"),
        b"\x01\x02" + NAME.encode() + b"\xff",
        b"{\\rtf1 by " + NAME.encode() + b"}",
    ],
)
def test_what_cannot_be_changed_is_known(content: bytes) -> None:
    shown = replace_words(packed({"word/media/drawing.emf": content}), find, MARK)
    assert (is_left(shown, find, MARK), NAME in names_in(shown) or b"Quist" in shown) == (True, True)


def test_what_is_embedded_is_looked_through_too() -> None:
    inner = packed(drawing_of_its_own())
    assert is_left(packed({"ppt/embeddings/a.docx": inner}), find, MARK)
    assert text_size(packed({"ppt/embeddings/a.docx": packed({"a.xml": "x" * 99})})) == 99


def test_a_mark_is_not_taken_for_somebody_who_is_called_so() -> None:
    who = Identity(names=("Ada Hidden",))
    shown = replace_words(
        packed({"word/document.xml": "<w:p><w:t>Ada Hidden</w:t></w:p>"}), lambda t: find(t, who), MARK
    )
    assert not is_left(shown, lambda text: find(text, who), MARK)


@pytest.mark.parametrize(
    "content",
    [
        b"<!--" * 300_000,
        b"<![CDATA[" * 200_000,
        b"<a b='" * 200_000,
        b'<a b=""' + b' c=""' * 200_000,
        b"<f>" + b"'" * 1_000_000 + b"</f>",
        b"<f>" + b"[" * 1_000_000 + b"</f>",
        b"<f>" + b"['" * 500_000 + b"</f>",
        b"<sheet name='" + b"Zelmira " * 20_000 + b"'/>",
    ],
    ids=["remarks", "quoted", "tags", "attributes", "quotes", "brackets", "escapes", "names"],
)
def test_a_hostile_part_is_gone_through_in_time(content: bytes) -> None:
    data = packed({"xl/worksheets/sheet1.xml": content})
    with bounded():
        is_left(replace_words(data, find, MARK), find, MARK)
