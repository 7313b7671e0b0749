# SPDX-License-Identifier: Apache-2.0
"""Was it signed, by a key that the issuer uses for this, and is it unchanged since?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from cairn.standards.did import KeyState, Relationship, VerificationMethod, site_of, split_did_url
from cairn.standards.errors import JsonLdError, ProofError, ResourceUnavailable, StandardsError
from cairn.standards.jose import verify_jws
from cairn.standards.jose.jws import ALGORITHMS
from cairn.standards.proofs.vc_jwt import CredentialToken
from cairn.standards.proofs.verification import ProofPolicy, ProofResult, check_key_state, find_key, verify_proofs
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.contexts import CONTEXTS, check_terms
from cairn.standards.verify.reading import Kind
from cairn.standards.verify.report import Check

PROOF: Final = CheckName("proof", "Verifiable Credential Data Integrity 1.0 §4.4; Securing VCs using JOSE and COSE §3")
ISSUER: Final = CheckName("issuer", "Controlled Identifiers 1.0 §3.3; Verifiable Credentials Data Model 2.0 §4.7")
_SELF_MADE: Final = ("did:key:", "did:jwk:")
_LIMITS: Final = frozenset({"credentialStatus", "validUntil", "expirationDate"})
_WITHHELD: Final = (
    "The proof lets its holder leave parts out, and neither an end nor a way to revoke is shown: there may be one."
)
_NO_DOCUMENT: Final = frozenset({"unsupported_did_method"})


def check_proof(case: Case) -> list[Check]:
    """Check the signature and whether its key is the issuer's."""
    try:
        results = _results(case)
    except StandardsError as error:
        return [PROOF.failed(error.code, error.detail, path=error.path)]
    if not results:
        return [PROOF.failed("no_proof", "The document is not signed, so anybody could have written it.")]
    checks = [_proof_check(result) for result in results]
    if all(result.holds for result in results):
        checks.extend(_notes(case, results))
        checks.append(_issuer_check(case, results))
    return checks


def purpose_of(case: Case) -> Relationship:
    """Return what a signature on the document must be for: issuers assert, holders authenticate."""
    return Relationship.AUTHENTICATION if case.read.kind is Kind.PRESENTATION else Relationship.ASSERTION


def _results(case: Case) -> list[ProofResult]:
    if case.read.token is not None:
        return [_verify_token(case, case.read.token)]
    policy = ProofPolicy(case.policy.at, purpose_of(case), case.policy.challenge, case.policy.domain)
    return verify_proofs(case.document, policy, resolver=case.tools.resolver, canonicalizer=case.tools.canonicalizer)


def _verify_token(case: Case, token: CredentialToken) -> ProofResult:
    """Verify a token with a key of its issuer; its header may point to one but never bring one along."""
    result = ProofResult(f"JWT {token.jws.algorithm}", token.jws.key_id or case.issuer)
    try:
        method, controller = _matching_key(case, token)
        state = method.state_at(_issued_at(token))
        check_key_state(state)
        _check_session(case, token)
    except ResourceUnavailable as unavailable:
        return replace(result, unavailable=unavailable)
    except StandardsError as error:
        return replace(result, error=error)
    return replace(result, controller=controller, key_state=state)


def _matching_key(case: Case, token: CredentialToken) -> tuple[VerificationMethod, str]:
    """Return the issuer's key that signed the token, and the identifier that publishes it.

    Raises ProofError: key_not_authorised, key_not_found, invalid_signature and others; DidError; ResourceUnavailable.
    """
    purpose, kid = purpose_of(case), token.jws.key_id
    if kid is not None:
        method, controller = find_key(_key_url(case, kid), purpose, case.tools.resolver)
        verify_jws(token.jws, method.key)
        return method, controller
    document = case.tools.resolver.resolve(split_did_url(case.issuer)[0])
    kind = ALGORITHMS[token.jws.algorithm]
    candidates = [
        key for url, key in document.methods.items() if document.allows(url, purpose) and key.key.kind is kind
    ]
    for method in candidates:
        with suppress(ProofError):
            verify_jws(token.jws, method.key)
            return method, document.id
    raise ProofError("invalid_signature", "The signature was not made with any key of the issuer.")


