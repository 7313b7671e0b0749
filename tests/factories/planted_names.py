# SPDX-License-Identifier: Apache-2.0
"""Documents of office programs in which sheets, columns, bookmarks, pictures and parts are called like somebody."""

from __future__ import annotations

from typing import Final

from tests.factories.planted import EMAIL, HANDLE, NAME, packed

LOW: Final = NAME.replace(" ", "_")
FIRST, LAST = NAME.split(" ")
_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
Parts = dict[str, bytes | str]


def _types(main: str, *overrides: str) -> str:
    listed = "".join(f'<Override PartName="{part}" ContentType="image/png"/>' for part in overrides)
    return f'<Types xmlns="{_TYPES}"><Override PartName="/x" ContentType="{_OOXML}.{main}.main+xml"/>{listed}</Types>'


def _relations(*targets: str) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="x" Target="{target}"/>' for number, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def workbook() -> Parts:
    """Return a workbook whose sheets, table, column, range, chart and picture are called like somebody."""
    return {
        "[Content_Types].xml": _types("spreadsheetml.sheet", f"/xl/media/{NAME.replace(' ', '%20')}.png"),
        "xl/workbook.xml": (
            f'<workbook><sheets><sheet name="{NAME}" sheetId="1"/><sheet name="{FIRST}" sheetId="2"/>'
            f'<sheet name="Hours of {FIRST} up to week 9" sheetId="3"/></sheets><definedNames>'
            f"<definedName name=\"{LOW}\">'{NAME}'!$A$1</definedName>"
            f'<definedName name="_xlnm.Print_Area">{FIRST}!$A$1:$B$9</definedName></definedNames></workbook>'
        ),
        "xl/tables/table1.xml": (
            f'<table name="{LAST}" displayName="{LAST}" ref="A1:C3"><tableColumns><tableColumn id="1" name="{NAME}"/>'
            f'<tableColumn id="2" name="{FIRST}_x000a_[h]"/><tableColumn id="3" name="Hours"/></tableColumns></table>'
        ),
        "xl/sharedStrings.xml": (
            f"<sst><si><t>{NAME}</t></si><si><r><t>{FIRST}\n</t></r><r><t>[h]</t></r></si><si><t>Hours</t></si>"
            f"<si><t>I am {NAME}.</t></si></sst>"
        ),
        "xl/worksheets/sheet1.xml": (
            f"<worksheet><row><c r=\"A1\"><f>SUM('{NAME}'!A1,{FIRST}!B2,{LAST}[{NAME}],{LAST}[[#Headers],[{FIRST}\n"
            f"'[h']]],'Hours of {FIRST} up to week 9'!C3,{LOW},INDIRECT(\"'{NAME}'!A1\"))</f><v>3</v></c></row>"
            f'<hyperlinks><hyperlink ref="B1" location="\'{NAME}\'!A1" display="See"/></hyperlinks>'
            f"<headerFooter><oddHeader>&amp;C{NAME} &amp;P</oddHeader></headerFooter></worksheet>"
        ),
        "xl/charts/chart1.xml": f"<c:ser><c:f>'{NAME}'!$B$1</c:f><c:strCache><c:v>{NAME}</c:v></c:strCache></c:ser>",
        "xl/drawings/drawing1.xml": f'<xdr:cNvPr id="2" name="{NAME}" descr="{NAME}" title="{NAME}"/>',
        "xl/drawings/_rels/drawing1.xml.rels": _relations(f"../media/{NAME.replace(' ', '%20')}.png"),
        f"xl/media/{NAME}.png": b"no picture",
    }


