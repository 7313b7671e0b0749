# SPDX-License-Identifier: Apache-2.0
"""What happens at the same moment has one clear outcome and loses nothing: real threads, each with its own connection.

On SQLite the database of the tests is copied into a file for this, because one in memory has a single connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import Settings

from cairn.accounts.models import Person
from cairn.achievements import services as achievements
from cairn.assessment import services
from cairn.assessment.models import (
    Appeal,
    AttemptConditions,
    CalibrationMeeting,
    Decision,
    DoubleRating,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import DomainError
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations import services as organizations
from cairn.organizations.selectors import get_member
from tests.domain.assessment.conftest import School
from tests.factories import conditions
from tests.factories.achievements import make_definition, make_published_version
from tests.factories.assessment import FAILING, PASSING, make_decision, make_rating, make_submitted
from tests.factories.meetings import make_meeting, make_plan
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def many_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Let every thread have a connection of its own to the same database."""
    if connection.vendor != "sqlite":
        yield
        return
    settings = connections.settings["default"]
    in_memory, before = connections["default"], settings["NAME"]
    path = tmp_path / "races.sqlite"
    in_memory.ensure_connection()
    with sqlite3.connect(path) as file:
        in_memory.connection.backup(file)
    settings["NAME"] = str(path)
    del connections["default"]
    yield
    connections["default"].close()
    settings["NAME"] = before
    connections["default"] = in_memory


@pytest.fixture
def crowd(many_connections: None, settings: Settings, tmp_path: Path) -> School:
    settings.MEDIA_ROOT = tmp_path
    organization = make_organization()
    return School(organization, make_published_version(organization), make_person(), member(organization, "assessor"))


def _at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run deeds in threads that start together, and return how each ended, in their order."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            ready.wait(10)
            deed()
        except DomainError as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def _in(school: School, deed: Callable[..., object], *args: Any, **choices: Any) -> Callable[[], object]:
    """Return a deed done in the scope of the organization."""

    def do() -> object:
        with organization_scope(school.organization.pk):
            return deed(*args, **choices)

    return do


def _of(person: Person, deed: Callable[..., object], *args: Any, **choices: Any) -> Callable[[], object]:
    """Return a deed that a learner does."""

    def do() -> object:
        with person_scope(person.pk):
            return deed(*args, acting=person.as_actor(), **choices)

    return do


def _now(row: Submission | Rating) -> Any:
    with everything("a test looks"):
        return type(row).objects.get(pk=row.pk)


def _with_two_seats(row: Submission) -> Submission:
    with everything("a test plans a second rating"):
        Submission.objects.filter(pk=row.pk).update(seats=2, open_seats=2, seat_reasons=["sampled"])
    return row


def _save(school: School, rating: Rating, levels: dict[str, str]) -> Callable[[], object]:
    draft = services.RatingDraft(levels=levels, feedback="Typed")
    acting = rating.assessor.as_actor()
    return _in(school, services.save_rating, rating, draft, expected_revision=rating.revision, acting=acting)


