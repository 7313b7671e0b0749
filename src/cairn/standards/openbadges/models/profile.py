# SPDX-License-Identifier: Apache-2.0
"""People and organisations, and the credentials that endorse them. Source: Open Badges 3.0, Data Models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cairn.standards.openbadges.codec import REQUIRED, Model, OneOrMany, Text
from cairn.standards.openbadges.frozen import FrozenObject
from cairn.standards.openbadges.models.parts import Accessible, Address, Evidence, IdentifierEntry, Image


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDetails(Accessible):
    """What may be told about a person or an organisation. Source: Open Badges 3.0, Profile."""

    name: Text | None = None
    url: str | None = None
    phone: str | None = None
    description: Text | None = None
    endorsement: OneOrMany[EndorsementCredential] | None = None
    endorsement_jwt: OneOrMany[str] | None = None
    image: str | Image | None = None
    email: str | None = None
    address: Address | None = None
    other_identifier: OneOrMany[IdentifierEntry] | None = None
    official: Text | None = None
    parent_org: Profile | None = None
    family_name: Text | None = None
    given_name: Text | None = None
    additional_name: Text | None = None
    patronymic_name: Text | None = None
    honorific_prefix: Text | None = None
    honorific_suffix: Text | None = None
    family_name_prefix: Text | None = None
    date_of_birth: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(ProfileDetails):
    """A person or an organisation that issues, receives or endorses. Source: Open Badges 3.0, Profile."""

    json_types: ClassVar[tuple[str, ...]] = ("Profile",)

    id: str
    type: OneOrMany[str] = field(default=("Profile",), metadata=REQUIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditationProfile(ProfileDetails):
    """The body that accredits an issuer, and how to ask it. Source: Issuer Accreditation extension 2.0."""

    json_types: ClassVar[tuple[str, ...]] = ("AccreditationProfile",)

    id: str | None = None
    type: OneOrMany[str] = ("Profile", "AccreditationProfile")
    contact_instructions: str
    logo: str | None = None
    area_served: str | None = None
    accreditation_date: str | None = None
    educational_sector: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerAccreditationProfile(Profile):
    """An issuer with its accreditations. Source: Issuer Accreditation extension 2.0."""

    json_types: ClassVar[tuple[str, ...]] = ("IssuerAccreditationProfile",)

    type: OneOrMany[str] = field(default=("Profile", "IssuerAccreditationProfile"), metadata=REQUIRED)
    accreditations: OneOrMany[AccreditationProfile]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialBase(Accessible):
    """What every credential has, whatever it is about; proofs and services are kept as they are.

    `issuance_date` and `expiration_date` are the names of VCDM 1.1 for `valid_from` and `valid_until`.
    Source: VCDM 2.0, Basic Concepts; Open Badges 3.0, VerifiableCredential.
    """

    context: OneOrMany[str | FrozenObject]
    issuer: str | Profile | IssuerAccreditationProfile
    valid_from: str | None = None
    valid_until: str | None = None
    issuance_date: str | None = None
    expiration_date: str | None = None
    credential_status: OneOrMany[FrozenObject] | None = None
    credential_schema: OneOrMany[FrozenObject] | None = None
    refresh_service: OneOrMany[FrozenObject] | None = None
    terms_of_use: OneOrMany[FrozenObject] | None = None
    evidence: OneOrMany[Evidence] | None = None
    proof: OneOrMany[FrozenObject] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiableCredential(CredentialBase):
    """Any other credential: its subject is kept as it is. Source: VCDM 2.0, Basic Concepts."""

    json_types: ClassVar[tuple[str, ...]] = ("VerifiableCredential",)

    id: str | None = None
    type: OneOrMany[str] = field(default=("VerifiableCredential",), metadata=REQUIRED)
    name: OneOrMany[Text] | None = None
    description: OneOrMany[Text] | None = None
    credential_subject: OneOrMany[FrozenObject]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopedVerifiableCredential(Model):
    """A credential in another envelope, such as a JWT, as a data URL in `id`. Source: VCDM 2.0."""

    json_types: ClassVar[tuple[str, ...]] = ("EnvelopedVerifiableCredential",)

    context: OneOrMany[str | FrozenObject]
    id: str
    type: OneOrMany[str] = field(default=("EnvelopedVerifiableCredential",), metadata=REQUIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSubject(Model):
    """What is endorsed and what is said about it. Source: Open Badges 3.0, EndorsementSubject."""

    json_types: ClassVar[tuple[str, ...]] = ("EndorsementSubject",)

    id: str
    type: OneOrMany[str] = field(default=("EndorsementSubject",), metadata=REQUIRED)
    endorsement_comment: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementCredential(CredentialBase):
    """Somebody's word for an achievement, an issuer or a credential. Source: Open Badges 3.0, EndorsementCredential."""

    json_types: ClassVar[tuple[str, ...]] = ("EndorsementCredential",)

    id: str
    type: OneOrMany[str] = field(default=("VerifiableCredential", "EndorsementCredential"), metadata=REQUIRED)
    name: OneOrMany[Text]
    description: OneOrMany[Text] | None = None
    awarded_date: str | None = None
    credential_subject: OneOrMany[EndorsementSubject]
