# SPDX-License-Identifier: Apache-2.0
"""Known works as pages show them: what was handed in, the levels to choose from, and what was agreed on beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.definition import Definition, EvidencePart, Exemplar, RubricCriterion, RubricLevel
from cairn.assessment.anchoring import Nearness, together
from cairn.assessment.drifting import Drift, Flag, Half
from cairn.assessment.models import Anchor, AnchorRating, EndedReason, Qualification, QualificationState
from cairn.assessment.policy import Policy
from cairn.assessment.selectors import RubricLine, holds_now
from cairn.web.components.formats import format_share, write_day
from cairn.web.components.marks import Tone


@dataclass(frozen=True, slots=True)
class WorkPart:
    """One part of a known work: what was asked, and what was handed in."""

    part: EvidencePart
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of a criterion, with the rubric's words and exemplars, and whether it was given and agreed on."""

    level: RubricLevel
    words: str
    exemplars: tuple[Exemplar, ...]
    is_given: bool
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of a known work: its levels, how far the given one is from the agreed one, and the reason."""

    criterion: RubricCriterion
    levels: tuple[LevelLine, ...]
    gap: int
    reason: str

    @property
    def given(self) -> RubricLevel | None:
        """The level that was given."""
        return next((line.level for line in self.levels if line.is_given), None)

    @property
    def agreed(self) -> RubricLevel | None:
        """The level that was agreed on."""
        return next((line.level for line in self.levels if line.is_agreed), None)

    @property
    def has_exemplars(self) -> bool:
        """Whether any level has a sample of work."""
        return any(line.exemplars for line in self.levels)

    @property
    def verdict(self) -> str:
        """Say how far the two are apart."""
        if not self.gap:
            return _("The agreed level")
        words = {"count": abs(self.gap)}
        if self.gap > 0:
            return ngettext("%(count)s level higher", "%(count)s levels higher", self.gap) % words
        return ngettext("%(count)s level lower", "%(count)s levels lower", -self.gap) % words


@dataclass(frozen=True, slots=True)
class RatedWork:
    """A known work beside one's own rating of it."""

    anchor: Anchor
    near: Nearness
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class StandingWords:
    """How an assessor stands with a rubric, as a mark and a word."""

    tone: Tone
    words: str


def list_work(anchor: Anchor) -> tuple[WorkPart, ...]:
    """Return the parts of a known work in which something was handed in."""
    parts = (
        WorkPart(part, tuple((item.ask, anchor.answers[item.id]) for item in part.items if item.id in anchor.answers))
        for part in anchor.version.definition.evidence
    )
    return tuple(part for part in parts if part.answers)


def list_criteria(
    definition: Definition, given: Mapping[str, str], anchor: Anchor | None = None
) -> tuple[CriterionLine, ...]:
    """Return the criteria with their levels, the lowest first; what was agreed on only where an anchor is given."""
    agreed: Mapping[str, str] = anchor.levels if anchor else {}
    reasons: Mapping[str, str] = anchor.reasons if anchor else {}
    rank = {level.id: place for place, level in enumerate(definition.rubric.levels)}
    return tuple(
        CriterionLine(
            criterion=criterion,
            levels=_levels(definition, criterion, given.get(criterion.id, ""), agreed.get(criterion.id, "")),
            gap=rank.get(given.get(criterion.id, ""), 0) - rank.get(agreed.get(criterion.id, ""), 0) if anchor else 0,
            reason=reasons.get(criterion.id, ""),
        )
        for criterion in definition.rubric.criteria
    )


def describe_rated(rating: AnchorRating) -> RatedWork:
    """Return a rating of a known work beside what was agreed on."""
    near = Nearness(rating.criteria, rating.exact, rating.widest, rating.difference)
    return RatedWork(rating.anchor, near, list_criteria(rating.anchor.version.definition, rating.levels, rating.anchor))


def say_near(near: Nearness) -> str:
    """Say how near a rating came."""
    words = {"exact": near.exact, "count": near.criteria}
    alike = (
        ngettext("%(exact)s of %(count)s level agreed", "%(exact)s of %(count)s levels agreed", near.criteria) % words
    )
    if near.widest < 2:  # noqa: PLR2004 - one level apart is what the counts say already
        return alike
    apart = ngettext("widest gap %(count)s level", "widest gap %(count)s levels", near.widest) % {"count": near.widest}
    return f"{alike}, {apart}"


def add_up(ratings: Iterable[AnchorRating]) -> Nearness:
    """Return how near the ratings of several works came together."""
    return together(Nearness(row.criteria, row.exact, row.widest, row.difference) for row in ratings)


