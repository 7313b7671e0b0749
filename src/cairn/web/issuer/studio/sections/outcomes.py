# SPDX-License-Identifier: Apache-2.0
"""Outcomes, one thing a line, with the statements of frameworks that they match."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Outcome
from cairn.web.issuer.studio.sections.parts import Group, Row, Rows, line, text


def build_outcomes(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    rows = tuple(_row(number, outcome) for number, outcome in enumerate(definition.outcomes, 1))
    return (
        Group(
            _("Outcomes"),
            "list",
            _("What will the holder be able to do? One thing a line. Start with a verb someone can watch."),
            rows=(
                Rows(
                    "outcomes",
                    rows,
                    _("Add an outcome"),
                    empty=_("No outcomes yet. Three to six are enough for most credentials."),
                ),
            ),
        ),
    )


def _row(number: int, outcome: Outcome) -> Row:
    place = f"outcomes/{outcome.id}"
    matches = tuple(
        Row(
            _("Match %(number)s of outcome %(outcome)s") % {"number": index + 1, "outcome": number},
            f"{place}/alignments/{index}",
            (),
            beside=(
                line(f"{place}/alignments/{index}/framework", _("Framework"), _("ESCO, O*NET, a state standard.")),
                line(f"{place}/alignments/{index}/code", _("Code")),
                line(f"{place}/alignments/{index}/name", _("Statement")),
                line(f"{place}/alignments/{index}/url", _("Address"), inputmode="url"),
            ),
            can_move=False,
        )
        for index in range(len(outcome.alignments))
    )
    legend = _("Outcome %(number)s") % {"number": number}
    return Row(
        legend,
        place,
        (text(f"{place}/text", legend, rows=2),),
        inner=(
            Rows(f"{place}/alignments", matches, _("Match outcome %(number)s to a framework") % {"number": number}),
        ),
    )
