# SPDX-License-Identifier: Apache-2.0
"""The form of one's own account."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cairn.accounts.models import Person


class AboutMeForm(forms.Form):
    """Name, language, and a sign-in name for whoever wants one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As it should stand on a credential. What was issued before keeps the old name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        required=False,
        help_text=_("To sign in without an address. 3 to 40 letters a to z, digits, dots or hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
    )

    @classmethod
    def of(cls, person: Person) -> AboutMeForm:
        """Fill the form with what is known."""
        username = person.username if person.has_sign_in_name else ""
        return cls(initial={"name": person.name, "language": person.language, "username": username})
