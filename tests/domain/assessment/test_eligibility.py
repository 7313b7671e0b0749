# SPDX-License-Identifier: Apache-2.0
"""Who may rate what is said of one work and one person, of many works, in bits of all, and of one work. All agree."""

from __future__ import annotations

import pytest

from cairn.assessment import selectors
from cairn.assessment.models import Rating, Submission
from cairn.assessment.selectors.bars import Bar, find_bar, reach_of
from cairn.assessment.selectors.reopening import list_eligible
from cairn.foundation.scopes import organization_scope
from tests.domain.assessment.crowds import World, make_random_world

pytestmark = pytest.mark.django_db

SEEDS = range(15)


def _bars_of_one(world: World) -> dict[tuple[int, int], str]:
    return {
        (place, number): find_bar(work, person.pk) or ""
        for place, person in enumerate(world.assessors)
        for number, work in enumerate(world.works)
    }


def _bars_of_many(world: World) -> dict[tuple[int, int], str]:
    found = {}
    for place, person in enumerate(world.assessors):
        bars = reach_of(person.pk).bars()
        for number, work in enumerate(world.works):
            rows = Submission.objects.filter(pk=work.pk)
            found[place, number] = next((bar for bar, holds in bars.items() if rows.filter(holds).exists()), "")
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_database_keeps_from_somebody_what_one_would(seed: int) -> None:
    world = make_random_world(seed)
    with organization_scope(world.organization.pk):
        assert _bars_of_many(world) == _bars_of_one(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_queue_and_the_handing_out_offer_the_same(seed: int) -> None:
    world = make_random_world(seed)
    with organization_scope(world.organization.pk):
        crowd = selectors.load_crowd(world.organization)
        had = set(Rating.objects.filter(round=1).values_list("submission_id", "assessor_id"))
        for place, person in enumerate(crowd.assessors):
            offered = {work.pk for work in selectors.list_free(person)}
            handed = {
                crowd.submissions[number] for number, work in enumerate(crowd.works) if work.eligible >> place & 1
            }
            # What somebody has put back, they may take again, but nobody hands it to them.
            assert handed == {work for work in offered if (work, person) not in had}


@pytest.mark.parametrize("seed", SEEDS)
def test_who_may_rate_one_work_is_who_it_is_not_kept_from(seed: int) -> None:
    world = make_random_world(seed)
    with organization_scope(world.organization.pk):
        for work in world.works:
            free = {person.pk for person in world.assessors if find_bar(work, person.pk) is None}
            assert list_eligible(work, work.round) == free


def test_the_worlds_hold_every_reason() -> None:
    found: set[str] = set()
    for seed in SEEDS:
        world = make_random_world(seed)
        with organization_scope(world.organization.pk):
            found |= set(_bars_of_one(world).values())
    assert found == {"", *Bar}
