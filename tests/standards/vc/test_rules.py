# SPDX-License-Identifier: Apache-2.0
"""The rules of the data model, one break at a time: its code and its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.errors import ModelError
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc import CREDENTIALS_V1, CREDENTIALS_V2, check_credential, check_presentation, validity_window
from cairn.standards.vc.rules import as_list, is_url
from tests.standards.codecs.test_strict_json import VALUES
from tests.standards.proofs.samples import badge

ENVELOPE = {
    "@context": CREDENTIALS_V2,
    "id": "data:application/vc+jwt,eyJ.e30.AA",
    "type": "EnvelopedVerifiableCredential",
}
RESOURCE = {"id": "https://a.example/r", "digestSRI": "sha256-AA"}


def changed(document: JsonObject, changes: JsonObject) -> JsonObject:
    """Return a document with members replaced; one that is given as `...` is left out."""
    return {name: value for name, value in {**document, **changes}.items() if value is not ...}


def presentation(**members: Json) -> JsonObject:
    """Return a presentation of one credential."""
    document = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "verifiableCredential": [badge()]}
    return changed(document, members)


BREAKS: list[tuple[JsonObject, str, str]] = [
    ({"@context": ...}, "missing_context", "/@context"),
    ({"@context": None}, "missing_context", "/@context"),
    ({"@context": []}, "missing_context", "/@context"),
    ({"@context": "https://other.example"}, "wrong_first_context", "/@context"),
    ({"@context": [CREDENTIALS_V2, 7]}, "invalid_context", "/@context/1"),
    ({"@context": [CREDENTIALS_V2, "not a url"]}, "invalid_context", "/@context/1"),
    ({"type": ...}, "missing_type", "/type"),
    ({"type": "OpenBadgeCredential"}, "missing_type", "/type"),
    ({"type": ["VerifiableCredential", 7]}, "invalid_type", "/type"),
    ({"id": None}, "invalid_id", "/id"),
    ({"id": ["urn:a"]}, "invalid_id", "/id"),
    ({"id": "relative"}, "invalid_id", "/id"),
    ({"issuer": ...}, "missing_issuer", "/issuer"),
    ({"issuer": {}}, "invalid_issuer", "/issuer"),
    ({"issuer": [badge()["issuer"]]}, "invalid_issuer", "/issuer"),
    ({"credentialSubject": ...}, "invalid_subject", "/credentialSubject"),
    ({"credentialSubject": []}, "invalid_subject", "/credentialSubject"),
    ({"credentialSubject": {}}, "invalid_subject", "/credentialSubject"),
    ({"credentialSubject": "did:example:x"}, "invalid_subject", "/credentialSubject"),
    ({"credentialSubject": [{"id": "urn:a"}, {}]}, "invalid_subject", "/credentialSubject"),
    ({"credentialSubject": {"id": 7}}, "invalid_subject_id", "/credentialSubject/id"),
    ({"credentialSubject": [{"id": "urn:a"}, {"id": "b"}]}, "invalid_subject_id", "/credentialSubject/1/id"),
    ({"validFrom": "2026-01-15"}, "invalid_date", "/validFrom"),
    ({"validUntil": None}, "invalid_date", "/validUntil"),
    ({"issuanceDate": 7}, "invalid_date", "/issuanceDate"),
    ({"validUntil": "2026-01-15T09:59:59Z"}, "invalid_period", "/validUntil"),
    ({"@context": [CREDENTIALS_V1], "validFrom": ...}, "missing_issuance_date", "/issuanceDate"),
    ({"evidence": "photo"}, "missing_type", "/evidence"),
    ({"evidence": [{"type": "Evidence"}, {"type": []}]}, "missing_type", "/evidence/1"),
    ({"evidence": {"type": ""}}, "missing_type", "/evidence"),
    ({"termsOfUse": {"type": ["T", 7]}}, "missing_type", "/termsOfUse"),
    ({"refreshService": {"type": "R", "id": "x"}}, "invalid_id", "/refreshService/id"),
    ({"credentialStatus": [{"id": "urn:a"}]}, "missing_type", "/credentialStatus/0"),
    ({"proof": {"created": "x"}}, "missing_type", "/proof"),
    ({"credentialSchema": {"id": "urn:a"}}, "missing_type", "/credentialSchema"),
    ({"credentialSchema": [{"type": "JsonSchema"}]}, "invalid_id", "/credentialSchema/0/id"),
    ({"name": 7}, "invalid_text", "/name"),
    ({"name": ["ok", {"@value": 7}]}, "invalid_text", "/name/1"),
    ({"description": {"@value": "x", "lang": "en"}}, "invalid_text", "/description"),
    ({"issuer": {"id": "urn:a", "name": {}}}, "invalid_text", "/issuer/name"),
    ({"relatedResource": {"digestSRI": "x"}}, "invalid_id", "/relatedResource"),
    ({"relatedResource": ["https://a.example/r"]}, "invalid_id", "/relatedResource/0"),
    ({"relatedResource": [{"id": "https://a.example/r"}]}, "missing_digest", "/relatedResource/0"),
    ({"relatedResource": [RESOURCE, RESOURCE]}, "duplicate_resource", "/relatedResource/1"),
]


@pytest.mark.parametrize(("changes", "code", "path"), BREAKS)
def test_a_credential_that_breaks_a_rule_is_told(changes: JsonObject, code: str, path: str) -> None:
    assert (code, path) in [(found.code, found.path) for found in check_credential(changed(badge(), changes))]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"id": ...},
        {"@context": CREDENTIALS_V2},
        {"@context": [CREDENTIALS_V2, {"term": "urn:t"}]},
        {"issuer": "https://issuer.example"},
        {"credentialSubject": [{"id": "urn:a"}, {"name": "B"}]},
        {"validFrom": ...},
        {"validUntil": "2026-01-15T10:00:00Z"},
        {"@context": [CREDENTIALS_V1], "validFrom": ..., "issuanceDate": "2026-01-15T10:00:00Z"},
        {"evidence": [{"type": "Evidence"}, {"type": ["Evidence"], "id": "urn:e"}]},
        {"credentialSchema": {"id": "https://a.example/s", "type": "JsonSchema"}},
        {"name": [{"@value": "Seil", "@language": "de", "@direction": "ltr"}, "Rope"]},
        {"relatedResource": [RESOURCE, {"id": "https://a.example/s", "digestMultibase": "uAA"}]},
    ],
)
def test_a_credential_that_keeps_the_rules_has_no_findings(changes: JsonObject) -> None:
    assert check_credential(changed(badge(), changes)) == []


def test_every_finding_is_listed() -> None:
    codes = [found.code for found in check_credential({})]
    assert codes == ["missing_context", "missing_type", "invalid_type", "missing_issuer", "invalid_subject"]
    assert all(found.detail.endswith(".") for found in check_credential({}))


@pytest.mark.parametrize(
    ("members", "code", "path"),
    [
        ({"type": ["VerifiableCredential"]}, "missing_type", "/type"),
        ({"id": "x"}, "invalid_id", "/id"),
        ({"holder": {"name": "X"}}, "invalid_holder", "/holder"),
        ({"verifiableCredential": "eyJ"}, "invalid_credential", "/verifiableCredential"),
        ({"verifiableCredential": ["eyJ"]}, "invalid_credential", "/verifiableCredential/0"),
        ({"verifiableCredential": [badge(), {}]}, "missing_context", "/verifiableCredential/1/@context"),
        ({"verifiableCredential": [badge(id="x")]}, "invalid_id", "/verifiableCredential/0/id"),
        ({"verifiableCredential": [{**ENVELOPE, "id": "urn:a"}]}, "invalid_envelope", "/verifiableCredential/0/id"),
        ({"verifiableCredential": [{**ENVELOPE, "id": 7}]}, "invalid_envelope", "/verifiableCredential/0/id"),
        (
            {"verifiableCredential": {**ENVELOPE, "id": "data:text/plain,x"}},
            "invalid_envelope",
            "/verifiableCredential/id",
        ),
        ({"verifiableCredential": {**ENVELOPE, "type": ["X"]}}, "missing_type", "/verifiableCredential/type"),
        ({"proof": "x"}, "missing_type", "/proof"),
    ],
)
def test_a_presentation_that_breaks_a_rule_is_told(members: JsonObject, code: str, path: str) -> None:
    assert (code, path) in [(found.code, found.path) for found in check_presentation(presentation(**members))]


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"verifiableCredential": ...},
        {"verifiableCredential": badge()},
        {"verifiableCredential": [ENVELOPE, badge()]},
        {"verifiableCredential": {**ENVELOPE, "id": "data:application/vc+sd-jwt,e.e.e~"}},
        {"holder": "did:example:h"},
        {"holder": {"id": "did:example:h", "name": "H"}},
    ],
)
def test_a_presentation_that_keeps_the_rules_has_no_findings(members: JsonObject) -> None:
    assert check_presentation(presentation(**members)) == []


def test_the_period_is_read_in_either_versions_words() -> None:
    start, end = datetime(2026, 1, 15, 10, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert validity_window(badge(validUntil="2027-01-01T00:00:00Z")) == (start, end)
    old = {"issuanceDate": "2026-01-15T10:00:00Z", "expirationDate": "2027-01-01T00:00:00Z"}
    assert validity_window(old) == (start, end)
    assert validity_window({}) == (None, None)
    with pytest.raises(ModelError) as refused:
        validity_window({"expirationDate": "soon"})
    assert refused.value.path == "/expirationDate"


@pytest.mark.parametrize("url", ["https://a.example/x?y#z", "did:key:z6Mk", "urn:uuid:1", "x:y", "data:,ä"])
def test_urls_have_a_scheme(url: str) -> None:
    assert is_url(url)


@pytest.mark.parametrize(
    "value",
    ["", "a", "/a", "a b:c", "https:", "1a:b", "urn:a b", "urn:<a>", "urn:a\n", "urn:\x00", "urn:\ud800", 7, None, []],
)
def test_what_has_no_scheme_is_no_url(value: Json) -> None:
    assert not is_url(value)


def test_one_value_is_a_list_of_one() -> None:
    assert (as_list("a"), as_list(["a"]), as_list(None)) == (["a"], ["a"], [None])


_MEMBERS = [*badge(), "credentialStatus", "evidence", "credentialSchema", "relatedResource", "verifiableCredential"]


@given(st.sampled_from(_MEMBERS), VALUES)
@settings(max_examples=300, deadline=None)
def test_any_value_of_any_member_is_judged(name: str, value: Json) -> None:
    for check, document in ((check_credential, badge()), (check_presentation, presentation())):
        for found in check({**document, name: value}):
            assert found.code
            assert found.path.startswith("/")
