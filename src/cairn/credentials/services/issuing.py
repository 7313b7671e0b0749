# SPDX-License-Identifier: Apache-2.0
"""Issuing: what was reserved is linted, signed and published, exactly once however often it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from cairn.credentials.events import CredentialIssued
from cairn.credentials.models import AchievementCredential, Award, AwardReason, AwardState, CredentialState
from cairn.credentials.services.changes import change_state
from cairn.credentials.services.telling import tell_awarded
from cairn.credentials.signing import sign_all
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, DomainError
from cairn.foundation.events import emit_all
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.signing import signer_for
from cairn.standards.errors import StandardsError

_LOG: Final = logging.getLogger(__name__)
_LATE: Final = timedelta(minutes=1)
_SIGNED: Final = ("document", "key", "issued_at")


def issue_award(award: Award, *, acting: Actor) -> AchievementCredential:
    """Sign and publish what was reserved, and tell its holder; an award that was issued stays as it is.

    What the lint finds against a credential stops its award, and nothing is signed. Raises PermissionDenied; Conflict:
    no_signing_key (the award keeps waiting), refused_by_lint, undone. Source: Open Badges 3.0 §8.
    """
    require(acting, Permission.AWARDS_ISSUE, award.organization_id)
    with organization_scope(award.organization_id):
        try:
            return _issue(award.pk, acting=acting)
        except DomainError as error:
            Award.objects.filter(pk=award.pk, state=AwardState.RESERVED).update(problem=error.detail)
            raise
        except StandardsError as error:
            raise _stop(award, error) from error


@transaction.atomic
def _issue(award_id: UUID, *, acting: Actor) -> AchievementCredential:
    [credential] = lock_credentials([award_id])
    if credential.issued_at is None:
        if credential.award.state == AwardState.UNDONE:
            raise Conflict(_("This award was undone, so it is not signed."), code="undone")
        sign_and_publish([credential], acting=acting)
        tell_awarded([credential.award])
    return credential


def lock_credentials(award_ids: Sequence[UUID]) -> list[AchievementCredential]:
    """Lock the credentials of some awards, so that nobody else signs them meanwhile; within a transaction."""
    rows = AchievementCredential.objects.select_for_update(of=("self",)).select_related(
        "award__organization", "award__version", "award__person"
    )
    # What a version says is long, and the same for all of them.
    chosen = rows.defer("award__version__stored").filter(pk__in=award_ids)
    return list(chosen.order_by("award__row", "award_id"))


def sign_and_publish(credentials: Sequence[AchievementCredential], *, acting: Actor) -> None:
    """Sign credentials of one organization that are locked, and publish them; within a transaction and its scope.

    Raises Conflict: no_signing_key; LintError and other StandardsErrors.
    """
    organization = credentials[0].award.organization
    signer = signer_for(organization)
    documents = sign_all([bytes(row.unsigned) for row in credentials], signer)
    now = clock.now()
    for row, document in zip(credentials, documents, strict=True):
        row.document, row.key, row.issued_at = document, signer.key, now
    AchievementCredential.objects.bulk_create(
        credentials, update_conflicts=True, unique_fields=["award"], update_fields=_SIGNED
    )
    awards = [row.award for row in credentials]
    Award.objects.filter(pk__in=[row.pk for row in awards]).update(state=AwardState.ISSUED, problem="")
    _publish(awards, acting=acting, organization_id=organization.pk)


def _publish(awards: Sequence[Award], *, acting: Actor, organization_id: UUID) -> None:
    for row in awards:
        row.state, row.problem = AwardState.ISSUED, ""
    audit.record_all("award.issued", awards, acting=acting, organization_id=organization_id)
    events = [CredentialIssued(str(row.pk), str(row.person_id) if row.person_id else None) for row in awards]
    emit_all(events, organization_id=organization_id)
    replaced = [row.replaces_id for row in awards if row.reason == AwardReason.REISSUE]
    if replaced:
        # The old one ends with the new one there, not before: nobody stands without a credential in between.
        reason = _("Replaced by a corrected credential.")
        change_state(replaced, CredentialState.REVOKED, reason=reason, acting=acting, notify=False)


def _stop(award: Award, error: StandardsError) -> Conflict:
    detail = _("The check before signing found a problem, so nothing was signed: %(why)s") % {"why": str(error)}
    with transaction.atomic():
        stopped = Award.objects.filter(pk=award.pk, state=AwardState.RESERVED)
        if stopped.update(state=AwardState.STOPPED, problem=detail):
            audit.record("award.stopped", award, acting=SYSTEM, organization_id=award.organization_id, code=error.code)
    return Conflict(detail, code="refused_by_lint")


@task()
def issue_reserved(award_id: str) -> None:
    """Issue one award that was reserved; what keeps it from being signed stands in its row."""
    with everything("background work knows its award by the id alone"):
        award = Award.objects.filter(pk=award_id, state=AwardState.RESERVED).first()
    if award is None:
        return
    try:
        issue_award(award, acting=SYSTEM)
    except DomainError as error:
        _LOG.warning("An award waits: %s", error.code, extra={"award": award_id})


def resume_reserved() -> int:
    """Take up again what a crash or a missing key has left unsigned; returns how many. Called by the periodic work."""
    with everything("awards of every organization that wait to be signed"):
        waiting = Award.objects.filter(state=AwardState.RESERVED, batch=None, created_at__lt=clock.now() - _LATE)
        ids = [str(pk) for pk in waiting.order_by("created_at").values_list("pk", flat=True)[:200]]
    for award_id in ids:
        issue_reserved.enqueue(award_id)
    return len(ids)
