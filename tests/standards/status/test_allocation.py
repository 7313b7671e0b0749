# SPDX-License-Identifier: Apache-2.0
"""The order in which entries are given out: all of them, each once, as random as the seed."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest

from cairn.standards.status import MIN_ENTRIES, allocation_order

SEED = bytes(range(32))


@pytest.mark.parametrize("entries", [0, 1, 2, 1000, MIN_ENTRIES])
def test_every_entry_is_given_out_once(entries: int) -> None:
    assert sorted(allocation_order(SEED, entries)) == list(range(entries))


def test_the_same_seed_gives_the_same_order() -> None:
    assert allocation_order(SEED, 10) == [7, 4, 2, 3, 9, 6, 8, 5, 1, 0]
    assert allocation_order(SEED, 1000) == allocation_order(SEED, 1000)
    assert allocation_order(bytes(32), 1000) != allocation_order(SEED, 1000)


def test_the_order_is_taken_up_again_after_a_crash() -> None:
    """The whole order must be the same in every release, or an entry would be given out twice."""
    order = ",".join(map(str, allocation_order(SEED, MIN_ENTRIES)))
    assert hashlib.sha256(order.encode()).hexdigest() == (
        "47843ac1238c9c6ee61fcfee9f5910f32e7085c474ab11a3216385c1a780bffa"
    )


def test_neighbours_in_time_are_no_neighbours_in_the_list() -> None:
    order = allocation_order(SEED, MIN_ENTRIES)
    distances = [abs(one - other) for one, other in pairwise(order)]
    # Of random pairs among n entries 2/n are adjacent: about two in the whole list.
    assert sum(distance == 1 for distance in distances) < 12
    assert abs(sum(distances) / len(distances) / MIN_ENTRIES - 1 / 3) < 0.01


def test_the_first_thousand_are_spread_over_the_list() -> None:
    first = allocation_order(SEED, MIN_ENTRIES)[:1000]
    quarters = [sum(index * 4 // MIN_ENTRIES == quarter for index in first) for quarter in range(4)]
    assert all(200 < count < 300 for count in quarters)
