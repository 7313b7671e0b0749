# SPDX-License-Identifier: Apache-2.0
"""Forms of whoever looks after the queue: a conflict between two people, and giving a work to somebody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.accounts.models import Person
from cairn.accounts.selectors import find_person_by_email, find_person_by_username
from cairn.assessment.models import ConflictKind, Rating
from cairn.assessment.services.assigning import MAX_REASON
from cairn.assessment.services.conflicts import ENTERED, MAX_NOTE
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members


class ConflictForm(forms.Form):
    """An assessor and a learner, and how they have to do with each other."""

    assessor = forms.ChoiceField(label=gettext_lazy("Assessor"))
    learner = forms.CharField(
        label=gettext_lazy("Learner"),
        max_length=320,
        help_text=gettext_lazy("Their mail address or sign-in name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How they have to do with each other"),
        choices=[(kind.value, kind.label) for kind in ENTERED],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=MAX_NOTE,
        help_text=gettext_lazy("Only those who look after the queue read it."),
    )

    def __init__(self, *args: Any, organization: Organization, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assessor"].choices = _assessors(organization)  # type: ignore[attr-defined]

    def clean_learner(self) -> Person:
        """Return who is meant; that they learn here is for the service to say, in the same words."""
        text = self.cleaned_data["learner"]
        found = find_person_by_email(text) if "@" in text else find_person_by_username(text)
        if found is None:
            raise forms.ValidationError(
                _("Nobody of that name learns here. Give the mail address or the sign-in name of a learner.")
            )
        return found

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """The assessor and the learner."""
        return UUID(self.cleaned_data["assessor"]), self.cleaned_data["learner"].pk

    @property
    def chosen_kind(self) -> ConflictKind:
        """How they have to do with each other."""
        return ConflictKind(self.cleaned_data["kind"])


class ReassignForm(forms.Form):
    """Who is to rate a work instead, and why."""

    assessor = forms.ChoiceField(label=gettext_lazy("Who rates it now"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=MAX_REASON,
        help_text=gettext_lazy("It stands in the record of what was done here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organization: Organization, rating: Rating, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [choice for choice in _assessors(organization) if choice[0] != str(rating.assessor_id)]
        self.fields["assessor"].choices = others  # type: ignore[attr-defined]

    @property
    def to(self) -> UUID:
        """Who is to rate it."""
        return UUID(self.cleaned_data["assessor"])


def _assessors(organization: Organization) -> list[tuple[str, str]]:
    return [(str(row.person_id), str(row.person)) for row in list_members(organization, role=Role.ASSESSOR)]
