# SPDX-License-Identifier: Apache-2.0
"""Judging proofs: key, purpose, time, session, chain; each refusal with its code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cairn.standards.did import DidResolver, KeyState, Relationship
from cairn.standards.errors import ProofError, ResourceUnavailable
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, add_proof, find_suite, proofs_of, without_proof
from cairn.standards.proofs.chain import MAX_PROOFS, matching_proofs
from cairn.standards.proofs.options import ProofOptions as Options
from cairn.standards.proofs.verification import CLOCK_SKEW, find_key
from cairn.standards.types import Json, JsonObject
from tests.standards.proofs.samples import (
    CANONICALIZER,
    NOW,
    POLICY,
    PROFILES,
    SIGNED_AT,
    badge,
    did_of,
    judge,
    key,
    secure,
    verdict,
)

DID = "did:web:issuer.example"
KEY = f"{DID}#key-1"


def web_key() -> SecretKey:
    """Return a key that goes by a did:web."""
    return SecretKey.from_seed(KeyKind.ED25519, bytes(range(32)), verification_method=KEY)


def web_document(**changes: Json) -> JsonObject:
    """Return the document of that did:web; `changes` are to its one key."""
    multikey = web_key().public_key.to_multikey()
    method = {"id": KEY, "type": "Multikey", "controller": DID, "publicKeyMultibase": multikey, **changes}
    return {"id": DID, "verificationMethod": [method], "assertionMethod": [KEY]}


def web_verdict(document: JsonObject, did_document: JsonObject) -> str:
    """Judge a document, with the issuer's DID document at hand."""
    return verdict(document, resolver=DidResolver(documents={DID: did_document}))


def with_proof(document: JsonObject, **changes: Json) -> JsonObject:
    """Return a document with changes to its one proof; None removes a member."""
    proof = {name: value for name, value in {**document["proof"], **changes}.items() if value is not None}
    return {**document, "proof": proof}


@pytest.mark.parametrize(("suite", "kind"), PROFILES)
def test_what_is_signed_holds(suite: str, kind: KeyKind) -> None:
    secret = key(kind)
    (result,) = judge(secure(badge(did_of(secret)), suite, secret))
    assert result.holds
    assert (result.suite, result.method, result.created) == (suite, secret.verification_method, SIGNED_AT)
    assert (result.controller, result.key_state) == (did_of(secret), KeyState.GOOD)


def test_a_document_without_proof_has_no_results() -> None:
    assert judge(badge()) == []
    assert judge(badge(proof=[])) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"proofPurpose": "authentication"}, "purpose_mismatch"),
        ({"proofPurpose": ["assertionMethod"]}, "purpose_mismatch"),
        ({"proofPurpose": None}, "purpose_mismatch"),
        ({"proofPurpose": "keyAgreement"}, "purpose_mismatch"),
        ({"created": "2026-01-15"}, "malformed_proof"),
        ({"created": 7}, "malformed_proof"),
        ({"created": "2026-01-15T10:00:01Z"}, "invalid_signature"),
        ({"created": None}, "invalid_signature"),
        ({"expires": "soon"}, "malformed_proof"),
        ({"expires": "2027-01-01T00:00:00Z"}, "invalid_signature"),
        ({"cryptosuite": "eddsa-rdfc-2021"}, "unknown_suite"),
        ({"cryptosuite": None}, "unknown_suite"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, "unknown_suite"),
        ({"type": "Ed25519Signature2018"}, "unknown_suite"),
        ({"type": "eddsa-rdfc-2022"}, "unknown_suite"),
        ({"cryptosuite": "eddsa-jcs-2022"}, "invalid_signature"),
        ({"cryptosuite": "ecdsa-rdfc-2019"}, "wrong_key_kind"),
        ({"cryptosuite": "ecdsa-sd-2023"}, "wrong_key_kind"),
        ({"proofValue": None}, "invalid_proof_value"),
        ({"proofValue": ""}, "invalid_proof_value"),
        ({"proofValue": "z0"}, "invalid_proof_value"),
        ({"proofValue": "uAA"}, "invalid_proof_value"),
        ({"proofValue": 7}, "invalid_proof_value"),
        ({"proofValue": "z"}, "invalid_signature"),
        ({"proofValue": "z2"}, "invalid_signature"),
        ({"verificationMethod": None}, "malformed_proof"),
        ({"verificationMethod": {"id": "#k"}}, "malformed_proof"),
        ({"verificationMethod": "#k"}, "invalid_did"),
        ({"verificationMethod": "did:key:z6Mk#z6Mk"}, "invalid_did"),
        ({"verificationMethod": "did:example:1#k"}, "unsupported_did_method"),
        ({"verificationMethod": did_of(key()) + "#other"}, "key_not_found"),
        ({"verificationMethod": did_of(key(KeyKind.P256))}, "wrong_key_kind"),
        ({"domain": "issuer.example"}, "invalid_signature"),
        ({"extra": "word"}, "unknown_proof_member"),
    ],
)
def test_a_changed_proof_is_refused(changes: JsonObject, code: str) -> None:
    assert verdict(with_proof(secure(badge()), **changes)) == code


