# SPDX-License-Identifier: Apache-2.0
"""Rubrics as CASE 1.1 has them: CFRubric, CFRubricCriterion, CFRubricCriterionLevel.

What CASE has no member for (ids, notes, exemplars, languages, translations) stands in `extensions`, which 1.1 added to
each of the three, so that a file of ours is read back whole. Source: CASE 1.1, §7.1.26 to §7.1.31.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from pydantic import ValidationError

from cairn.achievements.definition import (
    Descriptor,
    Exemplar,
    Origin,
    RubricCriterion,
    RubricLevel,
    RubricSource,
    Translation,
)
from cairn.achievements.rubrics.assembling import ForeignCriterion, ForeignLevel, ForeignRubric
from cairn.achievements.rubrics.document import RubricDocument
from cairn.achievements.rubrics.members import lines, members, number, of_language, text
from cairn.foundation.errors import Invalid
from cairn.standards.types import Json, JsonObject

_OURS: Final = "cairn"
_MOST_EXEMPLARS: Final = 10
_TEXT: Final = 10_000


def dump_case(document: RubricDocument, *, identifier: UUID, version: str, changed_at: datetime) -> JsonObject:
    """Return a rubric as a CFRubric. Identifiers are made from the rubric's own, the same every time."""
    moment = changed_at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    ours: JsonObject = {"language": document.language, "version": version}
    if document.translations:
        ours["translations"] = [item.model_dump(mode="json") for item in document.translations]
    return {
        **_identity(identifier, moment),
        "title": document.name,
        "description": document.description,
        "CFRubricCriteria": [
            _dump_criterion(row, document, identifier, place, moment) for place, row in enumerate(document.criteria, 1)
        ],
        "extensions": {_OURS: ours},
    }


def read_case(source: JsonObject) -> list[ForeignRubric]:
    """Return the rubrics of a CASE file: one CFRubric, a set of them, or a package. Raises Invalid: rubric_member."""
    listed = source.get("CFRubrics")
    wrapped = source.get("CFRubric")
    rows = listed if isinstance(listed, list) else [wrapped if isinstance(wrapped, dict) else source]
    package = members(source.get("CFDocument"))
    language = of_language(text(package, "language", "CFDocument"))
    return [_read_rubric(members(row), language, place) for place, row in enumerate(rows, 1)]


def is_case(source: JsonObject) -> bool:
    """Say whether this looks like CASE."""
    return bool({"CFRubrics", "CFRubric", "CFRubricCriteria"} & source.keys())


def _identity(identifier: UUID, moment: str) -> JsonObject:
    return {"identifier": str(identifier), "uri": f"urn:uuid:{identifier}", "lastChangeDateTime": moment}


def _dump_criterion(
    row: RubricCriterion, document: RubricDocument, rubric: UUID, place: int, moment: str
) -> JsonObject:
    identifier = uuid5(rubric, row.id)
    cells = {cell.level: cell for cell in row.descriptors}
    levels = [
        _dump_level(level, cells.get(level.id, Descriptor(level=level.id)), identifier, position, moment)
        for position, level in enumerate(document.levels, 1)
    ]
    ours = {"id": row.id, "note": row.note, "language": row.language}
    return {
        **_identity(identifier, moment),
        "description": row.name,
        "weight": row.weight,
        "position": place,
        "rubricId": str(rubric),
        "CFRubricCriterionLevels": levels,
        "extensions": {_OURS: {name: value for name, value in ours.items() if value}},
    }


def _dump_level(level: RubricLevel, cell: Descriptor, criterion: UUID, place: int, moment: str) -> JsonObject:
    ours: JsonObject = {"id": level.id}
    if cell.exemplars:
        ours["exemplars"] = [item.model_dump(mode="json") for item in cell.exemplars]
    return {
        **_identity(uuid5(criterion, level.id), moment),
        "description": cell.text,
        "quality": level.name,
        "score": level.points,
        "position": place,
        "rubricCriterionId": str(criterion),
        "extensions": {_OURS: ours},
    }


