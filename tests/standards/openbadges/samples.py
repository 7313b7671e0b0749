# SPDX-License-Identifier: Apache-2.0
"""A credential that uses nearly every property of Open Badges 3.0, in copies that tests may change."""

from __future__ import annotations

import copy
from typing import Any

CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
RESULT_ID = "urn:uuid:0b9b8a52-0000-4000-8000-000000000001"
RUBRIC_ID = "urn:uuid:0b9b8a52-0000-4000-8000-000000000002"
LEVEL_ID = "urn:uuid:0b9b8a52-0000-4000-8000-000000000003"

_ALIGNMENT = {
    "type": ["Alignment"],
    "targetName": "Reads drawings",
    "targetUrl": "https://frameworks.example/items/12",
    "targetCode": "12",
    "targetDescription": "Reads a working drawing.",
    "targetFramework": "Joinery",
    "targetType": "CFItem",
}
_ADDRESS = {
    "type": ["Address"],
    "addressCountry": "Ireland",
    "addressCountryCode": "IE",
    "addressRegion": "Munster",
    "addressLocality": "Cork",
    "streetAddress": "1 Quay",
    "postOfficeBoxNumber": "7",
    "postalCode": "T12",
    "geo": {"type": "GeoCoordinates", "latitude": 51.9, "longitude": -8},
}
_PROFILE = {
    "id": "https://college.example/profile",
    "type": ["Profile"],
    "name": "Harbour College",
    "url": "https://college.example",
    "phone": "+353 21 000",
    "description": "A college.",
    "image": {"id": "https://college.example/logo.png", "type": "Image", "caption": "Logo"},
    "email": "office@college.example",
    "address": _ADDRESS,
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "HC", "identifierType": "systemId"}],
    "official": "Registrar",
    "parentOrg": {"id": "https://parent.example", "type": ["Profile"]},
}
_ENDORSEMENT = {
    "@context": CONTEXT,
    "id": "https://guild.example/endorsements/1",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "name": "Endorsement",
    "issuer": {
        "id": "https://guild.example",
        "type": ["Profile"],
        "image": {"id": "https://guild.example/logo.png", "type": "Image"},
    },
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "https://college.example/achievements/joint",
        "type": ["EndorsementSubject"],
        "endorsementComment": "We hire these people.",
    },
}
_RESULT_DESCRIPTIONS = [
    {
        "id": RESULT_ID,
        "type": ["ResultDescription"],
        "name": "Score",
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
        "requiredValue": "60",
        "alignment": [_ALIGNMENT],
    },
    {
        "id": RUBRIC_ID,
        "type": ["ResultDescription"],
        "name": "Fit of the joint",
        "resultType": "RubricCriterionLevel",
        "requiredLevel": LEVEL_ID,
        "rubricCriterionLevel": [
            {
                "id": LEVEL_ID,
                "type": ["RubricCriterionLevel"],
                "name": "Tight",
                "description": "No light passes.",
                "level": "3",
                "points": "3",
            }
        ],
    },
]
_ACHIEVEMENT = {
    "id": "https://college.example/achievements/joint",
    "type": ["Achievement"],
    "achievementType": "MicroCredential",
    "name": "Mortise and tenon",
    "description": "Cuts a joint that holds.",
    "criteria": {"id": "https://college.example/criteria/joint", "narrative": "Cut one joint under supervision."},
    "alignment": [_ALIGNMENT],
    "creator": _PROFILE,
    "creditsAvailable": 1.5,
    "endorsement": [_ENDORSEMENT],
    "fieldOfStudy": "Joinery",
    "humanCode": "J1",
    "image": {"id": "https://college.example/joint.png", "type": "Image"},
    "inLanguage": "en",
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "J-1", "identifierType": "ext:course"}],
    "related": [{"id": "https://college.example/achievements/joint-ga", "type": ["Related"], "inLanguage": "ga"}],
    "resultDescription": _RESULT_DESCRIPTIONS,
    "specialization": "Furniture",
    "tag": ["wood", "joint"],
    "version": "2",
}
_COMPLETE = {
    "@context": CONTEXT,
    "id": "https://college.example/credentials/1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Mortise and tenon",
    "description": "Awarded once.",
    "image": {"id": "https://college.example/baked.png", "type": "Image"},
    "awardedDate": "2026-03-01T12:00:00Z",
    "issuer": _PROFILE,
    "validFrom": "2026-03-01T12:00:00Z",
    "validUntil": "2030-03-01T12:00:00Z",
    "credentialSubject": {
        "id": "did:example:maker",
        "type": ["AchievementSubject"],
        "activityStartDate": "2026-02-01T00:00:00Z",
        "activityEndDate": "2026-02-20T00:00:00Z",
        "creditsEarned": 1.5,
        "achievement": _ACHIEVEMENT,
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                "identityType": "emailAddress",
                "salt": "Kosher",
            }
        ],
        "image": {"id": "https://college.example/photo.png", "type": "Image"},
        "licenseNumber": "L-1",
        "narrative": "Made in oak.",
        "result": [
            {"type": ["Result"], "resultDescription": RESULT_ID, "value": "88"},
            {"type": ["Result"], "resultDescription": RUBRIC_ID, "achievedLevel": LEVEL_ID, "status": "Completed"},
        ],
        "role": "Maker",
        "source": {"id": "https://workshop.example", "type": ["Profile"]},
        "term": "Spring",
    },
    "evidence": [
        {
            "id": "https://college.example/evidence/1",
            "type": ["Evidence"],
            "narrative": "Photographs.",
            "name": "Joint",
            "description": "Four views.",
            "genre": "Photograph",
            "audience": "Assessors",
        }
    ],
    "credentialStatus": {"id": "https://college.example/status/1#7", "type": "BitstringStatusListEntry"},
    "termsOfUse": [{"type": "Terms"}],
}


def complete_credential() -> dict[str, Any]:
    """Return a fresh copy that tests may change."""
    return copy.deepcopy(_COMPLETE)


def minimal_credential(**changes: Any) -> dict[str, Any]:
    """Return a credential with nothing but what is required, and some changes."""
    achievement = {key: _ACHIEVEMENT[key] for key in ("id", "type", "name", "description", "criteria")}
    credential = {key: _COMPLETE[key] for key in ("@context", "id", "type", "validFrom")}
    subject = {"id": "did:example:maker", "type": ["AchievementSubject"], "achievement": achievement}
    issuer = {"id": "https://college.example/profile", "type": ["Profile"]}
    return copy.deepcopy({**credential, "issuer": issuer, "credentialSubject": subject, **changes})