def test_the_place_of_a_bad_date_is_told() -> None:
    (result,) = judge(with_proof(secure(badge()), created="now"))
    assert result.error is not None
    assert result.error.path == "/proof/created"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (badge(proof=None), "malformed_proof"),
        (badge(proof="z1"), "malformed_proof"),
        (badge(proof={}), "malformed_proof"),
        (badge(proof={"type": ["DataIntegrityProof"]}), "malformed_proof"),
        (badge(proof=[{"type": "DataIntegrityProof"}, None]), "malformed_proof"),
        (badge(proof=[{"type": "x"}] * (MAX_PROOFS + 1)), "too_many_proofs"),
    ],
)
def test_what_is_no_proof_at_all_raises(document: JsonObject, code: str) -> None:
    with pytest.raises(ProofError) as refused:
        judge(document)
    assert refused.value.code == code


def test_the_place_of_a_malformed_proof_is_told() -> None:
    for value, path in (({}, "/proof"), ([{"type": "x"}, 7], "/proof/1")):
        with pytest.raises(ProofError) as refused:
            proofs_of({"proof": value})
        assert refused.value.path == path


def test_sixteen_proofs_are_read() -> None:
    signed = secure(badge())
    assert [result.holds for result in judge({**signed, "proof": [signed["proof"]] * MAX_PROOFS})] == [True] * 16


def test_a_did_key_that_names_itself_is_its_own_key() -> None:
    secret = replace(key(), verification_method=did_of(key()))
    (result,) = judge(secure(badge(), secret=secret))
    assert (result.holds, result.controller) == (True, did_of(key()))


def test_a_document_with_several_keys_needs_a_fragment() -> None:
    secret = replace(web_key(), verification_method=DID)
    did_document = web_document()
    assert web_verdict(secure(badge(DID), secret=secret), did_document) == "holds"
    second = {**did_document["verificationMethod"][0], "id": "#key-2"}
    several = {**did_document, "verificationMethod": [*did_document["verificationMethod"], second]}
    assert web_verdict(secure(badge(DID), secret=secret), several) == "key_not_found"


@pytest.mark.parametrize(
    ("did_document", "code"),
    [
        (web_document(), "holds"),
        (web_document(controller="did:web:other.example"), "key_not_authorised"),
        (web_document(id=f"{DID}#key-2"), "key_not_found"),
        (web_document(publicKeyMultibase=key().public_key.to_multikey()), "invalid_signature"),
        ({**web_document(), "assertionMethod": []}, "key_not_authorised"),
        ({**web_document(), "assertionMethod": [], "authentication": [KEY]}, "key_not_authorised"),
        ({"id": DID}, "key_not_found"),
        ({"id": "did:web:other.example"}, "did_mismatch"),
        (web_document(revoked="2026-01-15T10:00:01Z"), "holds"),
        (web_document(revoked="2026-01-15T10:00:00Z"), "key_revoked"),
        (web_document(expires="2026-01-15T10:00:01Z"), "holds"),
        (web_document(expires="2026-01-15T10:00:00Z"), "key_expired"),
        (web_document(compromisedAt="2026-01-15T10:00:00Z"), "key_compromised"),
        (web_document(compromisedAt="2026-01-15T10:00:01Z"), "holds"),
    ],
)
def test_the_key_is_the_one_that_the_issuer_publishes(did_document: JsonObject, code: str) -> None:
    assert web_verdict(secure(badge(DID), secret=web_key()), did_document) == code


def test_a_key_that_was_stolen_later_is_told() -> None:
    resolver = DidResolver(documents={DID: web_document(compromisedAt="2026-02-01T00:00:00Z")})
    (result,) = judge(secure(badge(DID), secret=web_key()), resolver=resolver)
    assert (result.holds, result.key_state) == (True, KeyState.COMPROMISED_LATER)


