# SPDX-License-Identifier: Apache-2.0
"""Prior learning as a way to be assessed: what is asked for then, and what of the evidence map is missing. Pure.

The rule: whoever could do it before shows, for every outcome, at least one piece of evidence, and says how it shows it.
Work examples are then optional, for the map takes their place. Questions that are answered in words stay as they are;
so does everything in a part that the pass rule wants complete. The rubric and its pass rule are the same for all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.achievements.definition import Definition, EvidencePart, ItemForm, Outcome
from cairn.assessment.models import Evidence, Track


@dataclass(frozen=True, slots=True)
class MapLine:
    """One outcome of the map: which pieces show it, and how."""

    outcome: Outcome
    why: str
    pieces: tuple[Evidence, ...]

    @property
    def is_complete(self) -> bool:
        """Whether a piece is named and the words are there."""
        return bool(self.pieces and self.why.strip())


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
    return tuple(
        MapLine(
            outcome,
            str(evidence_map.get(outcome.id, {}).get("why", "")),
            tuple(by_id[key] for key in evidence_map.get(outcome.id, {}).get("evidence", ()) if key in by_id),
        )
        for outcome in definition.outcomes
    )


def _with_optional_work(part: EvidencePart) -> EvidencePart:
    items = tuple(
        item.model_copy(update={"required": False}) if item.form is ItemForm.WORK else item for item in part.items
    )
    return part.model_copy(update={"items": items})
