# SPDX-License-Identifier: Apache-2.0
"""Remembers plans by the outline of the documents that they are for. Bounded: documents cannot fill the memory."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from cairn.standards.jsonld.plans.plan import Plan
from cairn.standards.types import Json, JsonObject

MAX_PLANS: Final = 64
_MAX_OUTLINES: Final = 4096
_MAX_PLANS_OF_OUTLINE: Final = 4
"""Documents of one outline may differ in constants; past this many, the constants vary too much to be worth plans."""


def bucket_of(document: JsonObject) -> Hashable:
    """Return a cheap key that documents of one shape share: the keys of two levels and the lengths of arrays."""
    parts: list[Hashable] = [*document]
    for value in document.values():
        if type(value) is dict:
            parts += value
        elif type(value) is list:
            parts.append(len(value))
    return tuple(parts)


def outline_of(value: Json) -> Hashable:
    """Return the keys and array lengths of a document at every level."""
    if isinstance(value, dict):
        return tuple((key, outline_of(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return tuple(outline_of(inner) for inner in value)
    return None


@dataclass(slots=True)
class PlanCache:
    """Plans by bucket, the most recently useful first, and how often each outline was missed."""

    limit: int = MAX_PLANS
    _buckets: dict[Hashable, tuple[Plan, ...]] = field(default_factory=dict)
    _order: list[tuple[Hashable, int, Plan]] = field(default_factory=list)
    _misses: dict[int, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __len__(self) -> int:
        return len(self._order)

    def fill(self, bucket: Hashable, document: JsonObject) -> tuple[Plan, bytes] | None:
        """Fill the first plan that takes a document."""
        for position, plan in enumerate(self._buckets.get(bucket, ())):
            nquads = plan.fill(document)
            if nquads is not None:
                if position:
                    self._promote(bucket, plan)
                return plan, nquads
        return None

    def is_worth_compiling(self, outline: Hashable) -> bool:
        """Note that no plan took a document of this outline; tell whether one should be compiled."""
        key = hash(outline)
        with self._lock:
            if len(self._misses) >= _MAX_OUTLINES:
                self._misses.clear()
            misses = self._misses[key] = self._misses.get(key, 0) + 1
        return 1 < misses <= 1 + _MAX_PLANS_OF_OUTLINE

    def add(self, bucket: Hashable, outline: Hashable, plan: Plan) -> None:
        """Keep a plan; the oldest one goes where there are too many."""
        with self._lock:
            self._buckets[bucket] = (plan, *self._buckets.get(bucket, ()))
            self._order.append((bucket, hash(outline), plan))
            while len(self._order) > self.limit:
                oldest, forgotten, old_plan = self._order.pop(0)
                self._misses.pop(forgotten, None)
                self._forget(oldest, old_plan)

    def drop(self, bucket: Hashable, plan: Plan) -> None:
        """Forget a plan that was found wrong."""
        with self._lock:
            self._order = [entry for entry in self._order if entry[2] is not plan]
            self._forget(bucket, plan)

    def _forget(self, bucket: Hashable, plan: Plan) -> None:
        left = tuple(other for other in self._buckets.get(bucket, ()) if other is not plan)
        if left:
            self._buckets[bucket] = left
        else:
            self._buckets.pop(bucket, None)

    def _promote(self, bucket: Hashable, plan: Plan) -> None:
        with self._lock:
            others = tuple(other for other in self._buckets.get(bucket, ()) if other is not plan)
            self._buckets[bucket] = (plan, *others)
