# SPDX-License-Identifier: Apache-2.0
"""What a holder fills in: a share link, and the public profile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.foundation import clock
from cairn.wallet.models import Audience

_ENDS: Final = (("7", _("In a week")), ("30", _("In 30 days")), ("180", _("In half a year")), ("", _("When I end it")))


class ShareForm(forms.Form):
    """For whom, until when, and what the holder calls it."""

    audience = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=[choice for choice in Audience.choices if choice[0] != Audience.PAPER],
        widget=forms.RadioSelect,
        initial=Audience.EMPLOYER,
        help_text=_("Family and friends can look, but not download the file."),
    )
    label = forms.CharField(
        label=_("A name for you to know it by"),
        max_length=120,
        required=False,
        help_text=_("Such as the company. The reader does not see it."),
    )
    ends = forms.ChoiceField(label=_("When does it end?"), choices=_ENDS, initial="30", required=False)

    def expires_at(self) -> datetime | None:
        """Return when the link ends by itself, None for never."""
        days = self.cleaned_data["ends"]
        return clock.now() + timedelta(days=int(days)) if days else None


class ProfileForm(forms.Form):
    """Where a public profile stands, and one line about its owner."""

    slug = forms.CharField(
        label=_("Address of the page"),
        max_length=60,
        help_text=_("Letters, digits and hyphens. It stands at the end of the address."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}),
    )
    headline = forms.CharField(label=_("A line about you"), max_length=160, required=False)
