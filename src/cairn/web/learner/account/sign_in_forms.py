# SPDX-License-Identifier: Apache-2.0
"""The forms of signing in: allauth's, with our words, and labels where there were placeholders."""

from __future__ import annotations

from typing import Any, ClassVar, Final, cast

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import find_person_let_in_by_mail
from cairn.foundation.texts import one_line

_LABELS: Final[dict[str, Any]] = {
    "login": _("E-mail address or sign-in name"),
    "name": _("Name"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "oldpassword": _("Your password of today"),
    "code": _("Code"),
}
_STRENGTH: Final = _("At least 10 characters. Three or four words that belong to you are best.")


class InOurWords(forms.Form):
    """Gives every field our label, and takes away the placeholders and the hints that are not ours."""

    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"inputmode": "text", "autocapitalize": "off", "spellcheck": "false"}


class SignInForm(InOurWords, account.LoginForm):
    """Address or name, and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(InOurWords, account.SignupForm):  # type: ignore[misc]  # allauth's `clean` always gives a result
    """Name, address, and a password where it is not a passkey."""

    field_order = ("name", "email", "password1")
    hints: ClassVar[dict[str, Any]] = {
        "name": _("As it should stand on a credential. You can change it later."),
        "email": _("We mail a code to it, and nothing else unless you ask."),
        "password1": _STRENGTH,
    }
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def clean_name(self) -> str:
        """Take away what nobody sees: the name is signed one day. Raises ValidationError where nothing is left."""
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise ValidationError(gettext("Write a name, as it should stand on a credential."), "no_name")
        return name

    def custom_signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:  # noqa: ARG002 - allauth passes it
        """Keep the name with the account."""
        person = cast("Person", user)
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])


class AddAddressForm(InOurWords, account.AddEmailForm):
    """Another address."""

    hints: ClassVar[dict[str, Any]] = {"email": _("We mail a code to it. It counts once you have typed the code here.")}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """The password of today, and the new one twice."""

    hints: ClassVar[dict[str, Any]] = {"password1": _STRENGTH}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"].label = _("New password")


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A first password, twice."""

    hints: ClassVar[dict[str, Any]] = {"password1": _STRENGTH}


class AskForResetForm(InOurWords, account.ResetPasswordForm):
    """Where to mail the code for a new password."""

    def clean_email(self) -> str:
        """Find whose account it is, which a claimed address does not say."""
        email: str = super().clean_email()
        person = find_person_let_in_by_mail(email)
        self.users = [person] if person else []
        return email


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password after the code, twice."""

    hints: ClassVar[dict[str, Any]] = {"password1": _STRENGTH}


class AskForCodeForm(InOurWords, account.RequestLoginCodeForm):
    """Where to mail the code for signing in."""

    def clean_email(self) -> str:
        """Find whose account it is, which a claimed address does not say."""
        email: str = super().clean_email()
        self._user = find_person_let_in_by_mail(email)
        return email


class SignInCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    """The code that was mailed for signing in."""


class AddressCodeForm(InOurWords, account.ConfirmEmailVerificationCodeForm):
    """The code that was mailed to an address."""


class ResetCodeForm(InOurWords, account.ConfirmPasswordResetCodeForm):
    """The code that was mailed for a new password."""


class PasswordAgainForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class SecondStepForm(InOurWords, second_step.AuthenticateForm):
    """The code of an authenticator app, or a recovery code."""

    hints: ClassVar[dict[str, Any]] = {"code": _("From your authenticator app, or one of your recovery codes.")}


class SecondStepAgainForm(InOurWords, second_step.ReauthenticateForm):
    """The same, before something that matters."""

    hints: ClassVar[dict[str, Any]] = {"code": _("From your authenticator app, or one of your recovery codes.")}


class AppCodeForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of an authenticator app."""


class _PasskeyWords(InOurWords):
    hints: ClassVar[dict[str, Any]] = {"name": _("So that you know it again, like “my phone”.")}


class AddPasskeyForm(_PasskeyWords, webauthn.AddWebAuthnForm):
    """A passkey and its name; it always signs in by itself, so that is not asked."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)


class RenamePasskeyForm(_PasskeyWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""


class FirstPasskeyForm(_PasskeyWords, webauthn.SignupWebAuthnForm):
    """The passkey that an account begins with."""
