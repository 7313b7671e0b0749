# SPDX-License-Identifier: Apache-2.0
"""The pass rule: exact, and the same as what people wrote down for every submission and anchor."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cairn.achievements.definition import PassRule, RequiredLevel, Rubric, RubricCriterion, RubricLevel
from cairn.achievements.passing import PassResult, Reason, ReasonCode, evaluate, say
from tests.factories.achievements import RUBRIC, make_definition
from tests.shared_data import shared_files, shared_path

ACHIEVEMENTS: Final = "demo-content/achievements/*.yaml"
SUBMISSIONS: Final = shared_files("demo-content/submissions/*.yaml")
RATED: Final = [path for path in shared_files(ACHIEVEMENTS) if "\nrubric:" in path.read_text(encoding="utf-8")]


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rubric_of(item: dict[str, Any]) -> Rubric:
    given_rubric = item["rubric"]
    rule = given_rubric["pass_rule"]
    return Rubric(
        levels=tuple(RubricLevel(id=x["id"], name=x["name"], points=x["score"]) for x in given_rubric["levels"]),
        criteria=tuple(
            RubricCriterion(id=x["id"], name=x["name"], weight=x["weight"]) for x in given_rubric["criteria"]
        ),
        pass_rule=PassRule(
            min_percent=rule["min_percent"],
            each_at_least=rule["each_at_least"],
            required_levels=tuple(RequiredLevel(criterion=c, level=x) for c, x in rule["required_levels"].items()),
            parts_complete=tuple(rule["parts_complete"]),
        ),
    )


def judged(rubric: Rubric, record: dict[str, Any]) -> PassResult:
    return evaluate(rubric, record["scores"], rubric.pass_rule.parts_complete)


def agrees(result: PassResult, record: dict[str, Any]) -> bool:
    return abs(Decimal(str(record["percent"])) - (result.shown_percent or 0)) <= Decimal("0.05")


def test_the_demonstration_is_there() -> None:
    shared_path("demo-content")
    assert (len(SUBMISSIONS), len(RATED)) == (25, 13)


@pytest.mark.parametrize("path", RATED, ids=lambda path: path.stem)
def test_every_anchor_passes_or_not_as_it_says(path: Path) -> None:
    item = load(path)
    rubric = rubric_of(item)
    assert item["anchors"]
    for anchor in item["anchors"]:
        result = judged(rubric, anchor)
        assert (result.passed, agrees(result, anchor)) == (anchor["passes"], True), anchor["id"]


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.stem)
def test_every_submission_is_decided_as_it_says(path: Path) -> None:
    submission = load(path)
    rubric = rubric_of(load(shared_path(f"demo-content/achievements/{submission['achievement']}.yaml")))
    for rating in submission["ratings"]:
        assert agrees(judged(rubric, rating), rating)
    if decision := submission["decision"]:
        result = judged(rubric, decision)
        assert (result.passed, agrees(result, decision)) == (decision["outcome"] == "award", True)


def test_the_percent_is_exact() -> None:
    result = evaluate(RUBRIC, {"plan": "meets", "insight": "exceeds"}, ["overview"])
    assert result == PassResult(Fraction(200, 3), passed=True, reasons=(), criteria_to_improve=())
    assert result.shown_percent == Decimal("66.7")


def test_a_hair_below_the_line_is_below() -> None:
    rule = RUBRIC.pass_rule.model_copy(update={"min_percent": 67})
    result = evaluate(
        RUBRIC.model_copy(update={"pass_rule": rule}), {"plan": "meets", "insight": "exceeds"}, ["overview"]
    )
    assert result.reasons == (Reason(ReasonCode.BELOW_PERCENT, reached="66.7", needed="67"),)
    assert (result.passed, result.criteria_to_improve) == (False, ("plan",))


def test_each_condition_says_what_it_misses() -> None:
    result = evaluate(RUBRIC, {"plan": "not_yet", "insight": "not_yet"}, [])
    assert result.reasons == (
        Reason(ReasonCode.BELOW_REQUIRED, criterion="plan", reached="not_yet", needed="meets"),
        Reason(ReasonCode.BELOW_EACH, criterion="insight", reached="not_yet", needed="meets"),
        Reason(ReasonCode.BELOW_PERCENT, reached="0.0", needed="50"),
        Reason(ReasonCode.PART_INCOMPLETE, part="overview"),
    )
    assert result.criteria_to_improve == ("plan", "insight")


def test_only_the_parts_that_fell_short_come_back() -> None:
    definition = make_definition()
    weak = evaluate(RUBRIC, {"plan": "exceeds", "insight": "not_yet"}, ["overview"])
    assert weak.parts_to_improve(definition) == ("reflection",)
    missing = evaluate(RUBRIC, {"plan": "exceeds", "insight": "exceeds"}, [])
    assert missing.parts_to_improve(definition) == ("overview",)


def test_reasons_are_said_in_words_and_stored() -> None:
    definition = make_definition()
    reasons = evaluate(RUBRIC, {"plan": "not_yet"}, []).reasons
    assert [say(reason, definition) for reason in reasons] == [
        "“Use of results” has not been rated yet.",
        "“Match to goals” is at “Not yet”. This criterion must reach at least “Meets”.",
        "0 percent of the points, and 50 are needed.",
        "The part “About your class” is not complete.",
    ]
    assert reasons[0].to_json() == {"code": "not_rated", "criterion": "insight"}


def test_just_below_the_line_does_not_read_as_the_line() -> None:
    weights = [
        criterion.model_copy(update={"weight": weight})
        for criterion, weight in zip(RUBRIC.criteria, (1999, 2001), strict=True)
    ]
    rubric = RUBRIC.model_copy(update={"criteria": tuple(weights), "pass_rule": PassRule(min_percent=50)})
    result = evaluate(rubric, {"plan": "exceeds", "insight": "not_yet"}, [])
    assert (result.percent, result.shown_percent, result.passed) == (Fraction(1999, 40), Decimal("50.0"), False)
    with override("es"):
        assert say(result.reasons[0], make_definition()).startswith("49,9")
    assert say(result.reasons[0], make_definition()) == "49.9 percent of the points, and 50 are needed."


def test_what_the_rubric_does_not_have_is_a_mistake() -> None:
    for levels in ({"plan": "great"}, {"other": "meets"}):
        with pytest.raises(ValueError, match="The rubric has no level"):
            evaluate(RUBRIC, levels, [])


def test_without_a_rubric_the_parts_decide() -> None:
    rubric = Rubric(pass_rule=PassRule(parts_complete=("test",), min_percent=50))
    assert evaluate(rubric, {}, ["test"]) == PassResult(None, passed=True, reasons=(), criteria_to_improve=())
    assert not evaluate(rubric, {}, []).passed


@st.composite
def ratings(draw: st.DrawFn) -> tuple[Rubric, dict[str, str]]:
    points = sorted(draw(st.sets(st.integers(0, 20), min_size=2, max_size=5)))
    levels = tuple(RubricLevel(id=f"l{n}", name=f"L{n}", points=value) for n, value in enumerate(points))
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    criteria = tuple(RubricCriterion(id=f"c{n}", name=f"C{n}", weight=weight) for n, weight in enumerate(weights))
    rule = PassRule(
        min_percent=draw(st.integers(0, 100)), each_at_least=draw(st.sampled_from(["", *(x.id for x in levels)]))
    )
    chosen = {criterion.id: draw(st.sampled_from(levels)).id for criterion in criteria}
    return Rubric(levels=levels, criteria=criteria, pass_rule=rule), chosen


@given(ratings())
def test_better_work_never_does_worse(given_rating: tuple[Rubric, dict[str, str]]) -> None:
    rubric, levels = given_rating
    before = evaluate(rubric, levels, [])
    order = [level.id for level in rubric.levels]
    for criterion, level in levels.items():
        better = {**levels, criterion: order[min(order.index(level) + 1, len(order) - 1)]}
        after = evaluate(rubric, better, [])
        assert after.percent is not None
        assert before.percent is not None
        assert after.percent >= before.percent
        assert after.passed or not before.passed


@given(ratings())
def test_the_top_always_passes_and_the_sum_is_right(given_rating: tuple[Rubric, dict[str, str]]) -> None:
    rubric, levels = given_rating
    top = evaluate(rubric, dict.fromkeys(levels, rubric.levels[-1].id), [])
    assert (top.percent, top.passed) == (Fraction(100), True)
    points = {level.id: level.points for level in rubric.levels}
    reached = sum(criterion.weight * points[levels[criterion.id]] for criterion in rubric.criteria)
    possible = sum(criterion.weight for criterion in rubric.criteria) * max(points.values())
    assert evaluate(rubric, levels, []).percent == Fraction(100 * reached, possible)
    assert bool(evaluate(rubric, levels, []).reasons) != evaluate(rubric, levels, []).passed
