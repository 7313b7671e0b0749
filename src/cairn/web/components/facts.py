# SPDX-License-Identifier: Apache-2.0
"""Facts: the card that is the same for every credential, lists of facts, and big numbers.

A blank says that it is blank: a fact without a value is drawn as "Not disclosed", never as an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from cairn.web.components.marks import Words

_NOT_DISCLOSED: Final = gettext_lazy("Not disclosed")
_NOT_KNOWN: Final = gettext_lazy("Not known")
_TITLE: Final = gettext_lazy("Credential facts")
_FINE: Final = gettext_lazy(
    "Every credential on Cairn has this card, with the same lines in the same order. "
    "A blank is the issuer’s choice, not ours."
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called, its value (None is a blank), and the blank's words. HTML must be marked safe."""

    label: Words
    value: Words | None
    blank: Words = _NOT_DISCLOSED


@dataclass(frozen=True, slots=True)
class Figure:
    """A big number, what it counts or costs in words beside it, and how sure it is. None is a blank."""

    label: Words
    value: Words | None
    note: Words = ""
    blank: Words = _NOT_KNOWN


@dataclass(frozen=True, slots=True)
class FactsCard:
    """The label: at most two leading figures (price and hours), then facts in a fixed order, then the fine print."""

    leading: tuple[Figure, ...]
    facts: tuple[Fact, ...]
    title: Words = _TITLE
    fine: Words = _FINE


def draw_blank(words: Words = "") -> SafeString:
    """Draw a blank that says it is one."""
    return format_html('<span class="blank">{}</span>', words or gettext("Not disclosed"))


def or_blank(value: object, words: Words = "") -> object:
    """Return the value, or a drawn blank where there is none; zero is a value."""
    return draw_blank(words) if value is None or value == "" else value
