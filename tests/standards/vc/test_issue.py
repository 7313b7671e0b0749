# SPDX-License-Identifier: Apache-2.0
"""From a credential to a signed one: what would not verify is never signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from cairn.standards.codecs import dump_json, encode_base64url, parse_json_object
from cairn.standards.errors import JsonLdError, ModelError, ProofError
from cairn.standards.jose import write_jwk
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, without_proof
from cairn.standards.types import JsonObject
from cairn.standards.vc.issue import VC_JWT, Issuance, LintError, issue_credential, lint_credential, sign_credential
from cairn.standards.verify import Verdict, VerificationPolicy, verify
from tests.standards.proofs.samples import NOW, PROFILES, SIGNED_AT, RecordingSigner, badge, did_of, key


@dataclass
class Randomness:
    """Random bytes that are the same in every run, all different within one."""

    drawn: Iterator[int] = field(default_factory=count)

    def __call__(self, size: int) -> bytes:
        return hashlib.shake_256(str(next(self.drawn)).encode()).digest(size)


def signer_of(kind: KeyKind) -> RecordingSigner:
    """Return a signer that remembers what it signed; an RSA key goes by its did:jwk."""
    secret = key(kind)
    if kind is KeyKind.RSA:
        secret = replace(
            secret, verification_method=f"did:jwk:{encode_base64url(dump_json(write_jwk(secret.public_key)))}#0"
        )
    return RecordingSigner(secret, [])


def issuance(signer: RecordingSigner, suite: str = "eddsa-rdfc-2022", **options: Any) -> Issuance:
    """Return an issuance with repeatable randomness."""
    return Issuance(signer, ProofOptions(**{"created": SIGNED_AT, **options}), Randomness(), suite)


def credential_of(signer: RecordingSigner, **members: object) -> JsonObject:
    """Return a credential of the signer's."""
    return badge(did_of(signer.key), **members)


EVERY_WAY = [*PROFILES, *((VC_JWT, kind) for kind in KeyKind)]


@pytest.mark.parametrize(("suite", "kind"), EVERY_WAY)
def test_what_is_issued_verifies_and_the_key_is_used_once(suite: str, kind: KeyKind) -> None:
    signer = signer_of(kind)
    issued = issue_credential(credential_of(signer), issuance(signer, suite))
    report = verify(issued, VerificationPolicy(at=NOW))
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES, report.reason
    assert len(signer.signed) == 1


@pytest.mark.parametrize(("suite", "kind"), EVERY_WAY)
def test_linting_signs_nothing(suite: str, kind: KeyKind) -> None:
    signer = signer_of(kind)
    lint_credential(credential_of(signer), issuance(signer, suite))
    assert signer.signed == []


def test_the_same_options_give_the_same_bytes() -> None:
    signer = signer_of(KeyKind.ED25519)
    first, second = (issue_credential(credential_of(signer), issuance(signer)) for _ in range(2))
    assert first == second == sign_credential(credential_of(signer), issuance(signer))
    assert without_proof(parse_json_object(first)) == credential_of(signer)


def test_selective_disclosure_gets_fresh_randomness() -> None:
    signer = signer_of(KeyKind.P256)
    issuing = issuance(signer, "ecdsa-sd-2023", mandatory_pointers=("/issuer",))
    first, second = (parse_json_object(sign_credential(credential_of(signer), issuing)) for _ in range(2))
    assert without_proof(first) == without_proof(second)
    assert first["proof"]["proofValue"] != second["proof"]["proofValue"]


BAD: dict[str, tuple[JsonObject, str]] = {
    "no date": ({"validFrom": None}, "schema"),
    "no achievement": ({"credentialSubject": {"type": ["AchievementSubject"]}}, "schema"),
    "a type without its members": ({"issuer": {"id": "did:example:x"}}, "missing_property"),
    "a wrong date": ({"validUntil": "tomorrow"}, "schema"),
    "the end before the beginning": ({"validUntil": "2020-01-01T00:00:00Z"}, "invalid_period"),
    "a relative id": ({"id": "1"}, "relative_iri"),
}