def say_standing(line: RubricLine) -> StandingWords:
    """Say how an assessor stands with a rubric."""
    row = line.qualification
    if row is not None and (holds_now(row) or row.state != QualificationState.BEGUN):
        return say_qualification(row)
    if line.is_sitting:
        return StandingWords(Tone.OPEN, _("Sitting begun"))
    return (
        StandingWords(Tone.NOTE, _("Not qualified yet"))
        if line.is_asked
        else StandingWords(Tone.OPEN, _("Not asked for"))
    )


def say_qualification(row: Qualification) -> StandingWords:
    """Say how a qualification stands."""
    if holds_now(row):
        return StandingWords(Tone.GOOD, _("Qualified"))
    if row.state in (QualificationState.ENDED, QualificationState.QUALIFIED):
        reason = EndedReason(row.ended_reason or EndedReason.TIME)
        return StandingWords(Tone.NOTE, _("Ended: %(reason)s") % {"reason": reason.label})
    if row.state == QualificationState.NOT_YET:
        return StandingWords(Tone.NOTE, _("Not yet"))
    return StandingWords(Tone.OPEN, _("Sitting begun"))


def say_terms(policy: Policy) -> tuple[str, ...]:
    """Say what qualifies, in whole sentences."""
    works = max(policy.qualify_anchors, 1)
    return (
        ngettext("You rate %(count)s known work.", "You rate %(count)s known works.", works) % {"count": works},
        _("At least %(share)s of your levels must be the agreed ones.")
        % {"share": format_share(policy.qualify_exact / 100)},
        ngettext(
            "No level may be more than %(count)s step away.",
            "No level may be more than %(count)s steps away.",
            policy.qualify_widest,
        )
        % {"count": policy.qualify_widest}
        if policy.qualify_widest
        else _("None may be a step away."),
        _("You see the result after the last one."),
    )


def say_result(row: Qualification, policy: Policy) -> str:
    """Say what the last sitting came to."""
    words = {
        "share": format_share(float(row.exact_percent or Decimal(0)) / 100),
        "asked": format_share(policy.qualify_exact / 100),
        "widest": row.widest or 0,
        "most": policy.qualify_widest,
    }
    return (
        _(
            "%(share)s levels were the agreed ones; %(asked)s are asked for. The widest gap was %(widest)s; at most "
            "%(most)s is."
        )
        % words
    )


def say_until(row: Qualification) -> str:
    """Say until when a qualification holds, or held."""
    return write_day(row.expires_at) if row.expires_at else ""


_FLAGS = {
    Flag.LENIENT: lambda: _("May give too much"),
    Flag.SEVERE: lambda: _("May give too little"),
    Flag.MOVED_UP: lambda: _("May have moved up"),
    Flag.MOVED_DOWN: lambda: _("May have moved down"),
}


@dataclass(frozen=True, slots=True)
class DriftWords:
    """What known works say of an assessor, in words and figures."""

    works: int
    alike: str
    difference: str
    likely: str
    earlier: str
    later: str
    change: str
    flags: tuple[str, ...]


def say_drift(drift: Drift) -> DriftWords:
    """Put the figures of drift into words."""
    return DriftWords(
        works=drift.works,
        alike=format_share(drift.exact),
        difference=_signed(drift.difference),
        likely=_between(drift.likely.low, drift.likely.high) if drift.likely else "",
        earlier=_half(drift.earlier),
        later=_half(drift.later),
        change=_between(drift.change.low, drift.change.high) if drift.change else "",
        flags=tuple(_FLAGS[flag]() for flag in drift.flags),
    )


def read_levels(data: QueryDict, definition: Definition) -> dict[str, str]:
    """Return the levels that a form sends, by criterion; what was left out is none."""
    criteria = [criterion.id for criterion in definition.rubric.criteria]
    return {known: level for known in criteria if (level := data.get(f"level_{known}", ""))}


def _levels(definition: Definition, criterion: RubricCriterion, given: str, agreed: str) -> tuple[LevelLine, ...]:
    known = {descriptor.level: descriptor for descriptor in criterion.descriptors}
    return tuple(
        LevelLine(
            level=level,
            words=known[level.id].text if level.id in known else "",
            exemplars=known[level.id].exemplars if level.id in known else (),
            is_given=level.id == given,
            is_agreed=level.id == agreed,
        )
        for level in definition.rubric.levels
    )


def _half(half: Half | None) -> str:
    if half is None:
        return ""
    words = {"alike": format_share(half.exact), "difference": _signed(half.difference)}
    return _("%(alike)s, difference %(difference)s") % words


def _between(low: float, high: float) -> str:
    return _("%(low)s to %(high)s") % {"low": _signed(low), "high": _signed(high)}


def _signed(value: float) -> str:
    """Write a difference in levels with its sign, and nothing as nothing."""
    rounded = round(value, 2) + 0.0
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"
