# SPDX-License-Identifier: Apache-2.0
"""How a work was done, on the page of whoever looks after it: the records, the form for one, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.achievements.conditions import conditions_of, say_stated
from cairn.assessment import selectors
from cairn.assessment.models import AttemptConditions, IdentityCheck, Submission, Supervision
from cairn.assessment.services import ConditionsGiven
from cairn.assessment.services.conditions import MAX_NOTE, MAX_REASON
from cairn.web.forms import DayInput


class ConditionsForm(forms.Form):
    """Who watched a round, how it was known who worked, and on which day."""

    supervision = forms.ChoiceField(
        label=_("Supervision"),
        choices=Supervision.choices,
        widget=forms.RadioSelect,
        help_text=_("Of this work alone."),
    )
    identity = forms.ChoiceField(label=_("How you knew who did the work"), choices=IdentityCheck.choices)
    held_on = forms.DateField(label=_("Day on which it was done"), widget=DayInput())
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your organization and the learner read it. It stands in no credential."),
    )

    @classmethod
    def of(cls, row: Submission, standing: AttemptConditions | None) -> ConditionsForm:
        """Return the form with what stands, or with what the author states of every attempt."""
        if standing is None:
            return cls(initial={"supervision": conditions_of(row.version.definition.assessment)})
        return cls(initial={name: getattr(standing, name) for name in cls.base_fields})

    def given(self) -> ConditionsGiven:
        """Return what was filled in."""
        return ConditionsGiven(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a record is withdrawn."""

    prefix = "withdraw"
    reason = forms.CharField(
        label=_("Why"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The audit keeps it."),
    )


@dataclass(frozen=True, slots=True)
class ConditionsPage:
    """What the page says of how a work was done.

    `standing` is the record of the round that is open now, `why_not` what keeps the visitor from recording it.
    """

    records: list[AttemptConditions]
    standing: AttemptConditions | None
    stated: str
    form: ConditionsForm
    withdraw: WithdrawForm
    why_not: Promise | str


def describe_conditions(
    row: Submission,
    person_id: UUID | None,
    *,
    form: ConditionsForm | None = None,
    withdraw: WithdrawForm | None = None,
) -> ConditionsPage:
    """Return how a work was done, as somebody sees it who looks after it."""
    records = selectors.list_conditions(row)
    standing = next((record for record in records if record.round == row.round), None)
    return ConditionsPage(
        records=records,
        standing=standing,
        stated=say_stated(row.version.definition.assessment.supervision),
        form=form or ConditionsForm.of(row, standing),
        withdraw=withdraw or WithdrawForm(),
        why_not=_why_not(row, person_id),
    )


def _why_not(row: Submission, person_id: UUID | None) -> Promise | str:
    if person_id is None or person_id == row.learner_id:
        return _("This is your own work, so somebody else records how it was done.")
    bar = selectors.find_record_bar(row, person_id)
    return bar.words if bar else ""
