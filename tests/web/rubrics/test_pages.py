# SPDX-License-Identifier: Apache-2.0
"""Rubrics on the pages: kept, brought in, used in a draft, taken elsewhere; and for whom there is nothing to do."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.achievements.definition import Rubric
from cairn.achievements.models import AchievementVersion, SavedRubric
from cairn.achievements.rubrics.reading import dump_own, read_rubrics
from cairn.achievements.services import keep_rubric
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from tests.factories.achievements import RUBRIC, make_draft
from tests.factories.people import make_organization, member, sign_in
from tests.factories.rubrics import make_document
from tests.shared_data import shared_path
from tests.web.markup import flat

pytestmark = pytest.mark.django_db
HOME = "/o/college/rubrics/"


@pytest.fixture
def college() -> Organization:
    return make_organization("college", name="Harlow College")


@pytest.fixture
def author(client: Client, college: Organization) -> Client:
    return sign_in(client, member(college, "author", name="Ada Author"))


@pytest.fixture
def kept(college: Organization) -> SavedRubric:
    return keep_rubric(college, make_document(), acting=SYSTEM)


def _all() -> list[SavedRubric]:
    with everything("test"):
        return list(SavedRubric.objects.order_by("kept_at", "number"))


def _again(draft: AchievementVersion) -> AchievementVersion:
    with everything("test"):
        found: AchievementVersion = AchievementVersion.objects.get(pk=draft.pk)
    return found


def _upload(source: object) -> dict[str, Any]:
    data = source if isinstance(source, bytes) else json.dumps(source).encode()
    return {"file": SimpleUploadedFile("rubric.json", data, "application/json")}


def _hidden(page: str) -> dict[str, str]:
    """Return what the first form to keep a rubric would send."""
    [form] = re.findall(r'<form method="post" action="/o/college/rubrics/keep".*?</form>', page, re.DOTALL)[:1]
    found = re.findall(r'<input type="hidden"\s+name="(rubric|key)"\s+value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def test_nothing_kept_yet_offers_the_bank(author: Client) -> None:
    page = author.get(HOME).text
    assert "No rubric is kept yet" in page
    for name in ("Communication", "Collaboration", "Leadership", "Resilience", "Empathy"):
        assert f">{name}</a>" in page


def test_the_bank_speaks_the_readers_language(author: Client) -> None:
    author.cookies["django_language"] = "es"
    page = author.get(f"{HOME}bank/empathy").text
    assert "Preguntar antes de suponer" in page
    assert author.get(f"{HOME}bank/kindness").status_code == 404


def test_the_list_shows_what_is_kept(author: Client, college: Organization, kept: SavedRubric) -> None:
    keep_rubric(college, make_document(name="Recall tasks"), series=kept.series, acting=SYSTEM)
    page = flat(author.get(HOME).text)
    assert "1 rubric is ready to use" in page
    assert f'<a href="{HOME}{kept.series}/">Recall tasks</a>' in page
    assert "No rubric has such a name" in author.get(HOME, {"q": "essay"}).text


def test_more_rubrics_and_uses_ask_no_more_questions(author: Client, college: Organization, kept: SavedRubric) -> None:
    def ask() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert author.get(HOME).status_code == 200
        return len(asked)

    ask()
    before = ask()
    for number in range(8):
        row = keep_rubric(college, make_document(name=f"Rubric {number}"), acting=SYSTEM)
        make_draft(college, name=f"Draft {number}", rubric=RUBRIC.model_copy(update={"source": row.source}))
    assert ask() == before


def test_a_rubric_shows_versions_uses_and_examples(author: Client, college: Organization, kept: SavedRubric) -> None:
    make_draft(college, name="Same", rubric=make_document().rubric.model_copy(update={"source": kept.source}))
    make_draft(college, name="Other", rubric=RUBRIC.model_copy(update={"source": kept.source}))
    keep_rubric(college, make_document(name="Recall tasks"), series=kept.series, note="Renamed", acting=SYSTEM)
    page = flat(author.get(f"{HOME}{kept.series}/").text)
    assert "Used in 2 credentials" in page
    assert page.count("Its words were changed there.") == 1
    assert "An example of “Meets”" in page
    assert "Task 4 asks for last week&#x27;s verbs." in page
    assert "A goal may stand in the heading." in page
    assert "It leaves out the examples of work." in page
    assert ": Renamed" in page
    assert "This is not the newest version" in author.get(f"{HOME}{kept.series}/", {"version": "1"}).text
    assert author.get(f"{HOME}{kept.series}/", {"version": "x"}).status_code == 404


@pytest.mark.parametrize("kind", ["case", "cairn"])
def test_a_file_that_is_taken_is_what_was_kept(author: Client, kept: SavedRubric, kind: str) -> None:
    answer = author.get(f"{HOME}{kept.series}/file/{kind}")
    assert answer["Content-Disposition"] == f'attachment; filename="college-retrieval-tasks-1.{kind}.json"'
    (found,) = read_rubrics(answer.content).rubrics
    assert found.document.digest() == kept.digest


def test_there_are_three_kinds_of_files(author: Client, kept: SavedRubric) -> None:
    assert author.get(f"{HOME}{kept.series}/file/ctdl").json()["@graph"][0]["ceasn:publisherName"] == {
        "en": "Harlow College"
    }
    assert author.get(f"{HOME}{kept.series}/file/pdf").status_code == 404


def test_a_file_is_read_shown_and_kept(author: Client) -> None:
    path = "real/ctdl-schema-development/Rubrics/Examples/Blackboard_Essay_Evaluation.json"
    page = author.post(f"{HOME}import", _upload(shared_path(path).read_bytes()))
    assert page.status_code == 200
    assert "1 rubric was read" in page.text
    assert "Not everything could be taken as it is" in page.text
    assert "turn the levels around" in page.text
    assert _all() == []
    answer = author.post(f"{HOME}keep", {**_hidden(page.text), "turn": "1"}, follow=True)
    (row,) = _all()
    assert "The rubric is kept." in answer.text
    assert answer.redirect_chain == [(f"{HOME}{row.series}/", 302)]
    assert [level.name for level in row.document.levels][::3] == ["Unsatisfactory", "Excellent"]
    assert row.origin == "ctdl"


def test_the_same_place_again_becomes_the_next_version(author: Client, kept: SavedRubric) -> None:
    file = author.get(f"{HOME}{kept.series}/file/case").json()
    first = author.post(f"{HOME}import", _upload(file))
    assert "Everything in the file was understood" in first.text
    author.post(f"{HOME}keep", _hidden(first.text))
    changed = {**file, "title": "Renamed"}
    second = author.post(f"{HOME}import", _upload(changed))
    assert "You keep a rubric from there already" in second.text
    author.post(f"{HOME}keep", {**_hidden(second.text), "as": "next"})
    rows = [(row.name, row.number) for row in _all()]
    assert rows == [("Retrieval tasks", 1), ("Retrieval tasks", 1), ("Renamed", 2)]


def test_a_second_press_keeps_one(author: Client) -> None:
    page = author.post(f"{HOME}import", _upload(dump_own(make_document())))
    sent = _hidden(page.text)
    assert [author.post(f"{HOME}keep", sent).status_code for _time in range(2)] == [302, 302]
    assert len(_all()) == 1


def test_what_cannot_be_read_is_said_and_nothing_is_kept(author: Client) -> None:
    answer = author.post(f"{HOME}import", _upload(b"not a rubric"))
    assert answer.status_code == 422
    assert "This file cannot be read as JSON." in answer.text
    assert author.post(f"{HOME}import", {}).status_code == 422
    assert author.post(f"{HOME}keep", {"rubric": "{"}).status_code == 400
    incomplete = dump_own(make_document(criteria=()))
    answer = author.post(f"{HOME}keep", {"rubric": json.dumps(incomplete)}, follow=True)
    assert "A rubric needs at least one criterion" in answer.text
    assert _all() == []


def test_a_draft_starts_from_the_bank(author: Client, college: Organization) -> None:
    draft = make_draft(college, rubric=Rubric())
    page = f"/o/college/studio/{draft.achievement_id}/rubric"
    assert "Use it in this draft" in author.get(page).text
    answer = author.post(page, {"rubric": "bank:leadership", "version": draft.revision}, follow=True)
    assert "The rubric is in the draft." in answer.text
    rubric = _again(draft).definition.rubric
    assert [row.id for row in rubric.criteria] == ["aim", "tasks", "honest", "credit"]
    assert rubric.source is not None
    assert (rubric.source.origin, rubric.source.id) == ("bank", "leadership")


def test_a_draft_takes_what_is_kept_and_says_what_no_longer_fits(
    author: Client, college: Organization, kept: SavedRubric
) -> None:
    draft = make_draft(college)
    page = f"/o/college/studio/{draft.achievement_id}/rubric"
    assert "This draft has a rubric" in author.get(page).text
    answer = author.post(page, {"rubric": "bank:empathy", "version": draft.revision}, follow=True)
    assert "The pass rule in your words was kept. Read it again: the rule behind it has changed." in answer.text
    author.post(page, {"rubric": str(kept.series)})
    assert _again(draft).definition.rubric.source == kept.source
    assert author.post(page, {"rubric": "nothing"}).status_code == 404


def test_a_draft_that_was_saved_meanwhile_keeps_its_rubric(author: Client, college: Organization) -> None:
    draft = make_draft(college)
    page = f"/o/college/studio/{draft.achievement_id}/rubric"
    answer = author.post(page, {"rubric": "bank:empathy", "version": "9"})
    assert answer.status_code == 409
    assert _again(draft).definition.rubric == RUBRIC


def test_the_rubric_of_a_draft_is_kept_and_then_its_next_version(author: Client, college: Organization) -> None:
    draft = make_draft(college)
    root = f"/o/college/studio/{draft.achievement_id}/"
    assert "Keep this rubric to use it again" in author.get(f"{root}edit/rubric").text
    answer = author.post(f"{root}rubric/keep", {"name": "Recall"}, follow=True)
    assert "“Recall” is kept as version 1." in answer.text
    answer = author.post(f"{root}rubric/keep", {"name": "Recall", "as": "next"}, follow=True)
    assert "Nothing differs from version 1." in answer.text
    author.post(f"{root}rubric/keep", {"name": "Recall tasks", "as": "next", "note": "Renamed"})
    assert [(row.name, row.number, row.note) for row in _all()] == [("Recall", 1, ""), ("Recall tasks", 2, "Renamed")]
    assert "This rubric began as a copy." in author.get(f"{root}edit/rubric").text


def test_whoever_only_looks_finds_no_button(client: Client, college: Organization, kept: SavedRubric) -> None:
    sign_in(client, member(college, "assessor"))
    assert "Import rubrics" not in client.get(HOME).text
    assert client.get(f"{HOME}{kept.series}/").status_code == 200
    assert client.get(f"{HOME}import").status_code == 403
