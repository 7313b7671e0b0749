# SPDX-License-Identifier: Apache-2.0
"""What it costs and how long it takes."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition
from cairn.web.components.marks import Words
from cairn.web.issuer.studio.sections.parts import Group, amount, choice, line, text, whole

_CURRENCIES: Final = ("USD", "CAD", "EUR", "GBP", "MXN", "AUD", "CHF", "INR", "NZD")


def build_cost(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    known: list[tuple[str, Words]] = [(code, code) for code in dict.fromkeys((*_CURRENCIES, definition.cost.currency))]
    return (
        Group(
            _("Price"),
            "price",
            _("All that a learner must pay. What you leave blank is shown as “Not disclosed”."),
            beside=(
                amount("cost/price", _("Price"), _("0 is free.")),
                choice("cost/currency", _("Currency"), known),
                line("cost/who_pays", _("Who pays"), _("The learner, the school, the employer.")),
                line("cost/as_of", _("Price as of"), _("A date, such as 2026-07-01.")),
            ),
            spots=(text("cost/extra", _("Other costs"), _("Books, equipment, travel, a second try."), rows=2),),
        ),
        Group(
            _("Hours"),
            "hours",
            _("For most people, from the first hour to handing in."),
            beside=(
                amount("effort/hours", _("Hours"), places=1, digits=6),
                whole("effort/weeks", _("Weeks it is spread over"), most=500),
            ),
            spots=(text("effort/detail", _("How the hours are spent"), rows=2),),
        ),
    )
