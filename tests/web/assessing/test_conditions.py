# SPDX-License-Identifier: Apache-2.0
"""How a work was done, on every page that says it: the issuer's, the learner's, the assessor's and a checker's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cairn.achievements.definition import AssessmentMethod
from cairn.achievements.models import AchievementVersion
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import AttemptConditions, Submission
from cairn.foundation.scopes import everything
from cairn.verification import tested
from cairn.verification.facts import CredentialFacts, own_facts
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import finish, make_decision, make_rating, make_submitted
from tests.factories.conditions import record, today
from tests.factories.people import member, sign_in
from tests.factories.provenance import earn, earned
from tests.web.markup import flat

ONSITE = AssessmentMethod(type="watched test", supervision="supervised-onsite-with-id", identity="identity-document")


def _page(school: School, row: Submission | None = None, place: str = "") -> str:
    return f"/o/{school.organization.slug}/moderation/{f'{row.pk}/' if row else ''}{place}"


def _sent(**changes: str) -> dict[str, str]:
    said = {"supervision": "supervised-onsite-with-id", "identity": "document", "held_on": today().isoformat()}
    return {**said, **changes}


def _records() -> list[tuple[str, str, bool]]:
    with everything("a test looks"):
        rows = AttemptConditions.objects.order_by("recorded_at")
        return [(row.supervision, row.identity, row.withdrawn_at is None) for row in rows]


@pytest.fixture
def watched(school: School) -> AchievementVersion:
    return make_published_version(school.organization, name="Forklifts", assessment=ONSITE)


@pytest.fixture
def row(school: School) -> Submission:
    return make_submitted(school.version, learner=school.learner)


def test_it_is_recorded_put_right_and_withdrawn(school: School, owner: Client, row: Submission) -> None:
    page = flat(owner.get(_page(school, row)).text)
    assert "Nothing is recorded for this work. Of every attempt the credential says: unsupervised." in page
    place = _page(school, row, "conditions")
    assert owner.post(place, _sent()).headers["Location"] == _page(school, row)
    page = flat(owner.get(_page(school, row)).text)
    assert "Supervised on site, identity checked. An identity document was seen." in page
    assert "Recorded by Olu Owner" in page
    assert owner.post(place, _sent(supervision="supervised-no-id", identity="none")).status_code == 302
    assert _records() == [
        ("supervised-onsite-with-id", "document", False),
        ("supervised-no-id", "none", True),
    ]
    with everything("a test looks"):
        kept = AttemptConditions.objects.get(withdrawn_at=None)
    end = _page(school, row, f"conditions/{kept.pk}/withdraw")
    assert owner.post(end, {"withdraw-reason": " "}).status_code == 400
    assert _records()[1] == ("supervised-no-id", "none", True)
    assert owner.post(end, {"withdraw-reason": "The wrong work."}).status_code == 302
    assert _records()[1] == ("supervised-no-id", "none", False)


def test_the_form_begins_with_what_the_author_states(
    school: School, owner: Client, watched: AchievementVersion
) -> None:
    page = flat(owner.get(_page(school, make_submitted(watched))).text)
    assert re.findall(r'value="([^"]+)"[^>]* checked', page) == ["supervised-onsite-with-id"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"identity": "none"}, "You say above that identity was checked."),
        ({"held_on": "2999-01-01"}, "This day has not come yet."),
        ({"identity": "other"}, "Say in the note how it was checked."),
        ({"supervision": ""}, "This field is required."),
    ],
)
def test_what_is_refused_is_said_with_the_form_open(
    school: School, owner: Client, row: Submission, changes: dict[str, str], words: str
) -> None:
    answer = owner.post(_page(school, row, "conditions"), _sent(**changes))
    assert (answer.status_code, words in flat(answer.text), _records()) == (400, True, [])
    assert '<details class="fold" open>' in answer.text


def test_a_decided_work_shows_its_record_and_no_form(school: School, owner: Client, row: Submission) -> None:
    record(row, member(school.organization, "owner", name="Ines Invigilator"))
    make_decision(row, school.assessor)
    page = flat(owner.get(_page(school, row)).text)
    assert ("Ines Invigilator" in page, "This round is decided" in page) == (True, True)
    assert ("Record it for this work" in page, "Withdraw it" in page) == (False, False)
    assert owner.post(_page(school, row, "conditions"), _sent()).status_code == 400
    assert len(_records()) == 1


def test_whoever_rates_the_learner_is_told_that_somebody_else_records(school: School, client: Client) -> None:
    both = member(school.organization, "owner", "assessor")
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, both)
    page = flat(sign_in(client, both).get(_page(school, row)).text)
    assert "You rate this learner&#x27;s work or have rated it" in page
    assert client.post(_page(school, row, "conditions"), _sent()).status_code == 400
    assert _records() == []


def test_the_list_says_what_is_still_to_be_recorded(
    school: School, owner: Client, watched: AchievementVersion, row: Submission
) -> None:
    seen, unseen = make_submitted(watched), make_submitted(watched)
    record(seen, member(school.organization, "owner"))
    page = flat(owner.get(_page(school)).text)
    assert (page.count("Not recorded<"), page.count("Not asked for<")) == (1, 1)
    missing = flat(owner.get(f"{_page(school)}?conditions=missing").text)
    assert [alias_of(work.pk) in missing for work in (row, seen, unseen)] == [False, False, True]


def test_a_work_is_found_by_its_learner_but_not_by_somebody_who_rates(
    school: School, owner: Client, row: Submission
) -> None:
    other = make_submitted(school.version)
    found = flat(owner.get(_page(school), {"learner": "ada@example.org"}).text)
    assert [alias_of(work.pk) in found for work in (row, other)] == [True, False]
    assert "Nothing here" in owner.get(_page(school), {"learner": "nobody@example.org"}).text
    both = sign_in(Client(), member(school.organization, "owner", "assessor"))
    page = flat(both.get(_page(school), {"learner": "ada@example.org"}).text)
    assert [alias_of(work.pk) in page for work in (row, other)] == [True, True]
    assert "sign-in name of a learner" not in page


def test_the_list_asks_no_more_for_more_records(
    school: School, owner: Client, watched: AchievementVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    invigilator = member(school.organization, "owner")
    record(make_submitted(watched), invigilator)
    owner.get(_page(school))
    with CaptureQueriesContext(connection) as one:
        owner.get(_page(school))
    for _number in range(4):
        record(make_submitted(watched), invigilator)
    with django_assert_max_num_queries(len(one)):
        assert "5 works were handed in" in flat(owner.get(_page(school)).text)


def test_the_learner_reads_what_was_recorded_and_not_by_whom(school: School, client: Client, row: Submission) -> None:
    mine = f"/my/work/{row.pk}/"
    browser = sign_in(client, school.learner)
    assert "How it was done" not in browser.get(mine).text
    record(row, member(school.organization, "owner", name="Ines Invigilator"), note="In room 4.")
    page = flat(browser.get(mine).text)
    assert "Supervised on site, identity checked. An identity document was seen." in page
    assert ("In room 4." in page, "Ines" in page) == (True, False)


def test_the_assessor_reads_who_watched_in_words_and_no_name(school: School, client: Client, row: Submission) -> None:
    """Neither does it tell a recorded work from one of which only the author states it: known works have no record."""
    make_rating(row, school.assessor)
    bench = f"/o/{school.organization.slug}/queue/{row.pk}/"
    browser = sign_in(client, school.assessor)
    assert "<p>Unsupervised</p>" in flat(browser.get(bench).text)
    record(row, member(school.organization, "owner", name="Ines Invigilator"), note="With Ada in room 4.")
    page = flat(browser.get(bench).text)
    assert "<p>Supervised on site, identity checked</p>" in page
    assert [word in page for word in ("Ines", "room 4", "document was seen", "recorded for")] == [False] * 4


def test_whoever_checks_the_credential_reads_how_it_is_known(
    school: School, watched: AchievementVersion, django_capture_on_commit_callbacks: Any
) -> None:
    row = make_submitted(watched)
    record(row, member(school.organization, "owner"), supervision="supervised-online-with-id", identity="known")
    with django_capture_on_commit_callbacks(execute=True):
        finish(row, school.assessor, {"plan": "exceeds", "insight": "meets"})
    sentences, lines = _told(row)
    assert "Supervised online, identity checked: recorded for this work on" in sentences
    assert lines["Supervision"] == "Supervised online, identity checked"
    assert lines["Who did the work"] == "Known in person"


def test_whoever_checks_it_reads_that_it_is_only_stated(school: School, watched: AchievementVersion) -> None:
    award = earn(watched, [school.assessor])
    facts = CredentialFacts(own=own_facts(award.credential), kind=watched.definition.kind)
    lines = {line.label: line.value for line in tested.tested_lines(facts)}
    assert lines["Supervision"] == "Supervised on site, identity checked: the issuer states this for every attempt."
    assert lines["Who did the work"] == "An identity document was seen"
    assert "recorded for this work" not in " ".join(tested.say_tested(facts))


def test_the_page_of_the_achievement_puts_codes_into_words(client: Client, watched: AchievementVersion) -> None:
    place = f"/achievements/{watched.achievement_id}"
    page = flat(client.get(place).text)
    assert ("Supervised on site, identity checked" in page, "supervised-onsite-with-id" in page) == (True, False)
    assert "An identity document was seen" in page
    spanish = client.get(place, headers={"accept-language": "es"}).text
    assert "supervised-onsite-with-id" not in spanish


def _told(row: Submission) -> tuple[str, dict[str, str]]:
    """Return the sentences and the lines on how a credential was tested."""
    award = earned(row)
    facts = CredentialFacts(own=own_facts(award.credential), kind=award.version.definition.kind)
    return " ".join(tested.say_tested(facts)), {line.label: line.value for line in tested.tested_lines(facts)}
