# SPDX-License-Identifier: Apache-2.0
"""The forms of appeals, complaints and attestations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.achievements.definition import Outcome
from cairn.assessment.models import Attestation, Relation
from cairn.assessment.services.appealing import MAX_REASONS
from cairn.assessment.services.attesting import MAX_NAME, MAX_STATEMENT
from cairn.assessment.services.complaints import MAX_ABOUT, MAX_TEXT
from cairn.organizations.models import Membership
from cairn.web.forms import DayInput


class AppealForm(forms.Form):
    """Why a result is wrong."""

    reasons = forms.CharField(
        label=_("What was judged wrongly?"),
        help_text=_("Name the criterion, and where in your work one can see it. The new assessor does not read this."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=MAX_REASONS,
    )


class ComplaintForm(forms.Form):
    """What was wrong, beside the levels. `subject` is a piece of work, or an organization."""

    subject = forms.ChoiceField(label=_("Which work, or which organization?"))
    about = forms.CharField(label=_("What is it about, in a line?"), max_length=MAX_ABOUT)
    text = forms.CharField(
        label=_("What happened, and what should happen now?"),
        help_text=_("Say when it was. The organization reads this with your name."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=MAX_TEXT,
    )

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]  # a field with choices


class WitnessForm(forms.Form):
    """Whom to ask."""

    relation = forms.ChoiceField(label=_("How do they know your work?"), choices=Relation.choices)
    member = forms.ChoiceField(
        label=_("Somebody who observes learners here"),
        help_text=_("They find your question on their own page."),
        required=False,
    )
    name = forms.CharField(
        label=_("Or somebody else: their name"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("They get a letter with a link. They need no account."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    hide_optional = True

    def __init__(self, *args: Any, observers: Iterable[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(row.person_id), str(row.person)) for row in observers]
        if choices:
            self.fields["member"].choices = [("", _("Nobody of these")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["member"]
            self.fields["name"].label = _("Their name")


class StatementForm(forms.Form):
    """What somebody has seen."""

    outcomes = forms.MultipleChoiceField(
        label=_("What have you seen this person do?"),
        help_text=_("Tick only what you have seen yourself."),
        widget=forms.CheckboxSelectMultiple,
    )
    observed_on = forms.DateField(label=_("When was it, or when was the last time?"), widget=DayInput, required=False)
    text = forms.CharField(
        label=_("What did you see?"),
        help_text=_("What the person did, where, and what came of it. No marks: an assessor judges the work."),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        max_length=MAX_STATEMENT,
    )
    name = forms.CharField(label=_("Your name"), max_length=MAX_NAME)

    def __init__(self, *args: Any, outcomes: Sequence[Outcome], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcomes"].choices = [(outcome.id, outcome.text) for outcome in outcomes]  # type: ignore[attr-defined]


def statement_of(attestation: Attestation, name: str) -> dict[str, object]:
    """Return what the form begins with: what was said before, where it was."""
    return {
        "outcomes": attestation.outcomes,
        "observed_on": attestation.observed_on,
        "text": attestation.statement,
        "name": name,
    }
