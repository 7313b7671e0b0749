# SPDX-License-Identifier: Apache-2.0
"""A credential says who watched only where somebody said so who was there, in time, and rates none of that learner."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cairn.assessment.models import AttemptConditions, Conflict, Submission
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from tests.factories.assessment import make_decision, make_rating, make_submitted
from tests.factories.conditions import record, today
from tests.factories.credentials import School
from tests.factories.people import make_organization, make_person, member, sign_in

SENT = {"supervision": "supervised-onsite-with-id", "identity": "document", "held_on": today().isoformat()}


def _stored() -> tuple[list[Any], ...]:
    with everything("a test looks"):
        kinds = (AttemptConditions, Conflict, Submission, AuditEntry)
        return tuple(list(kind.objects.order_by("pk").values()) for kind in kinds)


def _record(client: Client, slug: str, row: Submission, **changes: str) -> int:
    return client.post(reverse("record_conditions", args=[slug, row.pk]), {**SENT, **changes}).status_code


@pytest.fixture
def row(school: School) -> Submission:
    return make_submitted(school.version)


def test_another_organization_reaches_neither_work_nor_record(school: School, row: Submission, client: Client) -> None:
    elsewhere = make_organization("elsewhere")
    stranger = sign_in(client, member(elsewhere, "owner"))
    kept, slug = record(row, member(school.organization, "owner")), school.organization.slug
    before = _stored()
    assert (_record(stranger, slug, row), _record(stranger, "elsewhere", row)) == (403, 404)
    for place in (slug, "elsewhere"):
        end = reverse("withdraw_conditions", args=[place, row.pk, kept.pk])
        assert stranger.post(end, {"withdraw-reason": "Mine."}).status_code in {403, 404}
    assert _stored() == before


def test_a_record_of_one_work_is_not_withdrawn_through_another(school: School, row: Submission, client: Client) -> None:
    owner = member(school.organization, "owner")
    other = make_submitted(school.version)
    kept = record(row, owner)
    before = _stored()
    end = reverse("withdraw_conditions", args=[school.organization.slug, other.pk, kept.pk])
    assert sign_in(client, owner).post(end, {"withdraw-reason": "Sleight of hand."}).status_code == 404
    assert _stored() == before


@pytest.mark.parametrize("role", ["learner", "assessor", "author", "mentor"])
def test_nobody_else_of_the_organization_says_who_watched(school: School, row: Submission, role: str) -> None:
    browser = sign_in(Client(), member(school.organization, role))
    before = _stored()
    assert (_record(browser, school.organization.slug, row), _stored()) == (403, before)


def test_an_owner_who_learns_does_not_vouch_for_themselves(school: School, client: Client) -> None:
    owner = member(school.organization, "owner", name="Olu Owner")
    row = make_submitted(school.version, learner=owner)
    browser = sign_in(client, owner)
    before = _stored()
    assert (_record(browser, school.organization.slug, row), _stored()) == (400, before)


def test_who_rates_a_work_does_not_make_it_worth_more_by_a_record_of_another(school: School, client: Client) -> None:
    """An owner who also rates could take a learner's second work, and vouch for the first."""
    both, learner = member(school.organization, "owner", "assessor"), make_person()
    first = make_submitted(school.version, learner=learner)
    make_decision(first, both, {"plan": "not_yet", "insight": "not_yet"}, begin_afresh=True)
    second = make_submitted(school.version, learner=learner)
    browser = sign_in(client, both)
    before = _stored()
    assert (_record(browser, school.organization.slug, second), _stored()) == (400, before)


def test_what_was_awarded_is_not_made_worth_more_afterwards(school: School, row: Submission, client: Client) -> None:
    make_decision(row, school.assessor)
    browser = sign_in(client, member(school.organization, "owner"))
    # That somebody reads the result is noted when they open the page.
    browser.get(reverse("moderate", args=[school.organization.slug, row.pk]))
    before = _stored()
    assert (_record(browser, school.organization.slug, row), _stored()) == (400, before)


def test_the_recorder_does_not_take_the_work_by_hand_afterwards(school: School, client: Client) -> None:
    both = member(school.organization, "owner", "assessor")
    row = make_submitted(school.version)
    browser = sign_in(client, both)
    assert _record(browser, school.organization.slug, row) == 302
    with everything("a test looks"):
        bar = Conflict.objects.get()
    slug, before = school.organization.slug, _stored()
    assert browser.post(reverse("known_writer_end", args=[slug, bar.pk])).status_code == 403
    assert browser.post(reverse("queue_take", args=[slug]), {"take": str(row.pk)}).status_code == 403
    assert _stored() == before


def test_words_in_a_note_are_text_wherever_they_are_read(school: School, client: Client) -> None:
    learner = make_person()
    row = make_submitted(school.version, learner=learner)
    record(row, member(school.organization, "owner"), note="<script>alert(1)</script>")
    page = sign_in(client, learner).get(f"/my/work/{row.pk}/").text
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_the_assessor_gets_no_word_of_the_record_but_the_one_of_the_vocabulary(school: School, client: Client) -> None:
    row = make_submitted(school.version)
    make_rating(row, school.assessor)
    record(row, member(school.organization, "owner", name="Ines Invigilator"), note="Ada Example, desk 4")
    page = sign_in(client, school.assessor).get(f"/o/{school.organization.slug}/queue/{row.pk}/").text
    assert [word in page for word in ("Ines", "desk 4", "Ada Example")] == [False, False, False]