@pytest.mark.parametrize(("changes", "code"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", VC_JWT])
def test_a_bad_credential_is_not_signed(suite: str, changes: JsonObject, code: str) -> None:
    signer = signer_of(KeyKind.ED25519)
    credential = {name: value for name, value in {**credential_of(signer), **changes}.items() if value is not None}
    with pytest.raises((LintError, JsonLdError)) as refused:
        issue_credential(credential, issuance(signer, suite))
    assert refused.value.code == code
    assert signer.signed == []


def test_every_finding_is_in_the_refusal() -> None:
    signer = signer_of(KeyKind.ED25519)
    credential = credential_of(signer, credentialSubject={"type": ["x"]}, validFrom="soon")
    with pytest.raises(LintError) as refused:
        issue_credential(credential, issuance(signer))
    findings = refused.value.findings
    assert len(findings) > 1
    assert (refused.value.code, refused.value.path) == (findings[0].code, findings[0].path)
    assert refused.value.detail == f"{findings[0].detail} (and {len(findings) - 1} more)"
    assert signer.signed == []


def test_a_lint_error_of_one_finding_says_only_that() -> None:
    signer = signer_of(KeyKind.ED25519)
    with pytest.raises(LintError) as refused:
        issue_credential(credential_of(signer, validUntil="2026-01-15T10:00:00Z"), issuance(signer))
    (finding,) = refused.value.findings
    assert (finding.code, str(refused.value)) == ("expired", finding.detail)


def test_a_word_without_meaning_is_not_signed_by_any_suite() -> None:
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022", VC_JWT):
        signer = signer_of(KeyKind.ED25519)
        with pytest.raises(JsonLdError) as refused:
            issue_credential(credential_of(signer, grade="A"), issuance(signer, suite))
        assert (refused.value.code, refused.value.path) == ("undefined_term", "/grade")
        assert signer.signed == []


def test_a_credential_without_any_date_is_not_signed() -> None:
    """A plain credential needs no date by its data model; ours does, or nobody could say when it was true."""
    signer = signer_of(KeyKind.ED25519)
    plain = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": did_of(signer.key),
        "credentialSubject": {"id": "did:example:learner"},
    }
    with pytest.raises(LintError) as refused:
        issue_credential(plain, issuance(signer, created=None))
    assert (refused.value.code, refused.value.path) == ("missing_date", "/validFrom")
    assert signer.signed == []
    dated = {**plain, "validFrom": "2026-01-15T10:00:00Z"}
    assert verify(issue_credential(dated, issuance(signer, created=None)), VerificationPolicy(at=NOW)).verdict in {
        Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES
    }  # fmt: skip


def test_a_date_that_is_none_is_told() -> None:
    signer = signer_of(KeyKind.ED25519)
    with pytest.raises(ModelError) as refused:
        issue_credential(credential_of(signer, validFrom="soon"), issuance(signer))
    assert refused.value.path == "/validFrom"
    assert signer.signed == []


def test_the_moment_of_linting_is_when_it_becomes_valid() -> None:
    """Next year's credential may be issued today, and last year's too."""
    signer = signer_of(KeyKind.ED25519)
    for start in ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"):
        assert issue_credential(credential_of(signer, validFrom=start), issuance(signer))


def test_a_key_that_does_not_fit_the_suite_signs_nothing() -> None:
    signer = signer_of(KeyKind.P384)
    with pytest.raises(ProofError) as refused:
        issue_credential(credential_of(signer), issuance(signer, "eddsa-rdfc-2022"))
    assert refused.value.code == "wrong_key_kind"
    with pytest.raises(ProofError) as unknown:
        issue_credential(credential_of(signer), issuance(signer, "ecdsa-2030"))
    assert unknown.value.code == "unknown_suite"
    assert signer.signed == []


def test_an_issuance_is_handed_to_another_key() -> None:
    first, second = signer_of(KeyKind.ED25519), RecordingSigner(SecretKey.from_seed(KeyKind.ED25519, bytes(32)), [])
    issuing = issuance(first)
    assert issuing.with_signer(second).signer is second
    assert issuing.signer is first
    assert datetime(2026, 1, 15, 10, tzinfo=UTC) == issuing.with_signer(second).options.created
