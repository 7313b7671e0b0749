# SPDX-License-Identifier: Apache-2.0
"""The forms of a meeting: to call it, to move it, and to say what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.assessment.services import MeetingPlan, Slot
from cairn.assessment.services.meetings import LEAST_MINUTES, MAX_PLACE, MAX_TEXT, MOST_MINUTES


class SlotForm(forms.Form):
    """When and where."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    place = forms.CharField(
        label=_("Where"), max_length=MAX_PLACE, help_text=_("A room, or the link of a call."), strip=True
    )

    @property
    def slot(self) -> Slot:
        """What was chosen, once it is known to be whole."""
        given = self.cleaned_data
        at = timezone.make_aware(datetime.combine(given["day"], given["time"]))
        return Slot(at, given["place"], given["minutes"])


class CallForm(SlotForm):
    """What a meeting is on, who is invited, when and where; the criterion is chosen before."""

    works = forms.MultipleChoiceField(
        label=_("Works to look at together"),
        help_text=_("The furthest apart come first. Only works that nobody will rate again can be chosen."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    invited = forms.MultipleChoiceField(
        label=_("Who is invited"),
        help_text=_("Those who rated by this rubric in the last year are chosen already."),
        widget=forms.CheckboxSelectMultiple,
    )
    agenda = forms.CharField(
        label=_("What you want to do"),
        help_text=_("Everybody who is invited reads it. Leave names out."),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    field_order = ("works", "invited", "day", "time", "minutes", "place", "agenda")

    def __init__(
        self, criterion: str, works: Mapping[str, str], people: Mapping[str, str], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._criterion = criterion
        self.fields["works"].choices = list(works.items())  # type: ignore[attr-defined]  # a field with choices
        self.fields["invited"].choices = list(people.items())  # type: ignore[attr-defined]
        if not works:
            del self.fields["works"]

    @property
    def plan(self) -> MeetingPlan:
        """What was written, once it is known to be whole."""
        given = self.cleaned_data
        return MeetingPlan(
            criterion=self._criterion,
            slot=self.slot,
            works=[UUID(work) for work in given.get("works", ())],
            invited=[UUID(person) for person in given["invited"]],
            agenda=given["agenda"],
        )


class CloseForm(forms.Form):
    """Who came, and what was agreed."""

    came = forms.MultipleChoiceField(label=_("Who came"), widget=forms.CheckboxSelectMultiple)
    agreed = forms.CharField(
        label=_("What was agreed"),
        help_text=_(
            "The rule in one or two sentences, and what stays open. It stands on the page of agreement; leave names "
            "out."
        ),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, people: Mapping[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["came"].choices = list(people.items())  # type: ignore[attr-defined]

    @property
    def came_ids(self) -> Sequence[UUID]:
        """Who came, once it is known."""
        return [UUID(person) for person in self.cleaned_data["came"]]
