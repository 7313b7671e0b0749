# SPDX-License-Identifier: Apache-2.0
"""Share links: made for one audience, opened by whoever has them, counted without noting who, ended at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import DomainError, ErrorKind, Invalid, NotFound
from cairn.foundation.ids import digest_token, new_token
from cairn.organizations.signing import seal
from cairn.wallet.access import require_self
from cairn.wallet.models import Audience, HeldCredential, ShareLink
from cairn.wallet.selectors import find_paper_link


@transaction.atomic
def create_share_link(
    award_id: UUID,
    *,
    acting: Actor,
    audience: str = Audience.OTHER,
    label: str = "",
    expires_at: datetime | None = None,
) -> ShareLink:
    """Make a link to one credential. Raises NotFound, Invalid: already_past."""
    held = HeldCredential.objects.filter(award_id=award_id).first()
    if held is None:
        raise NotFound(_("There is no such credential among yours. Start from the list of what you hold."))
    require_self(acting, held.person_id)
    if expires_at is not None and expires_at <= clock.now():
        raise Invalid(_("The link would end in the past. Choose a later day."), code="already_past", field="expires_at")
    token = new_token()
    link = ShareLink.objects.create(
        token_digest=digest_token(token),
        sealed_token=seal(token.encode(), bound_to=digest_token(token)),
        person_id=held.person_id,
        award_id=award_id,
        audience=Audience(audience),
        label=label.strip()[:120],
        created_at=clock.now(),
        expires_at=expires_at,
    )
    audit.record("wallet.share", link, acting=acting, award_id=str(award_id), audience=str(audience))
    return link


def paper_link(award_id: UUID, *, acting: Actor) -> ShareLink:
    """Return the open link that stands on the printed certificate; it is made once and has no end. Raises NotFound."""
    link = find_paper_link(award_id)
    if link is None:
        try:
            return create_share_link(award_id, acting=acting, audience=Audience.PAPER, label=_("Printed certificate"))
        except IntegrityError:
            # Somebody pressed twice: the constraint let one of the two through.
            link = find_paper_link(award_id)
            if link is None:
                raise
    require_self(acting, link.person_id)
    return link


@transaction.atomic
def end_share_link(link_id: UUID, *, acting: Actor) -> ShareLink:
    """End a link at once; ending it again changes nothing. Raises NotFound."""
    link = ShareLink.objects.filter(pk=link_id).first()
    if link is None:
        raise NotFound(_("There is no such link among yours. Start from the list of your links."))
    require_self(acting, link.person_id)
    if ShareLink.objects.filter(pk=link_id, ended_at=None).update(ended_at=clock.now()):
        link.refresh_from_db()
        audit.record("wallet.end_link", link, acting=acting, award_id=str(link.award_id))
    return link


def open_share_link(token: str) -> ShareLink:
    """Return the link of a token. Raises NotFound; DomainError (gone): link_ended, link_expired."""
    link = ShareLink.objects.filter(token_digest=digest_token(token)).first()
    if link is None:
        raise NotFound(_("This link leads nowhere. It may have been cut short: copy all of it, or ask for a new one."))
    if link.ended_at is not None:
        raise _gone(_("The holder has ended this link. Ask them for a new one if you still need it."), "link_ended")
    if not link.is_open(clock.now()):
        raise _gone(_("This link was for a limited time, which is over. Ask the holder for a new one."), "link_expired")
    return link


def note_view(link: ShareLink, *, viewer_id: UUID | None) -> None:
    """Count a look at a credential; nothing about who looked is kept, and its owner's own looks do not count."""
    if viewer_id != link.person_id:
        ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=clock.now())


def _gone(detail: str, code: str) -> DomainError:
    return DomainError(ErrorKind.GONE, detail, code=code)
