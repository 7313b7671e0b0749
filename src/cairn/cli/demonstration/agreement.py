# SPDX-License-Identifier: Apache-2.0
"""Works that two assessors rated apart from each other before, and what is asked of their agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final

from cairn.assessment.earlier import read_double_ratings
from cairn.assessment.models import WhileUnproven
from cairn.assessment.policy import DEFAULT
from cairn.assessment.services import import_double_ratings, state_policy
from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import organization_scope

BROUGHT_IN_ON: Final = date(2026, 11, 19)


def agreement_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through what is brought in from before, and through the rules that are stated."""
    for name, table in stage.content.double_ratings().items():
        yield Deed(stage.content.moment(BROUGHT_IN_ON, 7), partial(_bring_in, stage, name, table))
    for row in stage.content.scene("agreement"):
        yield Deed(stage.content.moment(row["day"], 8), partial(_ask, stage, row))


def _bring_in(stage: Stage, name: str, table: bytes) -> None:
    version = stage.versions[name]
    pairs = read_double_ratings(table, version.definition.rubric)
    people = {key: person.pk for key, person in stage.people.items()}
    with organization_scope(version.organization_id):
        import_double_ratings(version.achievement, pairs, acting=SYSTEM, people=people)


def _ask(stage: Stage, row: Entry) -> None:
    version = stage.versions[row["achievement"]]
    policy = replace(
        DEFAULT,
        floor=Decimal(row["floor"]),
        min_works=row["min_works"],
        while_unproven=WhileUnproven(row["while_unproven"]),
    )
    with organization_scope(version.organization_id):
        state_policy(version.achievement, policy, acting=stage.actor(row["by"]))
