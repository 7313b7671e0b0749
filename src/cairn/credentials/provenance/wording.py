# SPDX-License-Identifier: Apache-2.0
"""How work was assessed, in sentences: the same in the credential, in its report, on paper and on the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.conditions import IDENTITY_WORDS, SUPERVISION_WORDS
from cairn.assessment.rounding import round_below
from cairn.credentials.provenance.facts import AgreementNote
from cairn.foundation.days import say_day
from cairn.standards.openbadges.provenance import Agreement, Conditions, Decided, IdentityProof, Source

_SYMBOLS: Final[Mapping[str, str]] = MappingProxyType(
    {"gwet_ac1": "AC1", "gwet_ac2": "AC2", "icc": "ICC", "percent_agreement": "", "adjacent_agreement": ""}
)
_TWO: Final = 2


class Rated(Protocol):
    """What is told of those who rated: of an award that is made, or read out of a credential."""

    @property
    def decided(self) -> Decided:
        """How the result came about."""

    @property
    def assessors(self) -> int:
        """How many rated."""

    @property
    def is_blind(self) -> bool:
        """Whether they did not know whose work it was."""

    @property
    def is_trained(self) -> bool:
        """Whether all of them were qualified."""


class Watched(Protocol):
    """What is told of supervision and identity: of an award that is made, or read out of a credential."""

    @property
    def conditions(self) -> Conditions | None:
        """The word of the vocabulary."""

    @property
    def source(self) -> Source | None:
        """How it is known; None in credentials that were signed before anything was recorded of an attempt."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the record."""


def say_conditions(watched: Watched) -> str:
    """Say who watched, and whether it was recorded for this work or is stated of every attempt; blank if not known."""
    if watched.conditions is None:
        return ""
    words = {"conditions": SUPERVISION_WORDS[watched.conditions], "days": say_days(watched.days)}
    if watched.source is Source.ATTEMPT and watched.days:
        return _("%(conditions)s: recorded for this work on %(days)s.") % words
    return _("%(conditions)s: the issuer states this for every attempt.") % words


def say_days(days: tuple[date, ...]) -> str:
    """Write days in their order: 3 November 2026; 9 November 2026."""
    return "; ".join(map(say_day, days))


def say_identity(proof: IdentityProof) -> str:
    """Say how it was known who did the work; of another way only that the issuer has put it down."""
    words = IDENTITY_WORDS.get(proof)
    return _("In another way, which the issuer has put down") if words is None else str(words)


def say_rated(rated: Rated) -> str:
    """Say who rated, and how it was decided where they did not simply agree."""
    return " ".join(_rated(rated))


def _rated(rated: Rated) -> Iterator[str]:
    yield say_assessors(rated)
    if rated.decided is Decided.ADJUDICATED:
        yield _("Two of them differed, so another one decided.")
    elif rated.decided is Decided.APPEAL:
        yield _("The last of them decided it on appeal.")
    elif rated.decided is Decided.ORGANIZATION:
        yield _("The issuer changed the result afterwards, and gave its reason.")


def say_assessors(rated: Rated) -> str:
    """Say in one sentence how many rated, whether they were qualified, and whether they knew the learner."""
    return _assessors(rated) % {"count": rated.assessors}


def _assessors(rated: Rated) -> str:
    if rated.assessors == _TWO:
        return _say_two(rated)
    if rated.is_trained and rated.is_blind:
        return ngettext(
            "Rated by one trained assessor who did not know the learner.",
            "Rated by %(count)s trained assessors who did not know the learner.",
            rated.assessors,
        )
    if rated.is_blind:
        return ngettext(
            "Rated by one assessor who did not know the learner.",
            "Rated by %(count)s assessors who did not know the learner.",
            rated.assessors,
        )
    if rated.is_trained:
        return ngettext(
            "Rated by one trained assessor, who knew whose work it was.",
            "Rated by %(count)s trained assessors, who knew whose work it was.",
            rated.assessors,
        )
    return ngettext(
        "Rated by one assessor, who knew whose work it was.",
        "Rated by %(count)s assessors, who knew whose work it was.",
        rated.assessors,
    )


def _say_two(rated: Rated) -> str:
    if rated.is_trained and rated.is_blind:
        return _("Rated by two trained assessors who did not know the learner.")
    if rated.is_blind:
        return _("Rated by two assessors who did not know the learner.")
    if rated.is_trained:
        return _("Rated by two trained assessors, who knew whose work it was.")
    return _("Rated by two assessors, who knew whose work it was.")


def say_agreement(note: AgreementNote) -> str:
    """Say how far assessors of a rubric agree, with the figure in brackets."""
    if note.state is Agreement.ESTABLISHED:
        return _("Assessors of this rubric agree (%(figure)s).") % {"figure": say_figure(note)}
    if note.state is Agreement.BELOW_FLOOR:
        words = {"figure": say_figure(note), "floor": number_format(note.floor)}
        return (
            _("Assessors of this rubric agree less than the issuer asks for, which is %(floor)s (%(figure)s).") % words
        )
    return _("How far assessors of this rubric agree is not yet established: %(why)s") % {"why": say_missing(note)}


def say_missing(note: AgreementNote) -> str:
    """Say what is missing where agreement is not established, to stand after a colon or by itself."""
    if not note.works:
        return _("no work has been rated twice.")
    if note.works >= note.least_works:
        return _("the works that were rated twice are too much alike to give a likely range.")
    return ngettext(
        "%(count)s work was rated twice, and at least %(least)s are needed.",
        "%(count)s works were rated twice, and at least %(least)s are needed.",
        note.works,
    ) % {"count": number_format(note.works), "least": number_format(note.least_works)}


def say_figure(note: AgreementNote) -> str:
    """Write a figure with its likely range and the number of works: κ 0.81, 0.74–0.88, 214 double ratings.

    A low end that misses the floor never reads as the floor.
    """
    works = say_works(note)
    if note.value is None:
        return works
    value = f"{symbol_of(note.coefficient)} {_two_places(note.value)}".strip()
    low = None if note.low is None else round_below(note.low, float(note.floor))
    return ", ".join(filter(None, (value, say_range(low, note.high), works)))


def say_works(note: AgreementNote) -> str:
    """Write how many works were rated twice."""
    words = {"count": number_format(note.works)}
    return ngettext("%(count)s double rating", "%(count)s double ratings", note.works) % words


def say_range(low: float | None, high: float | None) -> str:
    """Write a likely range; nothing where there is none."""
    return "" if low is None or high is None else f"{_two_places(low)}–{_two_places(high)}"


def symbol_of(coefficient: str) -> str:
    """Return the sign that stands for a coefficient; a share of ratings that agree has none."""
    if coefficient in _SYMBOLS:
        return _SYMBOLS[coefficient]
    return "α" if coefficient.startswith("krippendorff") else "κ"


def _two_places(value: float | None) -> str:
    return "" if value is None else number_format(round(value, 2), 2)
