# SPDX-License-Identifier: Apache-2.0
"""Two independent Python implementations, openvc-core and openbadgeslib, behind one small face each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import (
    Achievement,
    Issuer,
    OB3LdpSigner,
    OB3LdpVerifier,
    OB3Signer,
    OB3Verifier,
    OpenBadgeCredential,
)
from openbadgeslib.verify import verify_badge
from openvc import OpenvcError, P256SigningKey, P384SigningKey, VerificationPolicy, verify_credential
from openvc.keys import Ed25519SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from openvc.proof.ecdsa_sd import EcdsaSdProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite

from cairn.standards.did import DidResolver
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.types import JsonObject
from tests.peers.samples import CREDENTIALS, KEYS, MANDATORY, SIGNED_AT, Sample, badge, did_of, make_rsa_key
from tests.shared_data import shared_path

ACCEPTED_BY_OPENBADGESLIB: Final = frozenset(
    {"eddsa-rdfc-2022-Ed25519", "ecdsa-sd-2023-derived", "vc-jwt-Ed25519", "vc-jwt-P-256", "vc-jwt-RSA"}
)
"""What openbadgeslib implements of what Cairn issues."""

_SIGNING_KEYS: Final[dict[KeyKind, Any]] = {
    KeyKind.ED25519: Ed25519SigningKey,
    KeyKind.P256: P256SigningKey,
    KeyKind.P384: P384SigningKey,
}
_RDFC: Final[dict[str, Any]] = {"eddsa-rdfc-2022": DataIntegrityProofSuite, "ecdsa-rdfc-2019": EcdsaRdfcProofSuite}
_JCS: Final[dict[str, Any]] = {"eddsa-jcs-2022": EddsaJcsProofSuite, "ecdsa-jcs-2019": EcdsaJcsProofSuite}
_ALGORITHMS: Final = {KeyKind.ED25519: "EdDSA", KeyKind.P256: "ES256", KeyKind.RSA: "RS256"}


def shared_contexts() -> dict[str, JsonObject]:
    """Return the context documents that an implementation may not have, from the shared data and not from Cairn."""
    normative = shared_path("normative")
    manifest = json.loads((normative / "manifest.json").read_bytes())
    return {entry["url"]: json.loads((normative / entry["file"]).read_bytes()) for entry in manifest}


def accepted_by_openvc(sample: Sample) -> bool:
    """Ask openvc-core. It reads no token whose payload is the credential itself, so it is asked about JSON alone."""
    policy = VerificationPolicy(require_status=False, now=SIGNED_AT)
    try:
        verify_credential(sample.document, policy=policy, extra_contexts=shared_contexts())
    except OpenvcError:
        return False
    return True


def accepted_by_openbadgeslib(sample: Sample) -> bool:
    """Ask openbadgeslib, with the issuer's key given where the issuer is not a did:key."""
    issuer = sample.document["issuer"]["id"]
    verifier: Any
    if not sample.is_token:
        verifier = OB3LdpVerifier.for_issuer_did(issuer)
    elif issuer.startswith("did:key:"):
        verifier = OB3Verifier.for_issuer_did(issuer)
    else:
        verifier = OB3Verifier(_public_pem(issuer))
    try:
        verifier.verify(sample.text)
    except LibOpenBadgesException:
        return False
    return True


def image_accepted_by_openbadgeslib(image: bytes) -> bool:
    """Ask openbadgeslib about a baked PNG or SVG."""
    return bool(verify_badge(image, "3", resolve_did=True).valid)


def issued_by_openvc() -> list[Sample]:
    """Let openvc-core sign in every suite it has."""
    samples = []
    for kind, key in KEYS.items():
        family = "eddsa" if kind is KeyKind.ED25519 else "ecdsa"
        samples += [
            _sample(f"{name}-{kind}", name, _openvc_rdfc(name, key)) for name in _RDFC if name.startswith(family)
        ]
        samples += [_sample(f"{name}-{kind}", name, _openvc_jcs(name, key)) for name in _JCS if name.startswith(family)]
        samples.append(Sample(f"vc-jwt-{kind}", "vc-jwt", _openvc_token(key)))
    return [*samples, *_openvc_selective()]


