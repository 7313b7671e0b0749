# SPDX-License-Identifier: Apache-2.0
"""The forms of an organization: who it is, who belongs to it, and why a key changes."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.organizations.models import Organization, OrganizationKind
from cairn.organizations.roles import Role, purpose_of

LANGUAGES: Final = (
    ("en", _("English")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("vi", _("Vietnamese")),
    ("zh", _("Chinese")),
    ("so", _("Somali")),
    ("fr", _("French")),
    ("am", _("Amharic")),
    ("ko", _("Korean")),
    ("uk", _("Ukrainian")),
    ("pt", _("Portuguese")),
    ("ht", _("Haitian Creole")),
)


class RolesField(forms.MultipleChoiceField):
    """The roles, each with what its holder does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[(role, role.label) for role in Role], widget=forms.CheckboxSelectMultiple, **options)


class NewOrganizationForm(forms.Form):
    """What a new organization needs: the rest can be said later."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("In full, as it stands on a credential."))
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_(
            "Part of every link, in small letters: port-ellery. It can never change, because signatures rest on it."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganizationKind.choices)
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("Nothing: it stands by itself"),
        help_text=_("Owners above can see and help here, and cannot rate or award here."),
    )

    def __init__(self, *args: Any, parents: list[Organization], **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [parent.pk for parent in parents]
        self.fields["parent"].queryset = Organization.objects.filter(pk__in=ids).order_by("name")  # type: ignore[attr-defined]
        if not ids:
            del self.fields["parent"]


class ProfileForm(forms.Form):
    """What an organization says of itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(
        label=_("Short name"), max_length=60, required=False, help_text=_("For narrow places, like the head of a page.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganizationKind.choices)
    description = forms.CharField(
        label=_("Who you are"),
        required=False,
        max_length=2000,
        help_text=_("Two or three sentences for somebody who has never heard of you."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    url = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("E-mail for questions"), required=False)
    locality = forms.CharField(label=_("Town"), max_length=120, required=False)
    region = forms.CharField(label=_("State or region"), max_length=120, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, like US or MX.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which you answer questions."),
    )
    assessment_promise = forms.CharField(
        label=_("Your promise to learners"),
        max_length=300,
        required=False,
        help_text=_("How long an answer takes, and how it is rated. It stands on your public page."),
    )
    appeals = forms.CharField(
        label=_("When somebody disagrees"),
        max_length=300,
        required=False,
        help_text=_("Where to turn, until when, and who decides."),
    )

    def clean_country(self) -> str:
        """Write the code of the country in capitals."""
        return str(self.cleaned_data["country"]).upper()

    @classmethod
    def of(cls, organization: Organization) -> ProfileForm:
        """Fill the form with what is known."""
        return cls(initial={name: getattr(organization, name) for name in cls.base_fields})


class BrandForm(forms.Form):
    """How an organization looks: a color that its badges are drawn in, and a line."""

    hue = forms.IntegerField(
        label=_("Color"),
        min_value=0,
        max_value=359,
        required=False,
        help_text=_("A number from 0 to 359 on the wheel of colors. Leave it empty, and each badge finds its own."),
        widget=forms.NumberInput(attrs={"data-hue": "hue-sample"}),
    )
    motto = forms.CharField(
        label=_("Motto"), max_length=160, required=False, help_text=_("Under your name on your public page.")
    )


class LogoForm(forms.Form):
    """A picture that stands for the organization."""

    logo = forms.FileField(label=_("Logo"), help_text=_("A PNG, JPEG or WebP picture, up to 2 MB."))


class InviteForm(forms.Form):
    """Who is invited, as what."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    roles = RolesField(label=_("Roles"), initial=[Role.LEARNER.value])


class LearnerAccountForm(forms.Form):
    """An account for somebody without an address: a child, most of the time."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("3 to 40 letters a to z, digits, dots or hyphens, like maya.q."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}),
    )


class RolesForm(forms.Form):
    """What a member is."""

    roles = RolesField(label=_("Roles"))


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It stands in the record of this organization for good.")
    )


def role_lines() -> list[tuple[Role, object]]:
    """List each role with what its holder does, for the legend of a page."""
    return [(role, purpose_of(role)) for role in Role]
