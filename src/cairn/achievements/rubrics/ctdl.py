# SPDX-License-Identifier: Apache-2.0
"""Rubrics in CTDL-ASN: ceasn:Rubric, RubricCriterion, RubricLevel and CriterionLevel, as a JSON-LD graph.

Every text is a language map, so translations and the language of a criterion are carried; there is no term for an
exemplar. Source: CTDL-ASN, Rubric and its properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from cairn.achievements.definition import Origin, RubricCriterion, RubricLevel, RubricSource, Translation
from cairn.achievements.rubrics.assembling import ForeignCriterion, ForeignLevel, ForeignRubric
from cairn.achievements.rubrics.document import RubricDocument
from cairn.achievements.rubrics.members import lines, members, number, of_language, text
from cairn.standards.types import Json, JsonObject

_CONTEXT: Final = "https://credreg.net/ctdlasn/schema/context/json"
_TYPES: Final = frozenset({"ceasn:Rubric", "asn:Rubric"})


def dump_ctdl(document: RubricDocument, *, identifier: UUID, version: str, publisher: str) -> JsonObject:
    """Return a rubric as a graph in CTDL-ASN. Identifiers are made from the rubric's own, the same every time."""
    words = _Words(document)
    rubric: JsonObject = {
        "@id": f"urn:uuid:{identifier}",
        "@type": "ceasn:Rubric",
        "ceterms:ctid": f"ce-{identifier}",
        "ceterms:versionCode": version,
        "ceasn:name": words.map("name", document.name),
        "ceasn:description": words.map("description", document.description),
        "ceasn:inLanguage": [document.language],
        "ceasn:publisherName": {document.language: publisher},
        "ceasn:hasRubricCriterion": [_id(identifier, row.id) for row in document.criteria],
        "ceasn:hasRubricLevel": [_id(identifier, "level", level.id) for level in document.levels],
    }
    rows = [
        rubric,
        *(_dump_level(level, document, identifier, words) for level in document.levels),
        *(_dump_criterion(row, document, identifier, words) for row in document.criteria),
        *(node for row in document.criteria for node in _dump_cells(row, document, identifier, words)),
    ]
    return {"@context": _CONTEXT, "@graph": [_without_blanks(row) for row in rows]}


def lost_in_ctdl(document: RubricDocument) -> tuple[str, ...]:
    """Say what of a rubric a file in CTDL does not hold."""
    if any(cell.exemplars for row in document.criteria for cell in row.descriptors):
        return (_("the examples of work"),)
    return ()


def is_ctdl(graph: list[JsonObject]) -> bool:
    """Say whether there is a rubric among these resources."""
    return any(_is_rubric(node) for node in graph)


def graph_of(source: Json) -> list[JsonObject]:
    """Return the resources of a file: a graph, a list of graphs or of resources, or one resource."""
    if isinstance(source, list):
        return [node for item in source for node in graph_of(item)]
    found = members(source)
    inner = found.get("@graph")
    return graph_of(inner) if isinstance(inner, list) else [found] if found else []


def read_ctdl(graph: list[JsonObject]) -> list[ForeignRubric]:
    """Return the rubrics among these resources. Raises Invalid: rubric_member."""
    nodes = {str(node["@id"]): node for node in graph if isinstance(node.get("@id"), str)}
    return [_read_rubric(node, nodes, place) for place, node in enumerate(filter(_is_rubric, graph), 1)]


class _Words:
    """The texts of a document in all of its languages, by place."""

    def __init__(self, document: RubricDocument) -> None:
        self._language = document.language
        self._others = {item.language: dict(item.texts) for item in document.translations}

    def map(self, place: str, own: str, language: str = "") -> JsonObject:
        """Return the language map of one text; one that has a language of its own stands in that one only."""
        if language:
            return {language: own} if own else {}
        found = {self._language: own, **{tag: texts.get(place, "") for tag, texts in self._others.items()}}
        return {tag: words for tag, words in found.items() if words}


def _id(identifier: UUID, *steps: str) -> str:
    return f"urn:uuid:{uuid5(identifier, '/'.join(steps))}"


