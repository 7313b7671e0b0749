# SPDX-License-Identifier: Apache-2.0
"""Digests name what was published, so they stay whatever a definition learns to say later."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.achievements.definition import (
    BLANK,
    Definition,
    Descriptor,
    Exemplar,
    MethodComponent,
    Origin,
    PassRule,
    Research,
    Resource,
    RubricSource,
)
from cairn.achievements.editing import completed
from cairn.achievements.rubrics import rubric_digest
from tests.factories.achievements import RUBRIC, make_attendance, make_definition

# Of the same definitions before exemplars, notes, sources, method components, research and resources were there.
BEFORE: Final = {
    "c9e8f6b22e089f1cb7828483ad02652d1ed66bc5fad0302deabda99f98a462f2": BLANK,
    "9eb6fd40de6bd2c2ae599a88e0a804192bb76465abd95583aea92a3eb6223d77": make_definition(),
    "e683948074fefb7ee251e0ba2c81bd7ccc21302e93dd866cf8e5127781d2091f": make_attendance(),
}
PLAN: Final = RUBRIC.criteria[0]


@pytest.mark.parametrize(("digest", "definition"), BEFORE.items(), ids=["blank", "tested", "attendance"])
def test_what_was_published_keeps_its_digest(digest: str, definition: Definition) -> None:
    assert definition.digest() == digest
    assert Definition.from_json(definition.to_tree()).digest() == digest
    assert Definition.from_json(definition.to_json()) == definition


def test_completing_a_definition_that_is_complete_keeps_its_digest() -> None:
    assert completed(make_definition()).digest() == make_definition().digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"method_components": (MethodComponent(id="M1", name="Space"),)},
        {"research": (Research(id="R1", citation="Roediger and Karpicke, 2006"),)},
        {"resources": (Resource(id="S1", name="A guide"),)},
        {"rubric": RUBRIC.model_copy(update={"source": RubricSource(origin=Origin.BANK, id="communication")})},
    ],
)
def test_what_is_said_beyond_that_changes_it(changes: dict[str, object]) -> None:
    said = make_definition(**changes)
    assert said.digest() != make_definition().digest()
    assert Definition.from_json(said.to_json()) == said


def test_a_tree_has_a_place_for_every_member() -> None:
    tree = make_definition().to_tree()
    assert (tree["method_components"], tree["research"], tree["resources"]) == ([], [], [])
    assert tree["rubric"]["source"] is None
    assert tree["rubric"]["criteria"][0]["note"] == ""
    assert tree["rubric"]["criteria"][0]["descriptors"][0]["exemplars"] == []


def test_a_rubric_has_one_digest_wherever_it_is_used() -> None:
    digest = "ada965c5092b0519e3182e1e645658753b16426fe07d5cdcd71ec8c6844c5eda"
    elsewhere = RUBRIC.model_copy(
        update={
            "pass_rule": PassRule(min_percent=90),
            "source": RubricSource(id="1"),
            "criteria": tuple(row.model_copy(update={"outcomes": (), "evidence": ()}) for row in RUBRIC.criteria),
        }
    )
    assert rubric_digest(RUBRIC) == rubric_digest(elsewhere) == digest


@pytest.mark.parametrize(
    "changes",
    [
        {"weight": 3},
        {"name": "Plan"},
        {"note": "Look at the heading."},
        {"language": "es"},
        {"descriptors": (Descriptor(level="meets", text="x", exemplars=(Exemplar(sample="y"),)),)},
    ],
)
def test_the_digest_of_a_rubric_follows_its_words_and_weights(changes: dict[str, object]) -> None:
    changed = RUBRIC.model_copy(update={"criteria": (PLAN.model_copy(update=changes), RUBRIC.criteria[1])})
    assert rubric_digest(changed) != rubric_digest(RUBRIC)
