# SPDX-License-Identifier: Apache-2.0
"""A small Open Badge, signed in every suite with every kind of key, and the ways to judge what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Final

from cairn.standards.did import DidResolver
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.proofs.verification import ProofPolicy, ProofResult, verify_proofs
from cairn.standards.types import JsonObject
from tests.standards.keys.test_keys import key_of

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SIGNED_AT: Final = datetime(2026, 1, 15, 10, tzinfo=UTC)
NOW: Final = datetime(2026, 3, 1, tzinfo=UTC)
POLICY: Final = ProofPolicy(at=NOW)
RANDOMNESS: Final = bytes(range(64))
CANONICALIZER: Final = Canonicalizer()
PROFILES: Final = (
    ("eddsa-rdfc-2022", KeyKind.ED25519),
    ("eddsa-jcs-2022", KeyKind.ED25519),
    ("ecdsa-rdfc-2019", KeyKind.P256),
    ("ecdsa-rdfc-2019", KeyKind.P384),
    ("ecdsa-jcs-2019", KeyKind.P256),
    ("ecdsa-jcs-2019", KeyKind.P384),
    ("ecdsa-sd-2023", KeyKind.P256),
)
"""Every suite that signs, with every kind of key that goes with it."""


@dataclass(slots=True)
class RecordingSigner:
    """A signer that remembers what it was asked to sign, as a key management service would in its log."""

    key: SecretKey
    signed: list[bytes]

    @property
    def kind(self) -> KeyKind:
        return self.key.kind

    @property
    def verification_method(self) -> str:
        return self.key.verification_method

    def sign(self, data: bytes) -> bytes:
        self.signed.append(data)
        return self.key.sign(data)


@cache
def key(kind: KeyKind = KeyKind.ED25519) -> SecretKey:
    """Return the issuer's key of a kind; it goes by its own did:key."""
    return key_of(kind)


def did_of(secret: SecretKey) -> str:
    """Return the identifier that a key belongs to."""
    return secret.verification_method.partition("#")[0]


def badge(issuer: str = "", **members: object) -> JsonObject:
    """Return an unsigned credential, by default of the Ed25519 key."""
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "https://issuer.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Rope access I",
        "issuer": {"id": issuer or did_of(key()), "type": ["Profile"], "name": "Highline College"},
        "validFrom": "2026-01-15T10:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://issuer.example/achievements/rope",
                "type": ["Achievement"],
                "name": "Rope access I",
                "description": "Climbs, and comes down again.",
                "criteria": {"narrative": "Ten ascents under supervision."},
            },
        },
        **members,
    }


def secure(
    document: JsonObject,
    suite: str = "eddsa-rdfc-2022",
    secret: SecretKey | None = None,
    options: ProofOptions | None = None,
) -> JsonObject:
    """Add a proof; ecdsa-sd-2023 gets fixed randomness and keeps the issuer in every disclosure."""
    options = options or ProofOptions(created=SIGNED_AT)
    if suite == "ecdsa-sd-2023":
        options = replace(options, randomness=RANDOMNESS, mandatory_pointers=options.mandatory_pointers or ("/issuer",))
    return add_proof(document, secret or key(), canonicalizer=CANONICALIZER, suite=suite, options=options)


def judge(document: JsonObject, policy: ProofPolicy = POLICY, resolver: DidResolver | None = None) -> list[ProofResult]:
    """Judge the proofs of a document."""
    return verify_proofs(document, policy, resolver=resolver or DidResolver(), canonicalizer=CANONICALIZER)


def verdict(document: JsonObject, policy: ProofPolicy = POLICY, resolver: DidResolver | None = None) -> str:
    """Return what became of a document's proofs: `holds`, `unavailable` or the code of the first error."""
    for result in judge(document, policy, resolver):
        if result.error is not None:
            return result.error.code
        if result.unavailable is not None:
            return "unavailable"
    return "holds"
