# SPDX-License-Identifier: Apache-2.0
"""Twenty good credentials, of every suite and form, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from cairn.standards.codecs import dump_json
from cairn.standards.errors import StandardsError
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.openbadges.baking import bake
from cairn.standards.proofs import ProofOptions, without_proof
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import Json, JsonObject
from cairn.standards.verify import VerificationPolicy, VerificationReport, VerificationTools, verify
from cairn.standards.verify.reading import read_document
from tests.standards.openbadges.baking.images import SVG, png
from tests.standards.verify.samples import (
    AT,
    CANONICALIZER,
    CLR,
    CREDENTIALS,
    CREDENTIALS_1,
    LEARNER,
    LEARNER_KEY,
    LIST,
    OPEN_BADGES,
    SIGNED_AT,
    Web,
    badge,
    did_of,
    entry,
    presented,
    rsa_key,
    signed,
    status_list,
)

KEYS: Final = {
    KeyKind.ED25519: SecretKey.from_seed(KeyKind.ED25519, bytes(range(1, 33))),
    KeyKind.P256: SecretKey.from_seed(KeyKind.P256, bytes(range(1, 33))),
    KeyKind.P384: SecretKey.from_seed(KeyKind.P384, bytes(range(1, 49))),
}
_WEB: Final = Web({LIST: dump_json(signed(status_list()))})
TOOLS: Final[VerificationTools] = _WEB.tools()
POLICY: Final = VerificationPolicy(at=AT)
_OPTIONS: Final = ProofOptions(created=SIGNED_AT)


@dataclass(frozen=True, slots=True)
class Good:
    """A credential that verifies: its name, its bytes, and whether its signature covers meanings or the text."""

    name: str
    data: bytes
    covers_meaning: bool = False

    def meaning_of(self, data: bytes) -> Json:
        """Return what a changed copy says, in a form in which copies that mean the same are equal."""
        try:
            read = read_document(data)
        except StandardsError:
            return None
        if not self.covers_meaning or read.token is not None:
            return without_proof(read.document)
        return CANONICALIZER.canonicalize_full(without_proof(read.document)).nquads


def judge(data: bytes) -> VerificationReport:
    """Verify a credential with the college's keys and status list at hand."""
    return verify(data, POLICY, TOOLS)


def good_credentials() -> list[Good]:
    """Make all twenty."""
    return [*_data_integrity(), *_several_proofs(), *_others(), *_tokens(), *_images()]


def _data_integrity() -> Iterator[Good]:
    suites = {
        "eddsa-rdfc-2022": (KeyKind.ED25519,),
        "eddsa-jcs-2022": (KeyKind.ED25519,),
        "ecdsa-rdfc-2019": (KeyKind.P256, KeyKind.P384),
        "ecdsa-jcs-2019": (KeyKind.P256, KeyKind.P384),
    }
    for suite, kinds in suites.items():
        for kind in kinds:
            key = KEYS[kind]
            document = signed(badge(did_of(key)), key, suite=suite)
            yield Good(f"{suite}-{kind}", dump_json(document), covers_meaning="rdfc" in suite)


def _several_proofs() -> Iterator[Good]:
    yield Good("proof set, one over the text", dump_json(_own(("eddsa-rdfc-2022", "eddsa-jcs-2022"))))
    yield Good("proof chain", dump_json(_own(("eddsa-rdfc-2022",), chain=True)), covers_meaning=True)


def _own(suites: tuple[str, ...], *, chain: bool = False) -> JsonObject:
    """Sign one badge several times with the same key."""
    key = KEYS[KeyKind.ED25519]
    document = badge(did_of(key))
    for number, suite in enumerate(suites):
        document = signed(document, key, suite=suite, options=replace(_OPTIONS, id=f"urn:uuid:{number}"))
    if chain:
        document = signed(document, key, options=replace(_OPTIONS, id="urn:uuid:9", previous_proof="urn:uuid:0"))
    return document


def _others() -> Iterator[Good]:
    listed = badge(credentialStatus=entry(), validUntil="2029-01-15T10:00:00Z")
    yield _meaning("badge with status", signed(listed))
    yield _meaning("badge with results and evidence", signed(_rich()))
    yield _meaning("disclosed part", _disclosed())
    yield _meaning("learner record", signed(_record()))
    yield _meaning("presentation", presented(signed(badge())))
    yield _meaning("data model 1.1", signed(_older()))


def _meaning(name: str, document: JsonObject) -> Good:
    return Good(name, dump_json(document), covers_meaning=True)


def _rich() -> JsonObject:
    subject = badge()["credentialSubject"]
    result: Json = [{"type": ["Result"], "value": "97"}, {"type": ["Result"], "status": "Completed"}]
    evidence = [{"id": "https://college.example/work/1", "type": ["Evidence"], "narrative": "Three bridges."}]
    return badge(credentialSubject={**subject, "result": result}, evidence=evidence)


def _disclosed() -> JsonObject:
    key = KEYS[KeyKind.P256]
    options = replace(_OPTIONS, mandatory_pointers=("/issuer", "/validFrom"), randomness=bytes(range(64)))
    base = signed(badge(did_of(key)), key, suite="ecdsa-sd-2023", options=options)
    pointers = ["/name", "/credentialSubject"]
    return derive_proof(without_proof(base), base["proof"], pointers, canonicalizer=CANONICALIZER)


def _record() -> JsonObject:
    subject: dict[str, Any] = {"id": LEARNER, "type": ["ClrSubject"], "verifiableCredential": [signed(badge())]}
    document = {
        **badge(id="urn:uuid:3"),
        "credentialSubject": subject,
        "type": ["VerifiableCredential", "ClrCredential"],
    }
    # What the record says of its issuer must not also stand inside, or leaving it out would change nothing.
    issuer = {"id": "did:web:college.example", "type": ["Profile"], "name": "River College, records office"}
    return {**document, "@context": [CREDENTIALS, CLR, OPEN_BADGES], "issuer": issuer}


def _older() -> JsonObject:
    return {
        "@context": [CREDENTIALS_1, "https://w3id.org/security/data-integrity/v2"],
        "id": "urn:uuid:4",
        "type": ["VerifiableCredential"],
        "issuer": "did:web:college.example",
        "issuanceDate": "2026-01-15T10:00:00Z",
        "credentialSubject": {"id": LEARNER},
    }


def _tokens() -> Iterator[Good]:
    for key in (*KEYS.values(), rsa_key()):
        yield Good(f"token-{key.kind}", sign_vc_jwt(badge(did_of(key)), key).encode())


def _images() -> Iterator[Good]:
    text = sign_vc_jwt(badge(did_of(LEARNER_KEY)), LEARNER_KEY)
    yield Good("PNG with a token", bake(png(), text))
    yield Good("SVG with a token", bake(SVG, text))
