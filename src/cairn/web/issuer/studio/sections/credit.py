# SPDX-License-Identifier: Apache-2.0
"""What it counts for, who grants that, and when it ends."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition
from cairn.web.issuer.studio.sections.parts import Group, Row, Rows, Spot, amount, line, text


def build_credit(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    rows = tuple(_row(index) for index in range(len(definition.credit)))
    months = forms.IntegerField(
        label=_("Ends after (months)"),
        help_text=_("Leave it blank if it never ends."),
        min_value=1,
        max_value=600,
        required=False,
    )
    return (
        Group(
            _("Credit"),
            "credit",
            _("Only what somebody has agreed to. Without a name behind it, credit is worth nothing."),
            rows=(Rows("credit", rows, _("Add a credit"), empty=_("It counts for no credit that you have named.")),),
        ),
        Group(
            _("Validity"),
            "validity",
            spots=(
                Spot("expires_after_months", months, blank=None),
                text("renewal", _("Renewal"), _("What to do, how long it takes, what it costs."), rows=2),
            ),
        ),
    )


def _row(index: int) -> Row:
    place, words = f"credit/{index}", {"number": index + 1}
    return Row(
        _("Credit %(number)s") % words,
        place,
        (line(f"{place}/granted_by", _("Who grants it")), text(f"{place}/conditions", _("Conditions"), rows=2)),
        beside=(
            amount(f"{place}/units", _("How many"), digits=6),
            line(f"{place}/unit", _("Of what"), _("Semester hours, clock hours, ECTS.")),
        ),
        can_move=False,
    )
