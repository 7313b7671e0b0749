# SPDX-License-Identifier: Apache-2.0
"""A college that issues badges, a learner who shows them, and the small web that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import rsa

from cairn.standards.codecs import dump_json, encode_base64url
from cairn.standards.did import DidResolver
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.jose import sign_jws, write_jwk
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, PublicKey, SecretKey, Signer
from cairn.standards.proofs import DEFAULT_SUITE, ProofOptions, add_proof
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.status import MIN_ENTRIES, Bitstring, build_status_list_credential
from cairn.standards.types import JsonObject
from cairn.standards.verify import Check, VerificationPolicy, VerificationReport, VerificationTools, verify

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_1: Final = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
SIGNED_AT: Final = datetime(2026, 1, 15, 10, tzinfo=UTC)
AT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIST: Final = "https://college.example/status/1"

COLLEGE: Final = "did:web:college.example"
KEY: Final = SecretKey.from_seed(KeyKind.ED25519, bytes(range(1, 33)), verification_method=f"{COLLEGE}#1")
CURVE_KEY: Final = SecretKey.from_seed(KeyKind.P256, bytes(range(2, 34)), verification_method=f"{COLLEGE}#2")
SECOND_CURVE_KEY: Final = SecretKey.from_seed(KeyKind.P256, bytes(range(3, 35)), verification_method=f"{COLLEGE}#3")
SELF_MADE_KEY: Final = SecretKey.from_seed(KeyKind.ED25519, bytes(range(4, 36)))
LEARNER_KEY: Final = SecretKey.from_seed(KeyKind.ED25519, bytes(range(5, 37)))
LEARNER: Final = LEARNER_KEY.verification_method.partition("#")[0]
CANONICALIZER: Final = Canonicalizer()


@dataclass(slots=True)
class Web:
    """Serves documents from memory, notes what was asked for, and knows earlier copies of some."""

    documents: Mapping[str, bytes] = field(default_factory=dict)
    earlier: Mapping[str, tuple[bytes, datetime]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> bytes:
        """Return the document at an address. Raises ResourceUnavailable."""
        self.asked.append(url)
        if url not in self.documents:
            raise ResourceUnavailable(url, f"{url} does not answer.", code="fetch_failed")
        return self.documents[url]

    def tools(self, **dids: JsonObject) -> VerificationTools:
        """Return the tools of a verification in this web; the college's keys are known, unless others are given."""
        documents = {COLLEGE: dids.get("college", college()), **{d["id"]: d for d in dids.values()}}
        resolver = DidResolver(fetch=self.fetch, documents=documents)
        return VerificationTools(CANONICALIZER, resolver, self.fetch, self.earlier.get)


def did_of(signer: Signer) -> str:
    """Return the identifier that a key belongs to."""
    return signer.verification_method.partition("#")[0]


def method(key: SecretKey, **members: str) -> JsonObject:
    """Return a key as an entry of a DID document."""
    did = did_of(key)
    jwk = write_jwk(key.public_key)
    return {"id": key.verification_method, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk, **members}


def did_document(*methods: JsonObject, **members: Any) -> JsonObject:
    """Return the DID document of the owner of some keys, each good for everything."""
    ids = [entry["id"] for entry in methods]
    owner = ids[0].partition("#")[0]
    listed = {"verificationMethod": list(methods), "assertionMethod": ids, "authentication": ids}
    return {"id": owner, **listed, **members}


def college(**members: str) -> JsonObject:
    """Return the college's DID document; members are added to its first key."""
    return did_document(method(KEY, **members), method(CURVE_KEY), method(SECOND_CURVE_KEY))


@cache
def rsa_key() -> SecretKey:
    """Make an RSA key that is its own issuer (did:jwk)."""
    crypto = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = encode_base64url(dump_json(write_jwk(PublicKey(KeyKind.RSA, crypto.public_key()))))
    return SecretKey.from_rsa(crypto, verification_method=f"did:jwk:{jwk}#0")


def badge(issuer: str = COLLEGE, **members: Any) -> JsonObject:
    """Return an unsigned Open Badge."""
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "urn:uuid:5f1c39a4-2b77-4b67-93d7-6a2a60ae8b7a",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Bridge inspection",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "River College"},
        "validFrom": "2026-01-15T10:00:00Z",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://college.example/achievements/bridges",
                "type": ["Achievement"],
                "name": "Bridge inspection",
                "description": "Finds the cracks that matter.",
                "criteria": {"narrative": "Inspects three bridges beside an inspector."},
            },
        },
        **members,
    }


def signed(
    document: JsonObject, key: SecretKey = KEY, *, suite: str = DEFAULT_SUITE, options: ProofOptions | None = None
) -> JsonObject:
    """Sign a document as JSON."""
    options = options or ProofOptions(created=SIGNED_AT)
    return add_proof(document, key, canonicalizer=CANONICALIZER, suite=suite, options=options)


def token(document: JsonObject, key: SecretKey = KEY) -> bytes:
    """Sign a credential as a token."""
    return sign_vc_jwt(document, key).encode()


def raw_token(claims: JsonObject, key: SecretKey = KEY, **header: Any) -> bytes:
    """Sign claims as they stand, under a header without `kid` unless one is given."""
    return sign_jws(dump_json(claims), key, header={"typ": "JWT", **header}).encode()


def presentation(*credentials: Any, holder: str | None = LEARNER) -> JsonObject:
    """Return an unsigned presentation."""
    document = {"@context": [CREDENTIALS], "type": ["VerifiablePresentation"], "verifiableCredential": [*credentials]}
    return document if holder is None else {**document, "holder": holder}


def presented(*credentials: Any, **options: Any) -> JsonObject:
    """Return a presentation that the learner signed."""
    chosen = ProofOptions(created=SIGNED_AT, purpose="authentication", **options)
    return signed(presentation(*credentials), LEARNER_KEY, options=chosen)


def entry(index: int = 7, **members: Any) -> JsonObject:
    """Return the status entry of a badge."""
    return {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": LIST,
        **members,
    }


def status_list(*set_bits: int, purpose: str = "revocation", issuer: str = COLLEGE, size: int = 1) -> JsonObject:
    """Return an unsigned status list in which some entries are set."""
    bits = Bitstring.empty(MIN_ENTRIES, size=size)
    for index in set_bits:
        bits[index] = 1
    return build_status_list_credential(LIST, issuer, bits, purpose=purpose, valid_from=SIGNED_AT)


def judge(
    document: JsonObject | bytes, *, web: Web | None = None, college: JsonObject | None = None, **policy: Any
) -> VerificationReport:
    """Verify a document at the moment of all these tests, in a small web."""
    data = document if isinstance(document, bytes) else dump_json(document)
    tools = (web or Web()).tools(**({"college": college} if college else {}))
    return verify(data, VerificationPolicy(**{"at": AT, **policy}), tools)


def reason(report: VerificationReport) -> tuple[str, str]:
    """Return the check that decided and its code; two empty texts where none did."""
    check = report.reason
    return (check.name, check.code) if check else ("", "")


def found(report: VerificationReport, name: str) -> Check:
    """Return the check of a name, which must be there."""
    check = report.find(name)
    assert check is not None
    return check


def codes(report: VerificationReport) -> list[str]:
    """Return the codes of all checks, in their order."""
    return [check.code for check in report.checks]
