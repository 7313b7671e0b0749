# SPDX-License-Identifier: Apache-2.0
"""Pieces of evidence that learners keep, where they use them, and which of them show what they could do before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from cairn.assessment.models import LockerItem
from cairn.assessment.services import Note, Shown, keep_file, keep_link, keep_text, save_map, use_item
from cairn.cli.demonstration.content import Content, Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.foundation.scopes import person_scope


def locker_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through what is kept, used and mapped."""
    for row in stage.content.scene("pieces"):
        yield Deed(stage.content.moment(row["day"], 8), partial(_keep, stage, row))
        for use in row.get("uses", ()):
            yield Deed(stage.content.moment(use["day"], 18), partial(_use, stage, row, use))
    for row in stage.content.submissions:
        if "prior" in row:
            yield Deed(stage.content.moment(row["prior"]["day"], 19), partial(_map, stage, row))


def _keep(stage: Stage, row: Entry) -> None:
    person = stage.people[row["by"]]
    acting = person.as_actor()
    note = _note(stage.content, row)
    kept: LockerItem
    if "file" in row:
        kept = keep_file(person, stage.content.piece(row["file"]), row["file"], note, acting=acting)
    elif "link" in row:
        kept = keep_link(person, row["link"], note, acting=acting)
    else:
        kept = keep_text(person, row["text"], note, acting=acting)
    stage.pieces[row["id"]] = kept


def _note(content: Content, row: Entry) -> Note:
    return Note(row["title"], content.day(row["made"]) if "made" in row else None)


def _use(stage: Stage, row: Entry, use: Entry) -> None:
    person = stage.people[row["by"]]
    with person_scope(person.pk):
        piece = use_item(stage.pieces[row["id"]], stage.submissions[use["work"]], use["item"], acting=person.as_actor())
    if piece is not None:
        stage.used[use["work"], row["id"]] = piece


def _map(stage: Stage, row: Entry) -> None:
    """Say of each outcome which pieces show it, and how."""
    learner = stage.people[row["learner"]]
    shown = {
        outcome: Shown(tuple(str(stage.used[row["id"], piece].pk) for piece in said["pieces"]), said["why"])
        for outcome, said in row["prior"]["map"].items()
    }
    with person_scope(learner.pk):
        save_map(stage.submissions[row["id"]], shown, acting=learner.as_actor())
