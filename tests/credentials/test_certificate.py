# SPDX-License-Identifier: Apache-2.0
"""The certificate: its words, its attachment, its standards, and texts that would like to be more than text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pypdf
import pytest

from cairn.achievements.drawing import BadgeDesign
from cairn.achievements.kinds import Kind
from cairn.credentials.certificate import CertificateFacts, render_certificate
from cairn.foundation.qr import read_qr
from tests.shared_data import shared_path

URL: Final = "https://cairn.example/credentials/0190d1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
CREDENTIAL: Final = '{"name": "José <b>&</b> 李", "n": 1.0}\n'.encode()
FACTS: Final = CertificateFacts(
    badge=BadgeDesign("Retrieval practice in the secondary classroom", Kind.APPLICATION, 195),
    holder="Amara Okafor",
    issuer="Prairie States Teachers’ Association",
    awarded_on=date(2026, 3, 12),
    valid_until=date(2029, 3, 12),
    outcomes=("Writes recall tasks that match the goals of a unit", "Spaces them over at least four weeks"),
    tested="Two trained assessors rated four pieces of evidence with a public rubric.",
)
HOSTILE: Final = (
    '#read("/etc/passwd")',
    "#eval(1 + 1) #panic()",
    "[*bold*] $x^2$ = heading // no",
    "]] }) \\ \" ' #",
    "@ref <label> `raw` ~ -- ---",
)


def render(facts: CertificateFacts, attachment: bytes = CREDENTIAL) -> bytes:
    return render_certificate(facts, attachment=attachment, verify_url=URL)


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def words(pdf: bytes) -> str:
    """Return the text of all pages on one line."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return " ".join(text.replace("\u200b", "").split())


def compact(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def test_everything_that_is_known_stands_on_one_page() -> None:
    pdf = render(FACTS)
    assert len(read(pdf).pages) == 1
    for text in (
        "Amara Okafor", "Retrieval practice in the secondary classroom", "Can do",
        "Did the work, and assessors judged it by a rubric.", *FACTS.outcomes, FACTS.tested, FACTS.issuer,
        "What does it prove?", "How was it tested?", "Who says so?", "Is it still valid?",
        "Until March 12, 2029, unless it is revoked.", "Awarded on March 12, 2026.", "Check it today",
    ):  # fmt: skip
        assert text in words(pdf)
    assert compact(URL) in compact(words(pdf))


def test_the_credential_is_attached_byte_for_byte_as_the_source() -> None:
    reader = read(render(FACTS))
    assert reader.attachments == {"credential.json": [CREDENTIAL]}
    catalog: Any = reader.trailer["/Root"]
    (attached,) = (reference.get_object() for reference in catalog["/AF"])
    assert (attached["/AFRelationship"], attached["/UF"]) == ("/Source", "credential.json")
    assert attached["/EF"]["/F"].get_object()["/Subtype"] == "/application/vc+ld+json"


def test_the_file_is_archival_and_accessible() -> None:
    reader = read(render(FACTS))
    catalog: Any = reader.trailer["/Root"]
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    for statement in ("<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1<"):
        assert statement in xmp
    assert (catalog["/MarkInfo"]["/Marked"], str(catalog["/Lang"])) == (True, "en")
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Retrieval practice in the secondary classroom, Amara Okafor"
    assert reader.metadata.author == FACTS.issuer


def test_headings_and_pictures_are_tagged() -> None:
    pdf = render(FACTS)
    tags, alternatives = [], []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            tags.append(node.get("/S"))
            alternatives.append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    root: Any = read(pdf).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    assert [tag for tag in tags if tag in ("/H1", "/H2")] == ["/H1", "/H2", "/H2", "/H2", "/H2", "/H2"]
    assert (tags.count("/Figure"), tags.count("/LI")) == (2, 2)
    assert "Badge: Retrieval practice in the secondary classroom. Can do." in alternatives
    assert f"QR code that opens {URL}" in alternatives


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render(FACTS) == render(FACTS)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_stays_text_wherever_it_stands(text: str) -> None:
    badge = BadgeDesign(text, Kind.KNOWLEDGE, shown=text, word=text)
    facts = CertificateFacts(
        badge, holder=text, issuer=text, awarded_on=date(2026, 1, 2), outcomes=(text,), tested=text, issuer_note=text
    )
    pdf = render(facts, attachment=json.dumps(text).encode())
    assert compact(words(pdf)).count(compact(text)) >= 7
    assert "root:" not in words(pdf)
    assert read(pdf).attachments == {"credential.json": [json.dumps(text).encode()]}


@pytest.mark.parametrize("text", ["a\u202eb\u2066c", "tab\tand\nline", "nul\x00\x1b", "private \ue000", "half \ud800"])
def test_what_cannot_be_printed_is_left_out_and_the_file_stays_archival(text: str) -> None:
    pdf = render(replace(FACTS, holder=text, outcomes=(text,)))
    assert b"<pdfaid:part>3<" in pdf
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ue000\ud800]", words(pdf))


