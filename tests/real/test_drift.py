# SPDX-License-Identifier: Apache-2.0
"""Drift over real scores: who moved is found as often as theory says, and who did not is flagged no oftener.

What is measured is in docs/algorithms/drift; `python -m tests.real.drifts` prints it.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from django.test import Client

from cairn.assessment import selectors
from cairn.assessment.drifting import Flag
from cairn.assessment.models import Anchor, AnchorRating, AnchorUse
from cairn.assessment.reliability.arrays import Whole
from cairn.foundation import clock
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.crowds import make_assessors
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization, member, sign_in
from tests.real.drifts import (
    ASSESSORS,
    LAST,
    MOVERS,
    MOVING,
    PROMISED,
    SEVERE,
    SEVERELY,
    SIDES,
    SIZES,
    Course,
    flagged_by_scipy,
    flags_of,
    levels_of,
    likely_counts,
    rate_by_scipy,
    simulate,
)
from tests.real.oulad import oulad
from tests.real.raters import LEVELS
from tests.real.world import four_levels, store
from tests.web.markup import flat


@pytest.fixture(scope="module")
def truth() -> Whole:
    return levels_of(oulad())


@pytest.fixture(scope="module")
def courses(truth: Whole) -> list[Course]:
    return list(simulate(truth))


@pytest.fixture(scope="module")
def of_four(truth: Whole) -> list[Course]:
    """The same with known works of four criteria."""
    return list(simulate(truth, criteria=4))


def _blocks(courses: list[Course], size: int, kind: str = "steady") -> list[Whole]:
    return [block for course in courses if course.kind == kind for block in course.blocks(size)]


def test_scores_fall_into_four_levels(truth: Whole) -> None:
    # Counted from the file apart from these tests: below 40, from 40, from 60, from 80; 116 rows have no score.
    assert np.bincount(truth).tolist() == [6058, 13_475, 31_998, 44_338]


def test_the_assessors_are_as_they_were_planned(courses: list[Course]) -> None:
    counts = Counter(course.kind for course in courses)
    assert counts == {"mover": MOVERS, "severe": SEVERE, "steady": ASSESSORS - MOVERS - SEVERE}
    assert sum(len(course.truth) for course in courses) == 95_869
    gaps = np.concatenate([course.gaps for course in courses if course.kind == "steady"])
    # The mean of the steady is nothing, within four standard errors.
    assert abs(gaps.mean()) < 4 * gaps.std() / np.sqrt(len(gaps))


@pytest.mark.parametrize("criteria", [1, 4])
def test_those_who_move_are_found_as_often_as_scipy_finds_them(truth: Whole, criteria: int) -> None:
    movers = [course for course in simulate(truth, criteria=criteria) if course.kind == "mover"]
    power = rate_by_scipy([course.truth_around_the_middle() for course in movers], MOVING, "move", times=50)
    found = [flags_of(course.around_the_middle()) for course in movers]
    fewest, most = likely_counts(power, MOVERS)
    assert fewest <= sum(Flag.MOVED_UP in flags for flags in found) <= most
    assert not any(Flag.MOVED_DOWN in flags for flags in found)


def test_those_who_are_severe_are_found_in_any_part_of_their_works(courses: list[Course]) -> None:
    severe = [flags_of(block) for block in _blocks(courses, LAST, "severe")]
    blocks = [block for course in courses if course.kind == "severe" for block in _cut(course.truth)]
    fewest, most = likely_counts(rate_by_scipy(blocks, SEVERELY, "lean", times=10), len(severe))
    assert fewest <= sum(Flag.SEVERE in flags for flags in severe) <= most
    assert not any(Flag.LENIENT in flags for flags in severe)


def _cut(truth: Whole) -> list[Whole]:
    return [truth[first : first + LAST] for first in range(0, len(truth) - LAST + 1, LAST)]


@pytest.mark.slow
@pytest.mark.parametrize("side", SIDES)
def test_our_flags_of_steady_assessors_are_those_of_scipys_bootstrap(courses: list[Course], side: str) -> None:
    blocks = _blocks(courses, LAST)
    ours = np.array([bool(flags_of(block) & SIDES[side]) for block in blocks])
    theirs = flagged_by_scipy(np.array(blocks).mean(axis=2), side)
    # The two draw with other seeds: they differ only where a range ends next to zero.
    assert (ours != theirs).mean() < 0.02


@pytest.mark.drill
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("criteria", [1, 4])
def test_the_steady_raise_no_more_flags_than_promised(
    courses: list[Course], of_four: list[Course], criteria: int, side: str, size: int
) -> None:
    blocks = _blocks(courses if criteria == 1 else of_four, size)
    _fewest, most = likely_counts(PROMISED, len(blocks))
    assert sum(bool(flags_of(block) & SIDES[side]) for block in blocks) <= most


@pytest.mark.drill
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("side", SIDES)
def test_works_of_four_criteria_raise_as_many_false_flags_as_scipys_bootstrap(
    of_four: list[Course], side: str, size: int
) -> None:
    blocks = _blocks(of_four, size)
    expected = flagged_by_scipy(np.array(blocks).mean(axis=2), side).mean()
    fewest, most = likely_counts(float(expected), len(blocks))
    flagged = sum(bool(flags_of(block) & SIDES[side]) for block in blocks)
    assert fewest <= flagged <= most


@pytest.mark.slow
@pytest.mark.django_db
def test_the_platform_finds_in_its_rows_what_was_planted(courses: list[Course], client: Client) -> None:
    organization = make_organization()
    version = make_published_version(organization, four_levels("Module AAA"))
    people = make_assessors(organization, 12)
    chosen = [*courses[:4], *courses[MOVERS : MOVERS + 4], *courses[-4:]]
    parts = {person.pk: _part(course) for person, course in zip(people, chosen, strict=True)}
    with everything("a test makes many"):
        anchors = [
            Anchor(
                organization=organization,
                version=version,
                use=AnchorUse.DRIFT,
                title=level,
                levels={"score": level},
                created_at=clock.now(),
            )
            for level in LEVELS
        ]
        store(anchors)
        for person, (truths, gaps) in parts.items():
            store(_ratings(anchors, person, truths[:, 0], gaps[:, 0]))
    with organization_scope(organization.pk):
        found = {row.assessor_id: row.drift for row in selectors.list_drift()}
    assert {person: frozenset(drift.flags) for person, drift in found.items()} == {
        person: flags_of(gaps) for person, (_truths, gaps) in parts.items()
    }
    assert {drift.works for drift in found.values()} == {LAST}
    assert [Flag.SEVERE in found[person.pk].flags for person in people[4:8]] == [True] * 4
    sign_in(client, member(organization, "owner"))
    page = flat(client.get(f"/o/{organization.slug}/assessors/").content.decode())
    flagged = sum(bool(drift.flags) for drift in found.values())
    assert f"The ratings of {flagged} assessors may have moved" in page


def _part(course: Course) -> tuple[Whole, Whole]:
    """Return the true levels and the gaps of the works around the half of a course."""
    return course.truth_around_the_middle(), course.around_the_middle()


def _ratings(anchors: list[Anchor], person: UUID, truths: Whole, gaps: Whole) -> list[AnchorRating]:
    now = clock.now()
    return [
        AnchorRating(
            organization_id=anchors[0].organization_id,
            anchor=anchors[truth],
            assessor_id=person,
            use=AnchorUse.DRIFT,
            sitting=place + 1,
            levels={"score": LEVELS[truth + gap]},
            criteria=1,
            exact=int(gap == 0),
            widest=abs(int(gap)),
            difference=int(gap),
            rated_at=now - timedelta(days=LAST - place),
        )
        for place, (truth, gap) in enumerate(zip(truths.tolist(), gaps.tolist(), strict=True))
    ]
