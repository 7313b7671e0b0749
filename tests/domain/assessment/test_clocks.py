# SPDX-License-Identifier: Apache-2.0
"""Working days by an organization's own calendar, and what happens when a clock runs out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.deadlines import Calendar
from cairn.assessment.models import AssessmentCalendar, Escalation, Rating, RatingState, Submission
from cairn.foundation import clock
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import make_rating, make_submitted
from tests.factories.people import member

_THURSDAY = datetime(2026, 12, 24, 9, 30, tzinfo=UTC)
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
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, levels={"plan": "meets"})
    _due(row, clock.now() - timedelta(hours=1))
    assert (services.escalate_overdue(), services.escalate_overdue()) == (1, 0)
    _due(row, clock.now() - timedelta(days=30))
    assert services.escalate_overdue() == 0
    with everything("a test sets the clock"):
        Escalation.objects.update(at=clock.now() - timedelta(days=8))
    assert (services.escalate_overdue(), services.escalate_overdue()) == (1, 0)
    assert _steps() == ["late", "taken_back"]
    with everything("a test looks"):
        kept = Rating.objects.get(pk=rating.pk)
        assert (kept.state, kept.levels) == (RatingState.PUT_BACK, {"plan": "meets"})
        assert Submission.objects.get(pk=row.pk).open_seats == 1


def test_nobody_is_reminded_of_work_that_nobody_holds(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    _due(row, clock.now() + timedelta(hours=3))
    assert (services.escalate_overdue(), _steps()) == (0, [])