def essay() -> Parts:
    """Return a document in which a name stands beside the words of its paragraphs."""
    return {
        "[Content_Types].xml": _types("wordprocessingml.document"),
        "word/document.xml": (
            f'<w:document><w:p><w:bookmarkStart w:id="0" w:name="{LOW}"/><w:hyperlink w:anchor="{LOW}"/><w:fldSimple '
            f'w:instr=" REF {LOW} \\h "/><w:r><w:instrText> REF {LOW[:9]}</w:instrText></w:r><w:r><w:instrText>'
            f'{LOW[9:]} \\h </w:instrText></w:r></w:p><w:sdt><w:alias w:val="{FIRST.lower()}"/><w:tag w:val="{LOW}"/>'
            f'<w:dropDownList><w:listItem w:displayText="{FIRST}" w:value="{HANDLE}"/><w:listItem '
            f'w:displayText="{LAST}" w:value="2"/></w:dropDownList></w:sdt><w:p><v:textpath string="{NAME}"/>'
            f'<wp:docPr id="1" name="{NAME}" descr="by {NAME}"/><v:shape o:gfxdata="UEsDBB {NAME}"/></w:p></w:document>'
        ),
        "word/header1.XML": f"<w:hdr><w:p><w:t>{NAME}</w:t></w:p></w:hdr>",
        "word/footer1.xml": f'<?xml version="1.0" encoding="UTF-16"?><w:p><w:t>{NAME}</w:t></w:p>'.encode("utf-16"),
        "word/footer2.xml": f"<?xml version='1.0' encoding='ISO-8859-1'?><p>d\xe9j\xe0 {NAME}</p>".encode("latin-1"),
        "word/afchunk1.html": (
            f'<td>x</td><td title="{FIRST}">{NAME[:2]}<b>{NAME[2:]}</b></td><!--[if mso]>{NAME}<![endif]-->'
        ),
        "word/afchunk2.txt": f"by {NAME}, {EMAIL}",
        "word/afchunk3.TXT": f"\ufeffby {NAME}".encode("utf-16-le"),
        "word/media/image1.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>{NAME}</title><text>{NAME}</text></svg>',
        "word/drawings/a.vml": f'<xml><v:shape id="{FIRST}" alt="{NAME}"/></xml>',
        "customXml/item1.xml": f"<a><first>{FIRST}</first><last>{LAST}</last><city>Rome</city></a>",
    }


def slides() -> Parts:
    """Return slides that are called like somebody."""
    return {
        "[Content_Types].xml": _types("presentationml.presentation"),
        "ppt/presentation.xml": f'<p:presentation><p14:section name="{NAME}"/></p:presentation>',
        "ppt/slides/slide1.xml": f'<p:sld><p:cSld name="{NAME}"><p:cNvPr id="2" name="{FIRST}"/></p:cSld></p:sld>',
    }


def open_sheets() -> Parts:
    """Return a workbook of OpenDocument whose sheets, pictures and places are called like somebody."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": (
            f"<a><table:table table:name=\"{NAME}\" table:print-ranges=\"'{NAME}'.A1:'{NAME}'.B2\">"
            f"<table:table-cell table:formula=\"of:=SUM([$'{NAME}'.A1:.B2];[{FIRST}.A1])\"/></table:table>"
            f'<table:table table:name="{FIRST}"/><draw:frame draw:name="{NAME}"><svg:desc>{NAME}</svg:desc>'
            f'<draw:image xlink:href="Pictures/{FIRST}.png"/></draw:frame><text:a xlink:href="#{FIRST}.A1">x</text:a>'
            f"<chart:series chart:values-cell-range-address=\"'{NAME}'.$B$2:..B$3\"/></a>"
        ),
        "styles.xml": f"<office:document-styles><text:p>{NAME}</text:p></office:document-styles>",
        f"Pictures/{FIRST}.png": b"no picture",
        "META-INF/manifest.xml": f'<manifest:manifest manifest:full-path="Pictures/{FIRST}.png"/>',
    }


def drawing_of_its_own() -> Parts:
    """Return a document with a name in a part that only the program knows that made it."""
    return {
        "[Content_Types].xml": _types("wordprocessingml.document"),
        "word/document.xml": "<w:document><w:p><w:t>Six tasks.</w:t></w:p></w:document>",
        "word/media/chart.dat": bytes(range(9)) + f"by {NAME}".encode("utf-16-le") + bytes(range(9)),
    }


NAMED: Final = {"xlsx": workbook, "docx": essay, "pptx": slides, "ods": open_sheets}


def named(kind: str) -> bytes:
    """Return one of these documents, packed."""
    return packed(NAMED[kind]())
