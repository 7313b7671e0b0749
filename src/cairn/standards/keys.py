# SPDX-License-Identifier: Apache-2.0
"""Public and secret keys, one shape for the four kinds that credentials use.

A key verifies or signs bytes; which bytes is the business of `proofs` and `jose`. Elliptic-curve signatures are
the fixed-length `r ‖ s` that Data Integrity and JOSE use, made deterministically (RFC 6979), and the hash goes
with the curve: SHA-256 for P-256, SHA-384 for P-384.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol, TypeAlias, assert_never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.standards.codecs import Multikey, decode_multikey, encode_multikey
from cairn.standards.errors import CodecError, ProofError

MIN_RSA_BITS: Final = 2048

_CryptoPublic: TypeAlias = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
_CryptoSecret: TypeAlias = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyKind(StrEnum):
    """The kinds of keys: Ed25519, the NIST curves P-256 and P-384, and RSA (JSON Web Tokens only)."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


_CURVES: Final[dict[KeyKind, ec.EllipticCurve]] = {KeyKind.P256: ec.SECP256R1(), KeyKind.P384: ec.SECP384R1()}
_SCALAR_BYTES: Final = {KeyKind.P256: 32, KeyKind.P384: 48}
_HASHES: Final[dict[KeyKind, hashes.HashAlgorithm]] = {KeyKind.P256: hashes.SHA256(), KeyKind.P384: hashes.SHA384()}
_MULTIKEY_KINDS: Final = {"ed25519": KeyKind.ED25519, "p256": KeyKind.P256, "p384": KeyKind.P384}
_MULTIKEY_NAMES: Final = {kind: name for name, kind in _MULTIKEY_KINDS.items()}


