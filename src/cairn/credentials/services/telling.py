# SPDX-License-Identifier: Apache-2.0
"""Telling holders: a message for every award and every change, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from cairn.accounts.selectors import primary_emails
from cairn.credentials.addresses import claim_url, credential_url
from cairn.credentials.models import Award, CredentialState
from cairn.credentials.notices import Notice, awarded_notice, changed_notice
from cairn.foundation import clock
from cairn.foundation.ids import digest_token, new_token
from cairn.foundation.mail import queue_mail

_DEFAULT_LANGUAGE: Final = "en"
_WRITTEN: Final = ("claim_digest", "problem")


def tell_awarded(awards: Sequence[Award]) -> None:
    """Tell holders of new credentials; whoever has no account gets a link to claim it. Within a transaction."""
    now = clock.now()
    Award.objects.filter(pk__in=[row.pk for row in awards]).update(notified_at=now)
    written = []
    for row, address in _with_addresses(awards):
        row.notified_at = now
        if address:
            _send(row, address, _awarded(row))
            written.append(row)
    Award.objects.bulk_create(written, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)


def tell_changed(awards: Sequence[Award], state: CredentialState, *, reason: str) -> None:
    """Tell holders that their credentials were revoked, suspended or reinstated, and why. Within a transaction."""
    for row, address in _with_addresses(awards):
        if address:
            with translation.override(_language_of(row)):
                notice = changed_notice(row, state, reason=reason)
            _send(row, address, notice)


def _awarded(award: Award) -> Notice:
    url = credential_url(award.pk)
    if award.person_id is None:
        token = new_token()
        award.claim_digest, url = digest_token(token), claim_url(token)
    with translation.override(_language_of(award)):
        return awarded_notice(award, url=url)


def _with_addresses(awards: Sequence[Award]) -> Iterator[tuple[Award, str]]:
    """Pair each award with the address of its holder: the one they chose, else the one that it was made out to."""
    chosen = primary_emails({row.person_id for row in awards if row.person_id})
    for row in awards:
        yield row, (chosen.get(row.person_id, "") if row.person_id else "") or row.recipient_email


def _language_of(award: Award) -> str:
    if award.person is not None:
        return award.person.language
    languages = award.organization.languages
    return str(languages[0]) if languages else _DEFAULT_LANGUAGE


def _send(award: Award, address: str, notice: Notice) -> None:
    try:
        queue_mail(address, notice.subject, notice.text, organization_id=award.organization_id)
    except ValidationError:
        # A table may hold addresses that no mail server takes. The award stands; its page says that nobody was told.
        award.problem = _("No message could be sent to this address. Tell the holder in another way.")
