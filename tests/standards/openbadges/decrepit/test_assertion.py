# SPDX-License-Identifier: Apache-2.0
"""Old assertions read into one view."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from cairn.standards.errors import ModelError
from cairn.standards.openbadges.decrepit import (
    LegacyAssertion,
    LegacyRecipient,
    Verification,
    Version,
    is_legacy,
    read_assertion,
    read_badge,
    read_issuer,
)
from tests.shared_data import shared_path
from tests.standards.openbadges.decrepit.web import ASSERTION, BADGE, CONTEXT, assertion


def _components() -> dict[str, dict[str, Any]]:
    """The examples of 1EdTech's old validator: texts of JSON in one dictionary of a Python file."""
    source = shared_path("real/ob-validator-core/tests/testfiles/test_components.py").read_text()
    statement = ast.parse(source).body[0]
    assert isinstance(statement, ast.Assign)
    examples = {name: json.loads(text) for name, text in ast.literal_eval(statement.value).items() if "_ass" in name}
    assert len(examples) == 7
    return examples


def test_assertions_of_every_version_are_read() -> None:
    examples = _components()
    versions = {name: read_assertion(examples[name]).version for name in examples if "errors" not in name}
    assert versions == {
        "1_0_basic_assertion": Version.V1_0,
        "0_5_assertion": Version.V0_5,
        "0_5_1_assertion": Version.V0_5,
        "1_0_basic_assertion_with_extra_properties": Version.V1_0,
        "1_1_basic_assertion": Version.V1_1,
        "2_0_basic_assertion": Version.V2_0,
    }
    assert all(is_legacy(example) for example in examples.values())


def test_version_1_0_is_seen_as_a_whole() -> None:
    assert read_assertion(_components()["1_0_basic_assertion"]) == LegacyAssertion(
        version=Version.V1_0,
        id="123abc",
        recipient=LegacyRecipient("email", "test@example.com", hashed=False),
        badge="http://a.com/badgeclass",
        verification=Verification.HOSTED,
        verification_url="http://a.com/instance",
        issued_on=datetime(2015, 4, 30, tzinfo=UTC),
        expires=None,
    )


def test_version_0_5_embeds_badge_and_issuer() -> None:
    view = read_assertion(_components()["0_5_1_assertion"])
    assert (view.name, view.issuer, view.issuer_origin) == ("Basic McBadge", "Basic Issuer", "http://oldstyle.com")
    assert view.recipient.matches("test@example.com")
    assert not view.recipient.matches("other@example.com")
    assert (view.recipient.hashed, view.recipient.salt) == (True, "sel gris")
    plain = read_assertion(_components()["0_5_assertion"])
    assert plain.recipient.matches("test@example.com")


def test_version_2_0_knows_its_recipient_by_hash() -> None:
    view = read_assertion(_components()["2_0_basic_assertion"])
    assert view.recipient.matches("nobody@example.org")
    assert not view.recipient.matches("somebody@example.org")
    assert view.evidence == ("https://example.org/beths-robot-work.html",)


