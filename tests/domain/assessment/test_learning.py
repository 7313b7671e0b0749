# SPDX-License-Identifier: Apache-2.0
"""A learner begins, writes, hands in and withdraws."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cairn.achievements.services import retire_achievement
from cairn.assessment import selectors, services
from cairn.assessment.completeness import GapCode
from cairn.assessment.deadlines import add_working_days, working_days_until
from cairn.assessment.models import Evidence, Submission, SubmissionState
from cairn.assessment.putting_aside import digest_of
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, DomainError, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_attendance, make_published_version
from tests.factories.assessment import FAILING, make_decision, make_submission, make_submitted
from tests.factories.people import make_person


def _refresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.select_related("version").get(pk=row.pk)
        return found


def _count(model: type[Submission | Evidence | AuditEntry]) -> int:
    with everything("a test counts"):
        return model.objects.count()


def test_to_begin_twice_is_to_go_on(school: School) -> None:
    first = make_submission(school.version, learner=school.learner, answers={})
    again = make_submission(school.version, learner=school.learner, answers={})
    assert again.pk == first.pk
    assert (first.attempt, first.round, first.state) == (1, 1, SubmissionState.DRAFT)
    assert _count(Submission) == 1


def test_nobody_begins_for_somebody_else(school: School) -> None:
    with pytest.raises(PermissionDenied):
        services.start_submission(school.version, learner=school.learner, acting=school.assessor.as_actor())
    assert _count(Submission) == 0


def test_what_is_given_directly_is_not_applied_for(school: School) -> None:
    version = make_published_version(school.organization, make_attendance())
    with pytest.raises(Conflict) as refused:
        make_submission(version, learner=school.learner)
    assert refused.value.code == "not_applied_for"
    assert _count(Submission) == 0


def test_what_is_retired_is_not_begun(school: School) -> None:
    with organization_scope(school.organization.pk):
        retire_achievement(school.version.achievement, reason="Replaced.", acting=SYSTEM)
    with everything("a test looks"):
        version = type(school.version).objects.select_related("achievement").get(pk=school.version.pk)
    with pytest.raises(Conflict) as refused:
        make_submission(version, learner=school.learner)
    assert refused.value.code == "achievement_retired"


def test_words_are_kept_with_a_revision_each_time_they_change(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        assert services.save_answer(row, "q1", "", expected_revision=0, acting=acting) is None
        first = services.save_answer(row, "q1", "Grade 6", expected_revision=0, acting=acting)
        same = services.save_answer(row, "q1", "Grade 6", expected_revision=0, acting=acting)
        second = services.save_answer(row, "q1", "Grade 7", expected_revision=1, acting=acting)
    assert first is not None
    assert same is not None
    assert second is not None
    assert (first.revision, same.revision, second.revision) == (1, 1, 2)
    assert (second.pk, second.text) == (first.pk, "Grade 7")


def test_two_who_save_the_same_answer_lose_no_words(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Begun"})
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        services.save_answer(row, "q1", "On the phone", expected_revision=1, acting=acting)
        with pytest.raises(services.AnswerConflict) as refused:
            services.save_answer(row, "q1", "On the desk", expected_revision=1, acting=acting)
        kept = Evidence.objects.get(submission=row)
        assert (kept.text, kept.unmerged, kept.revision) == ("On the phone", "On the desk", 2)
        assert refused.value.code == "answer_changed"
        assert [gap.code for gap in selectors.find_submission_gaps(row) if gap.item == "q1"] == [GapCode.UNMERGED]

        chosen = services.settle_answer(row, "q1", take_other=True, acting=acting)
    assert chosen is not None
    assert (chosen.text, chosen.unmerged, chosen.revision) == ("On the desk", "", 3)


def test_a_third_window_takes_nothing_away_from_the_second(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Begun"})
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        services.save_answer(row, "q1", "Window A", expected_revision=1, acting=acting)
        for text in ("window B, an hour of work", "window C", "window B, an hour of work", "window C, more", ""):
            with pytest.raises(services.AnswerConflict):
                services.save_answer(row, "q1", text, expected_revision=1, acting=acting)
        kept = Evidence.objects.get(submission=row)
        assert (kept.text, kept.unmerged) == ("Window A", "window B, an hour of work\n\n* * *\n\nwindow C, more")
        # A window that says what it had put aside writes on in its place, wherever it was changed.
        with pytest.raises(services.AnswerConflict):
            services.save_answer(
                row, "q1", "An hour", expected_revision=1, acting=acting, instead_of=digest_of("window C, more")
            )
        kept.refresh_from_db()
        assert kept.unmerged == "window B, an hour of work\n\n* * *\n\nAn hour"


def test_texts_put_aside_are_not_more_than_we_can_keep(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Begun"})
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        with pytest.raises(services.AnswerConflict):
            services.save_answer(row, "q1", "b" * 150_000, expected_revision=0, acting=acting)
        with pytest.raises(DomainError) as refused:
            services.save_answer(row, "q1", "c" * 150_000, expected_revision=0, acting=acting)
        assert (refused.value.code, Evidence.objects.get(submission=row).unmerged) == ("text_too_large", "b" * 150_000)


def test_what_waits_for_a_choice_waits_on_in_the_next_round(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, items_to_improve=["a1"])
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        with pytest.raises(services.AnswerConflict):
            services.save_answer(row, "a1", "Of a stale window", expected_revision=0, acting=acting)
        kept = services.save_answer(row, "a1", "Seven tasks.", expected_revision=1, acting=acting)
    assert kept is not None
    assert (kept.text, kept.round, kept.unmerged) == ("Seven tasks.", 2, "Of a stale window")


def test_the_text_that_stands_can_be_kept(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "One"})
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        with pytest.raises(services.AnswerConflict):
            services.save_answer(row, "q1", "Two", expected_revision=0, acting=acting)
        kept = services.settle_answer(row, "q1", take_other=False, acting=acting)
    assert kept is not None
    assert (kept.text, kept.unmerged, kept.revision) == ("One", "", 1)


def test_an_answer_to_nothing_is_refused(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    with person_scope(school.learner.pk), pytest.raises(Invalid) as refused:
        services.save_answer(row, "q99", "?", expected_revision=0, acting=school.learner.as_actor())
    assert refused.value.code == "no_such_item"
    assert _count(Evidence) == 0


def test_a_text_beyond_all_measure_is_refused(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    with person_scope(school.learner.pk), pytest.raises(DomainError) as refused:
        services.save_answer(row, "q1", "x" * 200_001, expected_revision=0, acting=school.learner.as_actor())
    assert refused.value.code == "text_too_large"
    assert _count(Evidence) == 0


@pytest.mark.parametrize("item", ["q1", "a1"])
def test_somebody_else_changes_nothing(school: School, item: str) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    other = make_person()
    before = _count(AuditEntry)
    with person_scope(other.pk), pytest.raises(PermissionDenied):
        services.save_answer(row, item, "Mine now", expected_revision=0, acting=other.as_actor())
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.save_answer(row, item, "Mine now", expected_revision=0, acting=school.assessor.as_actor())
    assert (_count(Evidence), _count(AuditEntry)) == (0, before)


def test_a_learner_sees_only_their_own_work(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    with person_scope(make_person().pk), pytest.raises(NotFound):
        selectors.get_submission(row.pk)


def test_handing_in_names_everything_that_is_missing(school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "word " * 101})
    declared = services.Declaration(own_work=True)
    with person_scope(school.learner.pk), pytest.raises(Invalid) as refused:
        services.submit_submission(row, acting=school.learner.as_actor(), declaration=declared)
    gaps = refused.value.facts["gaps"]
    assert isinstance(gaps, tuple)
    assert [(gap.code, gap.item, gap.over) for gap in gaps] == [
        (GapCode.TOO_LONG, "q1", 1),
        (GapCode.MISSING, "a1", 0),
        (GapCode.MISSING, "r1", 0),
    ]
    assert _refresh(row).state == SubmissionState.DRAFT


def test_handing_in_needs_the_declaration(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk), pytest.raises(Invalid) as refused:
        services.submit_submission(row, acting=school.learner.as_actor(), declaration=services.Declaration())
    assert (refused.value.code, refused.value.field) == ("not_declared", "own_work")
    assert _refresh(row).state == SubmissionState.DRAFT


def test_what_is_handed_in_is_due_in_fourteen_working_days_and_fixed(school: School) -> None:
    with clock.at(datetime(2026, 11, 20, 15, tzinfo=UTC)):
        row = make_submitted(school.version, learner=school.learner)
    assert (row.state, row.due_at) == (SubmissionState.SUBMITTED, datetime(2026, 12, 10, 15, tzinfo=UTC))
    with person_scope(school.learner.pk), pytest.raises(Conflict) as refused:
        services.save_answer(row, "q1", "Later", expected_revision=1, acting=school.learner.as_actor())
    assert refused.value.code == "not_writable"
    assert OutboxEvent.objects.filter(name="assessment.submitted").count() == 1
    with everything("a test looks"):
        assert Evidence.objects.get(submission=row, item="q1").text == "Grade 6 math, 28 students."
        assert AuditEntry.objects.filter(action="submission.submit").count() == 1


def test_what_is_withdrawn_costs_no_try(school: School) -> None:
    for number in range(1, 5):
        row = make_submitted(school.version, learner=school.learner)
        assert row.attempt == number
        with person_scope(school.learner.pk):
            services.withdraw_submission(row, acting=school.learner.as_actor())
            assert selectors.count_tries(school.version.pk, school.learner.pk) == 0
    assert _refresh(row).state == SubmissionState.WITHDRAWN


def test_what_is_decided_is_not_withdrawn(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    with person_scope(school.learner.pk), pytest.raises(Conflict) as refused:
        services.withdraw_submission(row, acting=school.learner.as_actor())
    assert refused.value.code == "not_open"
    assert _refresh(row).state == SubmissionState.PASSED


def test_what_is_passed_is_not_begun_again(school: School) -> None:
    make_decision(make_submitted(school.version, learner=school.learner), school.assessor)
    with pytest.raises(Conflict) as refused:
        make_submission(school.version, learner=school.learner)
    assert refused.value.code == "already_passed"


def test_a_new_beginning_is_possible_until_the_tries_are_used(school: School) -> None:
    for number in range(1, 4):
        row = make_submitted(school.version, learner=school.learner)
        assert row.attempt == number
        decision = make_decision(row, school.assessor, FAILING, begin_afresh=True)
        assert decision.tries_left == 3 - number
    with pytest.raises(Conflict) as refused:
        make_submission(school.version, learner=school.learner)
    assert refused.value.code == "no_tries_left"
    assert _count(Submission) == 3


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (datetime(2026, 11, 20, tzinfo=UTC), 1, datetime(2026, 11, 23, tzinfo=UTC)),
        (datetime(2026, 11, 21, tzinfo=UTC), 1, datetime(2026, 11, 23, tzinfo=UTC)),
        (datetime(2026, 11, 23, tzinfo=UTC), 5, datetime(2026, 11, 30, tzinfo=UTC)),
        (datetime(2026, 11, 23, tzinfo=UTC), 0, datetime(2026, 11, 23, tzinfo=UTC)),
    ],
)
def test_working_days(start: datetime, days: int, end: datetime) -> None:
    assert add_working_days(start, days) == end
    assert working_days_until(start.date(), end.date()) == days


def test_working_days_that_are_past_count_below_zero() -> None:
    friday, tuesday = datetime(2026, 11, 20, tzinfo=UTC).date(), datetime(2026, 11, 24, tzinfo=UTC).date()
    assert working_days_until(tuesday, friday) == -2
