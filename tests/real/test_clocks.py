# SPDX-License-Identifier: Apache-2.0
"""The clock of every real work: two years of hand-ins that crowd before deadlines, by working days."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cairn.assessment import selectors
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope
from tests.real.counting import due_days, free_for, presses_on
from tests.real.oulad import Oulad, oulad
from tests.real.world import CALENDAR, make_real_queue

_MORNINGS = (date(2014, 3, 3), date(2014, 3, 17), date(2014, 3, 24), date(2014, 3, 29), date(2014, 4, 21))
"""A Monday, a day on which the organization is closed, the day after the last hand-in, a Saturday, Easter Monday."""


@pytest.fixture(scope="module")
def data() -> Oulad:
    return oulad()


def test_hand_ins_crowd_before_deadlines(data: Oulad) -> None:
    by_day = Counter(work.day for work in data.works)
    # Counted from the file apart from these tests.
    assert (len(data.works), len(by_day), min(by_day), max(by_day)) == (
        95_985,
        833,
        date(2013, 1, 26),
        date(2015, 7, 13),
    )
    assert by_day.most_common(3) == [(date(2014, 10, 22), 1903), (date(2014, 12, 9), 1533), (date(2014, 4, 26), 1509)]


def test_every_work_is_due_when_numpy_says(data: Oulad) -> None:
    days = sorted({work.day for work in data.works})
    ours = {day: CALENDAR.add(datetime.combine(day, time(9), UTC), CALENDAR.days_to_decide).date() for day in days}
    assert [ours[work.day] for work in data.works] == due_days(data.works).tolist()


@pytest.mark.slow
def test_on_every_day_as_many_are_late_as_numpy_counts(data: Oulad) -> None:
    """Nothing is rated for two years: on each day the works late are those whose last working day is gone."""
    due = Counter(CALENDAR.add(datetime.combine(work.day, time(9), UTC), 14).date() for work in data.works[::20])
    late, today = 0, date(2013, 1, 26)
    while today < date(2015, 9, 1):
        assert late == presses_on(data.works[::20], today)[0]
        late += due[today]
        today += timedelta(days=1)
    assert late == len(data.works[::20])


@pytest.mark.slow
@pytest.mark.django_db
def test_what_the_queue_calls_late_grows_as_the_days_go_by(data: Oulad) -> None:
    queue = make_real_queue(data.every(10), assessors=20)
    rater = queue.assessors[4]
    free = free_for(queue, rater)
    for morning in _MORNINGS:
        with clock.at(datetime.combine(morning, time(7), UTC)), organization_scope(queue.organization.pk):
            presses = selectors.list_queue(rater.person.pk).presses
        assert (presses.late, presses.soon, presses.rest) == presses_on(free, morning)
