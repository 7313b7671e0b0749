# SPDX-License-Identifier: Apache-2.0
"""Where sign-in, which is allauth's, meets the product: mail, names, the stages of signing in, and secrets at rest."""

from __future__ import annotations

from typing import Any, Final, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cairn.accounts import selectors
from cairn.accounts.models import Person, unnamed
from cairn.accounts.services.emails import is_last_way_in
from cairn.foundation.mail import queue_mail
from cairn.organizations.signing import seal, unseal

_STAGE: Final = "allauth.account.stages.EmailVerificationStage"
_OUR_STAGE: Final = "cairn.web.learner.account.stages.AddressStage"
_SECRETS: Final = "second-step"


class AccountAdapter(DefaultAccountAdapter):
    """Sends through the product's mail queue, and keeps the sign-in names that people have not chosen opaque."""

    error_messages = {  # noqa: RUF012 - read only, and declared so by allauth
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "cannot_remove_primary_email": gettext_lazy("This address is your last way in, so it stays."),
        "duplicate_email": gettext_lazy("This address is one of yours already."),
        "email_password_mismatch": gettext_lazy("This address and this password do not belong together. Try again."),
        "username_password_mismatch": gettext_lazy("This name and this password do not belong together. Try again."),
        "incorrect_code": gettext_lazy("This is not the code. Look at the newest letter and type it again."),
        "incorrect_password": gettext_lazy("This is not your password. Try again."),
        "enter_current_password": gettext_lazy("This is not your password of today. Try again."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait five minutes, then try again."),
        "rate_limited": gettext_lazy("Too many at once. Wait a minute, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter; it goes out after the commit."""
        known = {"email": email, "base_url": settings.CAIRN_BASE_URL, **context}
        message = self.render_mail(template_prefix, email, known)
        with transaction.atomic():
            queue_mail(email, str(message.subject), str(message.body))

    def new_user(self, request: HttpRequest) -> Person:  # noqa: ARG002 - allauth passes it
        """Begin an account in the language that the visitor reads."""
        known = dict(settings.LANGUAGES)
        language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        return Person(language=language if language in known else settings.LANGUAGE_CODE)

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:  # noqa: ARG002 - allauth passes it
        """Keep the name opaque where nobody has chosen one: one made from an address would give the address away."""
        person = cast("Person", user)
        person.username = person.username or unnamed()

    def get_login_stages(self) -> list[str]:
        """Let people without an address in, who sign in by name."""
        stages: list[str] = super().get_login_stages()
        return [_OUR_STAGE if stage == _STAGE else stage for stage in stages]

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Say whether an address may go: not where it is the last way in."""
        return not is_last_way_in(email_address.user, email_address)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **rest: Any) -> HttpResponse:
        """Go on in the language of the person."""
        response = super().post_login(request, user, **rest)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            cast("Person", user).language,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth passes it
        """Go back to the ways of signing in."""
        return "/accounts/2fa/"


class MfaAdapter(DefaultMFAAdapter):
    """Names passkeys in plain words, and keeps the secrets of authenticator apps and recovery codes sealed."""

    error_messages = {  # noqa: RUF012 - read only, and declared so by allauth
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code, or it has just run out. Type the one that is shown now."),
        "unverified_email": gettext_lazy("Verify your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text.encode(), bound_to=_SECRETS)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return unseal(encrypted_text, bound_to=_SECRETS).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002, ARG002 - allauth passes it
        """Number passkeys until they get a better name."""
        return _("Passkey %(number)s") % {"number": selectors.count_passkeys(cast("Person", user)) + 1}

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        person = cast("Person", user)
        return selectors.primary_email(person) or (person.username if person.has_sign_in_name else str(person))
