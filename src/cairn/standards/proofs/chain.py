# SPDX-License-Identifier: Apache-2.0
"""Proof sets and proof chains: several proofs on one document, some of which sign earlier ones.

Source: Verifiable Credential Data Integrity 1.0 §2.1.1, §2.1.2 and §4.5.
"""

from __future__ import annotations

from cairn.standards.codecs import dump_json
from cairn.standards.errors import ProofError
from cairn.standards.types import Json, JsonObject

MAX_PROOFS = 16
"""Each proof costs a signature check; nobody signs one credential more often."""

MAX_SIGNED_BYTES = 4 * 1024 * 1024
"""Each proof also costs a reading of the whole document: so much may be read for all of them together."""


def proofs_of(document: JsonObject) -> list[JsonObject]:
    """List the proofs of a document, none where it has no `proof`.

    Raises ProofError: malformed_proof, too_many_proofs.
    """
    value = document.get("proof", [])
    proofs = value if isinstance(value, list) else [value]
    if len(proofs) > MAX_PROOFS:
        raise ProofError(
            "too_many_proofs", f"The document carries {len(proofs)} proofs; at most {MAX_PROOFS} are read."
        )
    for index, proof in enumerate(proofs):
        if not isinstance(proof, dict) or not isinstance(proof.get("type"), str):
            path = f"/proof/{index}" if isinstance(value, list) else "/proof"
            raise ProofError("malformed_proof", "A proof must be an object with a 'type'.", path=path)
    return proofs


def without_proof(document: JsonObject) -> JsonObject:
    """Return the document as it was before any proof was added."""
    return {name: value for name, value in document.items() if name != "proof"}


def require_affordable(document: JsonObject, proofs: list[JsonObject]) -> None:
    """Return if a document is small enough to be read once for each of its proofs.

    Raises ProofError: too_many_proofs.
    """
    if len(proofs) > 1 and len(proofs) * len(dump_json(without_proof(document))) > MAX_SIGNED_BYTES:
        raise ProofError("too_many_proofs", f"The document carries {len(proofs)} proofs, too many for its size.")


def matching_proofs(proofs: list[JsonObject], previous: Json) -> list[JsonObject]:
    """List the proofs that a `previousProof` names, in the order of the document.

    Raises ProofError: previous_proof_missing, malformed_proof.
    """
    names = list(previous) if isinstance(previous, list | tuple) else [previous]
    if not names or not all(isinstance(name, str) for name in names):
        raise ProofError("malformed_proof", "A proof's 'previousProof' must name other proofs by their id.")
    found = [proof for proof in proofs if proof.get("id") in names]
    if len(found) != len(set(names)):
        raise ProofError("previous_proof_missing", "A proof says that it follows another one, which is not there.")
    return found


def secured_document(document: JsonObject, proof: JsonObject) -> JsonObject:
    """Return what a proof signs: the document without proofs, or with those that it follows in a chain.

    Raises ProofError: previous_proof_missing, malformed_proof.
    """
    secured = without_proof(document)
    if "previousProof" in proof:
        secured["proof"] = matching_proofs(proofs_of(document), proof["previousProof"])
    return secured
