# SPDX-License-Identifier: Apache-2.0
"""Working days by an organization's own calendar, and what happens when a clock runs out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.assessment import selectors, services
from cairn.assessment.deadlines import Calendar, has_passed
from cairn.assessment.models import AnchorUse, AssessmentCalendar, Escalation, Rating, RatingState, Submission
from cairn.assessment.services import escalating
from cairn.foundation import clock
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.anchors import make_anchor
from tests.factories.assessment import FAILING, make_decision, make_policy, make_rating, make_submitted
from tests.factories.people import make_person, member

_THURSDAY = datetime(2026, 12, 24, 9, 30, tzinfo=UTC)
_MONDAY = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
_TUESDAY, _FRIDAY, _NEXT_MONDAY = (_MONDAY + timedelta(days=days) for days in (1, 4, 7))
_GULF = Calendar(weekend=frozenset({4, 5}), holidays=frozenset({date(2026, 12, 27)}))


@pytest.fixture
def owner(school: School) -> Person:
    return member(school.organization, "owner", name="Olu Owner")


@pytest.mark.parametrize(
    ("calendar", "days", "end"),
    [
        (Calendar(), 1, date(2026, 12, 25)),
        (Calendar(holidays=frozenset({date(2026, 12, 25)})), 1, date(2026, 12, 28)),
        (Calendar(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)})), 2, date(2026, 12, 30)),
        (_GULF, 1, date(2026, 12, 28)),
        (Calendar(weekend=frozenset()), 3, date(2026, 12, 27)),
        (Calendar(), 0, date(2026, 12, 24)),
    ],
)
def test_free_days_do_not_count(calendar: Calendar, days: int, end: date) -> None:
    found = calendar.add(_THURSDAY, days)
    assert (found.date(), found.timetz()) == (end, _THURSDAY.timetz())
    assert calendar.days_until(_THURSDAY.date(), end) == days


_CALENDARS = st.builds(
    Calendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
)


@given(calendar=_CALENDARS, days=st.integers(1, 60), start=st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_a_clock_ends_on_a_working_day_so_many_later(calendar: Calendar, days: int, start: date) -> None:
    end = calendar.add(datetime(start.year, start.month, start.day, 12, tzinfo=UTC), days).date()
    assert calendar.is_working(end)
    assert calendar.days_until(start, end) == days
    assert calendar.days_until(end, start) == -days


@given(
    calendar=_CALENDARS,
    days=st.integers(0, 20),
    ago=st.integers(0, 40),
    today=st.dates(date(2026, 3, 1), date(2027, 6, 1)),
)
def test_days_ago_is_the_other_way_round(calendar: Calendar, days: int, ago: int, today: date) -> None:
    now = datetime.combine(today, time(15), UTC)
    then = datetime.combine(today - timedelta(days=ago), time(16), UTC)
    assert (then < calendar.days_ago(now, days)) == has_passed(calendar.add(then, days), now)


def test_work_is_due_by_the_organizations_calendar(school: School, owner: Person) -> None:
    holidays = tuple(services.Holiday(clock.now().date() + timedelta(days=step), "Break") for step in range(1, 8))
    with organization_scope(school.organization.pk):
        services.state_calendar(
            school.organization, Calendar(days_to_decide=1, remind_days=0), holidays, acting=owner.as_actor()
        )
        calendar = selectors.calendar_for(school.organization.pk)
    row = make_submitted(school.version, learner=school.learner)
    assert row.submitted_at is not None
    assert row.due_at is not None
    assert row.due_at == calendar.add(row.submitted_at, 1)
    assert row.due_at - row.submitted_at >= timedelta(days=8)


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        (Calendar(weekend=frozenset(range(7))), "no_working_day"),
        (Calendar(days_to_decide=0), "clock_out_of_range"),
        (Calendar(days_to_appeal=251), "clock_out_of_range"),
        (Calendar(days_to_decide=2, remind_days=3), "clock_out_of_range"),
    ],
)
def test_a_calendar_that_never_ends_is_refused(school: School, owner: Person, calendar: Calendar, code: str) -> None:
    with organization_scope(school.organization.pk):
        with pytest.raises(Invalid) as refused:
            services.state_calendar(school.organization, calendar, (), acting=owner.as_actor())
        assert (refused.value.code, AssessmentCalendar.objects.count()) == (code, 0)


@pytest.mark.parametrize("role", ["assessor", "issuer", "registrar", "learner"])
def test_only_who_plans_states_the_calendar(school: School, role: str) -> None:
    other = member(school.organization, role, name="Other")
    with organization_scope(school.organization.pk):
        with pytest.raises(PermissionDenied):
            services.state_calendar(school.organization, Calendar(), (), acting=other.as_actor())
        assert AssessmentCalendar.objects.count() == 0


def _due(row: Submission, moment: datetime) -> None:
    with everything("a test sets the clock"):
        Submission.objects.filter(pk=row.pk).update(due_at=moment)


def _handed_in(school: School, learner: Person | None = None) -> Submission:
    with clock.at(_MONDAY - timedelta(days=30)):
        return make_submitted(school.version, learner=learner or school.learner)


def _taken_back(school: School) -> Submission:
    """Let a work be due on a Monday and taken back from its assessor on the Monday after."""
    row = _handed_in(school)
    with clock.at(_MONDAY):
        make_rating(row, school.assessor)
    _due(row, _MONDAY)
    assert _runs(_MONDAY, _TUESDAY, _NEXT_MONDAY) == [1, 1, 1]
    return row


def _save(rating: Rating, levels: dict[str, str]) -> Rating:
    with organization_scope(rating.organization_id):
        return services.save_rating(
            rating,
            services.RatingDraft(levels=levels),
            expected_revision=rating.revision,
            acting=rating.assessor.as_actor(),
        )


def _runs(*moments: datetime) -> list[int]:
    """Return how many steps were taken when the periodic work came round at these moments."""
    found = []
    for moment in moments:
        with clock.at(moment):
            found.append(services.escalate_overdue())
    return found


def _letters(person: Person) -> list[str]:
    with everything("a test looks"):
        rows = OutgoingMail.objects.filter(to=primary_email(person)).order_by("created_at")
        return list(rows.values_list("text", flat=True))


def _steps() -> list[str]:
    with everything("a test looks"):
        return list(Escalation.objects.order_by("at").values_list("kind", flat=True))


def test_an_assessor_is_reminded_once_before_a_work_is_due(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, school.assessor)
    assert services.escalate_overdue() == 0
    _due(row, clock.now() + timedelta(hours=3))
    assert (services.escalate_overdue(), services.escalate_overdue()) == (1, 0)
    assert _steps() == ["reminded"]


def test_what_is_late_is_told_to_the_owners_and_at_last_goes_back(school: School, owner: Person) -> None:
    row = _handed_in(school)
    with clock.at(_MONDAY):
        rating = make_rating(row, school.assessor, levels={"plan": "meets"})
    _due(row, _MONDAY + timedelta(hours=3))
    assert _runs(_MONDAY, _MONDAY) == [1, 0]
    assert _runs(_TUESDAY, _TUESDAY, _FRIDAY) == [1, 0, 0]
    assert _runs(_NEXT_MONDAY, _NEXT_MONDAY) == [1, 0]
    assert _steps() == ["reminded", "late", "taken_back"]
    with everything("a test looks"):
        kept = Rating.objects.get(pk=rating.pk)
        assert (kept.state, kept.levels) == (RatingState.PUT_BACK, {"plan": "meets"})
        assert Submission.objects.get(pk=row.pk).open_seats == 1


def test_a_work_is_late_when_its_day_is_over(school: School, owner: Person) -> None:
    row = _handed_in(school)
    with clock.at(_MONDAY):
        make_rating(row, school.assessor)
    _due(row, _MONDAY)
    assert _runs(_MONDAY) == [1]
    evening, midnight = _MONDAY.replace(hour=23, minute=59), _TUESDAY.replace(hour=0, minute=0)
    assert _runs(evening, midnight) == [0, 1]
    assert [_late_in_lists(school, moment) for moment in (evening, midnight)] == [(False, 0, 0), (True, 1, 1)]


def _late_in_lists(school: School, moment: datetime) -> tuple[bool, int, int]:
    """Return whether the only work is late, and as how many late works the queue and the loads count it."""
    with clock.at(moment), organization_scope(school.organization.pk):
        load = next(load for load in selectors.list_loads(school.organization) if load.held)
        presses = selectors.list_queue(load.person_id).presses
        return Submission.objects.get().is_late, presses.late, load.late


@pytest.mark.parametrize(
    ("place", "day"), [("UTC", 21), ("Asia/Tokyo", 22), ("America/Lima", 21), ("Pacific/Kiritimati", 22)]
)
def test_a_deadline_is_over_when_the_day_that_is_shown_is_over(place: str, day: int) -> None:
    deadline = datetime(2026, 12, 21, 17, tzinfo=UTC)
    with timezone.override(place):
        assert timezone.localdate(deadline) == date(2026, 12, day)
        end = timezone.make_aware(datetime(2026, 12, day + 1))  # noqa: DTZ001 - made aware of the place
        assert (has_passed(deadline, end - timedelta(microseconds=1)), has_passed(deadline, end)) == (False, True)


def test_whoever_takes_late_work_is_told_and_has_as_long_as_the_one_before(school: School, owner: Person) -> None:
    rescuer = member(school.organization, "assessor", name="Cy Rescuer")
    row = _taken_back(school)
    with clock.at(_NEXT_MONDAY):
        rating = make_rating(row, rescuer)
    assert _runs(_NEXT_MONDAY, _NEXT_MONDAY) == [1, 0]
    assert "If you add nothing to your rating until the end of Dec. 17, 2026" in _letters(rescuer)[-1]
    with clock.at(_NEXT_MONDAY + timedelta(days=1)):
        rating = _save(rating, {"plan": "meets"})
    assert _runs(*(_NEXT_MONDAY + timedelta(days=day) for day in (1, 2, 3, 4))) == [0, 0, 0, 0]
    assert _runs(_NEXT_MONDAY + timedelta(days=5), _NEXT_MONDAY + timedelta(days=5)) == [1, 0]
    assert _steps() == ["reminded", "late", "taken_back", "reminded", "taken_back"]
    with everything("a test looks"):
        assert Rating.objects.get(pk=rating.pk).state == RatingState.PUT_BACK


def test_whoever_takes_it_once_more_and_sits_on_it_loses_it_once_more(school: School, owner: Person) -> None:
    row = _taken_back(school)
    with clock.at(_NEXT_MONDAY):
        make_rating(row, school.assessor)
    assert _runs(_NEXT_MONDAY, _NEXT_MONDAY + timedelta(days=3), _NEXT_MONDAY + timedelta(days=4)) == [0, 0, 1]
    assert _steps() == ["reminded", "late", "taken_back", "taken_back"]


def test_each_of_two_assessors_is_reminded(school: School) -> None:
    make_policy(school.version, second_share=100)
    row = _handed_in(school)
    _due(row, _MONDAY + timedelta(hours=3))
    with clock.at(_MONDAY):
        make_rating(row, school.assessor)
        assert services.escalate_overdue() == 1
        make_rating(row, member(school.organization, "assessor"))
        assert (services.escalate_overdue(), services.escalate_overdue()) == (1, 0)


@pytest.mark.parametrize("is_held", [True, False])
def test_an_appeal_has_a_clock_of_its_own(school: School, owner: Person, *, is_held: bool) -> None:
    row = _handed_in(school)
    _due(row, _MONDAY - timedelta(days=3))
    assert _runs(_MONDAY) == [1]
    with clock.at(_MONDAY):
        decision = make_decision(row, school.assessor, FAILING, begin_afresh=True)
        with person_scope(school.learner.pk):
            appeal = services.file_appeal(decision, "Look again.", acting=school.learner.as_actor())
        if is_held:
            make_rating(row, member(school.organization, "assessor", name="Di Other"))
    letters = len(_letters(owner))
    after = appeal.due_at + timedelta(days=1)
    assert _runs(after, after) == [1, 0]
    assert _steps() == ["late", "late"]
    assert len(_letters(owner)) == letters + 1
    assert _runs(after + timedelta(days=3)) == [0]
    assert _runs(after + timedelta(days=6)) == [1 if is_held else 0]


def test_the_first_works_starve_no_others(school: School, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalating, "_AT_ONCE", 2)
    for number in range(3):
        _due(_handed_in(school, learner=make_person()), _MONDAY - timedelta(days=3 + number))
    assert _runs(*[_MONDAY] * 5) == [2, 1, 0, 0, 0]


def test_nobody_waits_for_a_known_work(school: School, owner: Person) -> None:
    anchor = make_anchor(school.version, AnchorUse.DRIFT)
    row = _handed_in(school)
    with everything("a test hides it"):
        Submission.objects.filter(pk=row.pk).update(anchor=anchor, due_at=_MONDAY - timedelta(days=3))
    assert _runs(_MONDAY, _MONDAY) == [1, 0]
    assert (_steps(), _letters(owner)) == (["late"], [])


def test_an_assessor_who_was_never_reminded_hears_it_when_it_is_late(school: School) -> None:
    row = _handed_in(school)
    with clock.at(_MONDAY - timedelta(days=20)):
        make_rating(row, school.assessor)
    _due(row, _MONDAY - timedelta(days=3))
    assert _runs(_MONDAY, _MONDAY) == [1, 0]
    [letter] = _letters(school.assessor)
    assert "it was due on Dec. 4, 2026. If you add nothing to your rating until the end of Dec. 10, 2026" in letter


def test_nobody_is_reminded_of_work_that_nobody_holds(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    _due(row, clock.now() + timedelta(hours=3))
    assert (services.escalate_overdue(), _steps()) == (0, [])


def test_steps_from_before_belong_to_their_clocks(school: School, owner: Person) -> None:
    """Whoever was reminded of the clock that runs is not reminded again, and a clock that is over stops no letter."""
    row = _handed_in(school)
    with clock.at(_MONDAY):
        held = make_rating(row, school.assessor)
    _due(row, _TUESDAY)
    with everything("a test writes as it was before"):
        for kind, at in (("late", row.changed_at - timedelta(days=1)), ("reminded", _MONDAY)):
            Escalation.objects.create(
                organization=school.organization, submission=row, round=1, kind=kind, at=at, due_at=_THURSDAY
            )
        import_module("cairn.assessment.migrations.0015_clocks_and_their_holders")._name_the_clocks(apps, None)
        kept = list(Escalation.objects.order_by("at").values_list("kind", "due_at", "rating_id"))
    assert kept == [
        ("late", row.changed_at - timedelta(days=1), None),
        ("reminded", _TUESDAY, held.pk),
    ]
    assert _runs(_MONDAY, _TUESDAY + timedelta(days=1)) == [0, 1]
    assert _steps() == ["late", "reminded", "late"]
