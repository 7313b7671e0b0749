# SPDX-License-Identifier: Apache-2.0
"""What is found in a draft before it may be published."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cairn.achievements.definition import (
    BLANK,
    AssessmentMethod,
    Cost,
    Credit,
    Definition,
    Descriptor,
    Effort,
    Outcome,
    PassRule,
    RequiredLevel,
    Rubric,
    RubricLevel,
    Translation,
)
from cairn.achievements.kinds import Kind
from cairn.achievements.readiness import find_problems
from cairn.achievements.readiness.verbs import Opening, opening_of
from tests.factories.achievements import EVIDENCE, OUTCOMES, RUBRIC, make_attendance, make_definition

FIRST, SECOND = RUBRIC.criteria


def codes(definition: Definition, *, blocking: bool | None = None) -> set[str]:
    return {finding.code for finding in find_problems(definition) if blocking in (None, finding.blocks)}


def rubric(**changes: Any) -> dict[str, Rubric]:
    return {"rubric": RUBRIC.model_copy(update=changes)}


def first(**changes: Any) -> dict[str, Rubric]:
    return rubric(criteria=(FIRST.model_copy(update=changes), SECOND))


def descriptors(*texts: str) -> tuple[Descriptor, ...]:
    levels = ("not_yet", "meets", "exceeds")
    return tuple(Descriptor(level=level, text=text) for level, text in zip(levels, texts, strict=True))


def test_a_complete_definition_has_nothing_to_fix() -> None:
    assert find_problems(make_definition()) == ()
    assert codes(make_attendance(), blocking=True) == set()


def test_a_blank_one_says_everything_that_must_be_told() -> None:
    assert codes(BLANK, blocking=True) == {
        *("BAS-01", "BAS-02", "BAS-03", "BAS-04", "ASM-01", "QUA-01"),
        *("OUT-01", "EVD-01", "RUB-01", "CST-01", "HRS-01"),
    }


def test_what_blocks_comes_first() -> None:
    weights = [finding.blocks for finding in find_problems(BLANK)]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcomes": (*OUTCOMES, Outcome(id="O3"))}, "OUT-02"),
        ({"outcomes": (*OUTCOMES, Outcome(id="O3", text="Understand recall"))}, "OUT-03"),
        ({"outcomes": (*OUTCOMES, Outcome(id="O3", text="Students plan tasks"))}, "OUT-07"),
        ({"outcomes": (*OUTCOMES, Outcome(id="O3", text=OUTCOMES[0].text.upper()))}, "OUT-09"),
        ({"outcomes": (*OUTCOMES, Outcome(id="O3", text="Plan a trip"))}, "RUB-09"),
        ({"evidence": (EVIDENCE[0].model_copy(update={"items": ()}),)}, "EVD-03"),
        ({"evidence": ()}, "EVD-01"),
        ({"rubric": Rubric()}, "RUB-01"),
        (rubric(levels=RUBRIC.levels[:1]), "RUB-02"),
        (rubric(levels=RUBRIC.levels[::-1]), "RUB-03"),
        (rubric(levels=(RubricLevel(id="not_yet"), *RUBRIC.levels[1:])), "RUB-12"),
        (first(name=""), "RUB-04"),
        (first(descriptors=descriptors("A", "", "C")), "RUB-05"),
        (first(descriptors=descriptors("A", "B", "b")), "RUB-06"),
        (first(outcomes=("O9",)), "RUB-08"),
        (first(weight=0), "RUB-11"),
        (rubric(pass_rule=PassRule(each_at_least="great")), "PAS-01"),
        (rubric(pass_rule=PassRule(required_levels=(RequiredLevel(criterion="x", level="meets"),))), "PAS-02"),
        (rubric(pass_rule=PassRule(min_percent=5, parts_complete=("x",))), "PAS-03"),
        (rubric(pass_rule=PassRule()), "PAS-04"),
        ({"cost": Cost()}, "CST-01"),
        ({"effort": Effort()}, "HRS-01"),
        ({"credit": (Credit(unit="hour"),)}, "CRE-01"),
        ({"image_id": "x"}, "IMG-01"),
    ],
)
def test_each_mistake_blocks(changes: dict[str, Any], code: str) -> None:
    assert code in codes(make_definition(**changes), blocking=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcomes": (*OUTCOMES, Outcome(id="O3", text="Yodel a song"))}, "OUT-08"),
        ({"outcomes": (Outcome(id="O1", text="Plan " + "and plan " * 20), OUTCOMES[1])}, "OUT-04"),
        (first(descriptors=descriptors("A", "Is good and clear", "C")), "RUB-07"),
        (first(evidence=()), "RUB-10"),
        ({"assessment": AssessmentMethod(type="test")}, "ASM-02"),
        ({"credit": ()}, "CRE-02"),
        ({"renewal": ""}, "VAL-01"),
        ({"level": ""}, "BAS-05"),
        ({"audience": ""}, "BAS-06"),
        ({"cost": Cost(price=Decimal(5))}, "CST-02"),
        ({"translations": (Translation(language="es", texts=(("name", "Práctica"),)),)}, "TRA-01"),
    ],
)
def test_each_weakness_is_advice(changes: dict[str, Any], code: str) -> None:
    definition = make_definition(**changes)
    assert code in codes(definition, blocking=False)
    assert code not in codes(definition, blocking=True)


def test_supervision_with_a_check_of_identity_says_how_one_knows_who_did_the_work() -> None:
    stated = AssessmentMethod(type="test", supervision="supervised-onsite-with-id")
    assert "ASM-02" not in codes(make_definition(assessment=stated), blocking=False)


def test_a_blank_that_is_explained_does_not_block() -> None:
    said = make_definition(cost=Cost(who_pays="Your school decides"), effort=Effort(detail="It depends"))
    assert codes(said, blocking=True) == set()


@pytest.mark.parametrize("kind", [Kind.PARTICIPATION, Kind.RECOGNITION])
def test_what_is_not_tested_must_not_look_so(kind: Kind) -> None:
    assert codes(make_definition(kind=kind), blocking=True) == {"OUT-05", "OUT-06", "EVD-02"}
    assert codes(make_attendance(kind=kind), blocking=True) == set()


def test_a_test_of_knowledge_needs_no_rubric() -> None:
    assert codes(make_definition(kind=Kind.KNOWLEDGE, rubric=Rubric(), evidence=()), blocking=True) == set()


@pytest.mark.parametrize(
    ("text", "language", "opening"),
    [
        ("Explain why", "en", Opening.OBSERVABLE),
        ("understand why", "en-US", Opening.HIDDEN),
        ("The learner explains", "en", Opening.NO_VERB),
        ("3 tasks", "en", Opening.NO_VERB),
        ("Yodel", "en", Opening.UNKNOWN),
        ("Comprender por qué", "es", Opening.HIDDEN),
        ("Explicar por qué", "es-MX", Opening.OBSERVABLE),
        ("يشرح السبب", "ar", Opening.OBSERVABLE),
    ],
)
def test_the_first_word_decides(text: str, language: str, opening: Opening) -> None:
    assert opening_of(text, language) is opening


def test_every_finding_says_what_why_and_how() -> None:
    for finding in find_problems(BLANK):
        assert finding.what
        assert finding.why.endswith(".")
        assert finding.fix.endswith((".", "”."))
