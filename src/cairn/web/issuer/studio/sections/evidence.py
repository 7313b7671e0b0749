# SPDX-License-Identifier: Apache-2.0
"""What the learner hands in, part by part, and how it is assessed."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements.definition import Definition, EvidencePart, ItemForm, Judged, PartType
from cairn.web.components.marks import Words
from cairn.web.issuer.studio.sections.parts import Group, Row, Rows, Spot, choice, line, text, whole

_JUDGED: Final[list[tuple[str, Words]]] = [
    (Judged.RUBRIC.value, gettext_lazy("Rated with the rubric")),
    (Judged.COMPLETE.value, gettext_lazy("Must be complete; not rated")),
]
_FORMS: Final[list[tuple[str, Words]]] = [
    (ItemForm.TEXT.value, gettext_lazy("Words typed here")),
    (ItemForm.WORK.value, gettext_lazy("A text, a link or files")),
]


def build_evidence(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    rows = tuple(_part(number, part) for number, part in enumerate(definition.evidence, 1))
    return (
        Group(
            _("What is handed in"),
            "parts",
            _("Learners see all of this before they begin."),
            rows=(
                Rows(
                    "evidence", rows, _("Add a part"), empty=_("No parts yet. Most credentials ask for two or three.")
                ),
            ),
        ),
        Group(
            _("How it is assessed"),
            "how",
            beside=(
                line("assessment/type", _("Type of assessment"), _("Portfolio, test, observed task.")),
                line("assessment/supervision", _("Supervision"), _("Unwatched, watched online, watched in person.")),
            ),
            spots=(
                line(
                    "assessment/identity",
                    _("How you know who did the work"),
                    _("Say it plainly, also if nobody checks."),
                ),
                text("quality_assurance", _("How quality is kept"), _("Who checks the assessment, how often.")),
            ),
        ),
    )


def _part(number: int, part: EvidencePart) -> Row:
    place, words = f"evidence/{part.id}", {"number": number}
    types: list[tuple[str, Words]] = [(kind.value, kind.word) for kind in PartType]
    return Row(
        _("Part %(number)s") % words,
        place,
        (line(f"{place}/title", _("Title of part %(number)s") % words),),
        beside=(
            choice(f"{place}/type", _("What it is"), types),
            choice(f"{place}/judged", _("How it counts"), _JUDGED),
        ),
        inner=(
            Rows(f"{place}/items", tuple(_items(number, part)), _("Ask for one more thing in part %(number)s") % words),
        ),
    )


def _items(number: int, part: EvidencePart) -> list[Row]:
    rows = []
    for index, item in enumerate(part.items, 1):
        place = f"evidence/{part.id}/items/{item.id}"
        legend = _("Item %(item)s of part %(part)s") % {"item": index, "part": number}
        required = forms.BooleanField(label=_("Everybody must hand this in"), required=False)
        rows.append(
            Row(
                legend,
                place,
                (
                    text(f"{place}/ask", _("Question or piece of work"), rows=2),
                    line(f"{place}/rules", _("Rules"), _("Length, format, what must not be in it.")),
                ),
                beside=(
                    choice(f"{place}/form", _("Handed in as"), _FORMS),
                    whole(f"{place}/max_words", _("Word limit"), _("0 is none."), most=10_000, blank=0),
                    Spot(f"{place}/required", required, blank=False),
                ),
            )
        )
    return rows
