# SPDX-License-Identifier: Apache-2.0
"""Ed25519Signature2020: the proof type that eddsa-rdfc-2022 replaced; verified, never made.

Source: EdDSA Cryptosuites 1.0 §3.4 and appendix B.3, https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020.
"""

from __future__ import annotations

from typing import Final

from cairn.standards.errors import ProofError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, PublicKey, Signer
from cairn.standards.proofs.options import ProofOptions
from cairn.standards.proofs.suite import Cryptosuite
from cairn.standards.proofs.transformations import rdfc
from cairn.standards.types import JsonObject

SUITE_CONTEXT: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
_HASHING: Final = Cryptosuite(name="Ed25519Signature2020", kinds=frozenset({KeyKind.ED25519}), transform=rdfc)


class Ed25519Signature2020:
    """The suite. Its terms come from a context of its own, which is added where the document lacks it."""

    name: Final = "Ed25519Signature2020"

    def create_proof(
        self, document: JsonObject, options: ProofOptions, signer: Signer, *, canonicalizer: Canonicalizer
    ) -> JsonObject:
        """Refuse. Raises ProofError: verify_only."""
        del document, options, signer, canonicalizer
        raise ProofError("verify_only", "Ed25519Signature2020 is only verified; sign with eddsa-rdfc-2022 instead.")

    def verify_proof(
        self, document: JsonObject, proof: JsonObject, key: PublicKey, *, canonicalizer: Canonicalizer
    ) -> None:
        """Return if the proof holds. Raises ProofError, JsonLdError."""
        contexts = document.get("@context")
        listed = contexts if isinstance(contexts, list) else [contexts]
        if SUITE_CONTEXT not in listed:
            document = {**document, "@context": [*listed, SUITE_CONTEXT]}
        _HASHING.verify_proof(document, proof, key, canonicalizer=canonicalizer)


SUITE: Final = Ed25519Signature2020()
