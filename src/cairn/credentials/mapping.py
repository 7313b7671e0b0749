# SPDX-License-Identifier: Apache-2.0
"""From an award to the credential that is to be signed. Source: Open Badges 3.0 §B.1.2 (AchievementCredential)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from cairn.achievements.mapping import achievement_document
from cairn.achievements.models import AchievementVersion
from cairn.credentials.addresses import credential_url, status_list_url
from cairn.credentials.models import Award, StatusList
from cairn.credentials.provenance import Provenance, describe_assessment
from cairn.credentials.provenance.describing import describe_results
from cairn.foundation import clock
from cairn.organizations.mapping import profile_document
from cairn.standards.openbadges import compose
from cairn.standards.openbadges.compose import AchievedResult, Recipient, SealedEvidence, compose_credential
from cairn.standards.openbadges.provenance import AssessmentRecord
from cairn.standards.status import StatusEntry
from cairn.standards.types import JsonObject


@dataclass(frozen=True, slots=True)
class Place:
    """One credential's place in a status list."""

    status_list: StatusList
    index: int

    def entry(self) -> StatusEntry:
        """Return the status entry of the credential (Bitstring Status List 1.0 §2.1)."""
        url = status_list_url(self.status_list.pk)
        return StatusEntry("BitstringStatusListEntry", self.status_list.purpose, self.index, url)


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessment adds to a credential: results by rubric, the digests of the evidence, and how it was done."""

    results: tuple[AchievedResult, ...] = ()
    sealed: tuple[SealedEvidence, ...] = ()
    provenance: Provenance | None = None


NOT_ASSESSED: Final = Assessed()


@dataclass(frozen=True)
class Frame:
    """What is the same in every credential of one version."""

    issuer: JsonObject
    achievement: JsonObject

    @classmethod
    def of(cls, version: AchievementVersion) -> Frame:
        """Return the frame of a published version."""
        return cls(profile_document(version.organization), achievement_document(version))

    @cached_property
    def taken(self) -> frozenset[str]:
        """The identifiers of the issuer's things, which no learner's words may stand for."""
        return frozenset(compose.identifiers_in([self.issuer, self.achievement]))

    def compose(self, award: Award, place: Place, *, valid_from: datetime, salt: str, assessed: Assessed) -> JsonObject:
        """Return the credential of an award, as it is to be signed."""
        return compose_credential(
            compose.Award(self.issuer, self.achievement, valid_from, award.valid_until),
            _recipient(award, assessed, self._record(award, assessed)),
            credential_id=credential_url(award.pk),
            salt=salt,
            status=(place.entry(),),
        )

    def _record(self, award: Award, assessed: Assessed) -> AssessmentRecord | None:
        """Return how one award was assessed; what was not assessed shares the achievement with all the others."""
        if assessed.provenance is None:
            return None
        record = describe_assessment(assessed.provenance, award.version, credential_url(award.pk))
        described = describe_results(self.achievement, award.version)
        return replace(record, descriptions=(*described, *record.descriptions))


def _recipient(award: Award, assessed: Assessed, record: AssessmentRecord | None) -> Recipient:
    return Recipient(
        name=award.recipient_name,
        email=award.recipient_email,
        identifier=award.recipient_identifier,
        result=award.result,
        evidence_url=award.evidence_url,
        narrative=award.narrative,
        awarded_on=award.awarded_on,
        results=assessed.results,
        sealed=assessed.sealed,
        record=record,
    )


def end_of(awarded_on: datetime, months: int | None) -> datetime | None:
    """Return when something that holds for some months ends: the same day of the month, or the last one there is."""
    return None if months is None else clock.months_later(awarded_on, months)
