# SPDX-License-Identifier: Apache-2.0
"""A file with rubrics, of whichever kind: CASE 1.1, CTDL-ASN, or ours. Nothing is fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import ValidationError

from cairn.achievements.rubrics import case, ctdl
from cairn.achievements.rubrics.assembling import Assembled, ForeignRubric, assemble
from cairn.achievements.rubrics.document import RubricDocument, require_usable, untied
from cairn.achievements.rubrics.members import members
from cairn.foundation.errors import Invalid
from cairn.standards.codecs import parse_json
from cairn.standards.errors import CodecError
from cairn.standards.types import Json, JsonObject

MOST_BYTES: Final = 250_000
MOST_RUBRICS: Final = 20
_FORMAT: Final = "cairn.rubric.v1"


class FileKind(StrEnum):
    """What kind of file it is."""

    CASE = "case"
    CTDL = "ctdl"
    OWN = "cairn"

    @property
    def word(self) -> str | Promise:
        """What people call it."""
        return {FileKind.CASE: "CASE 1.1", FileKind.CTDL: "CTDL-ASN", FileKind.OWN: "Cairn"}[self]


@dataclass(frozen=True, slots=True)
class RubricFile:
    """What was read: the kind of file, and each rubric with a sentence for all that was left out or guessed."""

    kind: FileKind
    rubrics: tuple[Assembled, ...]


def read_rubrics(data: bytes) -> RubricFile:
    """Read a file.

    Raises Invalid: rubric_file_too_large, rubric_unreadable, rubric_none, and what `require_usable` raises.
    """
    if len(data) > MOST_BYTES:
        detail = _("This file is over %(most)s kB. A rubric is a few pages of text: choose a file of rubrics alone.")
        raise _refused(detail % {"most": MOST_BYTES // 1000}, "rubric_file_too_large")
    file = _read(_parse(data))
    for found in file.rubrics:
        require_usable(found.document)
    return file


def dump_own(document: RubricDocument) -> JsonObject:
    """Return a rubric as a file of ours, which holds all of it."""
    return {"format": _FORMAT, "rubric": document.to_json()}


def read_own(data: bytes) -> RubricDocument:
    """Return the rubric of a file of ours. Raises Invalid: rubric_unreadable, rubric_member."""
    return _own(members(_parse(data)))


def _parse(data: bytes) -> Json:
    try:
        # PostgreSQL cannot hold this character in a text, and no rubric needs it.
        return parse_json(data.replace(b"\\u0000", b""))
    except CodecError as error:
        detail = _("This file cannot be read as JSON. Export the rubric again, and choose JSON.")
        raise _refused(detail, "rubric_unreadable") from error


def _own(source: JsonObject) -> RubricDocument:
    """Return the rubric of a file of ours, without what it was tied to."""
    try:
        document = RubricDocument.model_validate(source.get("rubric"))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        words = {"place": "/".join(str(step) for step in first["loc"]) or "rubric", "problem": first["msg"]}
        detail = _("%(place)s: %(problem)s. Correct it in the file, or export the rubric again.") % words
        raise _refused(detail, "rubric_member") from error
    return document.model_copy(update={"criteria": tuple(untied(row) for row in document.criteria)})


def _read(source: Json) -> RubricFile:
    if isinstance(source, dict) and source.get("format") == _FORMAT:
        return RubricFile(FileKind.OWN, (Assembled(_own(source), ()),))
    if isinstance(source, dict) and case.is_case(source):
        return RubricFile(FileKind.CASE, _assembled(case.read_case(source)))
    graph = ctdl.graph_of(source)
    if ctdl.is_ctdl(graph):
        return RubricFile(FileKind.CTDL, _assembled(ctdl.read_ctdl(graph)))
    detail = _("There is no rubric in this file. Choose a CFRubric of CASE, a Rubric of CTDL, or a file saved here.")
    raise _refused(detail, "rubric_none")


def _assembled(found: list[ForeignRubric]) -> tuple[Assembled, ...]:
    if not found:
        raise _refused(_("The list of rubrics in this file is empty. Choose another file."), "rubric_none")
    if len(found) > MOST_RUBRICS:
        detail = _("This file holds %(count)s rubrics. Bring at most %(most)s at a time.")
        raise _refused(detail % {"count": len(found), "most": MOST_RUBRICS}, "rubric_file_too_large")
    return tuple(assemble(foreign) for foreign in found)


def _refused(detail: str, code: str) -> Invalid:
    return Invalid(detail, code=code, field="file")
