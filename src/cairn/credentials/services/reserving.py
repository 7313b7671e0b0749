# SPDX-License-Identifier: Apache-2.0
"""Reserving: the award, its place in the status lists and the exact bytes to be signed, in one transaction.

The key is used only afterwards, so a crash at any point leaves a record, and a resume makes of it one credential.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cairn.achievements.models import AchievementVersion
from cairn.credentials.mapping import NOT_ASSESSED, Assessed, Frame, Place, end_of
from cairn.credentials.models import AchievementCredential, Award, AwardReason
from cairn.credentials.recipients import RecipientFacts
from cairn.credentials.selectors import standing
from cairn.credentials.services.places import take_places
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.standards.codecs import dump_json
from cairn.standards.openbadges.roster import fold
from cairn.standards.proofs import DEFAULT_SUITE

_SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Draft:
    """What one award is to be made of; `links` are the columns that say where it comes from."""

    recipient: RecipientFacts
    links: Mapping[str, object] = field(default_factory=dict)
    assessed: Assessed = NOT_ASSESSED


def reserve_all(
    version: AchievementVersion, drafts: Sequence[Draft], *, acting: Actor, reason: AwardReason
) -> list[Award]:
    """Reserve awards of one version; within a transaction and in the organization's scope.

    Raises IntegrityError where one of them was reserved before.
    """
    now = clock.now().replace(microsecond=0)
    frame, months = Frame.of(version), version.definition.expires_after_months
    awards = [_award(version, draft, reason, now=now, months=months) for draft in drafts]
    for row in awards:
        row.awarded_by = acting.label[:200]
    Award.objects.bulk_create(awards)
    places = take_places(version.organization_id, len(awards))
    AchievementCredential.objects.bulk_create(
        _credential(row, place, frame, draft.assessed, now=now)
        for row, place, draft in zip(awards, places, drafts, strict=True)
    )
    audit.record_all(
        "award.reserved", awards, acting=acting, organization_id=version.organization_id, reason=reason.value
    )
    return awards


def _award(
    version: AchievementVersion, draft: Draft, reason: AwardReason, *, now: datetime, months: int | None
) -> Award:
    facts = draft.recipient
    awarded_on = facts.awarded_on or now
    return Award(
        organization_id=version.organization_id,
        version=version,
        person_id=facts.person_id,
        reason=reason,
        recipient_name=facts.name,
        recipient_email=facts.email,
        recipient_identifier=facts.identifier,
        email_key=fold(facts.email),
        identifier_key=fold(facts.identifier),
        result=facts.result,
        narrative=facts.narrative,
        evidence_url=facts.evidence_url,
        awarded_on=awarded_on,
        valid_until=end_of(awarded_on, months),
        created_at=now,
        provenance=draft.assessed.provenance.to_json() if draft.assessed.provenance else {},
        **draft.links,
    )


def _credential(
    award: Award, place: Place, frame: Frame, assessed: Assessed, *, now: datetime
) -> AchievementCredential:
    document = frame.compose(award, place, valid_from=now, salt=secrets.token_hex(_SALT_BYTES), assessed=assessed)
    return AchievementCredential(
        organization_id=award.organization_id,
        award=award,
        unsigned=dump_json(document),
        suite=DEFAULT_SUITE,
        status_list=place.status_list,
        status_index=place.index,
    )


def holders_of(version: AchievementVersion, recipients: Sequence[RecipientFacts]) -> dict[str, datetime]:
    """Return, by folded address, identifier or person, who holds this achievement already and since when."""
    emails = {fold(facts.email) for facts in recipients if facts.email}
    identifiers = {fold(facts.identifier) for facts in recipients if facts.identifier}
    people = {facts.person_id for facts in recipients if facts.person_id}
    held = standing(Award.objects.filter(version__achievement_id=version.achievement_id))
    found: dict[str, datetime] = {}
    for name, keys in (("email_key", emails), ("identifier_key", identifiers), ("person_id", people)):
        rows = held.filter(**{f"{name}__in": keys}) if keys else held.none()
        found.update((str(key), awarded_on) for key, awarded_on in rows.values_list(name, "awarded_on"))
    return found


def held_since(facts: RecipientFacts, holders: Mapping[str, datetime]) -> datetime | None:
    """Return since when a recipient holds it, by what `holders_of` has found."""
    keys = (fold(facts.email), fold(facts.identifier), str(facts.person_id or ""))
    return next((holders[key] for key in keys if key and key in holders), None)
