# SPDX-License-Identifier: Apache-2.0
"""Signatures: whose key, for what, when, and what is said where one does not hold or cannot be checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from cairn.standards.codecs import decode_base64url, dump_json, encode_base64url
from cairn.standards.keys import SecretKey
from cairn.standards.proofs import ProofOptions
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, Verdict
from tests.standards.verify.samples import (
    AT,
    COLLEGE,
    CURVE_KEY,
    KEY,
    LEARNER,
    LEARNER_KEY,
    SECOND_CURVE_KEY,
    SELF_MADE_KEY,
    SIGNED_AT,
    Web,
    badge,
    codes,
    college,
    did_document,
    did_of,
    found,
    judge,
    method,
    presented,
    raw_token,
    reason,
    rsa_key,
    signed,
    token,
)

ISSUED: Final = int(SIGNED_AT.timestamp())


@pytest.mark.parametrize(
    ("suite", "key"),
    [
        ("eddsa-rdfc-2022", KEY),
        ("eddsa-jcs-2022", KEY),
        ("ecdsa-rdfc-2019", CURVE_KEY),
        ("ecdsa-jcs-2019", CURVE_KEY),
    ],
)
def test_every_suite_is_verified_and_named(suite: str, key: SecretKey) -> None:
    report = judge(signed(badge(), key, suite=suite))
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "proof").message == (
        f"The signature holds: nothing was changed since it was signed ({suite})."
    )


@pytest.mark.parametrize(("key", "name"), [(KEY, "EdDSA"), (CURVE_KEY, "ES256")])
def test_tokens_are_verified_and_named(key: SecretKey, name: str) -> None:
    report = judge(token(badge(), key))
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "proof").message.endswith(f"(JWT {name}).")


def test_a_token_signed_with_rsa_is_verified() -> None:
    key = rsa_key()
    report = judge(token(badge(did_of(key)), key))
    assert (report.verdict, found(report, "issuer").code) == (Verdict.VERIFIED_WITH_NOTES, "issuer_in_no_registry")


@pytest.mark.parametrize("proof", [None, [], {}, "none", [{"type": 7}]])
def test_a_document_without_a_proof_is_anybody_s(proof: Any) -> None:
    report = judge(badge() if proof is None else badge(proof=proof))
    assert report.verdict is Verdict.NOT_VERIFIED
    if proof in (None, []):
        assert (reason(report), found(report, "proof").message) == (
            ("proof", "no_proof"),
            "The document is not signed, so anybody could have written it.",
        )
    else:
        assert reason(report) == ("structure", "missing_type")


def test_too_many_proofs_are_not_read() -> None:
    proven = signed(badge())
    report = judge({**proven, "proof": [proven["proof"]] * 17})
    assert reason(report) == ("proof", "too_many_proofs")


def test_one_bad_proof_beside_a_good_one_decides() -> None:
    proven = signed(badge())
    bad = {**proven["proof"], "created": "2026-01-15T10:00:01Z"}
    report = judge({**proven, "proof": [proven["proof"], bad]})
    assert [check.code for check in report.checks if check.name == "proof"] == ["signature_valid", "invalid_signature"]
    assert (reason(report), report.find("issuer")) == (("proof", "invalid_signature"), None)


def test_two_good_proofs_are_two_checks() -> None:
    report = judge(signed(signed(badge()), CURVE_KEY, suite="ecdsa-rdfc-2019"))
    assert [check.code for check in report.checks if check.name == "proof"] == ["signature_valid"] * 2
    assert report.verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (
            ProofOptions(created=SIGNED_AT, purpose="authentication"),
            "purpose_mismatch",
            "The proof was made for 'authentication', not for 'assertionMethod'.",
        ),
        (
            ProofOptions(created=datetime(2026, 11, 22, 12, 5, 1, tzinfo=UTC)),
            "proof_in_future",
            "The proof claims to have been made in the future.",
        ),
        (ProofOptions(created=SIGNED_AT, expires=AT), "proof_expired", "The proof itself has expired."),
    ],
)
def test_a_proof_made_for_another_use_or_time_does_not_hold(options: ProofOptions, code: str, sentence: str) -> None:
    report = judge(signed(badge(), options=options))
    assert (reason(report), found(report, "proof").message) == (("proof", code), sentence)


def test_a_clock_that_runs_five_minutes_ahead_is_forgiven() -> None:
    ahead = ProofOptions(created=datetime(2026, 11, 22, 12, 5, tzinfo=UTC))
    assert judge(signed(badge(), options=ahead)).verdict is Verdict.VERIFIED


def test_the_answer_to_another_request_does_not_hold() -> None:
    show = presented(signed(badge()), challenge="c1", domain="https://employer.example")
    assert judge(show, challenge="c1", domain="https://employer.example").verdict is Verdict.VERIFIED_WITH_NOTES
    assert reason(judge(show, challenge="c2")) == ("proof", "challenge_mismatch")
    assert reason(judge(show, domain="https://other.example")) == ("proof", "domain_mismatch")


def test_a_token_answers_one_request() -> None:
    claims = {**_presentation_claims(), "nonce": "c1", "aud": ["https://employer.example"]}
    show = raw_token(claims, LEARNER_KEY, kid=LEARNER_KEY.verification_method)
    assert judge(show, challenge="c1", domain="https://employer.example").verdict is Verdict.VERIFIED_WITH_NOTES
    other = judge(show, challenge="c2")
    assert (reason(other), found(other, "proof").message) == (
        ("proof", "challenge_mismatch"),
        "The token answers another request (its nonce differs).",
    )
    elsewhere = judge(show, domain="https://other.example")
    assert (reason(elsewhere), found(elsewhere, "proof").message) == (
        ("proof", "domain_mismatch"),
        "The token was made for another web site (its audience differs).",
    )
    unaddressed = raw_token(_presentation_claims(), LEARNER_KEY, kid=LEARNER_KEY.verification_method)
    assert judge(unaddressed, domain="https://other.example").verdict is Verdict.VERIFIED_WITH_NOTES


def _presentation_claims() -> JsonObject:
    show = presented(signed(badge()))
    return {name: value for name, value in show.items() if name != "proof"}


# Which key a token names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, CURVE_KEY, SECOND_CURVE_KEY], ids=["one", "first-of-two", "second-of-two"])
def test_a_token_that_names_no_key_is_tried_with_each_of_its_issuer(key: SecretKey) -> None:
    assert judge(raw_token(badge(), key)).verdict is Verdict.VERIFIED


def test_a_token_of_nobody_s_key_matches_none() -> None:
    report = judge(raw_token(badge(), LEARNER_KEY))
    assert (reason(report), found(report, "proof").message) == (
        ("proof", "invalid_signature"),
        "The signature was not made with any key of the issuer.",
    )


@pytest.mark.parametrize("kid", ["1", "#1", f"{COLLEGE}#1"])
def test_a_key_may_be_named_in_full_or_by_its_fragment(kid: str) -> None:
    assert judge(raw_token(badge(), kid=kid)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("kid", "code"),
    [
        ("9", "key_not_found"),
        ("", "key_not_found"),
        ("2", "algorithm_mismatch"),
        (LEARNER_KEY.verification_method, "key_not_authorised"),
        ("https://attacker.example/keys#1", "key_not_authorised"),
        ("did:web:college.example.attacker.example#1", "key_not_authorised"),
    ],
)
def test_a_token_cannot_name_the_key_of_somebody_else(kid: str, code: str) -> None:
    assert reason(judge(raw_token(badge(), kid=kid))) == ("proof", code)


def test_conformance_suites_may_sign_with_another_key() -> None:
    other = raw_token(badge(), LEARNER_KEY, kid=LEARNER_KEY.verification_method)
    report = judge(other, bind_issuer=False)
    assert (report.verdict, found(report, "issuer").code) == (Verdict.VERIFIED, "not_bound")
    assert found(report, "issuer").message == "Whether the key belongs to the issuer was not checked."


def test_a_key_in_the_header_is_never_used() -> None:
    jwk = method(LEARNER_KEY)["publicKeyJwk"]
    assert reason(judge(raw_token(badge(), LEARNER_KEY, jwk=jwk))) == ("proof", "invalid_signature")
    assert judge(raw_token(badge(), KEY, jwk=jwk)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("issuer", ["https://college.example/issuer", "urn:uuid:1"])
def test_an_issuer_without_keys_to_be_had(issuer: str) -> None:
    report = judge(raw_token(badge(issuer)))
    expected = {"https://college.example/issuer": "key_unavailable", "urn:uuid:1": "invalid_did"}[issuer]
    assert reason(report) == ("proof", expected)


def test_an_issuer_of_an_unknown_method_leaves_the_question_open() -> None:
    key = SecretKey(KEY.kind, "did:ion:abc#1", KEY.crypto)
    report = judge(signed(badge("did:ion:abc"), key))
    assert (report.verdict, reason(report)) == (Verdict.UNDETERMINED, ("proof", "key_unavailable"))
    assert found(report, "proof").message == (
        "The issuer's key could not be had: did:ion:abc uses a DID method that is not supported."
    )


def test_an_https_issuer_is_known_by_its_own_document() -> None:
    issuer = "https://college.example/issuer"
    key = SecretKey(KEY.kind, f"{issuer}#1", KEY.crypto)
    web = Web({issuer: dump_json(did_document(method(key)))})
    report = judge(signed(badge(issuer), key), web=web)
    assert (report.verdict, web.asked) == (Verdict.VERIFIED, [issuer])
    assert found(report, "issuer").message == "The key is published by the issuer at college.example."


# Times of a token ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "check", "code"),
    [
        ({"nbf": ISSUED}, "", ""),
        ({"exp": int(AT.timestamp())}, "validity", "expired"),
        ({"exp": AT.timestamp() + 0.5}, "", ""),
        ({"exp": "2027"}, "format", "claim_mismatch"),
        ({"nbf": True}, "format", "claim_mismatch"),
        ({"nbf": ISSUED + 1}, "format", "claim_mismatch"),
        ({"exp": 10**15}, "validity", "invalid_date"),
        ({"exp": -1}, "validity", "invalid_date"),
        ({"iat": 10**15}, "", ""),
        ({"iat": True}, "", ""),
    ],
)
def test_the_times_of_a_token_count_as_the_credential_s_own(claims: JsonObject, check: str, code: str) -> None:
    assert reason(judge(raw_token({**badge(), **claims}))) == (check, code)


def test_only_the_token_says_from_when_it_is_valid() -> None:
    undated = {name: value for name, value in badge().items() if name != "validFrom"}
    report = judge(raw_token({**undated, "nbf": int(AT.timestamp()) + 60}))
    assert reason(report) == ("validity", "not_yet_valid")


def test_the_end_of_the_token_is_named() -> None:
    report = judge(raw_token({**badge(), "exp": 10**15}))
    assert found(report, "validity").message == "The token's 'exp' is not a point in time."


# The history of a key --------------------------------------------------------------------------------------------

BEFORE: Final = "2026-01-15T09:59:59Z"
AFTER: Final = "2026-01-15T10:00:01Z"


@pytest.mark.parametrize(
    ("event", "when", "code"),
    [
        ("revoked", BEFORE, "key_revoked"),
        ("revoked", AFTER, ""),
        ("expires", BEFORE, "key_expired"),
        ("expires", AFTER, ""),
        ("compromisedAt", BEFORE, "key_compromised"),
        ("compromisedAt", AFTER, ""),
    ],
)
@pytest.mark.parametrize("form", ["json", "jwt", "jwt without kid"])
def test_a_key_is_judged_at_the_time_of_signing(event: str, when: str, code: str, form: str) -> None:
    claims = {**badge(), "iat": ISSUED}
    documents: dict[str, JsonObject | bytes] = {
        "json": signed(badge()),
        "jwt": raw_token(claims, kid="1"),
        "jwt without kid": raw_token(claims),
    }
    report = judge(documents[form], college=college(**{event: when}))
    assert reason(report) == (("proof", code) if code else ("", ""))
    noted = "key_compromised_later" in codes(report)
    assert noted is (event == "compromisedAt" and not code)


def test_the_sentences_of_a_key_that_ended() -> None:
    said = {
        "revoked": "The issuer had withdrawn the key before this was signed.",
        "expires": "The key had expired before this was signed.",
        "compromisedAt": "The key had been stolen when this was signed.",
    }
    for event, sentence in said.items():
        assert found(judge(signed(badge()), college=college(**{event: BEFORE})), "proof").message == sentence
    later = [check for check in judge(signed(badge()), college=college(compromisedAt=AFTER)).checks
             if check.outcome is Outcome.NOTED]  # fmt: skip
    assert [check.message for check in later] == [
        "The key was stolen later; the time of signing is the signer's own word."
    ]


def test_without_a_time_of_signing_the_end_of_a_key_counts() -> None:
    undated = signed(badge(), options=ProofOptions())
    assert reason(judge(undated, college=college(revoked=AFTER))) == ("proof", "key_revoked")
    claims = {name: value for name, value in badge().items() if name != "validFrom"}
    assert reason(judge(raw_token(claims), college=college(revoked=AFTER))) == ("proof", "key_revoked")
    assert judge(raw_token({**badge(), "nbf": ISSUED}), college=college(revoked=AFTER)).verdict is Verdict.VERIFIED


# Whose key it is -------------------------------------------------------------------------------------------------


def test_the_key_of_another_party_proves_nothing_about_the_issuer() -> None:
    report = judge(signed(badge(), SELF_MADE_KEY))
    assert (reason(report), found(report, "issuer").message) == (
        ("issuer", "key_not_authorised"),
        "The signature was made with a key that is not one of the issuer's.",
    )


def test_a_key_for_signing_in_does_not_issue() -> None:
    only = {"assertionMethod": [], "authentication": [KEY.verification_method]}
    report = judge(signed(badge()), college=did_document(method(KEY), **only))
    assert reason(report) == ("proof", "key_not_authorised")


def test_a_presentation_is_bound_to_its_holder() -> None:
    show = presented(signed(badge()))
    report = judge(show)
    assert (report.verdict, found(report, "issuer").code) == (Verdict.VERIFIED_WITH_NOTES, "issuer_in_no_registry")
    assert report.credential["issuer"] == {"id": LEARNER}
    stolen = signed(
        {name: value for name, value in show.items() if name != "proof"},
        SELF_MADE_KEY,
        options=ProofOptions(created=SIGNED_AT, purpose="authentication"),
    )
    other = judge(stolen)
    assert (reason(other), found(other, "issuer").message) == (
        ("issuer", "key_not_authorised"),
        "The signature was made with a key that is not one of the holder's.",
    )


def test_a_tampered_token_does_not_hold() -> None:
    header, payload, signature = token(badge()).split(b".")
    forged = encode_base64url(
        decode_base64url(payload.decode()).replace(b"Bridge inspection", b"Bridge Inspection")
    ).encode()
    assert reason(judge(b".".join((header, forged, signature)))) == ("proof", "invalid_signature")
