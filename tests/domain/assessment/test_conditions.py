# SPDX-License-Identifier: Apache-2.0
"""Who watched a round, and how it was known who worked, is recorded by somebody who rates nothing of the learner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cairn.accounts.models import Person
from cairn.achievements.definition import AssessmentMethod
from cairn.assessment import selectors, services
from cairn.assessment.models import (
    AttemptConditions,
    Conflict,
    ConflictKind,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import Bar, RecordBar, RecordedConditions
from cairn.assessment.selectors.conditions import recorded_conditions
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict as Refused
from cairn.foundation.errors import DomainError, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.standards.openbadges.provenance import Conditions, IdentityProof
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import FAILING, PASSING, finish, make_decision, make_rating, make_submission
from tests.factories.assessment import make_submitted as hand_in
from tests.factories.conditions import given, record, today
from tests.factories.people import member


@pytest.fixture
def owner(school: School) -> Person:
    return member(school.organization, "owner", name="Olu Owner")


@pytest.fixture
def row(school: School) -> Submission:
    return hand_in(school.version, learner=school.learner)


def _stored() -> tuple[list[Any], ...]:
    with everything("a test looks"):
        kinds = (AttemptConditions, Conflict, Submission, Rating, AuditEntry)
        return tuple(list(kind.objects.order_by("pk").values()) for kind in kinds)


def _fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.get(pk=row.pk)
    return found


def _refusal(row: Submission, person: Person, **changes: Any) -> DomainError:
    """Return why a record is refused; nothing has changed then."""
    before = _stored()
    with pytest.raises(DomainError) as refused:
        record(row, person, **changes)
    assert _stored() == before
    return refused.value


def _withdraw(school: School, kept: AttemptConditions, person: Person, reason: str = "The wrong work.") -> None:
    with organization_scope(school.organization.pk):
        services.withdraw_conditions(kept, reason=reason, acting=person.as_actor())


def _change_answer(school: School, row: Submission, words: str = "Now with goals.") -> Submission:
    """Let the learner write anew what came back."""
    with person_scope(school.learner.pk):
        found = _fresh(row)
        piece = found.evidence.get(item="a1", ended_round=None)
        acting = school.learner.as_actor()
        services.save_answer(found, "a1", words, expected_revision=piece.revision, acting=acting)
        return _fresh(row)


def _hand_in_again(school: School, row: Submission) -> Submission:
    with person_scope(school.learner.pk):
        declared = services.Declaration(own_work=True)
        return services.submit_submission(_fresh(row), acting=school.learner.as_actor(), declaration=declared)


def test_a_record_says_what_was_seen_and_stands_in_the_audit(school: School, owner: Person, row: Submission) -> None:
    made = record(row, owner, note=" In room 4. ")
    assert (made.round, made.supervision, made.identity) == (1, "supervised-onsite-with-id", "document")
    assert (made.held_on, made.note, made.recorded_by, made.withdrawn_at) == (today(), "In room 4.", owner, None)
    with everything("a test looks"):
        entry = AuditEntry.objects.get(action="conditions.record")
    assert (entry.subject_id, entry.actor_id, entry.organization_id) == (
        str(row.pk),
        str(owner.pk),
        school.organization.pk,
    )
    assert entry.facts == {
        "conditions": str(made.pk),
        "round": 1,
        "supervision": "supervised-onsite-with-id",
        "identity": "document",
        "held_on": today().isoformat(),
        "replaces": "",
    }


def test_whoever_recorded_it_rates_no_work_of_this_learner(school: School, row: Submission) -> None:
    both = member(school.organization, "owner", "assessor", name="Kim Both")
    record(row, both)
    with organization_scope(school.organization.pk):
        bar = Conflict.objects.get()
        assert (bar.kind, bar.assessor, bar.learner) == (ConflictKind.WATCHED, both, school.learner)
        assert selectors.find_bar(_fresh(row), both.pk) is Bar.RELATED
        with pytest.raises(PermissionDenied) as refused:
            services.start_rating(row, acting=both.as_actor())
    assert refused.value.code == "conflict"


def test_that_bar_is_not_theirs_to_end_and_another_owner_may(school: School, owner: Person, row: Submission) -> None:
    record(row, owner)
    with organization_scope(school.organization.pk):
        bar = Conflict.objects.get()
        with pytest.raises(PermissionDenied) as refused:
            services.end_conflict(bar, acting=owner.as_actor())
        assert refused.value.code == "not_yours_to_end"
        assert Conflict.objects.filter(ended_at=None).count() == 1
        services.end_conflict(bar, acting=member(school.organization, "owner").as_actor())
        assert Conflict.objects.filter(ended_at=None).count() == 0


def test_a_declared_conflict_becomes_one_of_having_watched(school: School) -> None:
    both = member(school.organization, "owner", "assessor", name="Kim Both")
    first = hand_in(school.version, learner=school.learner)
    with organization_scope(school.organization.pk):
        rating = services.start_rating(first, acting=both.as_actor())
        services.declare_conflict(rating, acting=both.as_actor())
    record(first, both)
    with organization_scope(school.organization.pk):
        assert Conflict.objects.get().kind == ConflictKind.WATCHED


def test_what_they_rate_after_that_bar_has_ended_is_not_called_blind(school: School, row: Submission) -> None:
    both = member(school.organization, "owner", "assessor", name="Kim Both")
    record(row, both)
    with organization_scope(school.organization.pk):
        bar = Conflict.objects.get()
        services.end_conflict(bar, acting=member(school.organization, "owner").as_actor())
    # Only assessing now: an owner could read the record of names, and is not blind for that alone.
    with everything("a test takes a role away"):
        both.memberships.filter(organization=school.organization).update(roles=["assessor"])
    assert make_decision(row, both).is_blind is False


def test_recorded_anew_the_record_of_before_is_withdrawn(school: School, owner: Person, row: Submission) -> None:
    first = record(row, owner)
    second = record(row, owner, supervision="supervised-no-id", identity="none")
    with organization_scope(school.organization.pk):
        assert selectors.list_conditions(row) == [second]
        first.refresh_from_db()
        assert first.withdrawn_at is not None
        entry = AuditEntry.objects.filter(action="conditions.record").latest("at")
    assert entry.facts["replaces"] == str(first.pk)


def test_a_record_is_withdrawn_with_a_reason(school: School, owner: Person, row: Submission) -> None:
    kept = record(row, owner)
    before = _stored()
    with pytest.raises(Invalid) as refused:
        _withdraw(school, kept, owner, " ")
    assert (refused.value.code, refused.value.field, _stored()) == ("reason_missing", "reason", before)
    _withdraw(school, kept, owner)
    with organization_scope(school.organization.pk):
        assert selectors.list_conditions(row) == []
        assert AuditEntry.objects.get(action="conditions.withdraw").facts["reason"] == "The wrong work."
        # They have seen the learner all the same.
        assert Conflict.objects.filter(ended_at=None, kind=ConflictKind.WATCHED).count() == 1
    with pytest.raises(Refused) as again:
        _withdraw(school, kept, owner)
    assert again.value.code == "withdrawn_already"


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "registrar", "mentor", "learner"])
def test_only_who_looks_after_the_work_records_or_withdraws(school: School, owner: Person, role: str) -> None:
    row = hand_in(school.version, learner=school.learner)
    other = member(school.organization, role, name="Other")
    assert _refusal(row, other).code == "denied"
    kept = record(row, owner)
    before = _stored()
    with pytest.raises(PermissionDenied):
        _withdraw(school, kept, other)
    assert _stored() == before


def test_nobody_records_how_their_own_work_was_done(school: School) -> None:
    owner = member(school.organization, "owner", name="Olu Owner")
    assert _refusal(hand_in(school.version, learner=owner), owner).code == "own_work"


def test_a_rule_or_the_system_has_seen_nobody(school: School, row: Submission) -> None:
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied) as refused:
        services.record_conditions(row, given(), acting=SYSTEM)
    assert refused.value.code == "not_a_person"


def test_whoever_rates_the_learner_or_has_rated_them_records_nothing(school: School) -> None:
    both = member(school.organization, "owner", "assessor", name="Kim Both")
    first = hand_in(school.version, learner=school.learner)
    rating = make_rating(first, both, levels=FAILING, feedback="Look again.")
    assert _refusal(first, both).code == "rated"
    with organization_scope(school.organization.pk):
        services.put_back_rating(rating, acting=both.as_actor())
    record(first, both)


def test_whoever_overturned_a_result_records_nothing_of_this_learner(school: School, owner: Person) -> None:
    row = hand_in(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    with organization_scope(school.organization.pk):
        services.overturn_decision(_fresh(row), FAILING, reason="A file was missed.", acting=owner.as_actor())
    _change_answer(school, row)
    assert _refusal(_hand_in_again(school, row), owner).code == "rated"


def test_whoever_recorded_it_does_not_overturn_the_result(school: School, owner: Person, row: Submission) -> None:
    record(row, owner)
    make_decision(row, school.assessor, FAILING)
    before = _stored()
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied) as refused:
        services.overturn_decision(_fresh(row), PASSING, reason="I saw it.", acting=owner.as_actor())
    assert (refused.value.code, _stored()) == ("known", before)


def test_a_decided_round_is_not_recorded_any_more_and_its_record_stays(
    school: School, owner: Person, row: Submission
) -> None:
    kept = record(row, owner)
    make_decision(row, school.assessor)
    assert _refusal(_fresh(row), owner).code == "round_decided"
    with pytest.raises(Refused) as refused:
        _withdraw(school, kept, owner)
    assert refused.value.code == "round_decided"
    member(school.organization, "assessor")
    with organization_scope(school.organization.pk):
        services.reopen_submission(_fresh(row), reason="A file was mixed up.", acting=owner.as_actor())
    record(_fresh(row), owner, supervision="supervised-no-id", identity="none")


def test_withdrawn_work_has_nothing_to_record(school: School, owner: Person, row: Submission) -> None:
    with person_scope(school.learner.pk):
        services.withdraw_submission(row, acting=school.learner.as_actor())
    assert _refusal(_fresh(row), owner).code == "work_over"


def test_a_round_that_is_not_begun_is_not_recorded(school: School, owner: Person) -> None:
    blank = make_submission(school.version, learner=school.learner, answers={})
    assert _refusal(blank, owner).code == "not_begun"
    with organization_scope(school.organization.pk):
        assert selectors.find_record_bar(blank, owner.pk) is RecordBar.NOT_BEGUN
    with person_scope(school.learner.pk):
        services.save_answer(blank, "q1", "Grade 6.", expected_revision=0, acting=school.learner.as_actor())
    assert record(_fresh(blank), owner).round == 1


def test_a_second_round_begins_with_its_first_change(school: School, owner: Person, row: Submission) -> None:
    finish(row, school.assessor, FAILING)
    assert _refusal(_fresh(row), owner).code == "not_begun"
    assert record(_change_answer(school, row), owner).round == 2


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"supervision": "watched"}, "no_such_supervision", "supervision"),
        ({"identity": "face"}, "no_such_check", "identity"),
        ({"identity": "none"}, "identity_missing", "identity"),
        ({"supervision": "supervised-online-with-id", "identity": "none"}, "identity_missing", "identity"),
        ({"supervision": "supervised-no-id"}, "identity_unexpected", "identity"),
        ({"supervision": "unsupervised-no-id", "identity": "account"}, "identity_unexpected", "identity"),
        ({"identity": "other"}, "note_missing", "note"),
        ({"identity": "other", "note": "  "}, "note_missing", "note"),
        ({"note": "x" * 501}, "note_too_long", "note"),
        ({"held_on": today() + timedelta(days=1)}, "bad_day", "held_on"),
        ({"held_on": today() - timedelta(days=1)}, "bad_day", "held_on"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_field(
    owner: Person, row: Submission, changes: dict[str, Any], code: str, field: str
) -> None:
    refused = _refusal(row, owner, **changes)
    assert (refused.code, refused.field) == (code, field)


def test_a_day_of_the_round_before_is_not_one_of_this_round(school: School, owner: Person, row: Submission) -> None:
    decision = finish(row, school.assessor, FAILING)
    assert decision is not None
    with everything("a test turns the clock back"):
        Submission.objects.filter(pk=row.pk).update(created_at=decision.decided_at - timedelta(days=9))
    second = _change_answer(school, row)
    assert _refusal(second, owner, held_on=today() - timedelta(days=2)).code == "bad_day"
    assert record(second, owner).held_on == today()


def test_only_what_holds_of_every_round_that_counts_is_told(school: School, owner: Person, row: Submission) -> None:
    record(row, owner)
    finish(row, school.assessor, FAILING)
    second = _hand_in_again(school, _change_answer(school, row))
    with organization_scope(school.organization.pk):
        assert recorded_conditions(second, {1}) == RecordedConditions(
            Conditions.ONSITE, IdentityProof.DOCUMENT, (today(),)
        )
        assert recorded_conditions(second, {1, 2}) is None
    record(second, owner, supervision="supervised-online-with-id", identity="account")
    with organization_scope(school.organization.pk):
        assert recorded_conditions(second, {1, 2}) == RecordedConditions(Conditions.ONLINE, None, (today(),))


def test_what_a_decision_rests_on_names_the_record_of_every_round(
    school: School, owner: Person, row: Submission
) -> None:
    record(row, owner)
    finish(row, school.assessor, FAILING)
    second = _hand_in_again(school, _change_answer(school, row))
    make_decision(second, member(school.organization, "assessor"))
    with organization_scope(school.organization.pk):
        # The second round was done unseen, so of the whole nothing is said.
        assert selectors.assessment_facts(row.pk).conditions is None


def test_a_draft_rating_of_a_colleague_goes_on(school: School, owner: Person, row: Submission) -> None:
    rating = make_rating(row, school.assessor, levels=PASSING)
    record(row, owner)
    with everything("a test looks"):
        rating.refresh_from_db()
    assert (rating.state, _fresh(row).state) == (RatingState.DRAFT, SubmissionState.IN_REVIEW)


def test_works_to_be_watched_without_a_record_are_found(school: School, owner: Person, row: Submission) -> None:
    """What nobody was to watch, and what is recorded, is left out."""
    watched = AssessmentMethod(type="test", supervision="supervised-onsite-with-id")
    version = make_published_version(school.organization, name="Forklifts", assessment=watched)
    seen, unseen = hand_in(version), hand_in(version)
    record(seen, owner)
    with organization_scope(school.organization.pk):
        assert selectors.supervised_versions() == {version.pk}
        assert list(selectors.list_handed_in(lacks_conditions=True)) == [unseen]
        assert selectors.find_recorded([row.pk, seen.pk, unseen.pk]) == {seen.pk}