@pytest.mark.parametrize("name", ["revoked", "expires", "compromisedAt"])
def test_a_proof_without_time_may_have_been_made_at_any_time(name: str) -> None:
    undated = secure(badge(DID), secret=web_key(), options=ProofOptions())
    assert web_verdict(undated, web_document()) == "holds"
    code = {"revoked": "key_revoked", "expires": "key_expired", "compromisedAt": "key_compromised"}[name]
    assert web_verdict(undated, web_document(**{name: "2030-01-01T00:00:00Z"})) == code


def test_an_issuer_that_cannot_be_reached_says_nothing_about_the_proof() -> None:
    (result,) = judge(secure(badge(DID), secret=web_key()))
    assert (result.holds, result.error) == (False, None)
    assert isinstance(result.unavailable, ResourceUnavailable)
    assert result.unavailable.code == "offline"


@pytest.mark.parametrize(
    ("created", "code"),
    [
        (NOW, "holds"),
        (NOW + CLOCK_SKEW, "holds"),
        (NOW + CLOCK_SKEW + timedelta(seconds=1), "proof_in_future"),
        (datetime(1990, 1, 1, tzinfo=UTC), "holds"),
    ],
)
def test_a_proof_from_the_future_is_refused(created: datetime, code: str) -> None:
    assert verdict(secure(badge(), options=ProofOptions(created=created))) == code


@pytest.mark.parametrize(("expires", "code"), [(NOW + timedelta(seconds=1), "holds"), (NOW, "proof_expired")])
def test_an_expired_proof_is_refused(expires: datetime, code: str) -> None:
    assert verdict(secure(badge(), options=ProofOptions(created=SIGNED_AT, expires=expires))) == code


@pytest.mark.parametrize(
    ("made", "asked", "code"),
    [
        ({"challenge": "c1"}, {"challenge": "c1"}, "holds"),
        ({"challenge": "c1"}, {"challenge": "c2"}, "challenge_mismatch"),
        ({}, {"challenge": "c1"}, "challenge_mismatch"),
        ({"challenge": "c1"}, {}, "holds"),
        ({"domain": "a.example"}, {"domain": "a.example"}, "holds"),
        ({"domain": "a.example"}, {"domain": "b.example"}, "domain_mismatch"),
        ({}, {"domain": "a.example"}, "domain_mismatch"),
    ],
)
def test_a_proof_answers_one_request(made: dict[str, Any], asked: dict[str, Any], code: str) -> None:
    signed = secure(badge(), options=ProofOptions(created=SIGNED_AT, purpose="authentication", **made))
    policy = replace(POLICY, purpose=Relationship.AUTHENTICATION, **asked)
    assert verdict(signed, policy) == code


def test_a_proof_may_name_several_domains() -> None:
    signed = secure(badge(), "eddsa-jcs-2022", options=ProofOptions(domain="a.example"))
    several = with_proof(signed, domain=["a.example", "b.example"])
    assert verdict(several, replace(POLICY, domain="b.example")) == "invalid_signature"
    assert verdict(several, replace(POLICY, domain="c.example")) == "domain_mismatch"


def test_every_proof_of_a_set_must_hold() -> None:
    once = secure(badge())
    other = SecretKey.from_seed(KeyKind.ED25519, bytes(32))
    twice = secure(once, "eddsa-jcs-2022", other)
    assert [result.holds for result in judge(twice)] == [True, True]
    one_bad = {**twice, "proof": [with_proof(once, created="2026-01-16T10:00:00Z")["proof"], twice["proof"][1]]}
    results = judge(one_bad)
    assert [result.holds for result in results] == [False, True]
    assert verdict(one_bad) == "invalid_signature"
    assert verdict({**twice, "name": "Another"}) == "invalid_signature"


def chain() -> JsonObject:
    """Return a document with two proofs, the second of which follows the first."""
    first = secure(badge(), options=Options(created=SIGNED_AT, id="urn:uuid:1"))
    return secure(first, options=Options(created=SIGNED_AT, id="urn:uuid:2", previous_proof="urn:uuid:1"))


def codes(document: JsonObject) -> list[str]:
    """Return the code of each proof's error, empty where it holds."""
    return [result.error.code if result.error else "" for result in judge(document)]