def test_letters_that_no_font_has_do_not_stop_the_certificate() -> None:
    """The last plane has letters that nobody draws: the page comes without the claim to be archival."""
    pdf = render(replace(FACTS, holder="Ada \U000e0100\U0001fffd"))
    assert read(pdf).attachments == {"credential.json": [CREDENTIAL]}
    assert "Ada" in words(pdf)


def test_every_name_that_people_have_can_be_certified() -> None:
    for name in json.loads(shared_path("hostile/text/900-names-must-accept.json").read_bytes()):
        pdf = render(replace(FACTS, holder=name))
        assert len(read(pdf).pages) == 1
        assert read(pdf).attachments == {"credential.json": [CREDENTIAL]}


def test_every_hostile_string_ends_on_a_page() -> None:
    for text in json.loads(shared_path("hostile/text/901-hostile-strings.json").read_bytes()):
        pdf = render(replace(FACTS, holder=text, outcomes=(text, text), tested=text, issuer=text, issuer_note=text))
        assert read(pdf).attachments == {"credential.json": [CREDENTIAL]}


@pytest.mark.parametrize("holder", ["x" * 400, "Maria " * 80, "María de los Ángeles Fernández-Villaverde y Gutiérrez"])
def test_long_texts_stay_on_one_page_and_inside_it(holder: str) -> None:
    long = tuple(f"Outcome {number}: {'many words ' * 30}" for number in range(20))
    pdf = render(replace(FACTS, holder=holder, outcomes=long, tested="z" * 900))
    (page,) = read(pdf).pages
    edges: list[float] = []
    page.extract_text(visitor_text=lambda text, _user, matrix, _font, _size: edges.append(matrix[4]) if text else None)
    assert (min(edges) >= 0, max(edges) < float(page.mediabox.width)) == (True, True)
    assert "and 8 more, which stand in the attached credential" in words(pdf)


@pytest.mark.parametrize("kind", [Kind.PARTICIPATION, Kind.RECOGNITION])
def test_what_was_not_tested_says_so(kind: Kind) -> None:
    facts = replace(FACTS, badge=BadgeDesign("Family night helper", kind), tested="", valid_until=None)
    assert "How was it tested? Nothing was tested." in words(render(facts))
    assert "What was it about?" in words(render(facts))
    assert "No end date." in words(render(facts))


def test_a_test_that_is_not_described_is_called_not_disclosed() -> None:
    assert "How was it tested? Not disclosed" in words(render(replace(FACTS, tested="")))


@pytest.mark.parametrize(("language", "direction"), [("es", "/L2R"), ("ar", "/R2L")])
def test_the_language_and_its_direction_are_in_the_file(language: str, direction: str) -> None:
    badge = BadgeDesign("Retrieval practice", Kind.APPLICATION, 195, shown="ممارسة الاسترجاع", word="قادرة على التطبيق")
    pdf = render(replace(FACTS, badge=badge, language=language, holder="أمارة أوكافور", paper="a4"))
    catalog: Any = read(pdf).trailer["/Root"]
    assert (str(catalog["/Lang"]), catalog["/ViewerPreferences"]["/Direction"]) == (language, direction)
    assert b"<pdfaid:part>3<" in pdf
    assert [round(float(side)) for side in read(pdf).pages[0].mediabox[2:]] == [595, 842]


def test_the_code_on_the_page_is_the_address() -> None:
    from cairn.foundation.qr import draw_qr
    from cairn.foundation.typesetting import draw_png

    assert read_qr(draw_png(draw_qr(URL).encode(), 300)) == (URL,)
