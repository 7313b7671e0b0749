# SPDX-License-Identifier: Apache-2.0
"""The pure way from a credential to a signed one: lint, then sign.

The command line and the platform issue through this one pipeline; only where the key, the status index and the journal
come from differs. Before the real key is used, the credential is signed with a throw-away key and run through our own
verifier and the published schema: what would not verify is never signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from cairn.standards.codecs import dump_json
from cairn.standards.errors import ModelError
from cairn.standards.findings import Finding
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey, Signer
from cairn.standards.openbadges.schema import schema_for, validate
from cairn.standards.proofs import DEFAULT_SUITE, ProofOptions, add_proof
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import JsonObject
from cairn.standards.vc.rules import validity_window
from cairn.standards.verify import Outcome, VerificationPolicy, VerificationTools, verify

VC_JWT: Final = "vc-jwt"
"""Asks for a signed token where a cryptosuite could be named."""

RandomBytes: TypeAlias = Callable[[int], bytes]
_SEED_BYTES: Final = {KeyKind.ED25519: 32, KeyKind.P256: 32, KeyKind.P384: 48}
_SD_BYTES: Final = 64


class LintError(ModelError):
    """A credential that must not be signed, with every finding against it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(first.code, f"{first.detail}{more}", path=first.path)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Issuance:
    """How credentials are signed: by whom, as what, when; `random_bytes` supplies fresh randomness."""

    signer: Signer
    options: ProofOptions
    random_bytes: RandomBytes
    suite: str = DEFAULT_SUITE
    canonicalizer: Canonicalizer = field(default_factory=Canonicalizer)

    def with_signer(self, signer: Signer) -> Issuance:
        """Return the same issuance by another key."""
        return replace(self, signer=signer)


def issue_credential(credential: JsonObject, issuance: Issuance) -> bytes:
    """Lint and sign one credential; returns JSON, or the token for `vc-jwt`.

    Raises LintError; ProofError, JsonLdError, CodecError.
    """
    lint_credential(credential, issuance)
    return sign_credential(credential, issuance)


def sign_credential(credential: JsonObject, issuance: Issuance) -> bytes:
    """Sign a credential that was linted. Raises ProofError, JsonLdError, CodecError."""
    if issuance.suite == VC_JWT:
        return sign_vc_jwt(credential, issuance.signer).encode("ascii")
    options = issuance.options
    if issuance.suite == "ecdsa-sd-2023":
        options = replace(options, randomness=issuance.random_bytes(_SD_BYTES))
    signed = add_proof(
        credential, issuance.signer, canonicalizer=issuance.canonicalizer, suite=issuance.suite, options=options
    )
    return dump_json(signed)


def lint_credential(credential: JsonObject, issuance: Issuance, *, throw_away: Signer | None = None) -> None:
    """Return if the credential would verify and follows its published schema.

    `throw_away` is a key from `throw_away_key`; without it one is made. Raises LintError; JsonLdError.
    """
    schema = schema_for(credential)
    findings = validate(credential, schema) if schema is not None else ()
    if findings:
        raise LintError(findings)
    # The plan and the full algorithm must agree on every credential that is linted.
    issuance.canonicalizer.canonicalize_checked(credential)
    trial = issuance.with_signer(throw_away or throw_away_key(issuance))
    refusals = tuple(_refusals(sign_credential(credential, trial), credential, issuance))
    if refusals:
        raise LintError(refusals)


def throw_away_key(issuance: Issuance) -> SecretKey:
    """Make a key of the same kind for linting only; in the place of RSA, which takes long to make, another kind."""
    kind = issuance.signer.kind if issuance.signer.kind in _SEED_BYTES else KeyKind.ED25519
    return SecretKey.from_seed(kind, issuance.random_bytes(_SEED_BYTES[kind]))


def _refusals(signed: bytes, credential: JsonObject, issuance: Issuance) -> Iterator[Finding]:
    """Run our own verifier at a moment when the credential is meant to be valid."""
    first, _ = validity_window(credential)
    moments = [moment for moment in (first, issuance.options.created) if moment is not None]
    if not moments:
        yield Finding("missing_date", "/validFrom", "The credential must say from when it is valid.")
        return
    policy = VerificationPolicy(at=max(moments), bind_issuer=False, strict=True)
    report = verify(signed, policy, VerificationTools(canonicalizer=issuance.canonicalizer))
    for check in report.checks:
        if check.outcome is Outcome.FAILED:
            yield Finding(check.code, "", f"The signed credential would not verify: {check.message}")