def _without_blanks(row: JsonObject) -> JsonObject:
    return {name: value for name, value in row.items() if value not in ("", {}, [])}


def _dump_level(level: RubricLevel, document: RubricDocument, rubric: UUID, words: _Words) -> JsonObject:
    return {
        "@id": _id(rubric, "level", level.id),
        "@type": "ceasn:RubricLevel",
        "ceasn:codedNotation": level.id,
        "ceasn:listID": str(document.levels.index(level) + 1),
        "ceasn:name": words.map(f"rubric/levels/{level.id}/name", level.name),
        "ceasn:hasCriterionLevel": [_id(rubric, row.id, level.id) for row in document.criteria],
    }


def _dump_criterion(row: RubricCriterion, document: RubricDocument, rubric: UUID, words: _Words) -> JsonObject:
    place = f"rubric/criteria/{row.id}"
    return {
        "@id": _id(rubric, row.id),
        "@type": "ceasn:RubricCriterion",
        "ceterms:ctid": f"ce-{uuid5(rubric, row.id)}",
        "ceasn:codedNotation": row.id,
        "ceasn:listID": str(document.criteria.index(row) + 1),
        "ceasn:name": words.map(f"{place}/name", row.name, row.language),
        "ceasn:description": words.map(f"{place}/note", row.note, row.language),
        "ceasn:weight": row.weight,
        "ceasn:hasCriterionLevel": [_id(rubric, row.id, level.id) for level in document.levels],
    }


def _dump_cells(row: RubricCriterion, document: RubricDocument, rubric: UUID, words: _Words) -> Iterator[JsonObject]:
    texts = {cell.level: cell.text for cell in row.descriptors}
    for number_, level in enumerate(document.levels, 1):
        place = f"rubric/criteria/{row.id}/descriptors/{level.id}/text"
        yield {
            "@id": _id(rubric, row.id, level.id),
            "@type": "ceasn:CriterionLevel",
            "ceasn:listID": str(number_),
            "ceasn:benchmarkLabel": words.map(f"rubric/levels/{level.id}/name", level.name),
            "ceasn:benchmarkText": words.map(place, texts.get(level.id, ""), row.language),
            "schema:value": level.points,
        }


def _is_rubric(node: JsonObject) -> bool:
    return bool(_TYPES.intersection(str(kind) for kind in lines(node, "@type")))


def _read_rubric(source: JsonObject, nodes: dict[str, JsonObject], place: int) -> ForeignRubric:
    here = _("Rubric %(number)s") % {"number": place}
    name = source.get("ceasn:name")
    stated = of_language(next((str(tag) for tag in lines(source, "ceasn:inLanguage")), ""))
    language = stated or next((of_language(tag) for tag in members(name)), "")
    rows = list(_linked(source, "ceasn:hasRubricCriterion", nodes))
    levels = list(_linked(source, "ceasn:hasRubricLevel", nodes))
    criteria = tuple(_read_criterion(row, number_, levels, nodes, language) for number_, row in enumerate(rows, 1))
    ctid = text(source, "ceterms:ctid", here) or text(source, "@id", here)
    return ForeignRubric(
        name=_said(name, language) or here,
        description=_said(source.get("ceasn:description"), language),
        language=language,
        criteria=criteria,
        source=RubricSource(origin=Origin.CTDL, id=ctid[:300], version=text(source, "ceterms:versionCode", here)[:300]),
        translations=tuple(_translations(source, rows, levels, nodes, language)),
        left_out=tuple(_left_out(source, rows)),
    )


def _read_criterion(
    source: JsonObject, place: int, levels: list[JsonObject], nodes: dict[str, JsonObject], language: str
) -> ForeignCriterion:
    here = _("Criterion %(number)s") % {"number": place}
    cells = list(_linked(source, "ceasn:hasCriterionLevel", nodes))
    name = source.get("ceasn:name") or source.get("ceasn:description")
    own = next((tag for tag in map(of_language, members(name)) if tag), "")
    spoken = members(name)
    alone = own if language and spoken and language not in map(of_language, spoken) else ""
    said = alone or language
    weight = number(source, "ceasn:weight", here)
    return ForeignCriterion(
        id=text(source, "ceasn:codedNotation", here),
        name=_said(name, said),
        note=_said(source.get("ceasn:description"), said) if source.get("ceasn:name") else "",
        language=alone,
        weight=number(source, "ceterms:weight", here) if weight is None else weight,
        levels=tuple(_read_cell(cell, here, levels, said, language) for cell in cells),
    )


