# SPDX-License-Identifier: Apache-2.0
"""Rubrics to test with: one by hand, in a whole micro-credential too, and any that can be kept."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from cairn.achievements.definition import (
    Definition,
    Descriptor,
    Exemplar,
    MethodComponent,
    Research,
    Resource,
    RubricCriterion,
    RubricLevel,
    Translation,
)
from cairn.achievements.rubrics.document import RubricDocument, untied
from tests.factories.achievements import RUBRIC, make_definition

SPANISH: Final = Translation(
    language="es",
    texts=(
        ("name", "Repaso"),
        ("rubric/levels/meets/name", "Cumple"),
        ("rubric/criteria/plan/name", "Conforme a las metas"),
        ("rubric/criteria/plan/descriptors/meets/text", "Cada tarea nombra su meta"),
    ),
)
_WORDS: Final = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
_WORD: Final = _WORDS.map(str.strip).filter(bool)
_KEYS: Final = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,11}", fullmatch=True)


def make_document(**changes: object) -> RubricDocument:
    """Make a rubric by itself, with an exemplar, a note and some Spanish; `changes` are its members."""
    plan, insight = (untied(criterion) for criterion in RUBRIC.criteria)
    shown = Exemplar(sample="Task 4 asks for last week's verbs.", why="It names the goal that it samples.")
    meets = Descriptor(level="meets", text="Every task names its goal", exemplars=(shown,))
    cells = tuple(meets if cell.level == "meets" else cell for cell in plan.descriptors)
    plan = plan.model_copy(update={"descriptors": cells, "note": "A goal may stand in the heading."})
    complete = {
        "name": "Retrieval tasks",
        "description": "For recall tasks of any subject.",
        "levels": RUBRIC.levels,
        "criteria": (plan, insight),
        "translations": (SPANISH,),
    }
    return RubricDocument.model_validate({**complete, **changes})


def make_template(**changes: Any) -> Definition:
    """Make a definition that fills every section of the micro-credential template; it can be published."""
    tied = {row.id: {"outcomes": row.outcomes, "evidence": row.evidence} for row in RUBRIC.criteria}
    criteria = tuple(row.model_copy(update=tied[row.id]) for row in make_document().criteria)
    work = Research(id="R1", citation="Roediger, 2006", url="https://doi.org/10.1111/x", finding="It lasts.")
    filled: dict[str, Any] = {
        "key_method": "Ask for it from memory.",
        "method_components": (MethodComponent(id="M1", name="Space it", text="Come back after days.\nTwice."),),
        "research": (work,),
        "resources": (Resource(id="S1", name="A guide", url="https://example.org/guide", text="Free"),),
        "rubric": RUBRIC.model_copy(update={"criteria": criteria}),
    }
    return make_definition(**{**filled, **changes})


@st.composite
def documents(draw: st.DrawFn, *, with_exemplars: bool = True) -> RubricDocument:
    """Draw a rubric that can be kept, every word of it written."""
    level_ids = draw(st.lists(_KEYS, min_size=2, max_size=5, unique=True))
    points = sorted(draw(st.sets(st.integers(0, 1000), min_size=len(level_ids), max_size=len(level_ids))))
    levels = tuple(
        RubricLevel(id=name, name=draw(_WORD), points=value) for name, value in zip(level_ids, points, strict=True)
    )
    names = draw(st.lists(_KEYS, min_size=1, max_size=4, unique=True))
    criteria = tuple(_criterion(draw, name, level_ids, with_exemplars=with_exemplars) for name in names)
    spoken = {f"rubric/criteria/{row.id}/name": draw(_WORD) for row in criteria if not row.language}
    texts = {"name": draw(_WORD), f"rubric/levels/{level_ids[0]}/name": draw(_WORD), **spoken}
    return RubricDocument(
        name=draw(_WORD),
        description=draw(_WORD),
        language="en",
        levels=levels,
        criteria=criteria,
        translations=(Translation(language="es", texts=tuple(texts.items())),),
    )


def _criterion(draw: st.DrawFn, name: str, levels: list[str], *, with_exemplars: bool) -> RubricCriterion:
    exemplars = st.lists(st.builds(Exemplar, sample=_WORD, why=_WORD), max_size=2 if with_exemplars else 0).map(tuple)
    cells = tuple(Descriptor(level=level, text=draw(_WORD), exemplars=draw(exemplars)) for level in levels)
    return RubricCriterion(
        id=name,
        name=draw(_WORD),
        weight=draw(st.integers(0, 1000)),
        descriptors=cells,
        note=draw(st.one_of(st.just(""), _WORD)),
        language=draw(st.sampled_from(["", "fr"])),
    )