def _read_rubric(source: JsonObject, language: str, place: int) -> ForeignRubric:
    here, ours = _("Rubric %(number)s") % {"number": place}, _ours(source)
    rows = source.get("CFRubricCriteria")
    criteria = [members(row) for row in rows] if isinstance(rows, list) else []
    uri = text(source, "uri", here) or text(source, "identifier", here)
    return ForeignRubric(
        name=text(source, "title", here) or here,
        description=text(source, "description", here),
        language=of_language(text(ours, "language", here)) or language,
        criteria=tuple(_read_criterion(row, number) for number, row in enumerate(_in_order(criteria), 1)),
        source=RubricSource(origin=Origin.CASE, id=uri[:300], version=text(ours, "version", here)[:300]),
        translations=_translations(ours, here),
        left_out=tuple(_left_out(criteria)),
    )


def _read_criterion(source: JsonObject, place: int) -> ForeignCriterion:
    here, ours = _("Criterion %(number)s") % {"number": place}, _ours(source)
    rows = source.get("CFRubricCriterionLevels")
    name = text(source, "description", here) or text(source, "category", here)
    return ForeignCriterion(
        id=text(ours, "id", here),
        name=name,
        note=text(ours, "note", here),
        language=of_language(text(ours, "language", here)),
        weight=number(source, "weight", here),
        levels=tuple(_read_level(members(row), here) for row in _in_order(rows if isinstance(rows, list) else [])),
    )


def _read_level(source: JsonObject, criterion: str) -> ForeignLevel:
    ours = _ours(source)
    listed = ours.get("exemplars")
    return ForeignLevel(
        id=text(ours, "id", criterion),
        name=text(source, "quality", criterion),
        text=text(source, "description", criterion),
        score=number(source, "score", criterion),
        exemplars=tuple(_exemplars(listed, criterion)) if isinstance(listed, list) else (),
    )


def _exemplars(listed: list[Json], here: str) -> Iterator[Exemplar]:
    for item in map(members, listed[:_MOST_EXEMPLARS]):
        yield Exemplar(sample=text(item, "sample", here)[:_TEXT], why=text(item, "why", here)[:_TEXT])


def _translations(ours: JsonObject, here: str) -> tuple[Translation, ...]:
    listed = ours.get("translations")
    try:
        return tuple(Translation.model_validate(item) for item in listed) if isinstance(listed, list) else ()
    except ValidationError as error:
        detail = _("%(place)s: the translations cannot be read. Take “translations” out of the file.") % {"place": here}
        raise Invalid(detail, code="rubric_member", field="file") from error


def _left_out(criteria: list[JsonObject]) -> Iterator[str]:
    """Say which members of the file have no place here."""
    levels = [members(row) for source in criteria for row in lines(source, "CFRubricCriterionLevels")]
    used = {name for row in (*criteria, *levels) for name, value in row.items() if value}
    if "category" in used and "description" in used:
        yield _("The categories of criteria (category) were left out.")
    if "CFItemURI" in used:
        yield _("The ties of criteria to statements of a framework (CFItemURI) were left out. Tie them to outcomes.")
    if "feedback" in used:
        yield _("The ready-made feedback of levels (feedback) was left out.")


def _in_order(rows: Sequence[Json]) -> list[JsonObject]:
    """Return the rows by `position` where every row has one, or else as they stand."""
    found = [members(row) for row in rows]
    places = [number(row, "position", _("Criteria")) for row in found]
    known = [place for place in places if place is not None]
    if len(known) < len(found):
        return found
    return [row for _place, row in sorted(zip(known, found, strict=True), key=lambda pair: pair[0])]


def _ours(source: JsonObject) -> JsonObject:
    return members(members(source.get("extensions")).get(_OURS))
