# SPDX-License-Identifier: Apache-2.0
"""Making, deriving and verifying ecdsa-sd-2023 proofs.

The issuer signs each statement with a key made for this credential alone, and that key together with the statements
that must always be shown. Source: ECDSA Cryptosuites 1.0 §3.5 and §3.6.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cairn.standards.codecs import decode_multibase
from cairn.standards.errors import CodecError, ProofError
from cairn.standards.jsonld import Canonicalizer, canonicalize_quads, relabel_quads, to_rdf
from cairn.standards.keys import KeyKind, PublicKey, SecretKey, Signer
from cairn.standards.proofs.ecdsa_sd_2023.groups import Grouping, group_statements
from cairn.standards.proofs.ecdsa_sd_2023.pointers import select
from cairn.standards.proofs.ecdsa_sd_2023.values import (
    HMAC_BYTES,
    BaseProofValue,
    DerivedProofValue,
    is_base_proof,
    read_base_value,
    read_derived_value,
)
from cairn.standards.proofs.options import ProofOptions
from cairn.standards.proofs.suite import require_kind
from cairn.standards.types import JsonObject

_KINDS: Final = frozenset({KeyKind.P256})
_SCALAR_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class EcdsaSd2023:
    """The suite for selective disclosure."""

    name: str = "ecdsa-sd-2023"

    def create_proof(
        self, document: JsonObject, options: ProofOptions, signer: Signer, *, canonicalizer: Canonicalizer
    ) -> JsonObject:
        """Make a base proof, the holder's own; `options.randomness` supplies 64 fresh bytes (§3.6.1).

        Raises ProofError: wrong_key_kind, randomness_needed, invalid_pointer; JsonLdError.
        """
        require_kind(signer.kind, _KINDS, self.name)
        if options.randomness is None or len(options.randomness) != HMAC_BYTES + _SCALAR_BYTES:
            raise ProofError("randomness_needed", "ecdsa-sd-2023 needs 64 fresh random bytes for each proof.")
        hmac_key, seed = options.randomness[:HMAC_BYTES], options.randomness[HMAC_BYTES:]
        statement_key = SecretKey.from_seed(KeyKind.P256, seed)
        proof = options.to_json(self.name, signer.verification_method)
        pointers = {"mandatory": options.mandatory_pointers}
        group = group_statements(document, hmac_key, pointers, canonicalizer=canonicalizer).groups["mandatory"]
        public_key = decode_multibase(statement_key.public_key.to_multikey())
        signed = _proof_hash(document, proof, canonicalizer) + public_key + _hash_lines(group.matching.values())
        value = BaseProofValue(
            base_signature=signer.sign(signed),
            public_key=public_key,
            hmac_key=hmac_key,
            signatures=tuple(statement_key.sign(line.encode("utf-8")) for line in group.rest.values()),
            mandatory_pointers=options.mandatory_pointers,
        )
        return {**proof, "proofValue": value.encode()}

    def verify_proof(
        self, document: JsonObject, proof: JsonObject, key: PublicKey, *, canonicalizer: Canonicalizer
    ) -> None:
        """Return if the proof holds; a base proof is judged as the disclosure of everything.

        Raises ProofError: wrong_key_kind, invalid_proof_value, invalid_signature; JsonLdError.
        """
        require_kind(key.kind, _KINDS, self.name)
        if is_base_proof(proof):
            everything = derive_proof({**document}, proof, [""], canonicalizer=canonicalizer)
            document, proof = (
                {name: value for name, value in everything.items() if name != "proof"},
                everything["proof"],
            )
        value = read_derived_value(proof)
        lines = _disclosed_lines(document, value, canonicalizer)
        indexes = frozenset(value.mandatory_indexes)
        mandatory = [line for position, line in enumerate(lines) if position in indexes]
        others = [line for position, line in enumerate(lines) if position not in indexes]
        if len(others) != len(value.signatures):
            raise ProofError("invalid_signature", "Some of the statements shown were not signed by the issuer.")
        signed = _proof_hash(document, proof, canonicalizer) + value.public_key + _hash_lines(mandatory)
        key.verify(value.base_signature, signed)
        statement_key = _statement_key(value.public_key)
        for line, signature in zip(others, value.signatures, strict=True):
            statement_key.verify(signature, line.encode("utf-8"))


SUITE: Final = EcdsaSd2023()


def derive_proof(
    document: JsonObject, proof: JsonObject, selective_pointers: Iterable[str], *, canonicalizer: Canonicalizer
) -> JsonObject:
    """Return what a holder shows: the selected parts of a document, with a proof over them alone (§3.6.5).

    `document` stands without its proof, `proof` is the issuer's base proof.
    Raises ProofError: invalid_proof_value, invalid_pointer, statement_not_found; JsonLdError.
    """
    base = read_base_value(proof)
    selective = tuple(selective_pointers)
    combined = (*base.mandatory_pointers, *selective)
    pointers = {"mandatory": base.mandatory_pointers, "selective": selective, "combined": combined}
    grouping = group_statements(document, base.hmac_key, pointers, canonicalizer=canonicalizer)
    if len(grouping.groups["mandatory"].rest) != len(base.signatures):
        raise ProofError("invalid_proof_value", "The credential was changed since the issuer signed it.")
    shown = select(document, combined)
    if shown is None:
        raise ProofError("invalid_pointer", "Nothing was selected; name at least one part of the credential.")
    derived = DerivedProofValue(
        base_signature=base.base_signature,
        public_key=base.public_key,
        signatures=_filter_signatures(base.signatures, grouping),
        label_map=_label_map(grouping),
        mandatory_indexes=_mandatory_indexes(grouping),
    )
    return {**shown, "proof": {**proof, "proofValue": derived.encode()}}


def _proof_hash(document: JsonObject, proof: JsonObject, canonicalizer: Canonicalizer) -> bytes:
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = document.get("@context")
    return hashlib.sha256(canonicalizer.canonicalize(options)).digest()


def _hash_lines(lines: Iterable[str]) -> bytes:
    return hashlib.sha256("".join(lines).encode("utf-8")).digest()


def _filter_signatures(signatures: tuple[bytes, ...], grouping: Grouping) -> tuple[bytes, ...]:
    """Keep the signatures of the statements that are shown; they belong, in order, to those that are not mandatory."""
    selective = grouping.groups["selective"].matching
    signed = zip(grouping.groups["mandatory"].rest, signatures, strict=True)
    return tuple(signature for position, signature in signed if position in selective)


def _mandatory_indexes(grouping: Grouping) -> tuple[int, ...]:
    """Return where the mandatory statements stand among those that are shown."""
    mandatory, combined = grouping.groups["mandatory"].matching, grouping.groups["combined"].matching
    return tuple(index for index, position in enumerate(combined) if position in mandatory)


def _label_map(grouping: Grouping) -> dict[str, str]:
    """Lead from the canonical labels of what is shown to the issuer's names for the same nodes."""
    canonical = canonicalize_quads(grouping.groups["combined"].quads).labels
    return {name: grouping.labels[label] for label, name in canonical.items()}


def _disclosed_lines(document: JsonObject, value: DerivedProofValue, canonicalizer: Canonicalizer) -> tuple[str, ...]:
    quads = to_rdf(document, contexts=canonicalizer.contexts)
    canonical = canonicalize_quads(quads).labels
    try:
        labels = {label: value.label_map[name] for label, name in canonical.items()}
    except KeyError:
        raise ProofError("invalid_proof_value", "The proof does not name every part of what is shown.") from None
    return relabel_quads(quads, labels)


def _statement_key(data: bytes) -> PublicKey:
    try:
        return PublicKey.from_raw(KeyKind.P256, data.removeprefix(b"\x80\x24"))
    except CodecError:
        raise ProofError("invalid_proof_value", "The proof carries a key that is none.") from None
