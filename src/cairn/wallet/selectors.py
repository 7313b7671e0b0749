# SPDX-License-Identifier: Apache-2.0
"""Reads of what people hold and show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.accounts import selectors as accounts
from cairn.credentials import selectors as credentials
from cairn.credentials.models import AchievementCredential
from cairn.foundation import clock
from cairn.foundation.errors import NotFound
from cairn.organizations.signing import unseal
from cairn.wallet.access import is_minor
from cairn.wallet.models import Audience, HeldCredential, PublicProfile, ShareLink

LINKS_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Holding:
    """A credential in somebody's hands: the holder's own row, and the credential."""

    held: HeldCredential
    credential: AchievementCredential


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A share link as its owner sees it: the row, the credential, its address, and whether it still leads anywhere."""

    link: ShareLink
    credential: AchievementCredential
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands on a public profile."""

    row: PublicProfile
    name: str
    credentials: tuple[AchievementCredential, ...]


def list_holdings(person_id: UUID) -> list[Holding]:
    """Return what a person holds, newest first, the hidden ones too."""
    own = {held.award_id: held for held in HeldCredential.objects.filter(person_id=person_id)}
    return [
        Holding(own[credential.pk], credential)
        for credential in credentials.list_for_person(person_id)
        if credential.pk in own
    ]


def get_holding(person_id: UUID, award_id: UUID) -> Holding:
    """Return one credential that a person holds. Raises NotFound."""
    held = HeldCredential.objects.filter(person_id=person_id, award_id=award_id).first()
    if held is None:
        raise NotFound(_("There is no such credential among yours. Start from the list of what you hold."))
    return Holding(held, credentials.get_credential(award_id))


def find_held(award_id: UUID) -> HeldCredential | None:
    """Return the holder's row of a credential, None where nobody holds it yet."""
    return HeldCredential.objects.filter(award_id=award_id).first()


def is_public(award_id: UUID) -> bool:
    """Say whether everybody may see a credential with its holder's name."""
    held = HeldCredential.objects.filter(award_id=award_id, is_public=True).first()
    return held is not None and not is_minor(held.person_id)


def list_links(person_id: UUID, award_id: UUID | None = None) -> list[OpenLink]:
    """Return a person's share links, newest first; those of one credential where it is named."""
    rows = ShareLink.objects.filter(person_id=person_id).order_by("-created_at")
    links = rows.filter(award_id=award_id) if award_id else rows
    own = {credential.pk: credential for credential in credentials.list_for_person(person_id)}
    now = clock.now()
    return [
        OpenLink(link, own[link.award_id], link_url(link), link.is_open(now))
        for link in links[:LINKS_SHOWN]
        if link.award_id in own
    ]


def find_paper_link(award_id: UUID) -> ShareLink | None:
    """Return the open link that stands on the printed certificate, None where there is none."""
    return ShareLink.objects.filter(award_id=award_id, audience=Audience.PAPER, ended_at=None).first()


def link_url(link: ShareLink) -> str:
    """Return the address that its owner hands on."""
    return f"{settings.CAIRN_BASE_URL}/s/{unseal(link.sealed_token, bound_to=link.token_digest).decode()}"


def find_profile(person_id: UUID) -> PublicProfile | None:
    """Return the row of a person's public profile, switched on or off, None where there was never one."""
    return PublicProfile.objects.filter(pk=person_id).first()


def get_public_profile(slug: str) -> Profile:
    """Return a public profile with what its owner has made public. Raises NotFound."""
    row = PublicProfile.objects.filter(slug=slug, is_on=True).first()
    if row is None or is_minor(row.person_id):
        raise NotFound(_("There is no public profile at this address. Its owner may have switched it off."))
    shown = _public(list_holdings(row.person_id))
    return Profile(row, accounts.get_person(row.person_id).name, tuple(holding.credential for holding in shown))


def _public(holdings: Sequence[Holding]) -> list[Holding]:
    return [holding for holding in holdings if holding.held.is_public and not holding.held.is_hidden]
