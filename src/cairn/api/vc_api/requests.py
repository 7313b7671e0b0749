# SPDX-License-Identifier: Apache-2.0
"""What the VC API is sent. Members that are not listed are ignored, as suites send many.

Plain pydantic models: those of django-ninja take any object for one, so that `[]` would pass as empty options.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from cairn.standards.types import JsonObject


class StatusRequest(BaseModel):
    """The kind of status that the issued credential is to have."""

    type: Literal["BitstringStatusListEntry"]
    status_purpose: Literal["revocation", "suspension"] = Field(default="revocation", alias="statusPurpose")


class IssueOptions(BaseModel):
    """What may be asked of an issuer; `mandatoryPointers` concern selective disclosure only."""

    mandatory_pointers: list[str] = Field(default=[], alias="mandatoryPointers")
    credential_status: StatusRequest | None = Field(default=None, alias="credentialStatus")


class IssueRequest(BaseModel):
    """A credential to be signed."""

    credential: JsonObject
    options: IssueOptions = IssueOptions()


class VerifyCredentialRequest(BaseModel):
    """A credential to be judged."""

    verifiable_credential: JsonObject = Field(alias="verifiableCredential")


class PresentationOptions(BaseModel):
    """The session that a presentation must have been made for."""

    challenge: str | None = None
    domain: str | None = None


class VerifyPresentationRequest(BaseModel):
    """A presentation to be judged."""

    verifiable_presentation: JsonObject = Field(alias="verifiablePresentation")
    options: PresentationOptions = PresentationOptions()


class DeriveOptions(BaseModel):
    """What the derived credential is to show beside what it must."""

    selective_pointers: list[str] = Field(default=[], alias="selectivePointers")


class DeriveRequest(BaseModel):
    """A credential of which a part is to be disclosed."""

    verifiable_credential: JsonObject = Field(alias="verifiableCredential")
    options: DeriveOptions = DeriveOptions()
