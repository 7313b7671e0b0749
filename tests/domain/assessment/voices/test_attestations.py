# SPDX-License-Identifier: Apache-2.0
"""Somebody who has seen a learner says so, without an account and without a right to rate."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cairn.accounts import services as accounts
from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import Attestation, Submission
from cairn.assessment.models import Conflict as Bar
from cairn.assessment.services import Statement, Witness
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM, Actor, ActorKind
from cairn.foundation.errors import Conflict, DomainError, Invalid, NotFound, PermissionDenied
from cairn.foundation.ids import digest_token
from cairn.foundation.mail import send_mail
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import PASSING, make_decision, make_submission
from tests.factories.people import make_person, member
from tests.factories.voices import ask_witness

SEEN = Statement(("O1",), "Ada Learner planned all six tasks with me.", name="Kim Vogel")


def link(token: str) -> Actor:
    return Actor(ActorKind.LINK, digest_token(token), "Kim Vogel")


def hand_in(row: Submission, learner: Person) -> Submission:
    with person_scope(learner.pk):
        return services.submit_submission(
            row, acting=learner.as_actor(), declaration=services.Declaration(own_work=True)
        )


def say(token: str, statement: Statement = SEEN, *, acting: Actor | None = None) -> Attestation:
    row = selectors.get_attestation_by_token(token)
    with organization_scope(row.organization_id):
        return services.make_attestation(row, statement, acting=acting or link(token))


def stored() -> list[tuple[str, bool, bool]]:
    with everything("a test looks"):
        rows = Attestation.objects.order_by("asked_at")
        return [(row.statement, row.made_at is not None, row.withdrawn_at is not None) for row in rows]


def test_the_letter_has_the_link_and_what_is_kept_of_it_does_not(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    with everything("a test looks"):
        mail = OutgoingMail.objects.get(to="kim@example.net")
        assert asked.attestation.token_digest == digest_token(asked.token)
    assert f"/attest/{asked.token}" in mail.text
    assert "Ada Learner" in mail.subject
    assert all(text not in mail.text for text in ("Six tasks", "28 students"))
    send_mail.func(str(mail.pk))
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert re.search(r"/attest/…$", mail.text, re.MULTILINE)
    assert asked.token not in mail.text


def test_an_assessor_reads_it_without_the_name_of_the_learner(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row, name="Bea Learner")
    say(asked.token, Statement(("O2",), "Ada Learner told us why. I am her sister Bea Learner.", name="Bea Learner"))
    hand_in(row, school.learner)
    with organization_scope(school.organization.pk):
        (view,) = selectors.describe_attestations(row)
    assert "Learner" not in view.statement + view.name
    assert "Ada" not in view.statement
    assert (view.relation, [outcome.id for outcome in view.outcomes]) == ("Peer", ["O2"])
    assert "told us why" in view.statement


def test_what_is_not_said_or_taken_back_or_of_a_later_round_is_not_read(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    ask_witness(row)
    asked = ask_witness(row, email="lee@example.net")
    say(asked.token)
    with organization_scope(school.organization.pk):
        assert len(selectors.describe_attestations(row)) == 1
        assert selectors.describe_attestations(row, 0) == ()
        services.take_back_attestation(asked.attestation, acting=link(asked.token))
        assert selectors.describe_attestations(row) == ()
    assert stored() == [("", False, False), ("", True, True)]
    with pytest.raises(NotFound):
        selectors.get_attestation_by_token(asked.token)


def test_it_ends_with_the_decision(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    say(asked.token)
    make_decision(hand_in(row, school.learner), school.assessor, PASSING)
    with pytest.raises(DomainError) as refused:
        say(asked.token, Statement(("O1",), "More", name="Kim"))
    assert refused.value.code == "attestation_over"
    assert stored() == [(SEEN.text, True, False)]


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_whoever_has_attested_is_never_called_blind(school: School, *, is_taken_back: bool) -> None:
    row = make_submission(school.version, learner=school.learner)
    # Nobody knew then whose address it is, so the two are not kept apart.
    asked = ask_witness(row, email="bo.at.home@example.net", name="Bo")
    said = say(asked.token)
    if is_taken_back:
        with organization_scope(school.organization.pk):
            services.take_back_attestation(said, acting=link(asked.token))
    accounts.add_email(school.assessor, "Bo.At.Home@example.net", acting=SYSTEM, is_verified=True)
    assert make_decision(hand_in(row, school.learner), school.assessor, PASSING).is_blind is False


def test_a_witness_by_name_is_kept_apart_on_record_and_not_blind_when_that_has_ended(school: School) -> None:
    mentor = member(school.organization, "mentor", "assessor")
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row, member_id=mentor.pk)
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        for _time in range(2):
            services.make_attestation(asked.attestation, SEEN, acting=mentor.as_actor())
        bar = Bar.objects.get()
        entry = AuditEntry.objects.get(action="conflict.keep_apart")
        assert (entry.subject_id, entry.actor_id, entry.facts) == (str(bar.pk), str(mentor.pk), {"kind": "witness"})
        services.end_conflict(bar, acting=owner)
    assert make_decision(hand_in(row, school.learner), mentor, PASSING).is_blind is False


def test_only_whoever_was_asked_says_it(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    by_mail = ask_witness(row)
    mentor, other = member(school.organization, "mentor"), member(school.organization, "mentor")
    by_member = ask_witness(row, member_id=mentor.pk)
    assert by_member.attestation.token_digest is None
    with organization_scope(school.organization.pk):
        for attestation, acting in (
            (by_mail.attestation, link("another")),
            (by_mail.attestation, mentor.as_actor()),
            (by_member.attestation, other.as_actor()),
            (by_member.attestation, link(by_member.token)),
            (by_member.attestation, school.learner.as_actor()),
        ):
            with pytest.raises(PermissionDenied):
                services.make_attestation(attestation, SEEN, acting=acting)
        assert stored() == [("", False, False), ("", False, False)]
        services.make_attestation(by_member.attestation, SEEN, acting=mentor.as_actor())
        assert [found.pk for found in selectors.list_observations(mentor.pk)] == [by_member.attestation.pk]
        assert selectors.list_observations(other.pk) == []


def test_a_mentor_who_is_asked_gets_a_letter_to_their_page(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    mentor = member(school.organization, "mentor", person=make_person("Mo Mentor", "mo@example.org"))
    asked = ask_witness(row, member_id=mentor.pk)
    with everything("a test looks"):
        text = OutgoingMail.objects.get(to="mo@example.org").text
    assert f"/o/{school.organization.slug}/observations/{asked.attestation.pk}/" in text


def test_whoever_has_spoken_for_a_learner_does_not_rate_the_work(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    both = member(school.organization, "assessor", person=make_person("Kim Vogel", "kim@example.net"))
    asked = ask_witness(row)
    hand_in(row, school.learner)
    with organization_scope(school.organization.pk):
        assert not selectors.has_conflict(both.pk, school.learner.pk)
        say(asked.token)
        assert selectors.has_conflict(both.pk, school.learner.pk)
        with pytest.raises(PermissionDenied):
            services.start_rating(row, acting=both.as_actor())


def test_a_statement_says_something_that_can_be(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
    for wrong in (
        Statement((), "Seen"),
        Statement(("O9",), "Seen"),
        Statement(("O1",), "  "),
        Statement(("O1",), "x" * 5001),
        Statement(("O1",), "Seen", tomorrow),
    ):
        with pytest.raises(Invalid):
            say(asked.token, wrong)
    assert stored() == [("", False, False)]


def test_one_asks_others_with_a_name_and_an_address(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        for wrong in (
            Witness("friend", "Kim", "kim@example.net"),
            Witness("peer", "", "kim@example.net"),
            Witness("peer", "Kim", "kim"),
            Witness("peer", "Me", "ada@example.org"),
            Witness("mentor", member_id=school.assessor.pk),
            Witness("mentor", member_id=school.learner.pk),
        ):
            with pytest.raises(Invalid):
                services.ask_for_attestation(row, wrong, acting=acting)
        with pytest.raises(PermissionDenied):
            services.ask_for_attestation(
                row, Witness("peer", "Kim", "k@example.net"), acting=school.assessor.as_actor()
            )
    assert stored() == []


def test_nobody_is_asked_twice_and_no_crowd(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    ask_witness(row)
    with pytest.raises(Conflict):
        ask_witness(row)
    for number in range(4):
        ask_witness(row, email=f"kim{number}@example.net")
    with pytest.raises(DomainError) as refused:
        ask_witness(row, email="more@example.net")
    assert (refused.value.code, len(stored())) == ("too_many_asked", 5)


def test_the_learner_does_without_until_it_is_handed_in(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    waiting, said = ask_witness(row), ask_witness(row, email="lee@example.net")
    say(said.token)
    hand_in(row, school.learner)
    with person_scope(school.learner.pk):
        services.withdraw_attestation(waiting.attestation, acting=school.learner.as_actor())
        with pytest.raises(Conflict):
            services.withdraw_attestation(said.attestation, acting=school.learner.as_actor())
    assert stored() == [("", False, True), (SEEN.text, True, False)]
    with pytest.raises(NotFound):
        selectors.get_attestation_by_token(waiting.token)
