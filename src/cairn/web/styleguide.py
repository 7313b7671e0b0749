# SPDX-License-Identifier: Apache-2.0
"""The page on which every component stands in each of its states. All values on it are examples."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements.kinds import Kind
from cairn.standards.verify import Verdict
from cairn.wallet.drawing import NextStep, Stone, draw_cairn
from cairn.web.access import public_page
from cairn.web.components.facts import Fact, FactsCard, Figure
from cairn.web.components.icons import ICONS
from cairn.web.components.marks import draw_kind
from cairn.web.components.navigation import NavItem
from cairn.web.components.progress import Segment, Step, StepState
from cairn.web.components.tables import Column
from cairn.web.forms import DayInput, DropField, WordsField

_MOMENT: Final = datetime(2026, 11, 22, 11, 4, tzinfo=UTC)
_BADGES: Final[dict[Kind, tuple[str | Promise, int]]] = {
    Kind.PARTICIPATION: (gettext_lazy("Family literacy night helper"), 205),
    Kind.RECOGNITION: (gettext_lazy("Mentor of new teachers"), 150),
    Kind.KNOWLEDGE: (gettext_lazy("How memory works"), 255),
    Kind.APPLICATION: (gettext_lazy("Restorative circles"), 150),
    Kind.CERTIFICATION: (gettext_lazy("First aid and CPR"), 80),
}
_VERDICTS: Final = {
    Verdict.VERIFIED: gettext_lazy("Amara can run retrieval practice."),
    Verdict.VERIFIED_WITH_NOTES: gettext_lazy("Genuine. Two things are worth knowing."),
    Verdict.UNDETERMINED: gettext_lazy("We could not reach the issuer today."),
    Verdict.NOT_VERIFIED: gettext_lazy("This file is not what was signed."),
}


class ExampleForm(forms.Form):
    """A field of each kind, some of them in error."""

    price = forms.CharField(label=gettext_lazy("Price to the learner"), help_text=gettext_lazy("All fees, in dollars."))
    hours = forms.IntegerField(
        label=gettext_lazy("Hours"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Write a number, such as 30.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))]
    )
    series = forms.CharField(
        label=gettext_lazy("Series number"),
        disabled=True,
        required=False,
        help_text=gettext_lazy("Set when first published; it never changes."),
    )
    ends_on = forms.DateField(label=gettext_lazy("Ends on"), required=False, widget=DayInput())
    password = forms.CharField(label=gettext_lazy("Password"), widget=forms.PasswordInput(), required=False)
    change = WordsField(
        label=gettext_lazy("What did you change because of it?"), minimum=30, maximum=150, enforce_minimum=True
    )
    evidence = DropField(
        label=gettext_lazy("Add a file"),
        help_text=gettext_lazy("PDF, JPG, PNG or DOCX, up to 10 MB each."),
        max_bytes=10_000_000,
        multiple=True,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        widget=forms.RadioSelect(),
        choices=[(kind.value, lazy(draw_kind, SafeString)(kind)) for kind in Kind],
        error_messages={"required": gettext_lazy("Choose one; it decides what the page may promise.")},
    )
    own = forms.BooleanField(
        label=gettext_lazy("This is my own work"),
        error_messages={"required": gettext_lazy("Tick this, or say who helped.")},
    )


_PARTS: Final = {"signs": ("marks", "words", "forms"), "work": ("ways", "facts", "work", "states", "rtl")}


@public_page
def styleguide(request: HttpRequest, part: str = "signs") -> HttpResponse:
    """Show how Cairn looks, and why, on two pages, each of them as light as any other."""
    sent = {"price": "180", "hours": _("about 30"), "language": "en", "change": _("I moved the light lab.")}
    context = {
        "pages": (
            NavItem(_("Signs, words and forms"), "/styleguide", current=part == "signs"),
            NavItem(_("Facts, work and states"), "/styleguide/work", current=part == "work"),
        ),
        "parts": [f"styleguide/{name}.html" for name in _PARTS[part]],
        "kinds": [(kind, *_BADGES[kind]) for kind in Kind],
        "verdicts": list(_VERDICTS.items()),
        "icons": sorted(ICONS),
        "form": ExampleForm(sent, initial={"series": "CRN-48213"}),
        "card": _card(),
        "figures": _figures(),
        "facts": _facts(),
        "steps": _steps(),
        "segments": _segments(),
        "columns": _columns(),
        "crumbs": (NavItem(_("Find"), "/catalog"), NavItem(_("Teaching"), "/catalog?subject=teaching")),
        "tabs": _tabs(),
        "page": _page(),
        "moment": _MOMENT,
        "cairn": _cairn(),
    }
    return render(request, "styleguide.html", context)


def _card() -> FactsCard:
    price = Figure(_("Price"), "$180", _("all fees. Your district pays, if you teach there"))
    hours = Figure(_("Time"), _("30 h"), _("over 8 to 14 weeks, most of it in your own class"))
    facts = (
        Fact(_("Kind"), format_html("{}<br>{}", draw_kind(Kind.APPLICATION), _("Work is shown and judged"))),
        Fact(_("How tested"), _("4 pieces of evidence, 2 blind raters, public rubric")),
        Fact(_("Pass rate"), _("61 in 100 first try; 88 in 100 in the end")),
        Fact(_("Credit"), _("1 semester hour")),
        Fact(_("Pay rise"), None),
        Fact(_("Ends"), _("After 3 years")),
    )
    return FactsCard(leading=(price, hours), facts=facts)


def _figures() -> tuple[Figure, ...]:
    finished = Figure(_("Finished"), _("80 in 100"), _("391 of 486. Likely range 77 to 84"))
    return (finished, Figure(_("Effect on pay"), None, _("No study yet")))


def _facts() -> tuple[Fact, ...]:
    return (
        Fact(_("Signed by"), _("The issuer’s own key")),
        Fact(_("Awarded to"), _("A person, by an e-mail address")),
        Fact(_("Effect on students"), None),
    )


def _steps() -> tuple[Step, ...]:
    return (
        Step(_("Plan"), StepState.DONE, _("Passed. Stays passed."), _MOMENT, "#ways"),
        Step(_("Student work"), StepState.HERE, _("Open now"), url="#ways"),
        Step(_("Results table"), StepState.TODO, _("Not started")),
        Step(_("Reflection"), StepState.CLOSED, _("Opens with part 3")),
    )


def _segments() -> tuple[Segment, ...]:
    return (
        Segment(_("signed"), 842, "good"),
        Segment(_("waiting"), 331, "wait"),
        Segment(_("need you"), 31, "blaze"),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Writer")),
        Column(_("Credential")),
        Column(_("State")),
        Column(_("Due")),
        Column(_("What you can do"), hidden=True),
    )


def _tabs() -> tuple[NavItem, ...]:
    return (
        NavItem(_("Basics"), "#ways", current=False, icon="tick"),
        NavItem(_("Outcomes"), "#ways", current=True),
        NavItem(_("Evidence"), "#ways", current=False),
    )


def _page() -> Page[int]:
    return Paginator(range(471), 5).page(2)


def _cairn() -> SafeString:
    stones = [
        Stone(str(name), kind, hours, hue)
        for (kind, (name, hue)), hours in zip(_BADGES.items(), (2, 1, 6, 30, 16), strict=True)
        if kind.is_tested
    ]
    label = _("Three stones, and the next one in outline")
    return mark_safe(draw_cairn(stones, NextStep(_("Formative feedback")), label=label))  # noqa: S308  # drawn by us
