# SPDX-License-Identifier: Apache-2.0
"""Loading all of it: organizations and people first, then every deed in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from cairn.accounts.demonstration import has_demo_people
from cairn.assessment.services import release_fairness_everywhere
from cairn.cli.demonstration.agreement import agreement_deeds
from cairn.cli.demonstration.care import care_deeds
from cairn.cli.demonstration.classes import class_deeds
from cairn.cli.demonstration.content import Content
from cairn.cli.demonstration.locker import locker_deeds
from cairn.cli.demonstration.places import found_organizations, gather_people
from cairn.cli.demonstration.programs import program_deeds
from cairn.cli.demonstration.scenes import scene_deeds
from cairn.cli.demonstration.stage import Stage
from cairn.cli.demonstration.training import training_deeds
from cairn.cli.demonstration.voices import voice_deeds
from cairn.cli.demonstration.work import work_deeds
from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization

_LOADED: Final = "demonstration.loaded"
_FOUNDED_ON: Final = date(2024, 1, 2)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demonstration consists of; `people` are those as whom one can sign in, `classmates` the others."""

    organizations: int
    people: int
    classmates: int
    achievements: int
    submissions: int


def is_loaded() -> bool:
    """Say whether the whole demonstration is there, with credentials that name this server's address."""
    with everything("the mark is looked for wherever it stands"):
        marks = AuditEntry.objects.filter(action=_LOADED).values_list("facts", flat=True)
        return any(facts["base_url"] == settings.CAIRN_BASE_URL for facts in marks)


def is_stale() -> bool:
    """Say whether a demonstration is there that a crash cut short, or that was made for another address."""
    return has_demo_people() and not is_loaded()


def load_demonstration(folder: Path, *, today: date) -> Loaded:
    """Load the demonstration into an empty database, as if it had happened up to today.

    Background work is done at once: the caller has set a queue that does so. Raises CommandError, DomainError.
    """
    stage = Stage(Content.read(folder, today))
    with clock.at(stage.content.moment(_FOUNDED_ON, 8)):
        found_organizations(stage)
        gather_people(stage)
    deeds = [
        *program_deeds(stage),
        *training_deeds(stage),
        *work_deeds(stage),
        *locker_deeds(stage),
        *voice_deeds(stage),
        *care_deeds(stage),
        *class_deeds(stage),
        *scene_deeds(stage),
        *agreement_deeds(stage),
    ]
    for deed in sorted(deeds, key=lambda deed: deed.at):
        with clock.at(deed.at):
            deed.do()
    # What comes round once a day is there at once, and no later than now.
    with clock.at(datetime.combine(today, time.min, UTC)):
        release_fairness_everywhere()
    _mark(next(iter(stage.organizations.values())))
    return Loaded(
        organizations=len(stage.organizations),
        people=len(stage.people),
        classmates=len(stage.classmates),
        achievements=len(stage.versions),
        submissions=len(stage.submissions) + len(stage.classmates),
    )


def write_fast() -> None:
    """Let SQLite write without waiting for the disk: what a crash destroys here is loaded anew."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@transaction.atomic
def _mark(organization: Organization) -> None:
    audit.record(
        _LOADED, organization, acting=SYSTEM, organization_id=organization.pk, base_url=settings.CAIRN_BASE_URL
    )
