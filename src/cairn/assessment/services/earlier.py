# SPDX-License-Identifier: Apache-2.0
"""Bringing in double ratings from before, so that what is known of a rubric does not begin at nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.definition import Rubric
from cairn.achievements.models import Achievement, AchievementVersion
from cairn.achievements.passing import evaluate
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import current_version, get_public_version
from cairn.assessment.earlier import EarlierPair, in_order
from cairn.assessment.models import DoubleRating
from cairn.assessment.services.agreement import add_all_to_figures
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission

_NO_PEOPLE: Mapping[str, UUID] = {}


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """How many works of a table are new, and how many were there."""

    added: int
    known: int


@transaction.atomic
def import_double_ratings(
    achievement: Achievement,
    pairs: Sequence[EarlierPair],
    *,
    acting: Actor,
    people: Mapping[str, UUID] = _NO_PEOPLE,
    number: int | None = None,
) -> BroughtIn:
    """Count double ratings from before into the figures of a rubric; a work that is there stays as it is.

    The rubric is that of the version with a number, or the one in force; the ratings must have been read by it.
    `people` says which names of raters are people here. Raises PermissionDenied; NotFound; Conflict: nothing_published;
    Invalid: one_person, with the `line` and the `work`.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, achievement.organization_id)
    version = current_version(achievement.pk) if number is None else get_public_version(achievement.pk, number)
    if version is None or not version.definition.rubric.criteria:
        raise Conflict(
            _("Publish a rubric first. Ratings are compared by the levels of a rubric."), code="nothing_published"
        )
    _require_two_people(pairs, people)
    rubric = version.definition.rubric
    rows = [_row(version, rubric, pair, people) for pair in in_order(pairs)]
    new = _new_ones(version, rows)
    DoubleRating.objects.bulk_create(new)
    add_all_to_figures(version, new)
    found = BroughtIn(added=len(new), known=len(rows) - len(new))
    audit.record(
        "reliability.bring_in",
        achievement,
        acting=acting,
        organization_id=achievement.organization_id,
        added=found.added,
        known=found.known,
        rubric_digest=rubric_digest(rubric),
    )
    return found


def _require_two_people(pairs: Sequence[EarlierPair], people: Mapping[str, UUID]) -> None:
    """Return if every work was rated by two people, whatever they are called: nobody agrees with themselves."""
    for pair in pairs:
        if pair.rater_a in people and people[pair.rater_a] == people.get(pair.rater_b):
            words = {"line": pair.line, "work": pair.work, "first": pair.rater_a, "second": pair.rater_b}
            raise Invalid(
                _("Line %(line)s, work “%(work)s”: “%(first)s” and “%(second)s” are the same person here. Name two "
                  "different raters, or leave the work out.") % words,
                code="one_person",
                line=pair.line,
                work=pair.work,
            )  # fmt: skip


def _row(version: AchievementVersion, rubric: Rubric, pair: EarlierPair, people: Mapping[str, UUID]) -> DoubleRating:
    now = clock.now()
    return DoubleRating(
        organization_id=version.organization_id,
        work=pair.work,
        round=1,
        version=version,
        rubric_digest=rubric_digest(rubric),
        assessor_a_id=people.get(pair.rater_a),
        assessor_b_id=people.get(pair.rater_b),
        rater_a=pair.rater_a,
        rater_b=pair.rater_b,
        levels_a=dict(pair.levels_a),
        levels_b=dict(pair.levels_b),
        passed_a=_passes(rubric, pair.levels_a),
        passed_b=_passes(rubric, pair.levels_b),
        is_planned=True,
        # Nothing from before is of tomorrow, whatever the table says: the report names the last day.
        at=min(datetime.combine(pair.rated_on, time(12), UTC), now) if pair.rated_on else now,
    )


def _passes(rubric: Rubric, levels: Mapping[str, str]) -> bool:
    """Say what the pass rule makes of the levels, where every part was there."""
    return evaluate(rubric, levels, rubric.pass_rule.parts_complete).passed


def _new_ones(version: AchievementVersion, rows: Sequence[DoubleRating]) -> list[DoubleRating]:
    there = DoubleRating.objects.filter(submission=None, version__achievement_id=version.achievement_id)
    there = there.filter(rubric_digest=rubric_digest(version.definition.rubric))
    known = set(there.values_list("work", flat=True))
    return [row for row in rows if row.work not in known]
