# SPDX-License-Identifier: Apache-2.0
"""The stages of signing in that differ from allauth's."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse


class AddressStage(EmailVerificationStage):
    """Asks for a verified address, but not from somebody who has none: a child signs in by name."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Go on, or answer with the page that asks for the code."""
        user = self.login.user
        if user is not None and not EmailAddress.objects.filter(user_id=user.pk).exists():
            return None, True
        response, goes_on = super().handle()  # type: ignore[no-untyped-call]  # allauth gives no types here
        return response, goes_on