def test_the_example_with_errors_is_refused_for_its_recipient() -> None:
    with pytest.raises(ModelError) as caught:
        read_assertion(_components()["1_0_assertion_with_errors"])
    assert (caught.value.code, caught.value.path) == ("wrong_type", "/recipient")


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"@context": "https://w3id.org/openbadges/invalid"}, "unknown_context", "/@context"),
        ({"@context": [{"id": "@id"}]}, "unknown_context", "/@context"),
        ({"type": "OtherAssertion"}, "wrong_type", "/type"),
        ({"type": None}, "missing_property", "/type"),
        ({"type": [{}]}, "wrong_type", "/type"),
        ({"id": None}, "missing_property", "/id"),
        ({"id": 7}, "wrong_type", "/id"),
        ({"badge": None}, "missing_property", "/badge"),
        ({"badge": {"name": "x"}}, "missing_property", "/badge/id"),
        ({"recipient": {"type": "email", "identity": "a"}}, "missing_property", "/recipient/hashed"),
        ({"recipient": {"type": "email", "identity": "a", "hashed": "no"}}, "wrong_type", "/recipient/hashed"),
        ({"verification": None}, "missing_property", "/verification"),
        ({"verification": 7}, "wrong_type", "/verification"),
        ({"verification": {}}, "unknown_verification", "/verification/type"),
        ({"issuedOn": None}, "missing_property", "/issuedOn"),
        ({"issuedOn": "yesterday"}, "bad_date", "/issuedOn"),
        ({"issuedOn": []}, "bad_date", "/issuedOn"),
        ({"expires": "9" * 30}, "bad_date", "/expires"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(ModelError) as caught:
        read_assertion(assertion(**change))
    assert (caught.value.code, caught.value.path) == (code, path)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2016-12-31T23:59:59Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2016-12-31", datetime(2016, 12, 31, tzinfo=UTC)),
        ("2017-10-01T00:00Z", datetime(2017, 10, 1, tzinfo=UTC)),
        (1_483_228_799, datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("1483228799", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_dates_of_every_form_are_read(written: Any, read: datetime) -> None:
    assert read_assertion(assertion(issuedOn=written)).issued_on == read


def test_version_1_0_needs_a_uid() -> None:
    document = {key: value for key, value in assertion().items() if key not in ("@context", "id", "type")}
    with pytest.raises(ModelError) as caught:
        read_assertion(document)
    assert (caught.value.code, caught.value.path) == ("missing_property", "/id")
    assert read_assertion({**document, "uid": "7"}).id == "7"


def test_badge_and_evidence_may_be_embedded() -> None:
    evidence = [{"id": "https://a.example/e"}, {"narrative": "Did it."}, "https://a.example/f", 7]
    view = read_assertion(assertion(badge={"id": BADGE, "name": "x"}, evidence=evidence, type=["Assertion", "x"]))
    assert view.badge == BADGE
    assert view.evidence == ("https://a.example/e", "Did it.", "https://a.example/f")


def test_a_badge_class_and_an_issuer_need_what_the_standard_says() -> None:
    badge = {
        "type": "BadgeClass",
        "name": "n",
        "description": "d",
        "image": "i",
        "criteria": "c",
        "issuer": {"id": "urn:i"},
    }
    assert read_badge(badge, BADGE, Version.V2_0).issuer == "urn:i"
    for key in badge:
        with pytest.raises(ModelError) as caught:
            read_badge({**badge, key: None}, BADGE, Version.V2_0)
        assert (caught.value.code, caught.value.path) == ("missing_property", f"/{key}")
    issuer = {"type": "Profile", "name": "n", "url": "https://a.example"}
    for key in issuer:
        with pytest.raises(ModelError) as caught:
            read_issuer({**issuer, key: None}, "urn:i", Version.V2_0)
        assert (caught.value.code, caught.value.path) == ("missing_property", f"/{key}")
    assert read_issuer({"name": "n", "url": "u"}, "urn:i", Version.V1_0).name == "n"


_SCOPES: list[tuple[dict[str, Any], str, bool]] = [
    ({}, "https://issuer.example/1", True),
    ({}, "http://ISSUER.example/1", True),
    ({}, "https://other.example/1", False),
    ({}, "https://issuer.example.attacker.net/1", False),
    ({}, "https://issuer.example@attacker.net/1", False),
    ({}, "urn:uuid:1", False),
    ({}, "https://[broken/1", False),
    ({"allowedOrigins": "other.example"}, "https://other.example/1", True),
    ({"allowedOrigins": ["a.example", "Other.example"]}, "https://other.example/1", True),
    ({"allowedOrigins": ["a.example"]}, "https://issuer.example/1", False),
    ({"startsWith": "https://other.example/x"}, "https://other.example/x/1", True),
    ({"startsWith": "https://other.example/x"}, "https://other.example/y/1", False),
    ({"startsWith": ["https://a.example/", "https://other.example"]}, "https://other.example/1", True),
    ({"startsWith": "https://other.example"}, "https://other.example.attacker.net/1", False),
    ({"startsWith": "https://other.example/", "allowedOrigins": "a.example"}, "https://other.example/1", False),
]


@pytest.mark.parametrize(("scope", "address", "allowed"), _SCOPES)
def test_an_issuer_says_where_its_badges_may_stand(scope: dict[str, Any], address: str, *, allowed: bool) -> None:
    document = {"type": "Issuer", "name": "n", "url": "u", "verification": scope}
    assert read_issuer(document, "https://issuer.example/profile", Version.V2_0).allows(address) is allowed


@pytest.mark.parametrize(
    "document", [None, [], {}, {"recipient": 1}, {"recipient": 1, "badge": 1, "credentialSubject": {}}]
)
def test_other_documents_are_not_old_badges(document: Any) -> None:
    assert not is_legacy(document)


def test_the_sample_of_the_tests_is_one() -> None:
    assert is_legacy(assertion())
    assert (assertion()["@context"], assertion()["id"]) == (CONTEXT, ASSERTION)
