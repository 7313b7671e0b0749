# SPDX-License-Identifier: Apache-2.0
"""What a signer says about a proof beside the signature itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cairn.standards.datetimes import format_date_time
from cairn.standards.types import JsonObject


@dataclass(frozen=True, slots=True)
class ProofOptions:
    """The members of a proof that the signer chooses. Source: Verifiable Credential Data Integrity 1.0 §2.1.

    `mandatory_pointers` (JSON Pointers, what every later disclosure must show) and `randomness` (64 bytes, used once)
    concern ecdsa-sd-2023 only.
    """

    created: datetime | None = None
    purpose: str = "assertionMethod"
    id: str | None = None
    expires: datetime | None = None
    domain: str | None = None
    challenge: str | None = None
    previous_proof: str | tuple[str, ...] | None = None
    mandatory_pointers: tuple[str, ...] = ()
    randomness: bytes | None = field(default=None, repr=False)

    def to_json(self, suite: str, verification_method: str) -> JsonObject:
        """Return the proof without its value, members in the order of the standard's examples."""
        previous = list(self.previous_proof) if isinstance(self.previous_proof, tuple) else self.previous_proof
        members = {
            "id": self.id,
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": format_date_time(self.created) if self.created else None,
            "expires": format_date_time(self.expires) if self.expires else None,
            "verificationMethod": verification_method,
            "proofPurpose": self.purpose,
            "domain": self.domain,
            "challenge": self.challenge,
            "previousProof": previous,
        }
        return {name: value for name, value in members.items() if value is not None}
