# SPDX-License-Identifier: Apache-2.0
"""The Comprehensive Learner Record 2.0 as immutable objects: one signed bundle of many credentials.

Source: CLR 2.0, Data Models.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cairn.standards.openbadges.codec import REQUIRED, Model, OneOrMany, Text
from cairn.standards.openbadges.models import (
    Achievement,
    AchievementCredential,
    CredentialBase,
    EndorsementCredential,
    EnvelopedVerifiableCredential,
    IdentityObject,
    Image,
    VerifiableCredential,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(Model):
    """How two achievements of the record belong together. Source: CLR 2.0, Association."""

    json_types: ClassVar[tuple[str, ...]] = ("Association",)

    type: OneOrMany[str] = field(default="Association", metadata=REQUIRED)
    association_type: str
    source_id: str
    target_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClrSubject(Model):
    """The learner and everything the record holds. Source: CLR 2.0, ClrSubject."""

    json_types: ClassVar[tuple[str, ...]] = ("ClrSubject",)

    id: str | None = None
    type: OneOrMany[str] = field(default=("ClrSubject",), metadata=REQUIRED)
    identifier: OneOrMany[IdentityObject] | None = None
    achievement: OneOrMany[Achievement] | None = None
    verifiable_credential: OneOrMany[
        VerifiableCredential
        | AchievementCredential
        | EndorsementCredential
        | EnvelopedVerifiableCredential
        | ClrCredential
    ]
    association: OneOrMany[Association] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClrCredential(CredentialBase):
    """A record of one learner's achievements, signed as a whole. Source: CLR 2.0, ClrCredential."""

    json_types: ClassVar[tuple[str, ...]] = ("ClrCredential",)

    id: str
    type: OneOrMany[str] = field(default=("VerifiableCredential", "ClrCredential"), metadata=REQUIRED)
    name: OneOrMany[Text]
    description: OneOrMany[Text] | None = None
    image: str | Image | None = None
    partial: bool | None = None
    awarded_date: str | None = None
    credential_subject: OneOrMany[ClrSubject]
    endorsement: OneOrMany[EndorsementCredential] | None = None
    endorsement_jwt: OneOrMany[str] | None = None
