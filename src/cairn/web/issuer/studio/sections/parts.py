# SPDX-License-Identifier: Apache-2.0
"""What the form of a tab is built from: spots (fields at their places), rows of them, and groups with a heading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from cairn.web.components.marks import Words

LINE: Final = 300
TEXT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Spot:
    """A field at a place of the definition. `blank` is what is stored where nothing is entered."""

    place: str
    field: forms.Field
    blank: Any = ""
    initial: Any = None


@dataclass(frozen=True, slots=True)
class Row:
    """Fields that belong together and can be moved and removed as one; rows may hold rows.

    Those of `across` stand three in a line where there is room, those of `beside` two. Lists of `folded` stand behind
    one summary, for what few rows need.
    """

    legend: str
    place: str
    spots: tuple[Spot, ...]
    across: tuple[Spot, ...] = ()
    beside: tuple[Spot, ...] = ()
    inner: tuple[Rows, ...] = ()
    folded: tuple[Rows, ...] = ()
    fold: str = ""
    can_move: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows, and what the button says that adds one."""

    place: str
    rows: tuple[Row, ...]
    add: str
    title: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a tab: a heading, a sentence, fields (those of `beside` in two columns), lists of rows."""

    title: str
    slug: str
    hint: str = ""
    spots: tuple[Spot, ...] = ()
    beside: tuple[Spot, ...] = ()
    rows: tuple[Rows, ...] = ()


def line(place: str, label: str, hint: str = "", **attributes: str) -> Spot:
    """Make a field for one line."""
    widget = forms.TextInput(attrs=attributes)
    return Spot(place, forms.CharField(label=label, help_text=hint, max_length=LINE, required=False, widget=widget))


def text(place: str, label: str, hint: str = "", *, rows: int = 3) -> Spot:
    """Make a field for a longer text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return Spot(place, forms.CharField(label=label, help_text=hint, max_length=TEXT, required=False, widget=widget))


def whole(place: str, label: str, hint: str = "", *, most: int = 1000, blank: int | None = None) -> Spot:
    """Make a field for a whole number."""
    field = forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=most, required=False)
    return Spot(place, field, blank=blank)


def amount(place: str, label: str, hint: str = "", *, places: int = 2, digits: int = 8) -> Spot:
    """Make a field for an exact amount; blank is not stated, which is another thing than zero."""
    field = forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=Decimal(0),
        max_digits=digits,
        decimal_places=places,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )
    return Spot(place, field, blank=None)


def choice(place: str, label: str, choices: list[tuple[str, Words]], hint: str = "") -> Spot:
    """Make a field for one of several."""
    return Spot(place, forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False))


def several(place: str, label: str, choices: list[tuple[str, Words]], hint: str = "") -> Spot:
    """Make a field for any of several."""
    widget = forms.CheckboxSelectMultiple
    field = forms.MultipleChoiceField(label=label, help_text=hint, choices=choices, required=False, widget=widget)
    return Spot(place, field, blank=[])


def shortened(words: str, most: int = 60) -> str:
    """Return a text short enough for a choice; a blank one says that it is blank."""
    if not words:
        return _("(not written yet)")
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
