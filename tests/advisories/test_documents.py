# SPDX-License-Identifier: Apache-2.0
"""Documents that say one thing to the verifier and another to the reader."""

from __future__ import annotations

import copy

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.did import DidResolver, Relationship
from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind
from cairn.standards.proofs import ProofOptions, without_proof
from cairn.standards.proofs.verification import ProofPolicy
from cairn.standards.types import Json
from tests.advisories.test_signatures import reason
from tests.standards.proofs.samples import CREDENTIALS, NOW, PROFILES, badge, did_of, key, secure, verdict

RDF = [(suite, kind) for suite, kind in PROFILES if "-jcs-" not in suite]
_SWAP = {"name": "https://schema.org/description", "description": "https://schema.org/name"}


def test_context_swap_of_two_terms() -> None:
    """A context that swaps two words, and the texts swapped with it: the dataset and so the signature are the same."""
    plain = {
        "@context": [CREDENTIALS],
        "type": ["VerifiableCredential"],
        "issuer": did_of(key()),
        "validFrom": "2026-01-15T10:00:00Z",
        "credentialSubject": {"id": "did:example:a", "alumniName": "Passed", "rank": "Failed"},
    }
    words = {"alumniName": "urn:w:result", "rank": "urn:w:earlier"}
    inline = Canonicalizer(allow_inline=True)
    signed = {**plain, "@context": [CREDENTIALS, words]}
    subject = {"id": "did:example:a", "alumniName": "Failed", "rank": "Passed"}
    swapped = {"alumniName": "urn:w:earlier", "rank": "urn:w:result"}
    forged = {**plain, "@context": [CREDENTIALS, swapped], "credentialSubject": subject}
    assert inline.canonicalize(signed) == inline.canonicalize(forged)
    for document in (signed, forged):
        with pytest.raises(JsonLdError) as refused:
            secure(document)
        assert refused.value.code == "inline_context"


@pytest.mark.parametrize(
    "context",
    [
        _SWAP,
        {"@vocab": "https://evil.example/#"},
        {"@protected": False},
        None,
        {"@import": CREDENTIALS},
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize(("suite", "kind"), PROFILES)
def test_context_injection_into_a_signed_credential(suite: str, kind: KeyKind, context: Json) -> None:
    """A context added in front of, behind or inside of what was signed."""
    signed = secure(badge(did_of(key(kind))), suite, key(kind))
    inside = copy.deepcopy(signed)
    inside["credentialSubject"]["@context"] = context
    for document in (
        {**signed, "@context": [*signed["@context"], context]},
        {**signed, "@context": [context, *signed["@context"]]},
        inside,
    ):
        assert reason(document)


@pytest.mark.parametrize(("suite", "kind"), RDF)
def test_dropped_undefined_terms(suite: str, kind: KeyKind) -> None:
    """affidi-tdk-rs 381 and 382: a word that no context defines vanishes from RDF, so anybody may add it."""
    signed = secure(badge(did_of(key(kind))), suite, key(kind))
    for place in ("", "credentialSubject", "issuer"):
        forged = copy.deepcopy(signed)
        (forged[place] if place else forged)["gradeAwarded"] = "A+"
        assert verdict(forged) == "undefined_term"


@pytest.mark.parametrize(("suite", "kind"), RDF)
def test_dropped_types_and_relative_ids(suite: str, kind: KeyKind) -> None:
    """So do types without meaning and identifiers that lead nowhere."""
    signed = secure(badge(did_of(key(kind))), suite, key(kind))
    assert verdict({**signed, "type": [*signed["type"], "Doctorate"]}) == "undefined_type"
    forged = copy.deepcopy(signed)
    forged["credentialSubject"]["achievement"]["id"] = "doctorate"
    assert verdict(forged) == "relative_iri"


def test_cve_2017_12635_duplicate_keys() -> None:
    """CouchDB's two parsers read two documents: the first `name` for one, the last for the other."""
    text = dump_json(secure(badge()))
    for other in (b'"name":"Doctorate",', b'"\\u006eame":"Doctorate",'):
        assert reason(text.replace(b'"name":', other + b'"name":', 1)) == "duplicate_key"


def test_cve_2020_10735_numbers_that_no_two_parsers_read_alike() -> None:
    """Numbers that are too long, too large or none: each parser rounds, wraps, refuses or hangs in its own way."""
    document = badge()
    document["credentialSubject"]["achievement"]["creditsAvailable"] = 12345
    text = dump_json(secure(document, "eddsa-jcs-2022"))
    for number in (b"1e999", b"NaN", b"-Infinity", b"9007199254740993", b"1" * 100_000):
        assert reason(text.replace(b"12345", number)) == "invalid_number"


def test_cve_2025_52999_depth() -> None:
    """A parser that recurses falls over a document that is deep enough, as jackson-core did."""
    assert reason(b'{"@context":' + b"[" * 100_000) == "too_deep"


def test_another_encoding_of_the_same_bytes() -> None:
    """Bytes that are UTF-8 to one reader and UTF-16 to another."""
    text = dump_json(secure(badge())).decode()
    assert reason(text.encode("utf-16-le")) in {"not_a_credential", "invalid_json"}
    assert reason(text.encode("utf-16-be")) in {"not_a_credential", "invalid_json"}


@pytest.mark.parametrize("purpose", ["authentication", "keyAgreement", "capabilityInvocation"])
def test_proof_purpose_confusion(purpose: str) -> None:
    """What a holder signed to log in must not become what an issuer asserts, and the other way round."""
    signed = secure(badge(), options=ProofOptions(purpose=purpose))
    assert verdict(signed) == "purpose_mismatch"
    renamed = {**signed, "proof": {**signed["proof"], "proofPurpose": "assertionMethod"}}
    assert verdict(renamed) == "invalid_signature"
    assert verdict(secure(badge()), ProofPolicy(NOW, Relationship.AUTHENTICATION)) == "purpose_mismatch"


def test_a_key_for_another_purpose() -> None:
    """A key that the issuer lists for logging in does not issue."""
    did = "did:web:issuer.example"
    multikey = key().public_key.to_multikey()
    method = {"id": f"{did}#k", "type": "Multikey", "controller": did, "publicKeyMultibase": multikey}
    document = {"id": did, "verificationMethod": [method], "authentication": [f"{did}#k"]}
    signed = secure(badge(did))
    moved = {**signed, "proof": {**signed["proof"], "verificationMethod": f"{did}#k"}}
    assert verdict(moved, resolver=DidResolver(documents={did: document})) == "key_not_authorised"


def test_a_proof_of_another_suite() -> None:
    """The same signature under the name of a suite that covers less."""
    signed = secure(badge(), "eddsa-jcs-2022")
    for suite in ("eddsa-rdfc-2022", "ecdsa-rdfc-2019", "none", ""):
        renamed = {**signed, "proof": {**signed["proof"], "cryptosuite": suite}}
        assert verdict(renamed) in {"invalid_signature", "wrong_key_kind", "unknown_suite"}


def test_a_proof_replayed_in_another_session() -> None:
    """A presentation answers one request of one site."""
    options = ProofOptions(purpose="authentication", challenge="n1", domain="a.example")
    signed = secure(without_proof(badge()), options=options)
    policy = ProofPolicy(NOW, Relationship.AUTHENTICATION, "n1", "a.example")
    assert verdict(signed, policy) == "holds"
    assert verdict(signed, ProofPolicy(NOW, Relationship.AUTHENTICATION, "n2", "a.example")) == "challenge_mismatch"
    assert verdict(signed, ProofPolicy(NOW, Relationship.AUTHENTICATION, "n1", "b.example")) == "domain_mismatch"
