# SPDX-License-Identifier: Apache-2.0
"""The whole of a micro-credential as an accessible PDF: every section, tagged, in the reader's language."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from cairn.achievements.definition import Resource
from cairn.achievements.guide import render_guide
from cairn.achievements.guide.facts import describe_guide
from cairn.achievements.models import AchievementVersion
from tests.factories.achievements import EVIDENCE, OUTCOMES, make_attendance, make_published_version
from tests.factories.people import make_organization
from tests.factories.rubrics import make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> AchievementVersion:
    return make_published_version(make_organization("college", name="Harlow College"), make_template())


def test_every_section_of_the_template_is_there_in_its_order(version: AchievementVersion) -> None:
    facts = describe_guide(version)
    assert [section["title"] for section in facts["sections"]] == [
        "Competency",
        "Key method",
        "Method components",
        "Supporting research",
        "Resources",
    ]
    assert facts["sections"][0]["items"] == [outcome.text for outcome in OUTCOMES]
    assert facts["sections"][2]["blocks"][0]["lines"] == ["Come back after days.", "Twice."]
    assert facts["sections"][4]["blocks"][0]["url"] == "https://example.org/guide"
    assert [part["title"] for part in facts["parts"]] == [
        "Part 1: About your class",
        "Part 2: Your tasks",
        "Part 3: Looking back",
    ]
    assert facts["parts"][0]["items"][0]["limits"] == "At most 100 words."
    assert facts["rubric"]["head"] == ["Criterion", "Not yet", "Meets", "Exceeds"]
    assert facts["examples"][0]["shown"][0]["title"] == "An example of “Meets”"


def test_the_file_is_tagged_and_holds_every_word(version: AchievementVersion) -> None:
    pdf = PdfReader(io.BytesIO(render_guide(version, language="en")))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]) == "en"
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("Retrieval practice", "Harlow College")
    assert b"pdfuaid" in render_guide(version, language="en")
    for words in ("Space it", "Roediger, 2006", "A guide", EVIDENCE[0].items[0].ask, "Retells what happened"):
        assert words in text


def test_the_rubric_is_a_table_with_a_head(version: AchievementVersion) -> None:
    pdf = PdfReader(io.BytesIO(render_guide(version, language="en")))
    root: Any = pdf.trailer["/Root"]
    kinds = [str(kind) for kind in _kinds(root["/StructTreeRoot"])]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 4
    assert kinds.count("/TR") == 3
    assert kinds.count("/H1") + kinds.count("/Title") >= 1


def _kinds(node: Any) -> Any:
    """Go through the kinds of the tags of a file."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, list):
        for item in found:
            yield from _kinds(item)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found["/S"]
        if "/K" in found:
            yield from _kinds(found["/K"])


def test_it_is_the_same_every_time_and_another_in_another_language(version: AchievementVersion) -> None:
    assert render_guide(version, language="en") == render_guide(version, language="en")
    spanish = PdfReader(io.BytesIO(render_guide(version, language="es")))
    root: Any = spanish.trailer["/Root"]
    assert str(root["/Lang"]) == "es"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "www.example.org", ""])
def test_only_what_a_browser_may_open_is_a_link(url: str) -> None:
    assert Resource(id="S1", url=url).link == ""
    assert Resource(id="S1", url="https://example.org/guide").link == "https://example.org/guide"


def test_what_says_little_has_few_sections() -> None:
    version = make_published_version(make_organization("college"), make_attendance())
    with translation.override("en"):
        facts = describe_guide(version)
    assert [section["title"] for section in facts["sections"]] == ["Competency"]
    assert (facts["parts"], facts["rubric"]["rows"], facts["rules"]) == ([], [], [])
    assert render_guide(version, language="ar").startswith(b"%PDF")
