# SPDX-License-Identifier: Apache-2.0
"""What each suite covers: what a document means (RDF), or how it is written (JCS)."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.errors import CodecError, JsonLdError
from cairn.standards.jose import verify_jws
from cairn.standards.keys import KeyKind
from cairn.standards.proofs.decrepit.ed25519_signature_2020 import SUITE_CONTEXT
from cairn.standards.proofs.vc_jwt import read_vc_jwt, sign_vc_jwt
from cairn.standards.types import Json, JsonObject
from tests.standards.codecs.test_strict_json import TEXTS
from tests.standards.proofs.samples import CREDENTIALS, OPEN_BADGES, PROFILES, badge, did_of, key, secure, verdict

RDF = [profile for profile in PROFILES if "-jcs-" not in profile[0]]
JCS = [profile for profile in PROFILES if "-jcs-" in profile[0]]


def reordered(value: Json) -> Json:
    """Write every object in the opposite order."""
    if isinstance(value, dict):
        return {name: reordered(value[name]) for name in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("suite", "kind"), PROFILES)
def test_the_order_of_keys_means_nothing(suite: str, kind: KeyKind) -> None:
    secret = key(kind)
    assert verdict(reordered(secure(badge(did_of(secret)), suite, secret))) == "holds"


@pytest.mark.parametrize(("suite", "kind"), RDF)
def test_an_rdf_suite_signs_meaning(suite: str, kind: KeyKind) -> None:
    secret = key(kind)
    signed = secure(badge(did_of(secret)), suite, secret)
    rewritten = copy.deepcopy(signed)
    rewritten["type"] = list(reversed(signed["type"]))
    rewritten["credentialSubject"] = [signed["credentialSubject"]]
    assert verdict(rewritten) == "holds"
    assert verdict({**signed, "note": "x"}) == "undefined_term"


@pytest.mark.parametrize(("suite", "kind"), JCS)
def test_a_jcs_suite_signs_the_text(suite: str, kind: KeyKind) -> None:
    secret = key(kind)
    signed = secure(badge(did_of(secret)), suite, secret)
    assert verdict({**signed, "type": list(reversed(signed["type"]))}) == "invalid_signature"
    assert verdict({**signed, "credentialSubject": [signed["credentialSubject"]]}) == "invalid_signature"
    assert verdict({**signed, "note": "x"}) == "invalid_signature"


@pytest.mark.parametrize(("suite", "kind"), JCS)
def test_a_jcs_proof_holds_the_context_that_was_signed(suite: str, kind: KeyKind) -> None:
    secret = key(kind)
    signed = secure(badge(did_of(secret)), suite, secret)
    assert signed["proof"]["@context"] == [CREDENTIALS, OPEN_BADGES]
    # A later context may be added behind it for further proofs: the signed one is what is judged (§3.3.2).
    assert verdict({**signed, "@context": [CREDENTIALS, OPEN_BADGES, SUITE_CONTEXT]}) == "holds"
    for contexts in ([OPEN_BADGES, CREDENTIALS], [CREDENTIALS], CREDENTIALS, [SUITE_CONTEXT, CREDENTIALS, OPEN_BADGES]):
        assert verdict({**signed, "@context": contexts}) == "context_mismatch"
    without = {name: value for name, value in signed.items() if name != "@context"}
    assert verdict(without) == "context_mismatch"


def test_a_jcs_proof_without_context_covers_the_documents_own() -> None:
    plain = {name: value for name, value in badge().items() if name != "@context"}
    signed = secure(plain, "eddsa-jcs-2022")
    assert "@context" not in signed["proof"]
    assert verdict(signed) == "holds"
    assert verdict({**signed, "@context": CREDENTIALS}) == "invalid_signature"


@pytest.mark.parametrize(("suite", "kind"), RDF)
def test_an_rdf_suite_signs_no_word_without_meaning(suite: str, kind: KeyKind) -> None:
    with pytest.raises(JsonLdError) as refused:
        secure(badge(did_of(key(kind)), grade="A"), suite, key(kind))
    assert (refused.value.code, refused.value.path) == ("undefined_term", "/grade")


@pytest.mark.parametrize(("suite", "kind"), JCS)
def test_a_jcs_suite_signs_no_json_without_canonical_form(suite: str, kind: KeyKind) -> None:
    with pytest.raises(CodecError) as refused:
        secure(badge(did_of(key(kind)), grade=2**53 + 1), suite, key(kind))
    assert refused.value.code == "not_canonicalizable"


_LANGUAGES = st.none() | st.sampled_from(["en", "ga", "x-plain"])
_LINKS = st.none() | st.integers(0, 10**6).map("https://issuer.example/achievements/{}".format)


@st.composite
def credentials(draw: st.DrawFn, issuer: str) -> JsonObject:
    """Draw credentials of many shapes: hostile texts, nodes with and without ids, alignments, languages."""
    document = badge(issuer, name=draw(TEXTS))
    achievement = document["credentialSubject"]["achievement"]
    achievement["criteria"]["narrative"] = draw(TEXTS)
    members = {
        "id": draw(_LINKS),
        "inLanguage": draw(_LANGUAGES),
        "tag": draw(st.lists(TEXTS, max_size=3, unique=True)),
    }
    achievement.update({name: value for name, value in members.items() if value})
    achievement["alignment"] = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://frameworks.example/{number}"}
        for number, name in enumerate(draw(st.lists(TEXTS, max_size=3)))
    ]
    for name in draw(st.sets(st.sampled_from(["id", "name", "validFrom"]))):
        del document[name]
    return document


@pytest.mark.parametrize(("suite", "kind"), PROFILES)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_credential_verifies_as_it_was_signed(suite: str, kind: KeyKind, data: st.DataObject) -> None:
    secret = key(kind)
    signed = secure(data.draw(credentials(did_of(secret))), suite, secret)
    assert verdict(parse_json_object(dump_json(signed))) == "holds"
    assert verdict({**signed, "description": "added"}) != "holds"


@pytest.mark.parametrize("kind", KeyKind)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_credential_verifies_as_a_token(kind: KeyKind, data: st.DataObject) -> None:
    secret = key(kind)
    credential = data.draw(credentials("https://issuer.example/1"))
    token = read_vc_jwt(sign_vc_jwt(credential, secret))
    assert token.credential == credential
    verify_jws(token.jws, secret.public_key)
