# SPDX-License-Identifier: Apache-2.0
"""The queue of real works: its counts, its pages in their order, its filters, and who is handed what.

In `make test` it holds every tenth row of six weeks; the drill holds all 11,247 of them, and 200 assessors.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client

from cairn.assessment import selectors, services
from cairn.assessment.models import Rating
from cairn.assessment.selectors import Choice, Queue, QueueFilter
from cairn.assessment.selectors.queue import PAGE_SIZE
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from tests.factories.people import sign_in
from tests.real.counting import by_due, count_by, due_days, free_for, lot_of, presses_on
from tests.real.oulad import RealWork, oulad
from tests.real.world import TODAY, TWICE, RealAssessor, RealQueue, make_real_queue
from tests.web.markup import flat

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
_TAKE = re.compile(r'name="take" value="([^"]+)"')
_SAMPLE = 9
"""Every ninth assessor is asked about: of each region, and with each kind of qualification."""


@pytest.fixture(params=[pytest.param(10, id="tenth"), pytest.param(1, id="all", marks=pytest.mark.drill)])
def queue(request: pytest.FixtureRequest) -> Iterator[RealQueue]:
    """Every tenth row, or every row, of six weeks in spring 2014, on the morning after them."""
    made = make_real_queue(oulad().every(request.param), assessors=200 // request.param)
    with clock.at(made.now):
        yield made


def _list(queue: RealQueue, rater: RealAssessor, wanted: QueueFilter | None = None, *, page: int = 1) -> Queue:
    with organization_scope(queue.organization.pk):
        return selectors.list_queue(rater.person.pk, wanted or QueueFilter(), page=page)


def _ids(queue: RealQueue, works: list[RealWork]) -> list[str]:
    return [str(queue.ids[work.place]) for work in works]


def _named(choices: tuple[Choice, ...]) -> list[tuple[str, int]]:
    return sorted((choice.name or choice.value, choice.count) for choice in choices)


def test_what_waits_is_what_the_file_says(queue: RealQueue) -> None:
    with organization_scope(queue.organization.pk):
        assert selectors.count_queue() == len(queue.works)
    # Counted from the file apart from these tests: rows from February 10 to March 23, 2014.
    assert len(queue.works) == {20: 1124, 200: 11_247}[len(queue.assessors)]


def test_each_assessor_is_told_how_much_waits_and_why_the_rest_is_hidden(queue: RealQueue) -> None:
    for rater in queue.assessors[::_SAMPLE]:
        found, free = _list(queue, rater), free_for(queue, rater)
        others = [work for work in queue.works if lot_of(queue, work, rater) == "unqualified"]
        assert (found.held_total, found.waiting_total) == (0, len(free))
        assert (found.presses.late, found.presses.soon, found.presses.rest) == presses_on(free, TODAY)
        assert _named(found.achievements) == count_by(work.assessment.name for work in free)
        assert _named(found.languages) == [("en", len(free))]
        assert _named(found.hidden.unqualified) == count_by(work.assessment.name for work in others)
        assert _named(found.hidden.schools) == [(rater.region, len(queue.works) - len(free) - len(others))]
        assert found.hidden.total == len(queue.works) - len(free)


def test_the_pages_hold_every_work_once_in_the_order_in_which_it_is_due(queue: RealQueue) -> None:
    rater = queue.assessors[0]
    expected = by_due(free_for(queue, rater))
    last = -(-len(expected) // PAGE_SIZE)
    pages = [_list(queue, rater, page=number) for number in range(1, last + 1)]
    assert [str(line.id) for page in pages for line in page.waiting] == _ids(queue, expected)
    assert [line.due_at.date() for page in pages for line in page.waiting] == due_days(expected).tolist()


def test_the_filters_choose_what_was_asked_for(queue: RealQueue) -> None:
    rater = queue.assessors[1]
    free = free_for(queue, rater)
    (name, count), *_others = Counter(work.assessment.id for work in free).most_common()
    one = _list(queue, rater, QueueFilter(achievement_id=queue.versions[name].achievement_id))
    assert one.waiting_total == count
    assert {line.name for line in one.waiting} == {queue.versions[name].name}
    due = _list(queue, rater, QueueFilter(only_due=True))
    late, soon, _rest = presses_on(free, TODAY)
    assert (due.waiting_total, due.presses.rest) == (late + soon, 0)
    assert [str(line.id) for line in due.waiting] == _ids(queue, by_due(free)[: min(late + soon, PAGE_SIZE)])


def test_the_page_in_the_browser_says_the_same(queue: RealQueue, client: Client) -> None:
    rater = queue.assessors[2]
    free = free_for(queue, rater)
    sign_in(client, rater.person)
    page = flat(client.get(f"/o/{queue.organization.slug}/queue/?page=2").content.decode())
    late, soon, _rest = presses_on(free, TODAY)
    assert _TAKE.findall(page) == _ids(queue, by_due(free)[PAGE_SIZE : 2 * PAGE_SIZE])
    assert f"{late} are late. {soon} are due by" in page
    assert f"{len(queue.works) - len(free)} works are not shown to you" in page
    assert f'Waiting for an assessor <span class="muted num">{len(free)}</span>' in page
    for name, count in count_by(work.assessment.name for work in free):
        assert f"{name} ({count})" in page
    assert "Learner " + free[0].learner not in page


def test_no_assessor_holds_more_than_others_who_could_have_had_it(queue: RealQueue) -> None:
    done = services.assign_waiting(queue.organization, acting=SYSTEM)
    held = _held(queue)
    loads = {rater.person.pk: len(held[rater.person.pk]) for rater in queue.assessors}
    mean = sum(loads.values()) / len(loads)
    seats = {work.place: 1 if work.place % TWICE else 2 for work in queue.works}
    eligible = {
        work.place: [rater for rater in queue.assessors if lot_of(queue, work, rater) == "free"] for work in queue.works
    }
    given = sum(min(seats[place], len(raters)) for place, raters in eligible.items())
    assert (done.works, done.left, sum(loads.values())) == (given, sum(seats.values()) - given, given)
    for rater in queue.assessors:
        for place in held[rater.person.pk]:
            assert rater in eligible[place]
            others = [loads[one.person.pk] for one in eligible[place] if place not in held[one.person.pk]]
            least = min(others, default=loads[rater.person.pk])
            # As even as whole works allow, which is more than was asked for: a tenth above the mean.
            assert loads[rater.person.pk] <= least + 1
            assert loads[rater.person.pk] <= max(1.1 * mean, mean + 1) or least >= mean


def test_who_holds_what_is_late_is_counted(queue: RealQueue) -> None:
    services.assign_waiting(queue.organization, acting=SYSTEM)
    held, works = _held(queue), {work.place: work for work in queue.works}
    with organization_scope(queue.organization.pk):
        found = {load.person_id: (load.held, load.late) for load in selectors.list_loads(queue.organization)}
    assert found == {
        rater.person.pk: (len(mine), presses_on(mine, TODAY)[0])
        for rater in queue.assessors
        for mine in [[works[place] for place in held[rater.person.pk]]]
    }


def _held(queue: RealQueue) -> defaultdict[object, set[int]]:
    """Return the rows of the file that each assessor holds."""
    places = {row: place for place, row in queue.ids.items()}
    held: defaultdict[object, set[int]] = defaultdict(set)
    with everything("a test looks"):
        for assessor, work in Rating.objects.values_list("assessor_id", "submission_id"):
            held[assessor].add(places[work])
    return held
