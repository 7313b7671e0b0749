# SPDX-License-Identifier: Apache-2.0
"""Programs: published at their time, begun anew, retired with a reason; and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from cairn.achievements.definition import Definition
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import RubricDocument, document_of
from cairn.achievements.rubrics.bank import get_bank_rubric
from cairn.achievements.services import (
    begin_version,
    create_achievement,
    keep_rubric,
    publish_version,
    retire_achievement,
    save_draft,
)
from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.definitions import read_definition, read_milestone
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.foundation.actors import SYSTEM, Actor


def program_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through what happens to programs."""
    content = stage.content
    for row in content.achievements:
        yield Deed(content.moment(row["published"], 9), partial(_publish, stage, row))
    for row in content.scene("retired"):
        yield Deed(content.moment(row["day"], 15), partial(_retire, stage, row))
    for row in content.scene("drafts"):
        yield Deed(content.moment(row["day"], 10), partial(_draft, stage, row))
    for row in content.scene("kept_rubrics"):
        yield Deed(content.moment(row["day"], 11), partial(_keep_rubric, stage, row))
    for row in content.scene("next_versions"):
        yield Deed(content.moment(row["day"], 16), partial(_begin_next, stage, row))


def _publish(stage: Stage, row: Entry) -> None:
    definition = read_definition(row, stage.named)
    version = _create(stage, row["issuer"], definition, SYSTEM)
    stage.versions[row["id"]] = publish_version(version, acting=SYSTEM)


def _draft(stage: Stage, scene: Entry) -> None:
    [row] = [row for row in stage.content.milestones if row["id"] == scene["milestone"]]
    _create(stage, row["issuer"], read_milestone(row, stage.named), stage.actor(scene["by"]))


def _create(stage: Stage, issuer: str, definition: Definition, acting: Actor) -> AchievementVersion:
    return create_achievement(
        stage.organizations[issuer], name=definition.name, kind=definition.kind, acting=acting, definition=definition
    )


def _keep_rubric(stage: Stage, row: Entry) -> None:
    """Keep the rubric of a program to use it again, or one of the bank for whoever offers the program."""
    version = stage.versions[row["achievement"]]
    keep_rubric(version.organization, _rubric_to_keep(row, version.definition), acting=stage.actor(row["by"]))


def _rubric_to_keep(row: Entry, definition: Definition) -> RubricDocument:
    if "bank" not in row:
        return document_of(definition, name=row["name"])
    found = get_bank_rubric(row["bank"])
    return found.document.model_copy(update={"source": found.source})


def _begin_next(stage: Stage, row: Entry) -> None:
    acting = stage.actor(row["by"])
    draft = begin_version(stage.versions[row["achievement"]].achievement, acting=acting)
    changed: dict[str, Any] = {**draft.stored, "promise": row["promise"]}
    save_draft(draft, Definition.from_json(changed), expected_revision=draft.revision, acting=acting)


def _retire(stage: Stage, row: Entry) -> None:
    achievement = stage.versions[row["achievement"]].achievement
    retire_achievement(achievement, reason=row["reason"], acting=stage.actor(row["by"]))
