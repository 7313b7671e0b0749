# SPDX-License-Identifier: Apache-2.0
"""Handing work out fairly. Pure: the same works and assessors always give the same plan.

The seats with the fewest eligible assessors go first, each to whoever holds least; then seats move on, along chains of
assessors where need be, until nobody holds two more than somebody to whom one of their new seats could go. So nobody is
above the mean by a tenth while somebody who may rate one of their works is below it, but for the last whole work. This
is the optimal semi-matching of Harvey, Ladner, Lovász and Tamir (2006), found by cost-reducing paths.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Work(NamedTuple):
    """A work with free seats; bit `n` of `eligible` is set where the assessor with the number `n` may rate it."""

    seats: int
    eligible: int


class Handed(NamedTuple):
    """That a work goes to an assessor, both by number."""

    work: int
    assessor: int


class _Move(NamedTuple):
    """That a seat of a work goes from one assessor to another."""

    work: int
    giver: int
    taker: int


class _Plan:
    """Who is to have what, as far as it is settled; `levels` has who holds how many, by which the least is found."""

    def __init__(self, works: Sequence[Work], loads: Sequence[int]) -> None:
        self.works = works
        self.loads = list(loads)
        self.works_of: list[set[int]] = [set() for _ in loads]
        self.given = [0] * len(works)
        self.everybody = (1 << len(loads)) - 1
        self.levels: defaultdict[int, int] = defaultdict(int)
        for assessor, load in enumerate(loads):
            self.levels[load] |= 1 << assessor

    def free_for(self, work: int) -> int:
        """Return who could have a seat of a work and has none."""
        return self.works[work].eligible & ~self.given[work]

    def find_least(self, assessors: int) -> int:
        """Return whoever of these holds least; of several, the first."""
        level = min(load for load, holders in self.levels.items() if holders & assessors)
        least = self.levels[level] & assessors
        return (least & -least).bit_length() - 1

    def give(self, work: int, assessor: int) -> None:
        """Let an assessor have a seat."""
        self.given[work] |= 1 << assessor
        self.works_of[assessor].add(work)
        self._move(assessor, 1)

    def take(self, work: int, assessor: int) -> None:
        """Let an assessor not have it after all."""
        self.given[work] &= ~(1 << assessor)
        self.works_of[assessor].discard(work)
        self._move(assessor, -1)

    def follow(self, chain: Sequence[_Move]) -> None:
        """Let seats go from one assessor to the next."""
        for move in chain:
            self.take(move.work, move.giver)
            self.give(move.work, move.taker)

    def _move(self, assessor: int, by: int) -> None:
        bit = 1 << assessor
        self.levels[self.loads[assessor]] &= ~bit
        if not self.levels[self.loads[assessor]]:
            del self.levels[self.loads[assessor]]
        self.loads[assessor] += by
        self.levels[self.loads[assessor]] |= bit


def hand_out(works: Sequence[Work], loads: Sequence[int]) -> list[Handed]:
    """Say which seats go to whom, where the assessors hold so many works already. What nobody may rate stays."""
    plan = _Plan(works, loads)
    _give_all(plan)
    _level(plan)
    return [Handed(number, assessor) for number in range(len(works)) for assessor in _members(plan.given[number])]


def _give_all(plan: _Plan) -> None:
    """Give every seat to whoever holds least of those who may have it."""
    order = sorted(range(len(plan.works)), key=lambda number: plan.works[number].eligible.bit_count())
    for number in order:
        for _seat in range(plan.works[number].seats):
            free = plan.free_for(number)
            if not free:
                break
            plan.give(number, plan.find_least(free))


def _level(plan: _Plan) -> None:
    """Move seats on from those who hold most, until that makes no two more alike."""
    moved = True
    while moved:
        moved = False
        for assessor in sorted(range(len(plan.loads)), key=lambda known: (-plan.loads[known], known)):
            while chain := _find_chain(plan, assessor):
                plan.follow(chain)
                moved = True


def _find_chain(plan: _Plan, first: int) -> list[_Move]:
    """Return the moves that bring one seat from an assessor to the one reached who holds least, if that levels."""
    came: dict[int, _Move] = {}
    unseen, queue, best = plan.everybody & ~(1 << first), deque([first]), first
    least = min(plan.levels)
    while queue and plan.loads[first] - least > 1 and plan.loads[best] > least:
        giver = queue.popleft()
        for work in sorted(plan.works_of[giver]):
            fresh = plan.free_for(work) & unseen
            unseen ^= fresh
            for taker in _members(fresh):
                came[taker] = _Move(work, giver, taker)
                queue.append(taker)
                best = min(best, taker, key=lambda known: (plan.loads[known], known))
            if not unseen:
                break
    return _walk_back(came, first, best) if plan.loads[first] - plan.loads[best] > 1 else []


def _walk_back(came: Mapping[int, _Move], first: int, last: int) -> list[_Move]:
    moves: list[_Move] = []
    while last != first:
        moves.append(came[last])
        last = came[last].giver
    return moves[::-1]


def _members(mask: int) -> list[int]:
    """Return the numbers of the bits that are set."""
    return [place for place, bit in enumerate(bin(mask)[:1:-1]) if bit == "1"]