def test_of_two_assessors_one_takes_the_work(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    people = [crowd.assessor, member(crowd.organization, "assessor")]
    ended = _at_once(*(_in(crowd, services.start_rating, row, acting=person.as_actor()) for person in people))
    assert sorted(ended) == ["already_taken", "done"]
    with everything("a test counts"):
        assert Rating.objects.count() == 1
    assert (_now(row).state, _now(row).open_seats) == (SubmissionState.IN_REVIEW, 0)


def test_of_three_assessors_two_take_the_last_two_seats(crowd: School) -> None:
    row = _with_two_seats(make_submitted(crowd.version, learner=crowd.learner))
    people = [crowd.assessor, *(member(crowd.organization, "assessor") for _number in range(2))]
    ended = _at_once(*(_in(crowd, services.start_rating, row, acting=person.as_actor()) for person in people))
    assert sorted(ended) == ["already_taken", "done", "done"]
    with everything("a test looks"):
        assert sorted(Rating.objects.values_list("seat", flat=True)) == ["first", "second"]
    assert _now(row).open_seats == 0


def test_one_press_and_another_of_the_same_assessor_take_one_seat(crowd: School) -> None:
    row = _with_two_seats(make_submitted(crowd.version, learner=crowd.learner))
    take = _in(crowd, services.start_rating, row, acting=crowd.assessor.as_actor())
    assert _at_once(take, take) == ["done", "done"]
    assert _now(row).open_seats == 1


def test_work_is_taken_while_it_is_handed_out(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    member(crowd.organization, "assessor")
    take = _in(crowd, services.start_rating, row, acting=crowd.assessor.as_actor())

    def hand_out() -> object:
        return services.assign_waiting(crowd.organization, acting=SYSTEM)

    ended = _at_once(take, hand_out, hand_out)
    assert ended[0] in {"done", "already_taken"}
    assert ended[1:] == ["done", "done"]
    with everything("a test counts"):
        assert Rating.objects.filter(state=RatingState.DRAFT).count() == 1
    assert _now(row).open_seats == 0


def test_work_is_withdrawn_while_it_is_rated(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    rating = make_rating(row, crowd.assessor, levels={"plan": "meets"})
    save = _save(crowd, rating, PASSING)
    saved, withdrawn = _at_once(save, _of(crowd.learner, services.withdraw_submission, row))
    assert (saved in {"done", "rating_closed"}, withdrawn) == (True, "done")
    assert (_now(row).state, _now(row).open_seats) == (SubmissionState.WITHDRAWN, 0)
    # What was typed before is there in any case, and what was saved in time as well.
    assert _now(rating).state == RatingState.PUT_BACK
    assert _now(rating).levels == (PASSING if saved == "done" else {"plan": "meets"})


def test_work_is_withdrawn_while_the_rating_is_finished(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    rating = make_rating(row, crowd.assessor, levels=PASSING)
    finish = _in(crowd, services.finish_rating, rating, acting=crowd.assessor.as_actor())
    ended = _at_once(finish, _of(crowd.learner, services.withdraw_submission, row))
    assert ended in (["done", "not_open"], ["rating_closed", "done"])
    with everything("a test counts"):
        assert Decision.objects.count() == (1 if ended[0] == "done" else 0)
    assert _now(row).state == (SubmissionState.PASSED if ended[0] == "done" else SubmissionState.WITHDRAWN)
    assert _now(rating).levels == PASSING


def test_a_rubric_version_is_published_while_a_rating_is_open(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    rating = make_rating(row, crowd.assessor, levels=PASSING)
    draft = achievements.begin_version(crowd.version.achievement, acting=SYSTEM)
    rubric = draft.definition.rubric
    criteria = (rubric.criteria[0].model_copy(update={"name": "Match to the goals of the unit"}), *rubric.criteria[1:])
    changed = make_definition(rubric=rubric.model_copy(update={"criteria": criteria}))
    achievements.save_draft(draft, changed, expected_revision=1, acting=SYSTEM)

    def publish() -> object:
        return achievements.publish_version(draft, acting=SYSTEM, note="Clearer words")

    finish = _in(crowd, services.finish_rating, rating, acting=crowd.assessor.as_actor())
    save = _save(crowd, rating, PASSING)
    assert _at_once(save, publish) == ["done", "done"]
    assert _at_once(finish) == ["done"]
    with everything("a test looks"):
        decision = Decision.objects.get()
    # The rating stands on the version that it was begun on.
    assert (decision.levels, _now(row).version_id) == (PASSING, crowd.version.pk)


def test_an_assessor_loses_the_role_while_rating(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    rating = make_rating(row, crowd.assessor, levels={"plan": "meets"})
    membership = get_member(crowd.organization, crowd.assessor.pk)

    def lose_the_role() -> object:
        return organizations.change_roles(membership, ["learner"], acting=SYSTEM)

    saved, changed = _at_once(_save(crowd, rating, PASSING), lose_the_role)
    assert (saved in {"done", "denied", "rating_closed"}, changed) == (True, "done")
    assert _now(rating).state == RatingState.PUT_BACK
    assert _now(rating).levels == (PASSING if saved == "done" else {"plan": "meets"})
    assert (_now(row).state, _now(row).open_seats) == (SubmissionState.SUBMITTED, 1)


def test_both_seats_finish_at_the_same_moment(crowd: School) -> None:
    row = _with_two_seats(make_submitted(crowd.version, learner=crowd.learner))
    other = member(crowd.organization, "assessor")
    ratings = [make_rating(row, person, levels=PASSING) for person in (crowd.assessor, other)]
    finishing = [_in(crowd, services.finish_rating, rating, acting=rating.assessor.as_actor()) for rating in ratings]
    assert _at_once(*finishing) == ["done", "done"]
    with everything("a test counts"):
        assert (Decision.objects.count(), DoubleRating.objects.count()) == (1, 1)
        assert Decision.objects.get().raters == 2
    assert _now(row).state == SubmissionState.PASSED


def test_one_rating_is_finished_twice_at_once(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    rating = make_rating(row, crowd.assessor, levels=PASSING)
    finish = _in(crowd, services.finish_rating, rating, acting=crowd.assessor.as_actor())
    assert sorted(_at_once(finish, finish)) == ["done", "rating_closed"]
    with everything("a test counts"):
        assert Decision.objects.count() == 1


def test_an_appeal_is_filed_twice_and_taken_back_twice(crowd: School) -> None:
    decision = make_decision(make_submitted(crowd.version, learner=crowd.learner), crowd.assessor, FAILING)
    filing = _of(crowd.learner, services.file_appeal, decision, reasons="The plan names every goal.")
    assert sorted(_at_once(filing, filing)) == ["done", "not_appealable"]
    with everything("a test looks"):
        appeal = Appeal.objects.get()
    back = _of(crowd.learner, services.withdraw_appeal, appeal)
    assert "done" in _at_once(back, back)
    assert _now(decision.submission).state == SubmissionState.RETURNED


def test_an_appeal_is_taken_back_while_another_assessor_takes_it(crowd: School) -> None:
    decision = make_decision(make_submitted(crowd.version, learner=crowd.learner), crowd.assessor, FAILING)
    other, row = member(crowd.organization, "assessor"), decision.submission
    with person_scope(crowd.learner.pk):
        appeal = services.file_appeal(decision, reasons="The plan names every goal.", acting=crowd.learner.as_actor())
    take = _in(crowd, services.start_rating, row, acting=other.as_actor())
    taken, back = _at_once(take, _of(crowd.learner, services.withdraw_appeal, appeal))
    assert (taken in {"done", "not_waiting"}, back) == (True, "done")
    with everything("a test looks"):
        assert not Rating.objects.filter(state=RatingState.DRAFT).exists()
    assert (_now(row).state, _now(row).open_seats) == (SubmissionState.RETURNED, 0)


def test_of_two_records_of_how_a_work_was_done_one_holds(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    people = [member(crowd.organization, "owner") for _number in range(2)]
    given = [conditions.given(), conditions.given(supervision="supervised-no-id", identity="none")]
    deeds = [
        _in(crowd, services.record_conditions, row, said, acting=person.as_actor())
        for said, person in zip(given, people, strict=True)
    ]
    assert _at_once(*deeds) == ["done", "done"]
    with everything("a test looks"):
        assert AttemptConditions.objects.filter(withdrawn_at=None).count() == 1
        assert AttemptConditions.objects.count() == 2


def test_a_record_comes_before_the_decision_or_not_at_all(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    rating = make_rating(row, crowd.assessor, levels=PASSING)
    owner = member(crowd.organization, "owner")
    watch = _in(crowd, services.record_conditions, row, conditions.given(), acting=owner.as_actor())
    decide = _in(crowd, services.finish_rating, rating, acting=crowd.assessor.as_actor())
    recorded, decided = _at_once(watch, decide)
    assert (recorded in {"done", "round_decided"}, decided) == (True, "done")
    with everything("a test looks"):
        assert AttemptConditions.objects.count() == (recorded == "done")


def test_two_call_a_meeting_on_a_rubric_at_once(crowd: School) -> None:
    callers = [member(crowd.organization, "owner") for _number in range(2)]
    plan = make_plan(crowd.version, [crowd.assessor])
    calling = [_in(crowd, services.call_meeting, crowd.version, plan, acting=caller.as_actor()) for caller in callers]
    assert sorted(_at_once(*calling)) == ["done", "meeting_ahead"]
    with everything("a test counts"):
        assert CalibrationMeeting.objects.count() == 1
    assert AuditEntry._base_manager.filter(action="meeting.call").count() == 1


def test_a_meeting_moves_while_it_is_called_off(crowd: School) -> None:
    caller = member(crowd.organization, "owner")
    meeting = make_meeting(crowd.version, caller, [crowd.assessor])
    slot = services.Slot(meeting.at + timedelta(days=1), "Room 3")
    moved, off = _at_once(
        _in(crowd, services.move_meeting, meeting, slot, acting=caller.as_actor()),
        _in(crowd, services.cancel_meeting, meeting, acting=caller.as_actor()),
    )
    assert (moved in {"done", "meeting_over"}, off) == (True, "done")
    with everything("a test looks"):
        row = CalibrationMeeting.objects.get()
    assert (row.is_ahead, row.moved) == (False, int(moved == "done"))
