# SPDX-License-Identifier: Apache-2.0
"""An organization in the terms of the standards: its DID, its DID document, and its Open Badges Profile.

Sources: did:web method specification §2; Controlled Identifiers 1.0 §2.2 (Multikey); Open Badges 3.0 §B.4 (Profile).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from cairn.foundation.scopes import organization_scope
from cairn.organizations.models import KeyState, Organization, SigningKey
from cairn.standards.types import Json, JsonObject

DID_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


def page_of(organization: Organization) -> str:
    """Return the address of an organization's public page."""
    return f"{settings.CAIRN_BASE_URL}/issuers/{organization.slug}"


def did_of(organization: Organization) -> str:
    """Return the DID of an organization: its public page, written as did:web. It lasts as long as that address."""
    url = urlsplit(page_of(organization))
    return ":".join(["did:web", url.netloc.replace(":", "%3A"), *url.path.strip("/").split("/")])


def verification_method_of(organization: Organization, key: SigningKey) -> str:
    """Return the DID URL under which others find a key."""
    return f"{did_of(organization)}#key-{key.number}"


def did_document(organization: Organization) -> JsonObject:
    """Return the DID document: every key that signs or has signed, and none that was revoked."""
    did = did_of(organization)
    with organization_scope(organization.pk):
        keys = list(SigningKey.objects.exclude(state=KeyState.REVOKED).order_by("number"))
    methods: list[Json] = [
        {
            "id": verification_method_of(organization, key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_multibase,
        }
        for key in keys
    ]
    return {
        "@context": list(DID_CONTEXTS),
        "id": did,
        "alsoKnownAs": [page_of(organization)],
        "verificationMethod": methods,
        "assertionMethod": [verification_method_of(organization, key) for key in keys],
    }


def profile_document(organization: Organization) -> JsonObject:
    """Return the Open Badges Profile of an organization, whose id is its DID; what is not known is left out."""
    optional: JsonObject = {
        "email": organization.email,
        "description": organization.description,
        "address": _address(organization),
        "image": _image(organization),
    }
    return {
        "id": did_of(organization),
        "type": ["Profile"],
        "name": organization.name,
        "url": organization.url or page_of(organization),
        **{name: value for name, value in optional.items() if value},
    }


def _address(organization: Organization) -> JsonObject:
    parts: JsonObject = {
        "addressLocality": organization.locality,
        "addressRegion": organization.region,
        "addressCountryCode": organization.country,
    }
    known: JsonObject = {name: value for name, value in parts.items() if value}
    return {"type": ["Address"], **known} if known else {}


def _image(organization: Organization) -> JsonObject:
    return {"id": f"{page_of(organization)}/logo", "type": "Image"} if organization.logo_id else {}
