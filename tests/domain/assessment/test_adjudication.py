# SPDX-License-Identifier: Apache-2.0
"""Two ratings beside each other: what differs, when a third assessor must read, and which levels stand."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest

from cairn.assessment.adjudication import Comparison, Difference, compare, settle
from cairn.assessment.models import Settling
from cairn.assessment.policy import Policy
from cairn.assessment.services.seats import is_sampled
from tests.factories.achievements import RUBRIC

_ALIKE = frozenset({True})
_SPLIT = frozenset({True, False})


@pytest.mark.parametrize(
    ("second", "results", "expected"),
    [
        ({"plan": "meets", "insight": "meets"}, _ALIKE, Comparison((), 0, ())),
        ({"plan": "exceeds", "insight": "meets"}, _ALIKE, Comparison(("plan",), 1, ())),
        ({"plan": "exceeds", "insight": "exceeds"}, _ALIKE, Comparison(("plan", "insight"), 1, (Difference.CRITERIA,))),
        ({"plan": "not_yet", "insight": "meets"}, _SPLIT, Comparison(("plan",), 1, (Difference.RESULT,))),
    ],
)
def test_when_a_third_assessor_reads(second: Mapping[str, str], results: frozenset[bool], expected: Comparison) -> None:
    first = {"plan": "meets", "insight": "meets"}
    found = compare(RUBRIC, first, second, policy=Policy(differ_share=50), results=results)
    assert found == expected
    assert found.needs_third is bool(expected.reasons)


def test_two_levels_apart_is_too_far() -> None:
    first, second = {"plan": "not_yet", "insight": "meets"}, {"plan": "exceeds", "insight": "meets"}
    near = compare(RUBRIC, first, second, policy=Policy(differ_share=50, differ_levels=3), results=_ALIKE)
    far = compare(RUBRIC, first, second, policy=Policy(differ_share=50, differ_levels=2), results=_ALIKE)
    assert (near.reasons, far.reasons) == ((), (Difference.LEVELS,))


def test_which_level_stands() -> None:
    first, second = {"plan": "meets", "insight": "exceeds"}, {"plan": "exceeds", "insight": "meets"}
    assert settle(RUBRIC, first, second, Settling.HIGHER) == {"plan": "exceeds", "insight": "exceeds"}
    assert settle(RUBRIC, first, second, Settling.LOWER) == {"plan": "meets", "insight": "meets"}


def test_a_sample_has_its_share_and_grows_with_it() -> None:
    ids = [UUID(int=number) for number in range(10_000)]
    drawn = {share: {key for key in ids if is_sampled(key, 1, share)} for share in (0, 20, 50, 100)}
    assert (drawn[0], drawn[100]) == (set(), set(ids))
    assert 1_880 < len(drawn[20]) < 2_120
    assert drawn[20] < drawn[50]
    assert drawn[20] != {key for key in ids if is_sampled(key, 2, 20)}
