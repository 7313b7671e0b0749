# SPDX-License-Identifier: Apache-2.0
"""The ways in which work can pass: chosen in words, kept as conditions of the pass rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.achievements import editing
from cairn.achievements.definition import PassRule, RequiredLevel
from cairn.achievements.pass_ways import PassWay, in_way, way_of
from tests.factories.achievements import RUBRIC, make_definition

WAY = "rubric/pass_rule/way"
NEEDS = (RequiredLevel(criterion="plan", level="meets"),)
RULES = st.builds(
    PassRule,
    min_percent=st.integers(0, 100),
    each_at_least=st.sampled_from(["", "meets"]),
    required_levels=st.sampled_from([(), NEEDS]),
)


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (PassRule(), PassWay.LEVELS),
        (PassRule(each_at_least="meets"), PassWay.LEVELS),
        (PassRule(required_levels=NEEDS), PassWay.LEVELS),
        (PassRule(min_percent=60), PassWay.POINTS),
        (PassRule(min_percent=60, each_at_least="meets"), PassWay.FLOORS),
        (PassRule(min_percent=60, required_levels=NEEDS), PassWay.FLOORS),
    ],
)
def test_a_rule_says_in_which_way_work_passes(rule: PassRule, way: PassWay) -> None:
    assert way_of(rule) is way


@given(RULES)
def test_the_way_that_a_rule_has_changes_nothing(rule: PassRule) -> None:
    assert in_way(rule, way_of(rule)) == rule


@given(RULES, st.sampled_from(PassWay))
def test_a_way_leaves_only_its_own_conditions(rule: PassRule, way: PassWay) -> None:
    changed = in_way(rule, way)
    assert not (way is PassWay.LEVELS and changed.min_percent)
    assert not (way is PassWay.POINTS and (changed.each_at_least or changed.required_levels))


def test_whoever_chooses_another_way_gets_it() -> None:
    points = editing.set_values(make_definition(), {WAY: "points"}).rubric.pass_rule
    assert (points.min_percent, points.each_at_least, points.required_levels) == (50, "", ())
    levels = editing.set_values(make_definition(), {WAY: "levels"}).rubric.pass_rule
    assert (levels.min_percent, levels.each_at_least, levels.required_levels) == (0, "meets", NEEDS)
    assert levels.text == RUBRIC.pass_rule.text


def test_whoever_leaves_the_choice_alone_means_the_conditions() -> None:
    rule = editing.set_values(make_definition(), {WAY: "floors", "rubric/pass_rule/min_percent": 0}).rubric.pass_rule
    assert (rule.min_percent, way_of(rule)) == (0, PassWay.LEVELS)
