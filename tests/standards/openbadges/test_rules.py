# SPDX-License-Identifier: Apache-2.0
"""The rules beyond the shape of the JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cairn.standards.openbadges import Level, check
from cairn.standards.openbadges.vocabulary import AchievementType, ResultStatus, is_known
from tests.standards.openbadges.samples import complete_credential, minimal_credential

Change = Callable[[dict[str, Any]], object]


def _subject(document: dict[str, Any]) -> dict[str, Any]:
    subject: dict[str, Any] = document["credentialSubject"]
    return subject


def _achievement(document: dict[str, Any]) -> dict[str, Any]:
    achievement: dict[str, Any] = _subject(document)["achievement"]
    return achievement


def _result(document: dict[str, Any], index: int) -> dict[str, Any]:
    result: dict[str, Any] = _subject(document)["result"][index]
    return result


def _described(document: dict[str, Any], index: int) -> dict[str, Any]:
    description: dict[str, Any] = _achievement(document)["resultDescription"][index]
    return description


def _identity(document: dict[str, Any]) -> dict[str, Any]:
    identity: dict[str, Any] = _subject(document)["identifier"][0]
    return identity


_S = "/credentialSubject"
_A = f"{_S}/achievement"
_ERRORS: list[tuple[str, str, Change]] = [
    ("missing_type", "/type", lambda d: d.update(type=["OpenBadgeCredential"])),
    ("missing_type", "/issuer/type", lambda d: d["issuer"].update(type=["Organization"])),
    ("missing_property", "/validFrom", lambda d: d.pop("validFrom")),
    ("missing_property", f"{_A}/criteria", lambda d: _achievement(d).pop("criteria")),
    ("several_subjects", _S, lambda d: d.update(credentialSubject=[_subject(d), _subject(d)])),
    ("several_subjects", _S, lambda d: d.update(credentialSubject=[])),
    ("bad_date", "/awardedDate", lambda d: d.update(awardedDate="2026-03-01")),
    ("bad_date", f"{_S}/activityEndDate", lambda d: _subject(d).update(activityEndDate="soon")),
    ("bad_date", "/issuer/dateOfBirth", lambda d: d["issuer"].update(dateOfBirth="1.2.1990")),
    ("unknown_word", f"{_S}/result/1/status", lambda d: _result(d, 1).update(status="ext:Done")),
    ("bad_language", f"{_A}/inLanguage", lambda d: _achievement(d).update(inLanguage="English")),
    ("bad_identity_hash", f"{_S}/identifier/0/identityHash", lambda d: _identity(d).update(identityHash="a@b.c")),
    ("out_of_range", "/issuer/address/geo/latitude", lambda d: d["issuer"]["address"]["geo"].update(latitude=91)),
    ("out_of_range", "/issuer/address/geo/longitude", lambda d: d["issuer"]["address"]["geo"].update(longitude=-181)),
]
_WARNINGS: list[tuple[str, str, Change]] = [
    ("unknown_word", f"{_A}/achievementType", lambda d: _achievement(d).update(achievementType="Programme")),
    ("unknown_word", f"{_A}/resultDescription/0/resultType", lambda d: _described(d, 0).update(resultType="GPA")),
    ("unknown_word", f"{_S}/identifier/0/identityType", lambda d: _identity(d).update(identityType="email")),
    ("subject_unidentified", _S, lambda d: (_subject(d).pop("id"), _subject(d).pop("identifier"))),
    (
        "ends_before_start",
        f"{_S}/activityEndDate",
        lambda d: _subject(d).update(activityEndDate="2026-01-01T00:00:00Z"),
    ),
    ("criteria_empty", f"{_A}/criteria", lambda d: _achievement(d).update(criteria={"type": "Criteria"})),
    ("image_as_text", f"{_A}/image", lambda d: _achievement(d).update(image="https://college.example/x.png")),
    ("endorses_another", f"{_A}/endorsement", lambda d: _achievement(d).update(id="urn:other")),
    ("unsalted_identity", f"{_S}/identifier/0", lambda d: _identity(d).pop("salt")),
    (
        "weak_identity_hash",
        f"{_S}/identifier/0/identityHash",
        lambda d: _identity(d).update(identityHash="MD5$" + "a" * 32),
    ),
    (
        "unknown_result_description",
        f"{_S}/result/0/resultDescription",
        lambda d: _result(d, 0).update(resultDescription="x"),
    ),
    ("unknown_level", f"{_S}/result/1/achievedLevel", lambda d: _result(d, 1).update(achievedLevel="urn:x")),
    (
        "unknown_level",
        f"{_A}/resultDescription/1/requiredLevel",
        lambda d: _described(d, 1).update(requiredLevel="urn:x"),
    ),
    ("value_out_of_range", f"{_S}/result/0/value", lambda d: _result(d, 0).update(value="100.5")),
    ("value_out_of_range", f"{_S}/result/0/value", lambda d: _result(d, 0).update(value="-1")),
    (
        "value_out_of_range",
        f"{_A}/resultDescription/0/requiredValue",
        lambda d: _described(d, 0).update(requiredValue="101"),
    ),
    ("value_not_a_number", f"{_S}/result/0/value", lambda d: _result(d, 0).update(value="NaN")),
    ("value_not_allowed", f"{_S}/result/0/value", lambda d: _described(d, 0).update(allowedValue=["60", "70"])),
]


@pytest.mark.parametrize(("code", "path", "change"), _ERRORS, ids=[f"{row[0]}{row[1]}" for row in _ERRORS])
def test_what_breaks_the_standard_is_an_error(code: str, path: str, change: Change) -> None:
    document = complete_credential()
    change(document)
    assert (code, path, Level.ERROR) in {(f.code, f.path, f.level) for f in check(document)}


@pytest.mark.parametrize(("code", "path", "change"), _WARNINGS, ids=[f"{row[0]}{row[1]}" for row in _WARNINGS])
def test_what_weakens_the_credential_is_a_warning(code: str, path: str, change: Change) -> None:
    document = complete_credential()
    change(document)
    findings = check(document)
    assert (code, path, Level.WARNING) in {(f.code, f.path, f.level) for f in findings}
    assert {finding.level for finding in findings} == {Level.WARNING}


def test_every_finding_is_a_sentence() -> None:
    document = complete_credential()
    for _, _, change in (*_ERRORS[:2], *_WARNINGS[3:8]):
        change(document)
    details = [finding.detail for finding in check(document)]
    assert len(details) > 5
    assert all(detail[0].isupper() and detail.endswith(".") for detail in details)


def test_a_minimal_credential_is_without_fault() -> None:
    assert check(minimal_credential()) == ()


def test_a_single_result_is_named_without_an_index() -> None:
    document = complete_credential()
    _subject(document)["result"] = {"type": ["Result"], "resultDescription": "urn:x"}
    assert [(f.code, f.path) for f in check(document)] == [
        ("unknown_result_description", "/credentialSubject/result/resultDescription")
    ]


def test_a_result_may_stand_without_a_description() -> None:
    document = minimal_credential()
    _subject(document)["result"] = [{"type": ["Result"], "status": "Completed", "value": "B"}]
    assert check(document) == ()


def test_a_bound_that_is_no_number_bounds_nothing() -> None:
    document = complete_credential()
    _described(document, 0).update(valueMin="low", valueMax="")
    _result(document, 0).update(value="1000000")
    assert check(document) == ()


def test_a_value_that_is_no_number_has_no_range() -> None:
    document = complete_credential()
    _described(document, 0).update(resultType="RawScore")
    _result(document, 0).update(value="excellent")
    assert check(document) == ()


def test_dates_of_two_offsets_are_compared_as_moments() -> None:
    document = complete_credential()
    _subject(document).update(activityStartDate="2026-02-01T10:00:00+02:00", activityEndDate="2026-02-01T09:00:00Z")
    assert check(document) == ()


def test_a_plain_identity_is_the_issuers_choice() -> None:
    document = complete_credential()
    _identity(document).update(hashed=False, identityHash="maker@example.com")
    assert check(document) == ()


def test_a_credential_of_the_older_data_model_has_an_issuance_date() -> None:
    document = minimal_credential(issuanceDate="2022-01-01T00:00:00Z")
    del document["validFrom"]
    assert [finding.path for finding in check(document)] == ["/validFrom"]
    document["@context"] = ["https://www.w3.org/2018/credentials/v1"]
    assert check(document) == ()


def test_the_extensions_have_the_rules_of_what_they_extend() -> None:
    document = complete_credential()
    _described(document, 0).update(
        type=["ResultDescription", "AssessmentResultDescription"],
        description="d",
        assessmentType="Oral",
        assessmentOutput="o",
        hasGroupParticipation=False,
        hasGroupEvaluation=False,
        evaluationMethod="e",
        resultType="GPA",
        sections=[{"questions": {"questionType": "Riddle", "text": "?"}}],
    )
    codes = {(f.code, f.path.rpartition("/")[2]) for f in check(document)}
    assert codes == {
        ("unknown_word", "assessmentType"),
        ("unknown_word", "resultType"),
        ("unknown_word", "questionType"),
    }


@pytest.mark.parametrize(
    ("types", "code"),
    [
        (["VerifiableCredential", "OpenBadgeCredential", "ClrCredential"], "type_conflict"),
        (["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"], "type_conflict"),
    ],
)
def test_a_credential_is_one_kind_of_credential(types: list[str], code: str) -> None:
    assert [(f.code, f.path) for f in check(minimal_credential(type=types))] == [(code, "/type")]


def test_both_names_of_the_credential_may_stand_together() -> None:
    types = ["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential"]
    assert check(minimal_credential(type=types)) == ()


@pytest.mark.parametrize("document", [None, [], "x", {"type": 7}, {"type": ["VerifiableCredential", "ClrCredential"]}])
def test_of_other_documents_nothing_is_said(document: Any) -> None:
    assert check(document) == ()


def test_an_endorsement_is_checked_alone_and_where_it_stands() -> None:
    document = complete_credential()
    endorsement = _achievement(document)["endorsement"][0]
    assert check(endorsement) == ()
    endorsement["type"] = ["VerifiableCredential", "Praise"]
    assert [(f.code, f.path) for f in check(document)] == [("missing_type", f"{_A}/endorsement/0/type")]


def test_lists_of_words_are_closed_but_for_extensions() -> None:
    assert is_known(AchievementType, "MicroCredential")
    assert is_known(AchievementType, "ext:Co-op_1.2")
    assert not is_known(AchievementType, "ext:")
    assert not is_known(AchievementType, "x ext:Co-op")
    assert is_known(ResultStatus, "Completed")
    assert not is_known(ResultStatus, "ext:Paused")
