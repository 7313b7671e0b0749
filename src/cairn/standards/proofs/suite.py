# SPDX-License-Identifier: Apache-2.0
"""What the Data Integrity cryptosuites have in common.

A cryptosuite is a composition: a transformation of the document to bytes, a hash that goes with the key, and the kinds
of keys it accepts.

Source: Verifiable Credential Data Integrity 1.0 §4, EdDSA Cryptosuites 1.0 §3, ECDSA Cryptosuites 1.0 §3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from cairn.standards.codecs import decode_multibase, encode_multibase
from cairn.standards.errors import CodecError, ProofError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, PublicKey, Signer
from cairn.standards.proofs.options import ProofOptions
from cairn.standards.types import JsonObject

Transformation: TypeAlias = Callable[[JsonObject, KeyKind, Canonicalizer], bytes]
"""Turns a JSON object into the canonical bytes that are hashed, for a key of a kind."""

_HASHES: Final = {KeyKind.ED25519: hashlib.sha256, KeyKind.P256: hashlib.sha256, KeyKind.P384: hashlib.sha384}


class Suite(Protocol):
    """What a cryptosuite does; `document` is always the document without its own `proof`."""

    @property
    def name(self) -> str:
        """The cryptosuite identifier."""

    def create_proof(
        self, document: JsonObject, options: ProofOptions, signer: Signer, *, canonicalizer: Canonicalizer
    ) -> JsonObject:
        """Return a proof with its proofValue. Raises ProofError, JsonLdError, CodecError."""

    def verify_proof(
        self, document: JsonObject, proof: JsonObject, key: PublicKey, *, canonicalizer: Canonicalizer
    ) -> None:
        """Return if the proof holds. Raises ProofError, JsonLdError, CodecError."""


@dataclass(frozen=True, slots=True)
class Cryptosuite:
    """A suite that signs the hash of the proof options followed by the hash of the document.

    `carries_context` is set where the proof itself holds the document's `@context` (the JCS suites).
    """

    name: str
    kinds: frozenset[KeyKind]
    transform: Transformation
    carries_context: bool = False

    def create_proof(
        self, document: JsonObject, options: ProofOptions, signer: Signer, *, canonicalizer: Canonicalizer
    ) -> JsonObject:
        """Sign a document. Raises ProofError: wrong_key_kind; JsonLdError; CodecError."""
        require_kind(signer.kind, self.kinds, self.name)
        proof = options.to_json(self.name, signer.verification_method)
        if self.carries_context and "@context" in document:
            proof["@context"] = document["@context"]
        data = self.hash_data(document, proof, signer.kind, canonicalizer)
        return {**proof, "proofValue": encode_multibase(signer.sign(data))}

    def verify_proof(
        self, document: JsonObject, proof: JsonObject, key: PublicKey, *, canonicalizer: Canonicalizer
    ) -> None:
        """Return if the proof holds.

        Raises ProofError: wrong_key_kind, invalid_proof_value, context_mismatch, invalid_signature; JsonLdError.
        """
        require_kind(key.kind, self.kinds, self.name)
        if self.carries_context and "@context" in proof:
            document = _with_proof_context(document, proof)
        signature = read_proof_value(proof, base="z")
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        key.verify(signature, self.hash_data(document, options, key.kind, canonicalizer))

    def hash_data(
        self, document: JsonObject, options: JsonObject, kind: KeyKind, canonicalizer: Canonicalizer
    ) -> bytes:
        """Return what is signed: the hash of the proof options, then the hash of the document."""
        if not self.carries_context:
            options = {**options, "@context": document.get("@context")}
        digest = _HASHES[kind]
        options_hash = digest(self.transform(options, kind, canonicalizer)).digest()
        return options_hash + digest(self.transform(document, kind, canonicalizer)).digest()


def require_kind(kind: KeyKind, kinds: frozenset[KeyKind], suite: str) -> None:
    """Return if the suite accepts keys of that kind. Raises ProofError: wrong_key_kind."""
    if kind not in kinds:
        accepted = " or ".join(sorted(kinds))
        raise ProofError("wrong_key_kind", f"The proof type {suite} goes with keys of kind {accepted}, not {kind}.")


def read_proof_value(proof: JsonObject, *, base: str) -> bytes:
    """Decode a proof's `proofValue`. Raises ProofError: invalid_proof_value."""
    try:
        return decode_multibase(proof.get("proofValue"), allowed=base)
    except CodecError as error:
        raise ProofError("invalid_proof_value", f"The proof value cannot be read: {error.detail}") from None


def _with_proof_context(document: JsonObject, proof: JsonObject) -> JsonObject:
    """Give the document the context that was signed, if its own begins with it (EdDSA Cryptosuites 1.0 §3.3.2)."""
    signed, present = _as_list(proof["@context"]), _as_list(document.get("@context"))
    if present[: len(signed)] != signed:
        raise ProofError("context_mismatch", "The document's @context does not begin with the one that was signed.")
    return {**document, "@context": proof["@context"]}


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