def changed(document: JsonObject, index: int, **changes: Json) -> JsonObject:
    """Return a document with changes to one of its proofs."""
    proofs = list(document["proof"])
    proofs[index] = with_proof({"proof": proofs[index]}, **changes)["proof"]
    return {**document, "proof": proofs}


def test_a_chain_holds_as_it_was_made() -> None:
    assert codes(chain()) == ["", ""]


def test_a_chain_breaks_where_it_is_touched() -> None:
    document = chain()
    first, second = document["proof"]
    assert codes({**document, "proof": [second]}) == ["previous_proof_missing"]
    assert codes({**document, "proof": second}) == ["previous_proof_missing"]
    assert codes(changed(document, 0, id="urn:uuid:9")) == ["invalid_signature", "previous_proof_missing"]
    assert codes(changed(document, 0, created="2026-01-16T10:00:00Z")) == ["invalid_signature", "invalid_signature"]
    assert codes(changed(document, 0, proofValue=second["proofValue"])) == ["invalid_signature", "invalid_signature"]
    assert codes(changed(document, 1, previousProof=None)) == ["", "invalid_signature"]
    assert codes(changed(document, 1, previousProof=["urn:uuid:1", "urn:uuid:3"])) == ["", "previous_proof_missing"]
    assert codes(changed(document, 1, previousProof="urn:uuid:2")) == ["", "invalid_signature"]
    assert codes(changed(document, 0, previousProof="urn:uuid:2")) == ["invalid_signature", "invalid_signature"]
    assert codes({**document, "proof": [second, first]}) == ["", ""]
    assert codes({**document, "proof": [first, first, second]}) == ["", "", "previous_proof_missing"]


@pytest.mark.parametrize("previous", [7, [], [7], {"id": "urn:uuid:1"}, ["urn:uuid:1", None]])
def test_a_chain_names_proofs_by_their_ids(previous: Json) -> None:
    assert codes(changed(chain(), 1, previousProof=previous)) == ["", "malformed_proof"]


def test_the_proofs_that_are_followed_come_in_the_order_of_the_document() -> None:
    proofs = [{"id": name} for name in "abc"]
    assert matching_proofs(proofs, ["c", "a", "a"]) == [{"id": "a"}, {"id": "c"}]


def test_a_proof_cannot_follow_one_that_is_not_there() -> None:
    with pytest.raises(ProofError) as refused:
        secure(badge(), options=ProofOptions(previous_proof="urn:uuid:1"))
    assert refused.value.code == "previous_proof_missing"


def test_a_suite_is_found_by_its_name() -> None:
    assert find_suite("ecdsa-sd-2023").name == "ecdsa-sd-2023"
    with pytest.raises(ProofError) as refused:
        find_suite("rsa-2018")
    assert refused.value.code == "unknown_suite"
    assert refused.value.detail == (
        "There is no suite 'rsa-2018'. Choose one of: "
        "eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, ecdsa-sd-2023."
    )


@pytest.mark.parametrize(
    ("suite", "kind"),
    [
        ("eddsa-rdfc-2022", KeyKind.P256),
        ("eddsa-jcs-2022", KeyKind.RSA),
        ("ecdsa-rdfc-2019", KeyKind.ED25519),
        ("ecdsa-jcs-2019", KeyKind.RSA),
        ("ecdsa-sd-2023", KeyKind.P384),
    ],
)
def test_a_suite_signs_only_with_its_keys(suite: str, kind: KeyKind) -> None:
    with pytest.raises(ProofError) as refused:
        secure(badge(), suite, key(kind))
    assert refused.value.code == "wrong_key_kind"


def test_the_default_proof_has_a_purpose_and_no_time() -> None:
    signed = add_proof(badge(), key(), canonicalizer=CANONICALIZER)
    proof = signed["proof"]
    assert list(proof) == ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"]
    assert (proof["cryptosuite"], proof["proofPurpose"]) == ("eddsa-rdfc-2022", "assertionMethod")
    assert without_proof(signed) == badge()


def test_a_key_is_found_for_its_purpose() -> None:
    resolver = DidResolver(documents={DID: web_document()})
    method, controller = find_key(KEY, Relationship.ASSERTION, resolver)
    assert (method.id, controller) == (KEY, DID)
    with pytest.raises(ProofError) as refused:
        find_key(KEY, Relationship.AUTHENTICATION, resolver)
    assert refused.value.code == "key_not_authorised"
