# SPDX-License-Identifier: Apache-2.0
"""Files with rubrics: what is written is read back, what others write is read or refused with the place and the fix."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.achievements.definition import Origin
from cairn.achievements.rubrics import RubricDocument
from cairn.achievements.rubrics.case import dump_case
from cairn.achievements.rubrics.ctdl import dump_ctdl, lost_in_ctdl
from cairn.achievements.rubrics.reading import MOST_BYTES, FileKind, RubricFile, dump_own, read_own, read_rubrics
from cairn.foundation.errors import Invalid
from tests.factories.rubrics import documents, make_document
from tests.shared_data import shared_files, shared_path

SERIES: Final = UUID("0190f0aa-0000-7000-8000-000000000001")
MOMENT: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def _case(document: RubricDocument) -> dict[str, Any]:
    return dump_case(document, identifier=SERIES, version="3", changed_at=MOMENT)


def _ctdl(document: RubricDocument) -> dict[str, Any]:
    return dump_ctdl(document, identifier=SERIES, version="3", publisher="Tamarack")


def _read(source: object) -> RubricFile:
    return read_rubrics(json.dumps(source).encode())


def _bare(document: RubricDocument) -> RubricDocument:
    """Return a rubric without where it was had from, which a file adds."""
    return document.model_copy(update={"source": None})


@settings(deadline=None)
@given(documents())
def test_a_file_of_ours_is_read_back(document: RubricDocument) -> None:
    file = _read(dump_own(document))
    assert (file.kind, file.rubrics[0].document, file.rubrics[0].notes) == (FileKind.OWN, document, ())


@settings(deadline=None)
@given(documents())
def test_a_file_in_case_is_read_back_whole(document: RubricDocument) -> None:
    (found,) = _read(_case(document)).rubrics
    assert _bare(found.document) == document
    assert found.notes == ()
    assert found.document.source is not None
    assert (found.document.source.origin, found.document.source.id) == (Origin.CASE, f"urn:uuid:{SERIES}")


@settings(deadline=None)
@given(documents(with_exemplars=False))
def test_a_file_in_ctdl_is_read_back_but_for_exemplars(document: RubricDocument) -> None:
    (found,) = _read(_ctdl(document)).rubrics
    assert _bare(found.document) == document
    assert found.notes == ()
    assert found.document.source is not None
    assert (found.document.source.origin, found.document.source.version) == (Origin.CTDL, "3")
    assert lost_in_ctdl(document) == ()


def test_a_sign_that_no_database_holds_is_taken_out() -> None:
    source = json.dumps(dump_own(make_document(name="Re\x00call"))).encode()
    assert b"\\u0000" in source
    assert read_rubrics(source).rubrics[0].document.name == read_own(source).name == "Recall"


def test_what_ctdl_cannot_hold_is_said() -> None:
    assert lost_in_ctdl(make_document()) == ("the examples of work",)


@settings(max_examples=20, deadline=None)
@given(documents())
def test_a_file_in_case_is_valid_by_the_schema(document: RubricDocument) -> None:
    schema = json.loads(shared_path("real/case-opensalt/case-v1p0-cfpackage-schema.json").read_text())
    rubric = {"$ref": "#/definitions/CFRubric", "definitions": schema["definitions"]}
    jsonschema.validate(_without_extensions(_case(document)), rubric)


def _without_extensions(value: Any) -> Any:
    """Return a document as CASE 1.0 had it: `extensions` is what 1.1 added to these classes."""
    if isinstance(value, list):
        return [_without_extensions(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_extensions(item) for name, item in value.items() if name != "extensions"}
    return value


def test_case_of_others_gets_levels_of_our_own() -> None:
    cells = [("On topic", "On", 1.0), ("Off topic", "Off", 0.5)]
    levels = [{"description": text, "quality": name, "score": score} for text, name, score in cells]
    first = {"category": "Writing", "description": "Keeps to the topic", "weight": 0.25, "position": 1}
    second = {"description": "Cites a source", "weight": 0.75, "position": 2}
    rows = [{**row, "CFRubricCriterionLevels": levels} for row in (second, first)]
    file = _read({"CFDocument": {"language": "en-US"}, "CFRubrics": [{"title": "Essay", "CFRubricCriteria": rows}]})
    document = file.rubrics[0].document
    assert [(level.id, level.name, level.points) for level in document.levels] == [("L1", "Off", 5), ("L2", "On", 10)]
    assert [(row.name, row.weight) for row in document.criteria] == [("Keeps to the topic", 25), ("Cites a source", 75)]
    assert document.language == "en-US"
    assert file.rubrics[0].notes == ("The categories of criteria (category) were left out.",)


def _two_criteria(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [("A", first), ("B", second)]
    criteria = [{"description": name, "CFRubricCriterionLevels": levels} for name, levels in rows]
    return {"title": "T", "CFRubricCriteria": criteria}


def test_points_that_are_multiples_become_weights() -> None:
    first: list[dict[str, Any]] = [
        {"quality": "No", "description": "a", "score": 0},
        {"quality": "Yes", "description": "b", "score": 2},
    ]
    second = [{**level, "score": level["score"] * 3} for level in first]
    document = _read(_two_criteria(first, second)).rubrics[0].document
    assert [level.points for level in document.levels] == [0, 2]
    assert [row.weight for row in document.criteria] == [1, 3]


def test_levels_that_differ_leave_blanks_and_say_so() -> None:
    full = [{"quality": name, "description": name, "score": score} for score, name in enumerate("abc")]
    found = _read(_two_criteria(full, full[:2])).rubrics[0]
    assert [cell.text for cell in found.document.criteria[1].descriptors] == ["a", "b", ""]
    assert "“B” has no words for: c. Write them before you publish." in found.notes


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        (b"{", "rubric_unreadable", "cannot be read as JSON"),
        (b"[]", "rubric_none", "There is no rubric in this file"),
        (b'{"CFRubrics": []}', "rubric_none", "The list of rubrics in this file is empty"),
        (b'{"title": "T", "CFRubricCriteria": []}', "rubric_criteria", "“T” has no criteria"),
        (b" " * (MOST_BYTES + 1), "rubric_file_too_large", "over 250 kB"),
        (b'{"format": "cairn.rubric.v1", "rubric": {"levels": 3}}', "rubric_member", "levels: "),
        (
            b'{"title": "T", "CFRubricCriteria": [{"description": "A", "weight": "x"}]}',
            "rubric_member",
            "Criterion 1: “weight” must be a number",
        ),
        (
            b'{"title": "T", "CFRubricCriteria": [{"description": "A", "CFRubricCriterionLevels": [{"quality": 4}]}]}',
            "rubric_member",
            "Criterion 1: “quality” must be a text",
        ),
        (
            b'{"title": "T", "CFRubricCriteria": [{"description": "A", "CFRubricCriterionLevels": [{}]}]}',
            "rubric_levels",
            "Criterion 1 (“A”) has 1 levels. Two to 12 can be kept.",
        ),
    ],
)
def test_a_file_is_refused_with_the_place_and_the_fix(source: bytes, code: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_rubrics(source)
    assert refusal.value.code == code
    assert words in refusal.value.detail


VALUES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "en", "_:r", "urn:uuid:1", "x" * 400]),
    st.lists(st.sampled_from(["x", 1, None, {}, []]), max_size=3),
    st.dictionaries(st.sampled_from(["en", "id", "@id", "cairn"]), st.sampled_from(["x", 1, None, {}]), max_size=3),
)


def _places(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for step, value in steps for found in [(*path, step), *_places(value, (*path, step))]]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([_case(make_document()), _ctdl(make_document()), dump_own(make_document())]), st.data())
def test_whatever_a_file_holds_it_is_read_or_refused(source: dict[str, Any], data: st.DataObject) -> None:
    changed = copy.deepcopy(source)
    for _time in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(_places(changed)))
        holder: Any = changed
        for step in way:
            holder = holder[step]
        holder[last] = data.draw(VALUES)
    try:
        file = _read(changed)
    except Invalid:
        return
    for found in file.rubrics:
        assert RubricDocument.from_json(found.document.to_json()) == found.document


REAL: Final[dict[str, str | tuple[list[tuple[str, int]], list[int], int]]] = {
    "Blackboard_Essay_Evaluation.json": (
        [("Excellent", 0), ("Proficient", 1), ("Satisfactory", 2), ("Unsatisfactory", 3)],
        [25, 25, 25, 25],
        3,
    ),
    "ClassifyingCriteria.json": "rubric_levels",
    "Elumen_Activity.json": (
        [
            ("Does not meet expectations", 0),
            ("Does not meet expectations", 1),
            ("Meets expectations", 2),
            ("Meets expectations", 3),
            ("Exceeds expectations", 4),
        ],
        [334, 333, 333],
        0,
    ),
    "Moodle.json": ([("Level 1", 0), ("Level 2", 1), ("Level 3", 2)], [1, 1, 1], 3),
    "Reuse_RubricCriteria.json": ([("Go", 0), ("No-Go", 1)], [1, 1, 1, 1], 5),
    "Simplified_Rubric.json": ([("Unsatisfactory", 25), ("Satisfactory", 66), ("Excellent", 100)], [5, 5], 0),
    "Single_CliterionLevel.json": "rubric_none",
}
REAL_FILES: Final = shared_files("real/ctdl-schema-development/Rubrics/Examples/*.json")


def test_the_real_rubrics_are_there() -> None:
    shared_path("real/ctdl-schema-development/Rubrics/Examples")
    assert {path.name for path in REAL_FILES} == REAL.keys()


@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.name)
def test_real_rubrics_are_read_or_refused_in_words(path: Path) -> None:
    assert _outcome(path) == REAL[path.name]


def _outcome(path: Path) -> str | tuple[list[tuple[str, int]], list[int], int]:
    try:
        (found,) = read_rubrics(path.read_bytes()).rubrics
    except Invalid as refusal:
        return refusal.code
    levels = [(level.name, level.points) for level in found.document.levels]
    return levels, [row.weight for row in found.document.criteria], len(found.notes)


def test_levels_in_an_order_that_was_guessed_can_be_turned_around() -> None:
    path = shared_path("real/ctdl-schema-development/Rubrics/Examples/Blackboard_Essay_Evaluation.json")
    (found,) = read_rubrics(path.read_bytes()).rubrics
    assert found.order_guessed
    turned = found.document.turned_around()
    assert [(level.name, level.points) for level in turned.levels][::3] == [("Unsatisfactory", 0), ("Excellent", 3)]
