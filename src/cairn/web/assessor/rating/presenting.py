# SPDX-License-Identifier: Apache-2.0
"""What the pages of rating show, in words: the finding of the queue, criteria with levels, where a rating stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.definition import Definition, Judged, RubricCriterion, RubricLevel
from cairn.achievements.passing import ReasonCode, say
from cairn.assessment.completeness import PartProgress
from cairn.assessment.models import Rating
from cairn.assessment.selectors import DueMark, Queue, QueueLine, Standing
from cairn.foundation import clock


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One level of a criterion, with its words in the rubric."""

    level: RubricLevel
    words: str
    is_chosen: bool
    is_below_before: bool


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """One criterion on the workbench: its levels, the comment so far, and whether its level stands from before."""

    criterion: RubricCriterion
    levels: tuple[LevelChoice, ...]
    comment: str
    stood_before: bool


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part of the evidence on the workbench; `is_incomplete` is the assessor's word on a part that is not rated."""

    progress: PartProgress
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
    late = [line for line in queue.lines if line.mark is DueMark.LATE]
    soon = [line for line in queue.lines if line.mark is DueMark.SOON]
    sentences = []
    if late:
        sentences.append(ngettext("One is late.", "%(count)s are late.", len(late)) % {"count": len(late)})
    if soon:
        words = {"count": len(soon), "day": _last_day(soon)}
        sentences.append(ngettext("One is due by %(day)s.", "%(count)s are due by %(day)s.", len(soon)) % words)
    rest = len(queue.lines) - len(late) - len(soon)
    if rest:
        sentences.append(_say_rest(rest, alone=not sentences))
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


def list_parts(parts: Sequence[PartProgress], rating: Rating) -> tuple[PartPage, ...]:
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
    words = {known.level: known.text for known in criterion.descriptors}
    floor = next((level.points for level in definition.rubric.levels if level.id == carried), 0)
    return tuple(
        LevelChoice(
            level,
            words.get(level.id, ""),
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


def _last_day(lines: Sequence[QueueLine]) -> str:
    last = max(timezone.localdate(line.due_at) for line in lines)
    if last == timezone.localdate(clock.now()):
        return _("the end of today")
    return format_date(last, "l")