def issued_by_openbadgeslib() -> list[Sample]:
    """Let openbadgeslib sign with every kind of key it has."""
    ed25519 = KEYS[KeyKind.ED25519]
    signed = OB3LdpSigner(_secret_pem(ed25519)).sign(_their_badge(ed25519))
    tokens = [
        Sample(f"vc-jwt-{key.kind}", "vc-jwt", _token_signer(key).sign(_their_badge(key)))
        for key in (ed25519, KEYS[KeyKind.P256], make_rsa_key())
    ]
    return [_sample("eddsa-rdfc-2022", "eddsa-rdfc-2022", signed), *tokens]


def baked_by_openbadgeslib(image: bytes) -> dict[str, bytes]:
    """Let openbadgeslib sign and bake into a PNG or SVG, as JSON and as a token."""
    key = KEYS[KeyKind.ED25519]
    method = "sign_into_png" if image.startswith(b"\x89PNG") else "sign_into_svg"
    signers = {"json": OB3LdpSigner(_secret_pem(key)), "jwt": _token_signer(key)}
    return {form: getattr(signer, method)(_their_badge(key), image) for form, signer in signers.items()}


def _openvc_options(key: SecretKey) -> dict[str, Any]:
    method = key.verification_method
    return {"signing_key": _openvc_key(key), "verification_method": method, "created": SIGNED_AT}


def _openvc_key(key: SecretKey) -> Any:
    return _SIGNING_KEYS[key.kind](key.crypto, kid=key.verification_method)


def _openvc_rdfc(suite: str, key: SecretKey) -> JsonObject:
    secured: JsonObject = _RDFC[suite]().add_proof(
        badge(did_of(key)), **_openvc_options(key), extra_contexts=shared_contexts()
    )
    return secured


def _openvc_jcs(suite: str, key: SecretKey) -> JsonObject:
    secured: JsonObject = _JCS[suite]().add_proof(badge(did_of(key)), **_openvc_options(key))
    # openvc-core signs the proof's @context but leaves it out of the proof, where the suites want it (§3.3.1 of both).
    secured["proof"]["@context"] = secured["@context"]
    return secured


def _openvc_token(key: SecretKey) -> str:
    # openvc-core writes its own clock into `nbf`, which must agree with the credential: so that says nothing.
    credential = {name: value for name, value in badge(did_of(key)).items() if name != "validFrom"}
    credential |= {"@context": [CREDENTIALS], "type": ["VerifiableCredential"]}
    credential["credentialSubject"] = {"id": "did:example:learner", "name": "Knots of the harbour"}
    return VcJwtProofSuite().sign({**credential, "issuer": did_of(key)}, signing_key=_openvc_key(key))


def _openvc_selective() -> list[Sample]:
    key, suite = KEYS[KeyKind.P256], EcdsaSdProofSuite()
    base = suite.add_base_proof(
        badge(did_of(key)),
        **_openvc_options(key),
        mandatory_pointers=MANDATORY[:2],
        extra_contexts=shared_contexts(),
    )
    pointers = ["/name", "/credentialSubject"]
    derived = suite.derive_proof(base, selective_pointers=pointers, extra_contexts=shared_contexts())
    return [
        _sample("ecdsa-sd-2023-base", "ecdsa-sd-2023", base),
        _sample("ecdsa-sd-2023-derived", "ecdsa-sd-2023", derived),
    ]


def _their_badge(key: SecretKey) -> OpenBadgeCredential:
    return OpenBadgeCredential(
        issuer=Issuer(id=did_of(key), name="Harbour School"),
        recipient_id="did:example:learner",
        issuance_date=datetime(2024, 1, 15, 9, tzinfo=UTC),
        achievement=Achievement(
            id="https://harbour.example/achievements/knots",
            name="Knots of the harbour",
            description="Ties the six knots of the harbour, wet and in the dark.",
            criteria_narrative="Six knots, each in under a minute.",
        ),
    )


def _token_signer(key: SecretKey) -> OB3Signer:
    return OB3Signer(_secret_pem(key), _ALGORITHMS[key.kind])


def _sample(name: str, suite: str, document: JsonObject) -> Sample:
    return Sample(name, suite, json.dumps(document))


def _secret_pem(key: SecretKey) -> bytes:
    return key.crypto.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem(did: str) -> bytes:
    (method,) = DidResolver().resolve(did).methods.values()
    return method.key.crypto.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
