# SPDX-License-Identifier: Apache-2.0
"""Whoever holds more works than one page shows finds all of them, page by page, beside the pages of what waits."""

from __future__ import annotations

import random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import selectors
from cairn.assessment.models import Rating, RatingState, Submission, SubmissionState
from cairn.assessment.selectors.queue import PAGE_SIZE
from cairn.foundation import clock
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.crowds import make_people, make_works
from tests.web.markup import flat

HELD = 2 * PAGE_SIZE + 20


def hold(school: School, count: int = HELD) -> list[Submission]:
    """Let the assessor hold works, and return them by the day on which they are due."""
    works = make_works([school.version], make_people(count), random.Random(7))
    now = clock.now()
    with everything("a test makes many"):
        Submission.objects.filter(pk__in=[row.pk for row in works]).update(
            state=SubmissionState.IN_REVIEW, open_seats=0
        )
        Rating.objects.bulk_create(
            Rating(
                organization_id=row.organization_id,
                submission=row,
                round=1,
                assessor=school.assessor,
                state=RatingState.DRAFT,
                started_at=now,
                changed_at=now,
            )
            for row in works
        )
    return sorted(works, key=lambda row: (row.due_at, row.pk))


@pytest.fixture
def queue(school: School) -> str:
    return f"/o/{school.organization.slug}/queue/"


def test_every_work_that_is_held_stands_on_one_page(school: School) -> None:
    works = hold(school)
    with organization_scope(school.organization.pk):
        pages = [selectors.list_queue(school.assessor.pk, held_page=number) for number in (1, 2, 3, 99, 0)]
    assert [len(page.mine) for page in pages] == [50, 50, 20, 20, 50]
    assert [page.held_page for page in pages] == [1, 2, 3, 3, 1]
    assert [line.id for page in pages[:3] for line in page.mine] == [row.pk for row in works]
    assert {page.first.id for page in pages if page.first} == {works[0].pk}
    assert {page.held_total for page in pages} == {HELD}


def test_the_pages_of_what_one_holds_and_of_what_waits_are_apart(school: School, assessor: Client, queue: str) -> None:
    held = hold(school)
    make_works([school.version], make_people(PAGE_SIZE + 5), random.Random(8))
    page = flat(assessor.get(f"{queue}?mine=2&page=2").content.decode())
    assert "51 to 100 of 120" in page
    assert "51 to 55 of 55" in page
    assert 'href="?mine=3&amp;page=2"' in page
    assert 'href="?mine=2&amp;page=1"' in page
    # The way to the first one is the same on every page.
    assert f"/queue/{held[0].pk}/" in page
    assert all(str(row.pk) in page for row in held[50:100])
    assert str(held[100].pk) not in page


def test_a_page_of_what_one_holds_asks_no_more_for_more(
    school: School, assessor: Client, queue: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hold(school, PAGE_SIZE + 1)
    assessor.get(f"{queue}?mine=2")
    with django_assert_max_num_queries(40) as few:
        assessor.get(f"{queue}?mine=2")
    hold(school, PAGE_SIZE - 1)
    with django_assert_max_num_queries(len(few)):
        assessor.get(f"{queue}?mine=2")
