# SPDX-License-Identifier: Apache-2.0
"""The forms of awarding: one person, a table of people, and why something changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import list_published
from cairn.credentials.tables import MAX_BYTES
from cairn.foundation.ids import new_token
from cairn.web.forms import DayInput, DropField


class VersionField(forms.ModelChoiceField[AchievementVersion]):
    """A choice of what can be awarded now."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=AchievementVersion._base_manager.none(), **options)  # noqa: SLF001 - filled per form

    def label_from_instance(self, version: AchievementVersion) -> str:
        """Return the name, which is what people know."""
        return version.name


class _OnceForm(forms.Form):
    """A form that counts once, however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = new_token
        if "version" in self.fields:
            self.fields["version"].queryset = list_published()  # type: ignore[attr-defined]  # a VersionField


class AwardForm(_OnceForm):
    """One person, and what they earned."""

    version = VersionField(label=_("What they earned"), empty_label=_("Choose one"))
    name = forms.CharField(label=_("Name"), max_length=500, help_text=_("As it should stand on the credential."))
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=500,
        required=False,
        help_text=_("They get a message with a link. The credential shows only a scrambled form of the address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    identifier = forms.CharField(
        label=_("Student number or other identifier"),
        max_length=500,
        required=False,
        help_text=_("For somebody without an e-mail address. Scrambled on the credential too."),
    )
    result = forms.CharField(label=_("Result"), max_length=500, required=False)
    narrative = forms.CharField(
        label=_("What they did"),
        max_length=20_000,
        required=False,
        help_text=_("Everybody who sees the credential can read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence_url = forms.CharField(
        label=_("Link to the work"), max_length=500, required=False, widget=forms.URLInput(attrs={"inputmode": "url"})
    )
    awarded_on = forms.DateField(
        label=_("Earned on"), required=False, widget=DayInput(), help_text=_("Today, if blank.")
    )


class TableForm(_OnceForm):
    """A table of people who all earned the same."""

    version = VersionField(label=_("What they earned"), empty_label=_("Choose one"))
    file = DropField(
        label=_("Table of people"),
        max_bytes=MAX_BYTES,
        accept=".csv,.tsv,.txt,text/csv",
        help_text=_("A CSV of up to 100,000 rows and 20 MB. Nothing is awarded yet: every row is checked first."),
    )


class ReasonForm(_OnceForm):
    """Why something changes; the holder will read it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("The holder reads this in the message, and it stays in the record."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CorrectionForm(ReasonForm):
    """What was wrong on a credential, and what is right."""

    name = forms.CharField(label=_("Name"), max_length=500, required=False)
    email = forms.CharField(label=_("E-mail address"), max_length=500, required=False)
    identifier = forms.CharField(label=_("Student number or other identifier"), max_length=500, required=False)

    field_order = ("name", "email", "identifier", "reason")
