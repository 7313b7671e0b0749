# SPDX-License-Identifier: Apache-2.0
"""What the VC API is sent. Members that are not listed are ignored, as suites send many."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema

from cairn.standards.types import JsonObject


class StatusRequest(Schema):
    """The kind of status that the issued credential is to have."""

    type: Literal["BitstringStatusListEntry"]
    status_purpose: Literal["revocation", "suspension"] = Field("revocation", alias="statusPurpose")


class IssueOptions(Schema):
    """What may be asked of an issuer; `mandatoryPointers` concern selective disclosure only."""

    mandatory_pointers: list[str] = Field([], alias="mandatoryPointers")
    credential_status: StatusRequest | None = Field(None, alias="credentialStatus")


class IssueRequest(Schema):
    """A credential to be signed."""

    credential: JsonObject
    options: IssueOptions = IssueOptions()


class VerifyCredentialRequest(Schema):
    """A credential to be judged."""

    verifiable_credential: JsonObject = Field(alias="verifiableCredential")


class PresentationOptions(Schema):
    """The session that a presentation must have been made for."""

    challenge: str | None = None
    domain: str | None = None


class VerifyPresentationRequest(Schema):
    """A presentation to be judged."""

    verifiable_presentation: JsonObject = Field(alias="verifiablePresentation")
    options: PresentationOptions = PresentationOptions()


class DeriveOptions(Schema):
    """What the derived credential is to show beside what it must."""

    selective_pointers: list[str] = Field([], alias="selectivePointers")


class DeriveRequest(Schema):
    """A credential of which a part is to be disclosed."""

    verifiable_credential: JsonObject = Field(alias="verifiableCredential")
    options: DeriveOptions = DeriveOptions()
