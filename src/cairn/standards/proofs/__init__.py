# SPDX-License-Identifier: Apache-2.0
"""Proofs on credentials: the Data Integrity cryptosuites, one file each, and credentials as JSON Web Tokens.

`add_proof` makes a proof (alone, in a set, or in a chain), `verify_proofs` judges all proofs of a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cairn.standards.errors import ProofError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import Signer
from cairn.standards.proofs import ecdsa_jcs_2019, ecdsa_rdfc_2019, ecdsa_sd_2023, eddsa_jcs_2022, eddsa_rdfc_2022
from cairn.standards.proofs.chain import matching_proofs, proofs_of, without_proof
from cairn.standards.proofs.decrepit import ed25519_signature_2020
from cairn.standards.proofs.options import ProofOptions
from cairn.standards.proofs.suite import Suite
from cairn.standards.types import JsonObject

DEFAULT_SUITE: Final = eddsa_rdfc_2022.SUITE.name

SUITES: Final[Mapping[str, Suite]] = MappingProxyType(
    {
        module.SUITE.name: module.SUITE
        for module in (eddsa_rdfc_2022, eddsa_jcs_2022, ecdsa_rdfc_2019, ecdsa_jcs_2019, ecdsa_sd_2023)
    }
)
"""The cryptosuites that sign and verify, by their identifiers."""

DECREPIT_SUITES: Final[Mapping[str, Suite]] = MappingProxyType(
    {ed25519_signature_2020.SUITE.name: ed25519_signature_2020.SUITE}
)
"""The proof types that are only verified, by their type."""


def find_suite(name: str) -> Suite:
    """Return a suite that signs. Raises ProofError: unknown_suite."""
    if name not in SUITES:
        raise ProofError("unknown_suite", f"There is no suite '{name}'. Choose one of: {', '.join(SUITES)}.")
    return SUITES[name]


def suite_of(proof: JsonObject) -> Suite:
    """Return the suite that made a proof. Raises ProofError: unknown_suite."""
    proof_type, name = proof.get("type"), proof.get("cryptosuite")
    if proof_type == "DataIntegrityProof" and isinstance(name, str) and name in SUITES:
        return SUITES[name]
    if isinstance(proof_type, str) and proof_type in DECREPIT_SUITES:
        return DECREPIT_SUITES[proof_type]
    label = name if proof_type == "DataIntegrityProof" else proof_type
    raise ProofError("unknown_suite", f"The proof type {str(label)[:60]!r} is not supported.")


def add_proof(
    document: JsonObject,
    signer: Signer,
    *,
    canonicalizer: Canonicalizer,
    suite: str = DEFAULT_SUITE,
    options: ProofOptions | None = None,
) -> JsonObject:
    """Return the document with one more proof; a proof that is there already stays (a proof set or chain).

    Source: Verifiable Credential Data Integrity 1.0 §4.3. Raises ProofError, JsonLdError, CodecError.
    """
    options = options or ProofOptions()
    present = proofs_of(document)
    secured = without_proof(document)
    if options.previous_proof is not None:
        secured = {**secured, "proof": matching_proofs(present, options.previous_proof)}
    proof = find_suite(suite).create_proof(secured, options, signer, canonicalizer=canonicalizer)
    return {**document, "proof": [*present, proof] if present else proof}


__all__ = [
    "DECREPIT_SUITES",
    "DEFAULT_SUITE",
    "SUITES",
    "ProofOptions",
    "Suite",
    "add_proof",
    "find_suite",
    "matching_proofs",
    "proofs_of",
    "suite_of",
    "without_proof",
]
