# SPDX-License-Identifier: Apache-2.0
"""Reliability Reports: set down with the award that names them, then linted and signed, once for the same figures."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_tasks import task

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_bytes
from cairn.assessment.selectors import ReliabilityStanding, find_brake, policies_for
from cairn.assessment.selectors.agreement import find_figures, standing_of
from cairn.credentials.models import ReliabilityReport
from cairn.credentials.provenance.figures import digest_of, figures_bytes
from cairn.credentials.reporting import compose_report
from cairn.credentials.selectors import get_report
from cairn.credentials.signing import issuance_of
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, DomainError
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.organizations.signing import signer_for
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.errors import StandardsError
from cairn.standards.vc.issue import issue_credential

_LOG: Final = logging.getLogger(__name__)
_REVOKED: Final = "revoked"


@transaction.atomic
def ensure_report(version: AchievementVersion, digest: str, *, acting: Actor) -> ReliabilityReport:
    """Return the report on how a rubric stands now: the one that says so already, else a new one.

    Its bytes are set down here and signed after the commit, so that an award can name it before the key is used.
    Within the organization's scope. Raises PermissionDenied.
    """
    require(acting, Permission.AWARDS_ISSUE, version.organization_id)
    key = version.achievement_id
    kept = find_figures(key, digest)
    # The standing and the figures are of one row: it may be measured anew while this is written.
    stated = policies_for([key]).get(key)
    standing = standing_of(key, digest, figures=kept, stated=stated, brake=find_brake(key))
    figures = figures_bytes(version, standing, kept.measured if kept else {})
    known = ReliabilityReport.objects.filter(
        version=version, rubric_digest=digest, figures_sha256=digest_of(figures)
    ).first()
    return known or _make(version, standing, figures, acting=acting)


def publish_report(report_id: UUID) -> bytes:
    """Return a report as a signed credential; where it is not signed, or by a key that was revoked since, sign it.

    Raises NotFound: report_not_found; Conflict: no_signing_key, refused_by_lint.
    """
    row = get_report(report_id)
    if _holds(row):
        return bytes(row.document)
    with organization_scope(row.organization_id), transaction.atomic():
        rows = ReliabilityReport.objects.select_for_update(of=("self",)).select_related("organization", "key")
        locked: ReliabilityReport = rows.get(pk=row.pk)
        return bytes(locked.document) if _holds(locked) else _sign(locked)


@task()
def sign_report(report_id: str) -> None:
    """Sign a report that was set down; one that cannot be signed yet is signed when it is first asked for."""
    try:
        publish_report(UUID(report_id))
    except DomainError as error:
        _LOG.warning("A Reliability Report waits: %s", error.code, extra={"report": report_id})


def _make(
    version: AchievementVersion, standing: ReliabilityStanding, figures: bytes, *, acting: Actor
) -> ReliabilityReport:
    row = ReliabilityReport(
        organization_id=version.organization_id,
        version=version,
        rubric_digest=standing.rubric_digest,
        figures_sha256=digest_of(figures),
        figures=figures,
        rubric=rubric_bytes(version.definition.rubric),
        works=standing.n_works,
        made_at=clock.now().replace(microsecond=0),
    )
    row.unsigned = dump_json(compose_report(row, standing))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody else reported the same figures in the same moment.
        known: ReliabilityReport = ReliabilityReport.objects.get(
            version=version, rubric_digest=row.rubric_digest, figures_sha256=row.figures_sha256
        )
        return known
    audit.record("report.made", row, acting=acting, organization_id=version.organization_id, works=row.works)
    transaction.on_commit(partial(sign_report.enqueue, str(row.pk)))
    return row


def _holds(row: ReliabilityReport) -> bool:
    """Say whether a report is signed by a key that counts; one that was changed in good order still does."""
    return row.signed_at is not None and row.key is not None and row.key.state != _REVOKED


def _sign(row: ReliabilityReport) -> bytes:
    signer = signer_for(row.organization)
    try:
        document = issue_credential(parse_json_object(bytes(row.unsigned)), issuance_of(signer))
    except StandardsError as error:
        detail = _("The check before signing found a problem, so nothing was signed: %(why)s") % {"why": str(error)}
        raise Conflict(detail, code="refused_by_lint") from error
    row.document, row.key, row.signed_at = document, signer.key, clock.now()
    row.save(update_fields=["document", "key", "signed_at"])
    audit.record("report.signed", row, acting=SYSTEM, organization_id=row.organization_id)
    return document
