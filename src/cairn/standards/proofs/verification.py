# SPDX-License-Identifier: Apache-2.0
"""Judging every proof of a document: signature, key, purpose, time and chain.

Every proof of a set must hold; one good proof beside a bad one is not a pass.
Source: Verifiable Credential Data Integrity 1.0 §4.4 and §4.5, Controlled Identifiers 1.0 §3.3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from cairn.standards.datetimes import parse_date_time
from cairn.standards.did import DidResolver, KeyState, Relationship, VerificationMethod, split_did_url
from cairn.standards.errors import ModelError, ProofError, ResourceUnavailable, StandardsError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.proofs import suite_of
from cairn.standards.proofs.chain import proofs_of, require_affordable, secured_document
from cairn.standards.types import Json, JsonObject

_MEMBERS: Final = frozenset(
    {
        *("@context", "id", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose"),
        *("proofValue", "domain", "challenge", "nonce", "previousProof"),
    }
)
"""All that a proof may say (Data Integrity 1.0 §2.1). Under an RDF proof, a second name for the same meaning, such as
`expiration` of an older context for `expires`, would leave the signature intact and hide what it says from us."""

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far a signer's clock may run ahead of ours."""


@dataclass(frozen=True, slots=True)
class ProofPolicy:
    """What a proof must satisfy beside its signature."""

    at: datetime
    purpose: Relationship = Relationship.ASSERTION
    challenge: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class ProofResult:
    """What became of one proof.

    `error` is None where the proof holds; `unavailable` is set where its key could not be had, which says nothing
    about the proof. `controller` is the DID whose document lists the key for the purpose.
    """

    suite: str
    method: str
    controller: str = ""
    key_state: KeyState = KeyState.GOOD
    created: datetime | None = None
    error: StandardsError | None = None
    unavailable: ResourceUnavailable | None = None

    @property
    def holds(self) -> bool:
        """Whether the proof holds."""
        return self.error is None and self.unavailable is None


def verify_proofs(
    document: JsonObject, policy: ProofPolicy, *, resolver: DidResolver, canonicalizer: Canonicalizer
) -> list[ProofResult]:
    """Judge every proof of a document; an empty list means that it carries none.

    Raises ProofError: malformed_proof, too_many_proofs.
    """
    results: list[ProofResult] = []
    proofs = proofs_of(document)
    require_affordable(document, proofs)
    for proof in proofs:
        result = _name(proof)
        try:
            results.append(_verify_one(document, proof, result, policy, resolver, canonicalizer))
        except ResourceUnavailable as unavailable:
            results.append(replace(result, unavailable=unavailable))
        except StandardsError as error:
            results.append(replace(result, error=error))
    return results


def _name(proof: JsonObject) -> ProofResult:
    return ProofResult(
        suite=str(proof.get("cryptosuite") or proof.get("type"))[:80],
        method=str(proof.get("verificationMethod", ""))[:1024],
    )


def _verify_one(  # noqa: PLR0917 - the two halves of a proof, its policy and the two tools
    document: JsonObject,
    proof: JsonObject,
    result: ProofResult,
    policy: ProofPolicy,
    resolver: DidResolver,
    canonicalizer: Canonicalizer,
) -> ProofResult:
    suite = suite_of(proof)
    created = _check_options(proof, policy)
    method, controller = find_key(proof.get("verificationMethod"), policy.purpose, resolver)
    secured = secured_document(document, proof)
    suite.verify_proof(secured, proof, method.key, canonicalizer=canonicalizer)
    state = method.state_at(created)
    check_key_state(state)
    return replace(result, controller=controller, created=created, key_state=state)


def find_key(method: Json, purpose: Relationship, resolver: DidResolver) -> tuple[VerificationMethod, str]:
    """Return the key that a verification method names, with the DID that lists it for the purpose.

    Raises ProofError: malformed_proof, key_not_found, key_not_authorised; DidError; ResourceUnavailable.
    """
    if not isinstance(method, str):
        raise ProofError("malformed_proof", "The proof must name its key in 'verificationMethod'.")
    did, fragment = split_did_url(method)
    document = resolver.resolve(did)
    # Some issuers name a did:key itself where the standard asks for the key in it: that key is not in doubt.
    url = method if fragment or len(document.methods) != 1 else next(iter(document.methods))
    found = document.find_method(url)
    if found is None:
        raise ProofError("key_not_found", f"The issuer {did[:120]} has no key of that name.")
    if not document.allows(url, purpose):
        raise ProofError("key_not_authorised", f"The issuer does not use this key for '{purpose}'.")
    if found.controller != did:
        raise ProofError(
            "key_not_authorised", f"The key is controlled by {found.controller[:120]}, not by {did[:120]}."
        )
    return found, did


def check_key_state(state: KeyState) -> None:
    """Return if the key was good when it signed. Raises ProofError: key_revoked, key_expired, key_compromised."""
    sentences = {
        KeyState.REVOKED: "The issuer had withdrawn the key before this was signed.",
        KeyState.EXPIRED: "The key had expired before this was signed.",
        KeyState.COMPROMISED: "The key had been stolen when this was signed.",
    }
    if state in sentences:
        raise ProofError(f"key_{state}", sentences[state])


def _check_options(proof: JsonObject, policy: ProofPolicy) -> datetime | None:
    unknown = sorted(proof.keys() - _MEMBERS)
    if unknown:
        detail = f"The proof has a member {unknown[0][:60]!r}, which is not one of those that proofs have."
        raise ProofError("unknown_proof_member", detail)
    if proof.get("proofPurpose") != policy.purpose:
        raise ProofError(
            "purpose_mismatch",
            f"The proof was made for '{str(proof.get('proofPurpose'))[:40]}', not for '{policy.purpose}'.",
        )
    created, expires = _time(proof, "created"), _time(proof, "expires")
    if created is not None and created > policy.at + CLOCK_SKEW:
        raise ProofError("proof_in_future", "The proof claims to have been made in the future.")
    if expires is not None and expires <= policy.at:
        raise ProofError("proof_expired", "The proof itself has expired.")
    _check_session(proof, policy)
    return created


def _check_session(proof: JsonObject, policy: ProofPolicy) -> None:
    if policy.challenge is not None and proof.get("challenge") != policy.challenge:
        raise ProofError("challenge_mismatch", "The proof answers another request (its challenge differs).")
    if policy.domain is not None:
        domains = proof.get("domain")
        if policy.domain not in (domains if isinstance(domains, list) else [domains]):
            raise ProofError("domain_mismatch", "The proof was made for another web site (its domain differs).")


def _time(proof: JsonObject, name: str) -> datetime | None:
    if name not in proof:
        return None
    try:
        return parse_date_time(proof[name], path=f"/proof/{name}")
    except ModelError as error:
        raise ProofError("malformed_proof", error.detail, path=error.path) from None


__all__ = ["CLOCK_SKEW", "ProofPolicy", "ProofResult", "check_key_state", "find_key", "verify_proofs"]