class Signer(Protocol):
    """Whatever signs with one key: a key in memory, a PKCS#11 token or a key management service."""

    @property
    def kind(self) -> KeyKind:
        """The kind of the key."""

    @property
    def verification_method(self) -> str:
        """The DID URL under which others find the public key."""

    def sign(self, data: bytes) -> bytes:
        """Sign data; 64 bytes for Ed25519 and P-256, 96 for P-384, the modulus length for RSA."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that verifies signatures over bytes."""

    kind: KeyKind
    crypto: _CryptoPublic = field(repr=False)

    def __post_init__(self) -> None:
        if isinstance(self.crypto, rsa.RSAPublicKey) and self.crypto.key_size < MIN_RSA_BITS:
            raise ProofError(
                "weak_key", f"An RSA key of {self.crypto.key_size} bits is too weak; {MIN_RSA_BITS} is the least."
            )

    @classmethod
    def from_multikey(cls, text: object) -> PublicKey:
        """Read a `publicKeyMultibase`. Raises CodecError: those of Multikey, secret_key, invalid_key."""
        multikey = decode_multikey(text)
        name, _, part = multikey.kind.partition("-")
        if part != "pub":
            raise CodecError("secret_key", "A secret key stands where a public key belongs; treat it as lost.")
        return cls.from_raw(_MULTIKEY_KINDS[name], multikey.raw)

    @classmethod
    def from_raw(cls, kind: KeyKind, raw: bytes) -> PublicKey:
        """Read 32 bytes (Ed25519) or a curve point, compressed or not. Raises CodecError: invalid_key."""
        try:
            if kind is KeyKind.ED25519:
                return cls(kind, ed25519.Ed25519PublicKey.from_public_bytes(raw))
            return cls(kind, ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind], raw))
        except (ValueError, KeyError):
            raise CodecError("invalid_key", f"These bytes are not a {kind} public key.") from None

    def to_multikey(self) -> str:
        """Write the key as Multikey. Raises CodecError: unknown_key_kind for RSA."""
        if self.kind not in _MULTIKEY_NAMES:
            raise CodecError("unknown_key_kind", "An RSA key has no Multikey form.")
        return encode_multikey(Multikey(f"{_MULTIKEY_NAMES[self.kind]}-pub", self.to_raw()))

    def to_raw(self) -> bytes:
        """Return 32 bytes for Ed25519, the compressed point for a curve, DER for RSA."""
        if isinstance(self.crypto, ed25519.Ed25519PublicKey):
            return self.crypto.public_bytes(Encoding.Raw, PublicFormat.Raw)
        if isinstance(self.crypto, ec.EllipticCurvePublicKey):
            return self.crypto.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return self.crypto.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return if the signature over data is this key's.

        Raises ProofError: invalid_signature.
        """
        try:
            if isinstance(self.crypto, ed25519.Ed25519PublicKey):
                self.crypto.verify(signature, data)
            elif isinstance(self.crypto, ec.EllipticCurvePublicKey):
                self.crypto.verify(_to_der(signature, self.kind), data, ec.ECDSA(_HASHES[self.kind]))
            elif isinstance(self.crypto, rsa.RSAPublicKey):
                self.crypto.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            else:
                assert_never(self.crypto)
        except InvalidSignature:
            raise ProofError(
                "invalid_signature", "The signature does not match: the content was changed after it was signed."
            ) from None


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret key in memory, with the DID URL under which its public key is found: the simplest `Signer`."""

    kind: KeyKind
    verification_method: str
    crypto: _CryptoSecret = field(repr=False)

    @classmethod
    def from_seed(cls, kind: KeyKind, seed: bytes, *, verification_method: str = "") -> SecretKey:
        """Make a key from its secret bytes: 32 for Ed25519 and P-256, 48 for P-384.

        Without a verification method the key goes by its own did:key. Raises CodecError: invalid_key.
        """
        try:
            crypto: _CryptoSecret
            if kind is KeyKind.ED25519:
                crypto = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
            else:
                scalar = int.from_bytes(seed, "big") if len(seed) == _SCALAR_BYTES[kind] else 0
                crypto = ec.derive_private_key(scalar, _CURVES[kind])
        except (ValueError, KeyError):
            raise CodecError("invalid_key", f"These bytes are not a {kind} secret key.") from None
        return cls._named(kind, crypto, verification_method)

    @classmethod
    def from_multikey(cls, text: object, *, verification_method: str = "") -> SecretKey:
        """Read a `secretKeyMultibase`. Raises CodecError: those of Multikey, not_a_secret_key, invalid_key."""
        multikey = decode_multikey(text)
        name, _, part = multikey.kind.partition("-")
        if part != "priv":
            raise CodecError("not_a_secret_key", "A public key stands where the secret key belongs.")
        return cls.from_seed(_MULTIKEY_KINDS[name], multikey.raw, verification_method=verification_method)

    @classmethod
    def from_rsa(cls, crypto: rsa.RSAPrivateKey, *, verification_method: str) -> SecretKey:
        """Wrap an RSA key, for RS256 tokens. Raises ProofError: weak_key."""
        return cls._named(KeyKind.RSA, crypto, verification_method)

    @classmethod
    def _named(cls, kind: KeyKind, crypto: _CryptoSecret, verification_method: str) -> SecretKey:
        public = PublicKey(kind, crypto.public_key())
        if not verification_method:
            multikey = public.to_multikey()
            verification_method = f"did:key:{multikey}#{multikey}"
        return cls(kind, verification_method, crypto)

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.kind, self.crypto.public_key())

    def to_multikey(self) -> str:
        """Write the secret key as Multikey. Raises CodecError: unknown_key_kind for RSA."""
        if isinstance(self.crypto, ed25519.Ed25519PrivateKey):
            raw = self.crypto.private_bytes_raw()
        elif isinstance(self.crypto, ec.EllipticCurvePrivateKey):
            raw = self.crypto.private_numbers().private_value.to_bytes(_SCALAR_BYTES[self.kind], "big")
        else:
            raise CodecError("unknown_key_kind", "An RSA key has no Multikey form.")
        return encode_multikey(Multikey(f"{_MULTIKEY_NAMES[self.kind]}-priv", raw))

    def sign(self, data: bytes) -> bytes:
        """Sign data; curve signatures are deterministic (RFC 6979) and in the form r ‖ s."""
        if isinstance(self.crypto, ed25519.Ed25519PrivateKey):
            return self.crypto.sign(data)
        if isinstance(self.crypto, ec.EllipticCurvePrivateKey):
            der = self.crypto.sign(data, ec.ECDSA(_HASHES[self.kind], deterministic_signing=True))
            return _from_der(der, self.kind)
        return self.crypto.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _from_der(der: bytes, kind: KeyKind) -> bytes:
    size = _SCALAR_BYTES[kind]
    r, s = decode_dss_signature(der)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _to_der(signature: bytes, kind: KeyKind) -> bytes:
    size = _SCALAR_BYTES[kind]
    if len(signature) != 2 * size:
        raise ProofError("invalid_signature", f"A {kind} signature has {2 * size} bytes, this one {len(signature)}.")
    return encode_dss_signature(int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))
