# SPDX-License-Identifier: Apache-2.0
"""Prior learning as a way to be assessed: what is asked for then, and what of the evidence map is missing. Pure.

The rule: whoever could do it before shows, for every outcome, at least one piece of evidence, and says how it shows it.
Work examples are then optional, for the map takes their place. Questions that are answered in words stay as they are;
so does everything in a part that the pass rule wants complete. The rubric and its pass rule are the same for all.

What is said of an outcome has a revision. What was said over another revision goes beside it as `other`, until its
learner chooses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.achievements.definition import Definition, EvidencePart, ItemForm, Outcome
from cairn.assessment.models import Evidence, Track
from cairn.assessment.putting_aside import digest_of, put_aside


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows an outcome: pieces of evidence by their ids, and how they show it.

    `revision` is the one that it was said over, 0 for none; `instead_of` is the digest of words that the same page had
    put aside before.
    """

    evidence: tuple[str, ...] = ()
    why: str = ""
    revision: int = 0
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class MapLine:
    """One outcome of the map: which pieces show it, and how; `other` was said elsewhere, and waits for a choice."""

    outcome: Outcome
    why: str
    pieces: tuple[Evidence, ...]
    revision: int = 0
    other: Shown | None = None
    other_pieces: tuple[Evidence, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether a piece is named and the words are there."""
        return bool(self.pieces and self.why.strip())

    @property
    def other_digest(self) -> str:
        """By what the words that wait are known."""
        return digest_of(self.other.why) if self.other else ""


def asked_on_track(definition: Definition, track: str) -> Definition:
    """Return what is asked for on a track."""
    if track != Track.PRIOR_LEARNING:
        return definition
    complete = definition.rubric.pass_rule.parts_complete
    parts = tuple(part if part.id in complete else _with_optional_work(part) for part in definition.evidence)
    return definition.model_copy(update={"evidence": parts})


def read_map(
    definition: Definition, evidence_map: Mapping[str, Any], pieces: Collection[Evidence]
) -> tuple[MapLine, ...]:
    """Return a map, outcome by outcome; pieces that are not there any more are left out."""
    by_id = {str(piece.pk): piece for piece in pieces}
    return tuple(_line(outcome, evidence_map.get(outcome.id, {}), by_id) for outcome in definition.outcomes)


def note_shown(said: Mapping[str, Any], shown: Shown) -> tuple[dict[str, Any], bool]:
    """Return what is kept of an outcome after something was said of it, and whether that was over another revision."""
    if _content(said) == (frozenset(shown.evidence), shown.why):
        return dict(said), False
    if shown.revision == _revision(said):
        now = {"evidence": list(shown.evidence), "why": shown.why, "revision": shown.revision + 1}
        return {**said, **now}, False
    return {**said, **_with_other(said.get("other", {}), shown)}, True


def settle_shown(said: Mapping[str, Any], *, take_other: bool) -> dict[str, Any]:
    """Return what is kept of an outcome once one of two things that were said is chosen."""
    kept = {name: value for name, value in said.items() if name != "other"}
    return {**kept, **said["other"], "revision": _revision(said) + 1} if take_other else kept


def says_the_same(one: Mapping[str, Any], another: Mapping[str, Any]) -> bool:
    """Say whether two maps say the same, however often they were written."""
    return all(_content(one.get(key, {})) == _content(another.get(key, {})) for key in {*one, *another})


def _line(outcome: Outcome, said: Mapping[str, Any], by_id: Mapping[str, Evidence]) -> MapLine:
    other = said.get("other")
    shown = Shown(tuple(other["evidence"]), other["why"]) if other else None
    return MapLine(
        outcome=outcome,
        why=str(said.get("why", "")),
        pieces=_named(said.get("evidence", ()), by_id),
        revision=_revision(said),
        other=shown,
        other_pieces=_named(shown.evidence, by_id) if shown else (),
    )


def _named(keys: Iterable[str], by_id: Mapping[str, Evidence]) -> tuple[Evidence, ...]:
    return tuple(by_id[key] for key in keys if key in by_id)


def _content(said: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    return frozenset(said.get("evidence", ())), said.get("why", "")


def _revision(said: Mapping[str, Any]) -> int:
    """Return how often something was said; maps of before were not counted, and count as the first."""
    return int(said.get("revision", 1)) if said else 0


def _with_other(other: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """Put something aside, if it says anything; pieces that were chosen stay chosen."""
    pieces = list(dict.fromkeys((*other.get("evidence", ()), *shown.evidence)))
    why = put_aside(other.get("why", ""), shown.why, instead_of=shown.instead_of)
    return {"other": {"evidence": pieces, "why": why}} if pieces or why else {}


def _with_optional_work(part: EvidencePart) -> EvidencePart:
    items = tuple(
        item.model_copy(update={"required": False}) if item.form is ItemForm.WORK else item for item in part.items
    )
    return part.model_copy(update={"items": items})
