# SPDX-License-Identifier: Apache-2.0
"""A small web of old badges, kept in memory, and keys to sign them with."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from cairn.standards.errors import ProofError, ResourceUnavailable

ISSUER = "https://issuer.example/profile"
BADGE = "https://issuer.example/badges/1"
ASSERTION = "https://issuer.example/assertions/1"
KEY = "https://issuer.example/keys/1"
REVOKED = "https://issuer.example/revoked"
CONTEXT = "https://w3id.org/openbadges/v2"


class Web:
    """Serves documents from memory; what is not there cannot be had."""

    def __init__(self, **documents: Any) -> None:
        self.documents: dict[str, Any] = documents
        self.asked: list[str] = []

    def fetch(self, url: str) -> bytes:
        """Return the bytes at an address. Raises ResourceUnavailable."""
        self.asked.append(url)
        document = self.documents.get(url)
        if document is None:
            raise ResourceUnavailable(url, f"{url} could not be had.")
        if document == "gone":
            raise ResourceUnavailable(url, f"{url} is gone.", code="gone")
        return document if isinstance(document, bytes) else json.dumps(document).encode()


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_key_pem() -> str:
    """Return the public key of the test issuer."""
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return _key().public_key().public_bytes(serialization.Encoding.PEM, spki).decode()


def sign(payload: dict[str, Any]) -> str:
    """Sign an assertion as a compact JWS."""
    header = _base64(b'{"alg":"RS256"}')
    signed = f"{header}.{_base64(json.dumps(payload).encode())}"
    return f"{signed}.{_base64(_key().sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def verify_rs256(token: str, public_key: str) -> bytes:
    """Verify a compact JWS with RSA and SHA-256. Raises ProofError."""
    signed, _, signature = token.rpartition(".")
    key = serialization.load_pem_public_key(public_key.encode())
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        key.verify(_unbase64(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise ProofError("bad_signature", "The signature does not fit.") from None
    return _unbase64(signed.split(".")[1])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def assertion(**changes: Any) -> dict[str, Any]:
    """Return a hosted assertion of version 2.0, awarded to nobody@example.org."""
    return {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": "deadsea",
            "identity": "sha256$ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942",
        },
        "issuedOn": "2016-12-31T23:59:59Z",
        "badge": BADGE,
        "verification": {"type": "hosted"},
        **changes,
    }


def signed_assertion(**changes: Any) -> dict[str, Any]:
    """Return an assertion of version 2.0 that calls itself signed."""
    return assertion(id="urn:uuid:1", verification={"type": "signed", "creator": KEY}, **changes)


def web(**changes: Any) -> Web:
    """Return a web in which the hosted assertion and the key of the signed one stand; names are those of this file."""
    documents = {
        ASSERTION: assertion(),
        BADGE: {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": BADGE,
            "name": "Robotics",
            "description": "Builds a robot.",
            "image": "https://issuer.example/badge.png",
            "criteria": "https://issuer.example/criteria",
            "issuer": ISSUER,
        },
        ISSUER: {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": ISSUER,
            "name": "Robot School",
            "url": "https://issuer.example",
            "email": "office@issuer.example",
            "publicKey": KEY,
        },
        KEY: {"type": "CryptographicKey", "id": KEY, "owner": ISSUER, "publicKeyPem": public_key_pem()},
        REVOKED: {"type": "RevocationList", "id": REVOKED, "revokedAssertions": []},
    }
    for name, change in changes.items():
        place = {"assertion": ASSERTION, "badge": BADGE, "issuer": ISSUER, "key": KEY, "revoked": REVOKED}[name]
        documents[place] = {**documents[place], **change} if isinstance(change, dict) else change
    return Web(**documents)
