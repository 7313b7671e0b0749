# SPDX-License-Identifier: Apache-2.0
"""What it costs, how long it takes, what it counts for and when it ends: stated, or said to be unknown."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition
from cairn.achievements.readiness.facts import ANNEX_I
from cairn.achievements.readiness.finding import Finding, Section, Weight
from cairn.achievements.translate import share_translated


def check_terms(definition: Definition) -> Iterator[Finding]:
    """Find what a learner would have to ask before they begin."""
    yield from _cost(definition)
    yield from _credit(definition)
    if definition.expires_after_months and not definition.renewal:
        yield Finding(
            "VAL-01",
            Section.CREDIT,
            "renewal",
            _("It ends, but nobody says how to renew it"),
            _("Holders need to know what to do, how long it takes and what it costs."),
            _("Say it in a sentence, or write that it cannot be renewed."),
            Weight.ADVICE,
        )
    yield from _translations(definition)


def _cost(definition: Definition) -> Iterator[Finding]:
    cost, effort = definition.cost, definition.effort
    if cost.price is None and not cost.extra and not cost.who_pays:
        yield Finding(
            "CST-01",
            Section.COST,
            "cost/price",
            _("The price is neither stated nor explained"),
            _("People choose by cost first, and a blank looks like a trap."),
            _("Write the price, 0 if it is free, or say in words why it is open."),
            source="CTDL, estimatedCost",
        )
    if cost.price and not cost.as_of:
        yield Finding(
            "CST-02",
            Section.COST,
            "cost/as_of",
            _("The price has no date"),
            _("Prices change; a date tells how far to trust this one."),
            _("Write as of when the price holds."),
            Weight.ADVICE,
        )
    if effort.hours is None and not effort.detail:
        yield Finding(
            "HRS-01",
            Section.COST,
            "effort/hours",
            _("The hours are neither stated nor explained"),
            _("Workload is one of the facts that everybody may count on."),
            _("Write the hours for most people, or say in words why they differ."),
            source=ANNEX_I,
        )


def _credit(definition: Definition) -> Iterator[Finding]:
    for number, credit in enumerate(definition.credit, 1):
        if not credit.granted_by:
            yield Finding(
                "CRE-01",
                Section.CREDIT,
                f"credit/{number - 1}/granted_by",
                _("Credit %(number)s does not say who grants it") % {"number": number},
                _("Credit that nobody stands for is worth nothing to a learner."),
                _("Name the college, board or employer, or remove the line."),
            )
    if definition.kind.is_tested and not definition.credit:
        yield Finding(
            "CRE-02",
            Section.CREDIT,
            "credit",
            _("This may be a dead end"),
            _("Nobody has said that they count it for credit."),
            _("Ask a college, a licensing board or an employer."),
            Weight.ADVICE,
        )


def _translations(definition: Definition) -> Iterator[Finding]:
    for translation in definition.translations:
        done, wanted = share_translated(definition, translation.language)
        if done < wanted:
            yield Finding(
                "TRA-01",
                Section.BASICS,
                "translations",
                _("%(done)s of %(wanted)s texts are there in “%(language)s”")
                % {"done": done, "wanted": wanted, "language": translation.language},
                _("What is missing is shown in the first language."),
                _("Translate the rest, or leave it so."),
                Weight.ADVICE,
            )
