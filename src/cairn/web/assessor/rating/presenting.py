# SPDX-License-Identifier: Apache-2.0
"""What the pages of rating show, in words: the finding of the queue, criteria with levels, where a rating stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.conditions import conditions_of, say_stated
from cairn.achievements.definition import Definition, Exemplar, Judged, RubricCriterion, RubricLevel
from cairn.achievements.passing import ReasonCode, say
from cairn.assessment import selectors
from cairn.assessment.models import Rating, Submission, Supervision
from cairn.assessment.selectors import BlindPart, Queue, Standing
from cairn.foundation import clock


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One level of a criterion, with its words in the rubric and examples of work that stands there."""

    level: RubricLevel
    words: str
    exemplars: tuple[Exemplar, ...]
    is_chosen: bool
    is_below_before: bool


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion on the workbench: its levels, the comment so far, and whether its level stands from before."""

    criterion: RubricCriterion
    levels: tuple[LevelChoice, ...]
    comment: str
    stood_before: bool

    @property
    def has_exemplars(self) -> bool:
        """Whether any level has an example."""
        return any(choice.exemplars for choice in self.levels)


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part of the evidence on the workbench; `is_incomplete` is the assessor's word on a part that is not rated."""

    progress: BlindPart
    number: int
    is_judged: bool
    is_incomplete: bool


@dataclass(frozen=True, slots=True)
class StandingPage:
    """Where a rating stands, in words."""

    standing: Standing
    reasons: tuple[str, ...]
    rated: int
    total: int

    @property
    def is_rated(self) -> bool:
        """Whether every criterion has a level."""
        return not self.standing.unrated


def say_finding(queue: Queue) -> str:
    """Say in one line what the queue comes to: what is late, what is due next, or that nothing presses."""
    presses, sentences = queue.presses, []
    if presses.late:
        sentences.append(ngettext("One is late.", "%(count)s are late.", presses.late) % {"count": presses.late})
    if presses.last_soon:
        words = {"count": presses.soon, "day": _say_day(presses.last_soon)}
        sentences.append(ngettext("One is due by %(day)s.", "%(count)s are due by %(day)s.", presses.soon) % words)
    if presses.rest:
        sentences.append(_say_rest(presses.rest, alone=not sentences))
    return " ".join(sentences) or _("Nothing waits for you")


def list_criteria(definition: Definition, rating: Rating, carried: Mapping[str, str]) -> tuple[CriterionPage, ...]:
    """Return the criteria with their levels, the lowest first; `carried` are those that stand from the round before."""
    return tuple(
        CriterionPage(
            criterion=criterion,
            levels=_levels(definition, criterion, rating.levels.get(criterion.id, ""), carried.get(criterion.id, "")),
            comment=rating.comments.get(criterion.id, ""),
            stood_before=criterion.id in carried,
        )
        for criterion in definition.rubric.criteria
    )


def list_parts(parts: Sequence[BlindPart], rating: Rating) -> tuple[PartPage, ...]:
    """Return the parts of the evidence, with the assessor's word on those that are only complete or not."""
    return tuple(
        PartPage(
            progress=part,
            number=number,
            is_judged=part.part.judged is Judged.COMPLETE,
            is_incomplete=part.part.id in rating.incomplete_parts,
        )
        for number, part in enumerate(parts, 1)
    )


def describe_standing(standing: Standing, definition: Definition) -> StandingPage:
    """Say where a rating stands; what is only not rated yet is counted, not listed."""
    total = len(definition.rubric.criteria)
    return StandingPage(
        standing=standing,
        reasons=tuple(
            say(reason, definition) for reason in standing.result.reasons if reason.code is not ReasonCode.NOT_RATED
        ),
        rated=total - len(standing.unrated),
        total=total,
    )


def _levels(definition: Definition, criterion: RubricCriterion, chosen: str, carried: str) -> tuple[LevelChoice, ...]:
    described = {known.level: known for known in criterion.descriptors}
    floor = next((level.points for level in definition.rubric.levels if level.id == carried), 0)
    return tuple(
        LevelChoice(
            level,
            described[level.id].text if level.id in described else "",
            described[level.id].exemplars if level.id in described else (),
            is_chosen=level.id == chosen,
            is_below_before=level.points < floor,
        )
        for level in definition.rubric.levels
    )


def _say_rest(count: int, *, alone: bool) -> str:
    if alone:
        return ngettext("One waits, and it is not due soon.", "%(count)s wait, and none is due soon.", count) % {
            "count": count
        }
    return _("The rest can wait.")


def _say_day(moment: datetime) -> str:
    day = timezone.localdate(moment)
    if day == timezone.localdate(clock.now()):
        return _("the end of today")
    return format_date(day, "l")


def say_done(row: Submission) -> str:
    """Say who watched the round of a work, without who that was.

    Whether it was recorded for this work is not told: works by which assessors are watched have no record.
    """
    record = next((known for known in selectors.list_conditions(row) if known.round == row.round), None)
    if record is not None:
        return str(record.get_supervision_display())
    method = row.version.definition.assessment
    stated = conditions_of(method)
    return str(Supervision(stated.value).label) if stated else say_stated(method.supervision)
