# SPDX-License-Identifier: Apache-2.0
"""Changing a definition place by place, as a form does: values set, rows added, removed and moved.

Pure: each function returns another definition. Rows keep their ids while others come and go, and what pointed to a row
that is removed no longer points anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cairn.achievements import paths
from cairn.achievements.definition import Definition, Translation
from cairn.achievements.pass_ways import PassWay, in_way, way_of
from cairn.standards.types import Json, JsonObject

MOST_ROWS: Final = 60
_NEEDS: Final = "needs"
_WAY: Final = "rubric/pass_rule/way"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of row: what its ids begin with (none where rows have no ids), and what a new one says."""

    prefix: str
    blank: JsonObject


_ROWS: Final[dict[str, _Kind]] = {
    "outcomes": _Kind("O", {"text": ""}),
    "alignments": _Kind("", {"framework": ""}),
    "evidence": _Kind("P", {"type": "work_examples"}),
    "items": _Kind("E", {"form": "text", "max_words": 300}),
    "levels": _Kind("L", {"points": 0}),
    "criteria": _Kind("C", {"weight": 1}),
    "exemplars": _Kind("", {"sample": ""}),
    "method_components": _Kind("M", {"name": ""}),
    "research": _Kind("R", {"citation": ""}),
    "resources": _Kind("S", {"name": ""}),
    "credit": _Kind("", {"unit": ""}),
    "translations": _Kind("", {}),
}


def completed(definition: Definition) -> Definition:
    """Return the definition with a place for the words of every level of every criterion."""
    return Definition.from_json(_completed(definition.to_tree()))


def set_values(definition: Definition, values: Mapping[str, Json]) -> Definition:
    """Put values at their places; a place that is no longer there is passed over.

    Three places are not members: `rubric/criteria/…/needs` is the level that one criterion needs,
    `rubric/pass_rule/way` the way of passing, and `translations/es/…` the text of another place in a language.
    Raises pydantic.ValidationError.
    """
    tree = _completed(definition.to_tree())
    for place, value in values.items():
        if place.startswith("rubric/criteria/") and place.endswith(f"/{_NEEDS}"):
            _set_need(tree, place.split("/")[2], str(value))
        elif place.startswith("translations/"):
            _set_translation(tree, place, str(value))
        elif paths.has(tree, place):
            paths.write(tree, place, value)
    changed, before = Definition.from_json(_pruned(tree)), way_of(definition.rubric.pass_rule)
    way = PassWay(str(values.get(_WAY) or before))
    # Whoever leaves the choice alone and sets a condition of another way means the condition.
    return _in_way(changed, way) if way is not before else changed


def needed_level(definition: Definition, criterion: str) -> str:
    """Return the level that one criterion needs beyond what all need; blank where there is none."""
    rules = definition.rubric.pass_rule.required_levels
    return next((rule.level for rule in rules if rule.criterion == criterion), "")


def add_row(definition: Definition, place: str) -> tuple[Definition, str]:
    """Add a blank row to a list; return the definition and the row's place. Raises KeyError, ValueError when full."""
    tree = _completed(definition.to_tree())
    kind, rows = _ROWS[place.rpartition("/")[2]], paths.read(tree, place)
    if len(rows) >= MOST_ROWS:
        raise ValueError(place)
    row = dict(kind.blank)
    if kind.prefix:
        row["id"] = _fresh_id(kind.prefix, tree, place)
    if "points" in row:
        row["points"] = max((level["points"] for level in rows), default=-1) + 1
    rows.append(row)
    return Definition.from_json(_completed(tree)), f"{place}/{paths.row_id(row, len(rows) - 1)}"


def add_language(definition: Definition, language: str) -> Definition:
    """Make room for the texts in one more language. Raises pydantic.ValidationError."""
    if language in (definition.language, *(item.language for item in definition.translations)):
        return definition
    more = (*definition.translations, Translation(language=language))
    return definition.model_copy(update={"translations": more})