def _check_session(case: Case, token: CredentialToken) -> None:
    """Compare a presentation's `nonce` and `aud` with what was asked for. Source: VC-JOSE-COSE §3.1.3, OpenID4VP §8.

    Raises ProofError: challenge_mismatch, domain_mismatch.
    """
    challenge, domain = case.policy.challenge, case.policy.domain
    if challenge is not None and token.claims.get("nonce") != challenge:
        raise ProofError("challenge_mismatch", "The token answers another request (its nonce differs).")
    if domain is not None and "aud" in token.claims and domain not in as_list(token.claims["aud"]):
        raise ProofError("domain_mismatch", "The token was made for another web site (its audience differs).")


def _key_url(case: Case, kid: str) -> str:
    """Return the URL of the key that a token's `kid` names. Raises ProofError: key_not_authorised."""
    url = kid if ":" in kid else f"{case.issuer}#{kid.removeprefix('#')}"
    if case.policy.bind_issuer and url.partition("#")[0] != case.issuer.partition("#")[0]:
        raise ProofError("key_not_authorised", "The token was signed with a key that is not one of the issuer's.")
    return url


def _issued_at(token: CredentialToken) -> datetime | None:
    for claim in ("iat", "nbf"):
        seconds = token.claims.get(claim)
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds < 2**35:
            return datetime.fromtimestamp(seconds, UTC)
    return None


def _proof_check(result: ProofResult) -> Check:
    if result.unavailable is not None:
        message = f"The issuer's key could not be had, so the signature was not checked: {result.unavailable}"
        return PROOF.undetermined("key_unavailable", message)
    error = result.error
    if error is None:
        return PROOF.passed(
            "signature_valid", f"The signature holds: nothing was changed since it was signed ({result.suite})."
        )
    if error.code in _NO_DOCUMENT:
        return PROOF.undetermined("key_unavailable", f"The issuer's key could not be had: {error.detail}")
    check = CONTEXTS if isinstance(error, JsonLdError) else PROOF
    return check.failed(error.code, error.detail, path=error.path)


def _notes(case: Case, results: list[ProofResult]) -> list[Check]:
    notes = [
        PROOF.noted("key_compromised_later", "The key was stolen later; the time of signing is the signer's own word.")
        for result in results
        if result.key_state is KeyState.COMPROMISED_LATER
    ]
    if any(result.suite == "ecdsa-sd-2023" for result in results) and case.document.keys().isdisjoint(_LIMITS):
        notes.append(PROOF.noted("parts_withheld", _WITHHELD))
    if all(result.suite.startswith("JWT") or "-jcs-" in result.suite for result in results):
        undefined = check_terms(case)
        notes.extend([undefined] if undefined else [])
    return notes


def _issuer_check(case: Case, results: list[ProofResult]) -> Check:
    issuer = case.issuer
    party = "holder" if case.read.kind is Kind.PRESENTATION else "issuer"
    if not case.policy.bind_issuer or (party == "holder" and not issuer):
        return ISSUER.not_run("not_bound", f"Whether the key belongs to the {party} was not checked.")
    if any(result.controller != issuer for result in results):
        return ISSUER.failed(
            "key_not_authorised", f"The signature was made with a key that is not one of the {party}'s."
        )
    if issuer.startswith(_SELF_MADE):
        message = "The key is the issuer's, but no registry that was asked knows this issuer: its name is its own word."
        return ISSUER.noted("issuer_in_no_registry", message)
    return ISSUER.passed("issuer_bound", f"The key is published by the {party} at {site_of(issuer)}.")
