# SPDX-License-Identifier: Apache-2.0
"""One person in two roles: who rates, moderates, attests or learns is never the other one over the same work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.assessment import selectors, services
from cairn.assessment.models import (
    Attestation,
    Conflict,
    ConflictKind,
    Decision,
    Moderation,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import Bar
from cairn.assessment.selectors.meeting_works import works_to_discuss
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import Conflict as Refused
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.ids import digest_token
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.factories.assessment import (
    FAILING,
    PASSING,
    finish,
    make_decision,
    make_policy,
    make_rating,
    make_submission,
    make_submitted,
)
from tests.factories.credentials import School
from tests.factories.people import make_person, member, sign_in
from tests.factories.voices import ask_witness, conclude, make_appeal

_STEPS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (services.lock_submission, {}),
    (services.reopen_submission, {}),
    (services.overturn_decision, {"levels": PASSING}),
]


def _stored() -> tuple[list[Any], ...]:
    """Return all that a step over a work could change."""
    with everything("a test looks"):
        kinds = (Submission, Decision, Rating, Moderation, Conflict, Attestation, AuditEntry)
        return tuple(list(kind.objects.order_by("pk").values()) for kind in kinds)


def _fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.select_related("version", "learner").get(pk=row.pk)
    return found


def _hand_in(row: Submission) -> Submission:
    with person_scope(row.learner_id):
        declared = services.Declaration(own_work=True)
        return services.submit_submission(_fresh(row), acting=row.learner.as_actor(), declaration=declared)


def _speak(asked: services.AskedAttestation) -> Attestation:
    """Let whoever has the link say what they saw."""
    acting = Actor(ActorKind.LINK, digest_token(asked.token), "Kim Vogel")
    with organization_scope(asked.attestation.organization_id):
        said = services.Statement(("O1",), "She planned six tasks.")
        return services.make_attestation(asked.attestation, said, acting=acting)


def _email(person: Person) -> str:
    return primary_email(person) or ""


@pytest.mark.parametrize(("step", "choices"), _STEPS)
def test_an_owner_does_not_moderate_their_own_work(
    school: School, step: Callable[..., Any], choices: dict[str, Any]
) -> None:
    """An owner who learns could overturn their own result, and be awarded what did not pass."""
    owner = member(school.organization, "owner", name="Olu Owner")
    row = make_submitted(school.version, learner=owner)
    make_decision(row, school.assessor, FAILING)
    before = _stored()
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied) as refused:
        step(row, reason="I deserve it.", acting=owner.as_actor(), **choices)
    assert (refused.value.code, _stored()) == ("own_work", before)


def test_whoever_rated_does_not_overturn_what_they_rated(school: School) -> None:
    both = member(school.organization, "owner", "assessor")
    row = make_submitted(school.version)
    make_decision(row, both, FAILING)
    before = _stored()
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied) as refused:
        services.overturn_decision(row, PASSING, reason="On second thought.", acting=both.as_actor())
    assert (refused.value.code, _stored()) == ("rated", before)


def test_whoever_overturned_does_not_rate_the_appeal_against_it(school: School) -> None:
    both = member(school.organization, "owner", "assessor")
    row = make_submitted(school.version)
    make_decision(row, school.assessor)
    with organization_scope(school.organization.pk):
        decision = services.overturn_decision(row, FAILING, reason="Copied.", acting=both.as_actor())
    make_appeal(decision)
    before = _stored()
    with organization_scope(school.organization.pk):
        assert selectors.find_bar(_fresh(row), both.pk) is Bar.RATED
        assert list(selectors.list_free(both.pk)) == []
        crowd = selectors.load_crowd(school.organization)
        assert [work.eligible >> crowd.assessors.index(both.pk) & 1 for work in crowd.works] == [0]
        with pytest.raises(Refused) as refused:
            services.start_rating(_fresh(row), acting=both.as_actor())
    assert (refused.value.code, _stored()) == ("rated", before)


def test_whoever_also_rates_does_not_read_what_others_gave_before_it_is_decided(school: School, client: Client) -> None:
    """The page of a moderator told the first result of a work that waited for a second assessor, and on appeal."""
    make_policy(school.version, second_share=100)
    both = member(school.organization, "owner", "assessor")
    row = make_submitted(school.version)
    finish(row, school.assessor, FAILING)
    address = reverse("moderate", args=[school.organization.slug, row.pk])
    name, percent = school.assessor.name, "33.3"
    page = sign_in(client, both).get(address).content.decode()
    assert "You also rate work here" in page
    assert (name in page, percent in page) == (False, False)
    owner = sign_in(Client(), member(school.organization, "owner")).get(address).content.decode()
    # An owner who does not rate could become an assessor the minute after.
    assert name not in owner
    finish(row, member(school.organization, "assessor"), FAILING)
    assert name not in client.get(address).content.decode()
    client.post(address, {"step": "read"})
    assert name in client.get(address).content.decode()
    with organization_scope(school.organization.pk):
        decision = selectors.list_decisions(_fresh(row))[0]
    make_appeal(decision)
    appealed = client.get(address).content.decode()
    assert (name in appealed, "Not yet" in appealed) == (False, False)


def test_a_third_assessor_does_not_find_the_work_among_those_that_differ(school: School, client: Client) -> None:
    """An author who also rates could read in the reports that two had differed, and in what."""
    make_policy(school.version, second_share=100)
    both = member(school.organization, "author", "assessor")
    row = make_submitted(school.version)
    finish(row, school.assessor, FAILING)
    finish(row, member(school.organization, "assessor"), PASSING)
    table = reverse("reliability_ratings", args=[school.organization.slug, school.version.achievement_id])
    with organization_scope(school.organization.pk):
        assert works_to_discuss(school.version, "plan") == ()
    browser = sign_in(client, both)
    assert len(browser.get(table).getvalue().splitlines()) == 1
    finish(row, both, PASSING)
    with organization_scope(school.organization.pk):
        assert len(works_to_discuss(school.version, "plan")) == 1
    assert len(browser.get(table).getvalue().splitlines()) == 3


def test_whoever_attested_cannot_take_the_bar_away_and_rate(school: School, client: Client) -> None:
    """The bar was a conflict as assessors declare it, and those are theirs to end; their list of them broke, too."""
    row = make_submission(school.version)
    _speak(ask_witness(row, email=_email(school.assessor)))
    row = _hand_in(row)
    with organization_scope(school.organization.pk):
        bar = Conflict.objects.get()
        assert (bar.kind, bar.assessor_id) == (ConflictKind.WITNESS, school.assessor.pk)
    slug, before = school.organization.slug, _stored()
    browser = sign_in(client, school.assessor)
    assert browser.get(reverse("known_writers", args=[slug])).status_code == 200
    assert browser.post(reverse("known_writer_end", args=[slug, bar.pk])).status_code == 403
    assert browser.post(reverse("queue_take", args=[slug]), {"take": str(row.pk)}).status_code == 403
    assert _stored() == before


def test_a_declared_conflict_is_not_theirs_to_end_once_they_attested(school: School) -> None:
    first = make_submitted(school.version)
    with organization_scope(school.organization.pk):
        rating = services.start_rating(first, acting=school.assessor.as_actor())
        bar = services.declare_conflict(rating, acting=school.assessor.as_actor())
    finish(first, member(school.organization, "assessor"), FAILING)
    _speak(ask_witness(_fresh(first), email=_email(school.assessor)))
    with organization_scope(school.organization.pk):
        bar.refresh_from_db()
        assert bar.kind == ConflictKind.WITNESS
        with pytest.raises(PermissionDenied):
            services.end_conflict(bar, acting=school.assessor.as_actor())
        assert Conflict.objects.filter(ended_at=None).count() == 1


def test_whoever_attests_while_they_hold_the_work_holds_it_no_more(school: School) -> None:
    row = make_submission(school.version)
    asked = ask_witness(row, email=_email(school.assessor))
    rating = make_rating(_hand_in(row), school.assessor, levels=dict(PASSING))
    _speak(asked)
    with organization_scope(school.organization.pk):
        assert Rating.objects.get().state == RatingState.PUT_BACK
        with pytest.raises(Refused) as refused:
            services.finish_rating(rating, acting=school.assessor.as_actor())
        assert (refused.value.code, Decision.objects.count()) == ("rating_closed", 0)
    assert (_fresh(row).state, _fresh(row).open_seats) == (SubmissionState.SUBMITTED, 1)


@pytest.mark.parametrize("email", ["ada@example.org", "Ada@Example.org", "ada+boss@example.org"])
def test_nobody_attests_for_themselves_by_another_spelling_of_their_address(school: School, email: str) -> None:
    row = make_submission(school.version, learner=make_person("Ada Brandt", "ada@example.org"))
    before = _stored()
    with pytest.raises(Invalid) as refused:
        ask_witness(row, email=email)
    assert (refused.value.code, _stored()) == ("own_attestation", before)


def test_the_learner_does_not_answer_at_the_link_that_was_sent_on_to_them(school: School, client: Client) -> None:
    row = make_submission(school.version)
    address = reverse("attest", args=[ask_witness(row).token])
    before, browser = _stored(), sign_in(client, row.learner)
    given = {"outcomes": ["O1"], "text": "I did it.", "name": "Kim Vogel"}
    assert browser.get(address).status_code == 403
    assert browser.post(address, given).status_code == 403
    assert _stored() == before
    assert Client().post(address, given).status_code == 302


def test_a_credential_does_not_say_blind_where_an_assessor_saw_who_it_was(school: School) -> None:
    row = make_submitted(school.version)
    rating = make_rating(row, school.assessor, levels=dict(PASSING))
    with organization_scope(school.organization.pk):
        piece = row.evidence.get(item="a1")
        report = services.report_identity(piece, rating, acting=school.assessor.as_actor())
        owner = member(school.organization, "owner")
        services.mask_with_passage(report, "Six tasks.", acting=owner.as_actor())
        decision = services.finish_rating(rating, acting=school.assessor.as_actor())
    assert decision is not None
    assert decision.is_blind is False
    other = make_submitted(school.version)
    assert make_decision(other, school.assessor).is_blind is True


def test_an_appeal_does_not_make_an_assessment_blind_that_was_not(school: School) -> None:
    row = make_submitted(school.version)
    rating = make_rating(row, school.assessor, levels=dict(FAILING), feedback="Not yet.")
    with organization_scope(school.organization.pk):
        services.report_identity(row.evidence.get(item="a1"), rating, acting=school.assessor.as_actor())
        decision = services.finish_rating(rating, acting=school.assessor.as_actor())
    assert decision is not None
    conclude(make_appeal(decision), member(school.organization, "assessor"), PASSING)
    with organization_scope(school.organization.pk):
        held = selectors.list_decisions(_fresh(row))[0]
        assert (held.kind, held.raters, held.is_blind) == ("appeal", 2, False)
