# SPDX-License-Identifier: Apache-2.0
"""Known works of the programs, and the sittings in which assessors rated some of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final
from uuid import UUID

from cairn.assessment.models import AnchorUse
from cairn.assessment.selectors import get_anchor
from cairn.assessment.services import AnchorDraft, begin_sitting, rate_in_sitting, write_anchor
from cairn.cli.demonstration.content import Entry, read_yaml
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import organization_scope

_FILE: Final = "anchors.yaml"


def training_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through the known works, each written on the day on which its program was published, and the sittings."""
    content = stage.content
    more = read_yaml(content.folder / _FILE)
    agreed_by = more["agreed_by"]
    published = {row["id"]: row["published"] for row in content.achievements}
    for program in content.achievements:
        for row in program.get("anchors", ()):
            entry = {**row, "achievement": program["id"], "agreed_by": agreed_by}
            yield Deed(content.moment(program["published"], 10), partial(_write, stage, entry))
    for row in more["anchors"]:
        entry = {**row, "agreed_by": agreed_by}
        yield Deed(content.moment(published[row["achievement"]], 11), partial(_write, stage, entry))
    for row in more["sittings"]:
        yield Deed(content.moment(row["day"], 14), partial(_sit, stage, row))


def _write(stage: Stage, row: Entry) -> None:
    version = stage.versions[row["achievement"]]
    with organization_scope(version.organization_id):
        write_anchor(version, _draft(row), acting=SYSTEM)


def _draft(row: Entry) -> AnchorDraft:
    return AnchorDraft(
        title=row["title"],
        use=row.get("use", AnchorUse.TRAINING),
        sample=row.get("sample", ""),
        answers=row.get("answers", {}),
        levels=row["scores"],
        reasons=row.get("reasons", {}),
        rationale=row["rationale"],
        agreed_by=row["agreed_by"],
    )


def _sit(stage: Stage, row: Entry) -> None:
    version, acting = stage.versions[row["achievement"]], stage.actor(row["by"])
    with organization_scope(version.organization_id):
        sitting = begin_sitting(version, acting=acting)
        for anchor in [get_anchor(UUID(text)) for text in sitting.anchors if not row.get("is_open")]:
            given = {**anchor.levels, **row["differs"].get(anchor.title, {})}
            sitting = rate_in_sitting(sitting, anchor.pk, given, acting=acting)
