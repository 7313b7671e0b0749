# SPDX-License-Identifier: Apache-2.0
"""One Open Badge, signed by Cairn in every way that others can check, and what anybody could do to it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa

from cairn.standards.codecs import decode_base64url, dump_json, encode_base64url, parse_json_object
from cairn.standards.jose import write_jwk
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, PublicKey, SecretKey, Signer
from cairn.standards.proofs import ProofOptions, add_proof, without_proof
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import JsonObject

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
STATUS_LIST: Final = "https://harbour.example/status/1"
SIGNED_AT: Final = datetime(2024, 2, 1, 12, tzinfo=UTC)

KEYS: Final = {
    KeyKind.ED25519: SecretKey.from_seed(KeyKind.ED25519, bytes(range(1, 33))),
    KeyKind.P256: SecretKey.from_seed(KeyKind.P256, bytes(range(1, 33))),
    KeyKind.P384: SecretKey.from_seed(KeyKind.P384, bytes(range(1, 49))),
}
MANDATORY: Final = ("/issuer", "/validFrom", "/validUntil", "/credentialStatus")
_ORIGINAL: Final = "Knots of the harbour"
_FORGED: Final = "Navigation at sea"


@dataclass(frozen=True, slots=True)
class Sample:
    """A secured credential: its name, the suite, and its text, which is JSON or a token."""

    name: str
    suite: str
    text: str

    @property
    def is_token(self) -> bool:
        """Whether the credential is a JSON Web Token."""
        return not self.text.startswith("{")

    @property
    def document(self) -> JsonObject:
        """The credential as JSON, its proof included where it has one."""
        return parse_json_object(decode_base64url(self.text.split(".")[1]) if self.is_token else self.text)

    @property
    def file_name(self) -> str:
        """A file name by which other programs know what it is."""
        return f"{self.name}.{'jwt' if self.is_token else 'json'}"

    def tampered(self) -> Sample:
        """Return the credential with another achievement under the same signature."""
        name = f"{self.name}-tampered"
        if not self.is_token:
            return Sample(name, self.suite, _forge(self.text))
        header, payload, signature = self.text.split(".")
        forged = _forge(decode_base64url(payload).decode())
        return Sample(name, self.suite, f"{header}.{encode_base64url(forged.encode())}.{signature}")


def badge(issuer: str, **members: object) -> JsonObject:
    """Return an unsigned Open Badge of an issuer."""
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "urn:uuid:0c1cbd1c-4a5d-4ac6-a7d8-9a4a1d6b3a01",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _ORIGINAL,
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Harbour School"},
        "validFrom": "2024-01-15T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://harbour.example/achievements/knots",
                "type": ["Achievement"],
                "name": _ORIGINAL,
                "description": "Ties the six knots of the harbour, wet and in the dark.",
                "criteria": {"narrative": "Six knots, each in under a minute."},
            },
        },
        **members,
    }


def issued_by_cairn() -> list[Sample]:
    """Sign the badge in every suite, with every kind of key that goes with it."""
    return [*_data_integrity(), *_selective(), *_tokens()]


def make_rsa_key() -> SecretKey:
    """Make an RSA key whose issuer is the key itself, as did:jwk."""
    crypto = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = encode_base64url(dump_json(write_jwk(PublicKey(KeyKind.RSA, crypto.public_key()))))
    return SecretKey.from_rsa(crypto, verification_method=f"did:jwk:{jwk}#0")


def did_of(signer: Signer) -> str:
    """Return the DID that a key belongs to."""
    return signer.verification_method.partition("#")[0]


def _data_integrity() -> Iterator[Sample]:
    curves = (KeyKind.P256, KeyKind.P384)
    suites = {
        "eddsa-rdfc-2022": (KeyKind.ED25519,),
        "eddsa-jcs-2022": (KeyKind.ED25519,),
        "ecdsa-rdfc-2019": curves,
        "ecdsa-jcs-2019": curves,
    }
    for suite, kinds in suites.items():
        for kind in kinds:
            yield Sample(f"{suite}-{kind}", suite, _text(_secure(KEYS[kind], suite)))


def _selective() -> Iterator[Sample]:
    key, suite = KEYS[KeyKind.P256], "ecdsa-sd-2023"
    status = {
        "id": f"{STATUS_LIST}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": STATUS_LIST,
    }
    base = _secure(key, suite, validUntil="2099-01-01T00:00:00Z", credentialStatus=status)
    yield Sample("ecdsa-sd-2023-base", suite, _text(base))
    yield Sample("ecdsa-sd-2023-derived", suite, _text(_disclose(base)))


def _disclose(base: JsonObject) -> JsonObject:
    pointers = ["/name", "/credentialSubject"]
    return derive_proof(without_proof(base), base["proof"], pointers, canonicalizer=Canonicalizer())


def _tokens() -> Iterator[Sample]:
    for key in (*KEYS.values(), make_rsa_key()):
        yield Sample(f"vc-jwt-{key.kind}", "vc-jwt", sign_vc_jwt(badge(did_of(key)), key))


def _secure(key: SecretKey, suite: str, **members: object) -> JsonObject:
    options = ProofOptions(created=SIGNED_AT)
    if suite == "ecdsa-sd-2023":
        options = replace(options, mandatory_pointers=MANDATORY, randomness=bytes(range(64)))
    document = badge(did_of(key), **members)
    return add_proof(document, key, canonicalizer=Canonicalizer(), suite=suite, options=options)


def _text(document: JsonObject) -> str:
    return dump_json(document).decode()


def _forge(text: str) -> str:
    assert text.count(_ORIGINAL) == 2
    return text.replace(_ORIGINAL, _FORGED)
