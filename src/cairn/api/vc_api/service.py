# SPDX-License-Identifier: Apache-2.0
"""What the VC API does: sign with the issuer that was chosen, and judge as the conformance suites expect."""

from __future__ import annotations

import secrets
from typing import Final

from cairn.api.problem import NotVerifiedError
from cairn.api.vc_api.issuers import SELECTIVE, Issuer
from cairn.api.vc_api.requests import IssueOptions, PresentationOptions
from cairn.api.vc_api.status_lists import StatusLists
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.errors import ModelError, ProofError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.proofs import ProofOptions, proofs_of, without_proof
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.types import JsonObject
from cairn.standards.vc import CREDENTIALS_V1, CREDENTIALS_V2, check_credential
from cairn.standards.vc.issue import VC_JWT, Issuance, sign_credential
from cairn.standards.vc.rules import as_list
from cairn.standards.verify import Verdict, VerificationPolicy, VerificationReport, VerificationTools, verify

CREDENTIAL_TYPES: Final = frozenset({"VerifiableCredential", "EnvelopedVerifiableCredential"})
PRESENTATION_TYPES: Final = frozenset({"VerifiablePresentation", "EnvelopedVerifiablePresentation"})
_DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v2"
_ACCEPTED: Final = frozenset({Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES})


def issue_credential(issuer: Issuer, credential: JsonObject, options: IssueOptions, lists: StatusLists) -> JsonObject:
    """Sign a credential that keeps to its data model; the issuer that it names need not be the one that signs.

    Raises ModelError, JsonLdError, ProofError.
    """
    if options.credential_status is not None:
        credential = _with_status(credential, lists.new_entry(options.credential_status.status_purpose))
    _require_sound(credential)
    issuance = Issuance(
        signer=issuer.key,
        options=ProofOptions(created=lists.at, mandatory_pointers=tuple(options.mandatory_pointers)),
        random_bytes=secrets.token_bytes,
        suite=issuer.suite,
        canonicalizer=_canonicalizer(),
    )
    if issuer.suite == VC_JWT:
        return _envelope(sign_credential(credential, issuance).decode("ascii"))
    return parse_json_object(sign_credential(_with_proof_terms(credential), issuance))


def derive_credential(credential: JsonObject, pointers: tuple[str, ...]) -> JsonObject:
    """Disclose what the pointers name, beside what the issuer made mandatory.

    Raises ProofError: no_base_proof and those of the suite; JsonLdError.
    """
    bases = [proof for proof in proofs_of(credential) if proof.get("cryptosuite") == SELECTIVE]
    if len(bases) != 1:
        detail = f"To derive from it, a credential must have one proof of {SELECTIVE}."
        raise ProofError("no_base_proof", detail, path="/proof")
    return derive_proof(without_proof(credential), bases[0], pointers, canonicalizer=_canonicalizer())


def require_verified(
    document: JsonObject, types: frozenset[str], lists: StatusLists, session: PresentationOptions
) -> VerificationReport:
    """Judge a credential or presentation of one of the types, at the moment of the lists.

    Raises ModelError: wrong_type; NotVerifiedError.
    """
    if types.isdisjoint(item for item in as_list(document.get("type")) if isinstance(item, str)):
        raise ModelError("wrong_type", f"The 'type' must contain {' or '.join(sorted(types))}.", path="/type")
    policy = VerificationPolicy(
        at=lists.at,
        trusted_status_issuers=frozenset({lists.issuer.did}),
        bind_issuer=False,
        inline_contexts=True,
        challenge=session.challenge,
        domain=session.domain,
    )
    report = verify(dump_json(document), policy, VerificationTools(canonicalizer=_canonicalizer(), fetch=lists.fetch))
    if report.verdict not in _ACCEPTED:
        raise NotVerifiedError(report)
    return report


def _canonicalizer() -> Canonicalizer:
    # A new one for each request: what strangers write into documents must not stay in memory.
    return Canonicalizer(allow_inline=True)


def _with_status(credential: JsonObject, entry: JsonObject) -> JsonObject:
    if "credentialStatus" in credential:
        detail = "The credential has a status already; leave one of the two out."
        raise ModelError("status_present", detail, path="/credentialStatus")
    return {**credential, "credentialStatus": entry}


def _envelope(token: str) -> JsonObject:
    """Put a token into a credential object (Verifiable Credentials Data Model 2.0 §4.12.1)."""
    identifier = f"data:application/vc+jwt,{token}"
    return {"@context": CREDENTIALS_V2, "id": identifier, "type": "EnvelopedVerifiableCredential"}


def _require_sound(credential: JsonObject) -> None:
    for finding in check_credential(credential):
        raise ModelError(finding.code, finding.detail, path=finding.path)


def _with_proof_terms(credential: JsonObject) -> JsonObject:
    """Give a credential of data model 1.1 the words that its proof is written in (Data Integrity 1.0 §2.4)."""
    contexts = as_list(credential["@context"])
    if contexts[0] != CREDENTIALS_V1 or _DATA_INTEGRITY in contexts:
        return credential
    return {**credential, "@context": [*contexts, _DATA_INTEGRITY]}
