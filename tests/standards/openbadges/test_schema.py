# SPDX-License-Identifier: Apache-2.0
"""The pinned JSON schemas."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jsonschema import Draft201909Validator

from cairn.standards.errors import ModelError
from cairn.standards.openbadges import schema
from cairn.standards.openbadges.schema import PinnedSchema, load_schema, pinned_schemas, schema_for, validate
from cairn.standards.types import JsonObject
from tests.standards.openbadges.samples import minimal_credential


@pytest.mark.parametrize("pinned", pinned_schemas(), ids=lambda pinned: pinned.file)
def test_a_pinned_schema_is_whole_and_valid(pinned: PinnedSchema) -> None:
    loaded = load_schema(pinned)
    Draft201909Validator.check_schema(loaded)
    assert loaded["$id"] in pinned.urls


@pytest.mark.parametrize("pinned", pinned_schemas(), ids=lambda pinned: pinned.file)
def test_a_pinned_schema_refers_to_nothing_outside_of_itself(pinned: PinnedSchema) -> None:
    loaded = load_schema(pinned)
    for reference in _references(loaded):
        assert reference.startswith("#/$defs/")
        assert reference.removeprefix("#/$defs/") in loaded["$defs"]


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [reference for item in value.values() for reference in _references(item)]
    return [reference for item in value for reference in _references(item)] if isinstance(value, list) else []


def test_the_pinned_files_are_those_that_were_published(shared: Callable[[str], Path]) -> None:
    published = shared("normative/SHA256SUMS").read_text() + shared("normative/extensions/README.md").read_text()
    for pinned in pinned_schemas():
        assert pinned.sha256 in published


def test_a_changed_file_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        load_schema(replace(pinned_schemas()[0], sha256="0" * 64))
    assert caught.value.code == "schema_digest"


def test_a_good_credential_has_no_findings() -> None:
    assert validate(minimal_credential(), schema.ACHIEVEMENT_CREDENTIAL) == ()


def test_a_finding_names_the_deepest_place() -> None:
    document = minimal_credential(evidence=[{"type": ["Evidence"], "name": 7}])
    (finding,) = validate(document, schema.ACHIEVEMENT_CREDENTIAL)
    assert (finding.code, finding.path) == ("schema", "/evidence/0/name")
    assert finding.detail.startswith("The official schema does not allow what stands here: 7 is not")


def test_a_long_value_is_not_repeated_in_full() -> None:
    (finding,) = validate(minimal_credential(name=["x" * 10_000]), schema.ACHIEVEMENT_CREDENTIAL)
    assert len(finding.detail) < 300


def test_no_more_than_fifty_findings_are_told() -> None:
    document: JsonObject = {"credentialSubject": {"achievement": {"resultDescription": [{}] * 300}}}
    assert len(validate(document, schema.ASSESSMENT)) == schema.MAX_FINDINGS == 50


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("2026-03-01T12:00:00Z", True),
        ("2026-03-01T12:00:00.123456+05:30", True),
        ("2016-12-31T23:59:60Z", False),
        ("2026-03-01T12:00:00", False),
        ("2026-02-30T12:00:00Z", False),
        ("2026-03-01", False),
        ("२०२६-03-01T12:00:00Z", False),
        ("yesterday", False),
        (7, True),
    ],
)
def test_a_date_and_time_has_a_time_zone(value: object, *, valid: bool) -> None:
    assert schema.is_date_time(value) is valid


@pytest.mark.parametrize(("value", "valid"), [("2026-03-01", True), ("2026-13-01", False), ("20260301", False)])
def test_a_date_is_a_day(value: object, *, valid: bool) -> None:
    assert schema.is_date(value) is valid


def test_an_address_is_not_judged_where_none_stands() -> None:
    issuer = {"accreditations": [{"contactInstructions": "Write.", "logo": 7}]}
    (finding,) = validate({"issuer": issuer}, schema.ISSUER_ACCREDITATION)
    assert finding.detail == 'The official schema does not allow what stands here: 7 is not of type "string".'
    issuer["accreditations"][0]["logo"] = "logo.png"
    (finding,) = validate({"issuer": issuer}, schema.ISSUER_ACCREDITATION)
    assert finding.detail == 'The official schema does not allow what stands here: "logo.png" is not a "uri".'


def test_the_formats_are_checked() -> None:
    (finding,) = validate(minimal_credential(validUntil="soon"), schema.ACHIEVEMENT_CREDENTIAL)
    assert finding.path == "/validUntil"


def test_the_repaired_schemas_judge() -> None:
    document = minimal_credential()
    described = {"sections": [{"type": ["x"]}]}
    document["credentialSubject"]["achievement"]["resultDescription"] = [described]
    paths = {finding.path for finding in validate(document, schema.ASSESSMENT)}
    assert "/credentialSubject/achievement/resultDescription/0" in paths
    issuer = {"accreditations": [{"contactInstructions": "Write.", "accreditationDate": "2010-09-31x"}]}
    (finding,) = validate({"issuer": issuer}, schema.ISSUER_ACCREDITATION)
    assert finding.path == "/issuer/accreditations/0/accreditationDate"
    issuer["accreditations"][0]["accreditationDate"] = "2010-09-30"
    assert validate({"issuer": issuer}, schema.ISSUER_ACCREDITATION) == ()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"type": "Profile"}, schema.PROFILE),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential"]}, schema.ACHIEVEMENT_CREDENTIAL),
        ({"type": ["VerifiableCredential", "AchievementCredential"]}, schema.ACHIEVEMENT_CREDENTIAL),
        ({"type": ["VerifiableCredential", "EndorsementCredential"]}, schema.ENDORSEMENT_CREDENTIAL),
        ({"type": ["VerifiableCredential", "ClrCredential"]}, schema.CLR_CREDENTIAL),
        ({"type": ["VerifiableCredential"]}, None),
        ({"type": [7]}, None),
        ({}, None),
        ({"type": "OpenBadgeCredential", "@context": ["https://www.w3.org/2018/credentials/v1"]}, None),
    ],
)
def test_the_schema_follows_the_type(document: dict[str, Any], expected: str | None) -> None:
    assert schema_for(document) == expected


def test_the_schemas_that_a_credential_names_are_listed() -> None:
    entries = [{"id": "urn:a", "type": "x"}, "urn:b", {"id": 7}, {"id": schema.PROFILE}]
    assert schema.declared_schemas({"credentialSchema": entries}) == ("urn:a", schema.PROFILE)
    assert schema.declared_schemas({"credentialSchema": {"id": "urn:a"}}) == ("urn:a",)
    assert schema.declared_schemas({}) == ()
    assert (schema.is_pinned("urn:a"), schema.is_pinned(schema.PROFILE)) == (False, True)


def test_an_unknown_schema_is_refused_and_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_more: object) -> NoReturn:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(ModelError) as caught:
        validate({}, "https://attacker.example/schema.json")
    assert caught.value.code == "unknown_schema"


_FIXTURES = {
    "complete": set(),
    "simple": set(),
    "simple-err-issued": {"/credentialSubject"},
    "simple-err-credential-subject-result-type": {"/credentialSubject/result/1/type"},
    "simple-err-issuer-otheridentifier-type": {"/issuer/otherIdentifier/1/type"},
}
"""Fixtures of 1EdTech's own validator, and where the schema finds fault with them."""


@pytest.mark.parametrize(("name", "paths"), _FIXTURES.items(), ids=list(_FIXTURES))
def test_the_validators_own_fixtures_are_judged(name: str, paths: set[str], shared: Callable[[str], Path]) -> None:
    document = json.loads(shared(f"real/1edtech-validator-fixtures/vc/ob30/{name}.json").read_bytes())
    assert {finding.path for finding in validate(document, schema.ACHIEVEMENT_CREDENTIAL)} == paths