def _read_cell(cell: JsonObject, here: str, levels: list[JsonObject], said: str, language: str) -> ForeignLevel:
    level = _level_of(cell, levels)
    score = next(
        (found for term in ("schema:value", "qdata:percentage") if (found := number(cell, term, here)) is not None),
        None,
    )
    words = cell.get("ceasn:benchmarkText") or cell.get("ceasn:description")
    return ForeignLevel(
        id=text(level, "ceasn:codedNotation", here),
        name=_said(level.get("ceasn:name") or cell.get("ceasn:benchmarkLabel"), language),
        text=_said(words, said),
        score=score,
    )


def _level_of(cell: JsonObject, levels: list[JsonObject]) -> JsonObject:
    named = cell.get("@id")
    return next((level for level in levels if named in lines(level, "ceasn:hasCriterionLevel")), {})


def _linked(source: JsonObject, term: str, nodes: dict[str, JsonObject]) -> Iterator[JsonObject]:
    """Go through the resources that a term points to, by id or within."""
    for value in lines(source, term):
        found = nodes.get(value, {}) if isinstance(value, str) else members(value)
        found = nodes.get(str(found.get("@id")), found)
        if found:
            yield found


def _said(value: Json, language: str) -> str:
    """Return a text in a language, or in the first that there is."""
    if isinstance(value, str):
        return value.strip()
    said = {of_language(tag): words for tag, words in members(value).items() if isinstance(words, str)}
    return said.get(language, next(iter(said.values()), "")).strip()


def _translations(
    rubric: JsonObject,
    rows: list[JsonObject],
    levels: list[JsonObject],
    nodes: dict[str, JsonObject],
    language: str,
) -> Iterator[Translation]:
    """Give the words in other languages, where everything has an id by which a place can be named."""
    found: dict[str, list[tuple[str, str]]] = {}
    if not all(isinstance(row.get("ceasn:codedNotation"), str) for row in (*rows, *levels)) or not levels:
        return
    for place, value in _places(rubric, rows, levels, nodes):
        said = {of_language(tag): words for tag, words in members(value).items() if isinstance(words, str)}
        if language in said:
            for tag in said.keys() - {language, ""}:
                found.setdefault(tag, []).append((place, said[tag].strip()))
    for tag in sorted(found):
        yield Translation(language=tag, texts=tuple(found[tag]))


def _places(
    rubric: JsonObject, rows: list[JsonObject], levels: list[JsonObject], nodes: dict[str, JsonObject]
) -> Iterator[tuple[str, Json]]:
    yield "name", rubric.get("ceasn:name")
    yield "description", rubric.get("ceasn:description")
    for level in levels:
        yield f"rubric/levels/{level['ceasn:codedNotation']}/name", level.get("ceasn:name")
    for row in rows:
        place = f"rubric/criteria/{row['ceasn:codedNotation']}"
        yield f"{place}/name", row.get("ceasn:name")
        yield f"{place}/note", row.get("ceasn:description")
        for cell in _linked(row, "ceasn:hasCriterionLevel", nodes):
            if name := _level_of(cell, levels).get("ceasn:codedNotation"):
                yield f"{place}/descriptors/{name}/text", cell.get("ceasn:benchmarkText")


def _left_out(source: JsonObject, rows: list[JsonObject]) -> Iterator[str]:
    """Say which terms of the file have no place here."""
    used = {name for row in (source, *rows) for name in row}
    if "ceasn:hasCriterionCategory" in used:
        yield _("The categories of criteria (hasCriterionCategory) were left out.")
    if "ceterms:targetCompetency" in used:
        yield _("The ties of criteria to competencies (targetCompetency) were left out. Tie them to outcomes.")
    if "ceterms:administrationProcess" in used:
        yield _("How the rubric is to be used (administrationProcess) was left out.")