def remove_row(definition: Definition, place: str) -> Definition:
    """Take a row out, and every reference to it. Raises KeyError."""
    tree, (rows, index) = _row(definition, place)
    del rows[index]
    return Definition.from_json(_pruned(tree))


def move_row(definition: Definition, place: str, *, down: bool) -> Definition:
    """Move a row one place up or down; at the end it stays. Raises KeyError."""
    tree, (rows, index) = _row(definition, place)
    target = index + (1 if down else -1)
    if 0 <= target < len(rows):
        rows[index], rows[target] = rows[target], rows[index]
    return Definition.from_json(tree)


def _row(definition: Definition, place: str) -> tuple[JsonObject, tuple[list[Json], int]]:
    tree = _completed(definition.to_tree())
    parent, _, name = place.rpartition("/")
    rows = paths.read(tree, parent) if parent.rpartition("/")[2] in _ROWS else None
    if not isinstance(rows, list):
        raise KeyError(place)
    return tree, (rows, [paths.row_id(row, index) for index, row in enumerate(rows)].index(name))


def _fresh_id(prefix: str, tree: JsonObject, place: str) -> str:
    """Return an id that no row of this kind has: the items of all parts share theirs, for the rubric points to them."""
    rows = [item for part in tree["evidence"] for item in part["items"]] if place.endswith("/items") else None
    taken = {row["id"] for row in rows or paths.read(tree, place)}
    return next(name for name in (f"{prefix}{number}" for number in range(1, 10_000)) if name not in taken)


def _completed(tree: JsonObject) -> JsonObject:
    rubric = tree["rubric"]
    for criterion in rubric["criteria"]:
        known = {item["level"]: item for item in criterion.get("descriptors", ())}
        criterion["descriptors"] = [
            known.get(level["id"], {"level": level["id"], "text": "", "exemplars": []}) for level in rubric["levels"]
        ]
    return tree


def _pruned(tree: JsonObject) -> JsonObject:
    """Take out what points to rows that are gone."""
    outcomes = {row["id"] for row in tree["outcomes"]}
    items = {item["id"] for part in tree["evidence"] for item in part["items"]}
    rubric = _completed(tree)["rubric"]
    levels, criteria = {row["id"] for row in rubric["levels"]}, {row["id"] for row in rubric["criteria"]}
    for criterion in rubric["criteria"]:
        criterion["outcomes"] = [name for name in criterion.get("outcomes", ()) if name in outcomes]
        criterion["evidence"] = [name for name in criterion.get("evidence", ()) if name in items]
    rule = rubric["pass_rule"]
    rule["each_at_least"] = rule["each_at_least"] if rule["each_at_least"] in levels else ""
    rule["required_levels"] = [
        need for need in rule["required_levels"] if need["criterion"] in criteria and need["level"] in levels
    ]
    parts = {part["id"] for part in tree["evidence"]}
    rule["parts_complete"] = [name for name in rule["parts_complete"] if name in parts]
    return tree


def _set_need(tree: JsonObject, criterion: str, level: str) -> None:
    rule = tree["rubric"]["pass_rule"]
    others = [need for need in rule["required_levels"] if need["criterion"] != criterion]
    rule["required_levels"] = [*others, {"criterion": criterion, "level": level}] if level else others


def _in_way(definition: Definition, way: PassWay) -> Definition:
    """Take away what the way of passing leaves no room for, after everything else was put in."""
    rubric = definition.rubric.model_copy(update={"pass_rule": in_way(definition.rubric.pass_rule, way)})
    return definition.model_copy(update={"rubric": rubric})


def _set_translation(tree: JsonObject, place: str, text: str) -> None:
    _, language, path = place.split("/", 2)
    for translation in tree["translations"]:
        if translation["language"] == language:
            texts = dict(translation["texts"]) | {path: text.strip()}
            translation["texts"] = [[key, words] for key, words in texts.items() if words]
