# SPDX-License-Identifier: Apache-2.0
"""Words are replaced in a document, however its runs are cut, and all else stays as it was."""

from __future__ import annotations

import io
import zipfile

import pytest

from cairn.foundation.files.wording import replace_words
from tests.factories.planted import packed


def find(text: str) -> list[tuple[int, int]]:
    start = text.find("Ada Okafor")
    return [] if start < 0 else [(start, start + len("Ada Okafor"))]


def part(content: str, name: str = "word/document.xml") -> str:
    data = replace_words(packed({"mimetype": "x", name: content}), find, "#")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("mimetype") == b"x"
        return archive.read(name).decode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<w:p><w:t>By Ada Okafor.</w:t></w:p>", "<w:p><w:t>By #.</w:t></w:p>"),
        (
            '<w:p><w:r><w:t>By A</w:t></w:r><w:proofErr w:type="x"/><w:r><w:t>da Ok</w:t><w:t>afor!</w:t></w:r></w:p>',
            '<w:p><w:r><w:t>By #</w:t></w:r><w:proofErr w:type="x"/><w:r><w:t></w:t><w:t>!</w:t></w:r></w:p>',
        ),
        ("<w:p><w:t>Ada</w:t><w:tab/><w:t>Okafor</w:t></w:p>", "<w:p><w:t>#</w:t><w:tab/><w:t></w:t></w:p>"),
        ("<w:p><w:t>Ada </w:t></w:p><w:p><w:t>Okafor</w:t></w:p>", None),
        ("<w:p><w:t>A &lt;b&gt; &amp; Ada Okafor</w:t></w:p>", "<w:p><w:t>A &lt;b&gt; &amp; #</w:t></w:p>"),
        ("<text:p>Ada <text:span>Okafor</text:span></text:p>", "<text:p>#<text:span></text:span></text:p>"),
        ("<si><t>Ada Okafor</t></si><si><t>Ada</t></si>", "<si><t>#</t></si><si><t>Ada</t></si>"),
        ('<wp:docPr id="1" descr="Ada Okafor smiles"/>', '<wp:docPr id="1" descr="# smiles"/>'),
        ('<wp:docPr id="1" name="Ada Okafor" descr="a > b"/>', '<wp:docPr id="1" name="x" descr="a > b"/>'),
        ("<w:p><w:t>Nobody &amp; nothing</w:t></w:p>", None),
        ("<w:p><w:t/></w:p>", None),
        ("", None),
    ],
)
def test_what_is_found_is_replaced_once_and_nothing_else(content: str, expected: str | None) -> None:
    assert part(content) == (content if expected is None else expected)


def test_an_address_that_tells_leads_nowhere() -> None:
    relation = '<Relationship Id="r1" Target="mailto:Ada Okafor" TargetMode="External"/>'
    assert part(relation, "word/_rels/document.xml.rels") == relation.replace("mailto:Ada Okafor", "about:blank")
    assert part('<text:a xlink:href="Ada Okafor">x</text:a>') == '<text:a xlink:href="about:blank">x</text:a>'


def test_the_sheet_behind_a_chart_is_read_too() -> None:
    inner = packed({"xl/sharedStrings.xml": "<si><t>Ada Okafor</t></si>"})
    data = replace_words(packed({"ppt/embeddings/a.xlsx": inner}), find, "#")
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(archive.open("ppt/embeddings/a.xlsx")) as sheet:
        assert sheet.read("xl/sharedStrings.xml") == b"<si><t>#</t></si>"
