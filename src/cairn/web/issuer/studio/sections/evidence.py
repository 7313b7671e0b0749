# SPDX-License-Identifier: Apache-2.0
"""What the learner hands in, part by part, and how it is assessed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements.conditions import IDENTITY_CODES, SUPERVISION_CODES, code_of, say_stated
from cairn.achievements.definition import Definition, EvidencePart, ItemForm, Judged, PartType
from cairn.web.components.marks import Words
from cairn.web.forms import SuggestInput
from cairn.web.issuer.studio.sections.parts import LINE, Group, Row, Rows, Spot, choice, line, text, whole

_JUDGED: Final[list[tuple[str, Words]]] = [
    (Judged.RUBRIC.value, gettext_lazy("Rated with the rubric")),
    (Judged.COMPLETE.value, gettext_lazy("Must be complete; not rated")),
]
_FORMS: Final[list[tuple[str, Words]]] = [
    (ItemForm.TEXT.value, gettext_lazy("Words typed here")),
    (ItemForm.WORK.value, gettext_lazy("A text, a link or files")),
]


class StatedField(forms.CharField):
    """A line that is a word of a vocabulary, stored as its code, or the author's own words."""

    def prepare_value(self, value: Any) -> Any:
        """Show a code in words."""
        return say_stated(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Return the code whose words were chosen, or what was written. Raises ValidationError."""
        return code_of(super().clean(value))


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
            spots=(
                line("assessment/type", _("Type of assessment"), _("Portfolio, test, observed task.")),
                _stated(
                    "assessment/supervision",
                    _("Supervision"),
                    _("Choose one of the four that the EU tells apart, or say it in your own words."),
                    SUPERVISION_CODES.values(),
                ),
                _stated(
                    "assessment/identity",
                    _("How you know who did the work"),
                    _("Choose, or say it plainly in your own words, also if nobody checks."),
                    IDENTITY_CODES.values(),
                ),
                text("quality_assurance", _("How quality is kept"), _("Who checks the assessment, how often.")),
            ),
        ),
    )


def _stated(place: str, label: str, hint: str, suggestions: Iterable[Words]) -> Spot:
    """Make a field for what the author states of every attempt."""
    widget = SuggestInput(suggestions)
    field = StatedField(label=label, help_text=hint, max_length=LINE, required=False, widget=widget)
    return Spot(place, field)


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
