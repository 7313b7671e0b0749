# SPDX-License-Identifier: Apache-2.0
"""The one mapping between JSON and the models."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from cairn.standards.errors import ModelError
from cairn.standards.openbadges import FrozenObject, LanguageMap, dump, find_problems, freeze, listed, parse, thaw
from cairn.standards.openbadges.models import (
    Achievement,
    AchievementCredential,
    AssessmentResultDescription,
    Criteria,
    Evidence,
    Image,
    IssuerAccreditationProfile,
    Profile,
    ResultDescription,
)
from tests.standards.openbadges.samples import complete_credential, minimal_credential


def test_a_complete_credential_comes_back_with_its_keys_in_order() -> None:
    document = complete_credential()
    written = dump(parse(AchievementCredential, document))
    assert written == document
    assert list(written["credentialSubject"]["achievement"]) == list(document["credentialSubject"]["achievement"])


def test_names_are_the_snake_case_of_the_terms() -> None:
    credential = parse(AchievementCredential, complete_credential())
    subject = listed(credential.credential_subject)[0]
    assert credential.awarded_date == "2026-03-01T12:00:00Z"
    assert subject.achievement.credits_available == 1.5
    assert subject.achievement.name == "Mortise and tenon"
    assert listed(subject.result)[1].status == "Completed"


def test_one_value_stays_one_value_and_an_array_stays_an_array() -> None:
    one = parse(Profile, {"id": "urn:x", "type": "Profile"})
    many = parse(Profile, {"id": "urn:x", "type": ["Profile"]})
    assert (one.type, many.type) == ("Profile", ("Profile",))
    assert (listed(one.type), listed(many.type), listed(None)) == (("Profile",), ("Profile",), ())
    assert (dump(one)["type"], dump(many)["type"]) == ("Profile", ["Profile"])


def test_what_no_field_names_is_kept_and_cannot_be_changed() -> None:
    document = {"type": ["Evidence"], "rights": {"holder": ["a", None, {"b": 1}]}, "narrative": "n"}
    evidence = parse(Evidence, document)
    assert evidence.extra == {"rights": {"holder": ("a", None, {"b": 1})}}
    assert dump(evidence) == document
    assert list(dump(evidence)) == ["type", "rights", "narrative"]
    assert isinstance(evidence.extra["rights"], FrozenObject)
    with pytest.raises(TypeError):
        evidence.extra["rights"] = "b"  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        evidence.narrative = "other"  # type: ignore[misc]


def test_models_are_equal_by_what_they_say_and_not_by_the_order_of_keys() -> None:
    first = parse(Criteria, {"id": "urn:x", "narrative": "n", "x": {"a": 1, "b": [2]}})
    second = parse(Criteria, {"x": {"b": [2], "a": 1}, "narrative": "n", "id": "urn:x"})
    assert first == second
    assert hash(first) == hash(second)
    assert first != parse(Criteria, {"id": "urn:x"})


def test_a_new_object_writes_its_type_and_leads_with_its_id() -> None:
    achievement = Achievement(name="N", description="D", criteria=Criteria(narrative="C"), id="urn:x")
    assert list(dump(achievement)) == ["id", "type", "name", "description", "criteria"]
    assert dump(achievement)["type"] == ["Achievement"]
    assert dump(Image(id="urn:i")) == {"id": "urn:i", "type": "Image"}


def test_a_changed_copy_keeps_the_order_and_adds_at_the_end() -> None:
    profile = parse(Profile, {"name": "N", "type": "Profile", "id": "urn:x"})
    changed = replace(profile, url="https://x.example", name=None)
    assert dump(changed) == {"type": "Profile", "id": "urn:x", "url": "https://x.example"}
    assert list(dump(changed)) == ["type", "id", "url"]


def test_a_frozen_object_is_a_mapping() -> None:
    frozen = FrozenObject({"a": [1, {"b": None}]})
    assert (list(frozen), len(frozen), frozen["a"]) == (["a"], 1, (1, {"b": None}))
    assert repr(frozen) == "FrozenObject({'a': (1, FrozenObject({'b': None}))})"
    assert thaw(frozen) == {"a": [1, {"b": None}]}
    assert freeze(frozen) is frozen


def test_a_text_may_be_in_several_languages() -> None:
    document = {"type": ["Evidence"], "name": {"en": "Joint", "ga": "Alt"}}
    evidence = parse(Evidence, document)
    assert isinstance(evidence.name, LanguageMap)
    assert evidence.name["ga"] == "Alt"
    assert dump(evidence) == document


def test_an_extension_is_chosen_by_its_type() -> None:
    accreditations = [{"type": ["Profile", "AccreditationProfile"], "contactInstructions": "Write."}]
    issuer = {"id": "urn:x", "type": ["Profile", "IssuerAccreditationProfile"], "accreditations": accreditations}
    credential = parse(AchievementCredential, minimal_credential(issuer=issuer))
    assert isinstance(credential.issuer, IssuerAccreditationProfile)
    assert listed(credential.issuer.accreditations)[0].contact_instructions == "Write."
    assert dump(credential)["issuer"] == issuer


def test_the_assessment_extension_is_a_result_description() -> None:
    described: dict[str, Any] = {
        "id": "urn:r",
        "type": ["ResultDescription", "AssessmentResultDescription"],
        "name": "Exam",
        "resultType": "Percent",
        "description": "Two hours.",
        "assessmentType": "Exam",
        "assessmentOutput": "Answers",
        "hasGroupParticipation": False,
        "hasGroupEvaluation": False,
        "evaluationMethod": "Key",
        "assessmentEvaluation": "https://college.example/reliability/1",
        "sections": {"title": "One", "questions": [{"questionType": "TextQuestion", "text": "Why?", "wordLimit": 50}]},
    }
    document = minimal_credential()
    document["credentialSubject"]["achievement"]["resultDescription"] = [{**described, "type": "x"}, described]
    achievement = parse(Achievement, document["credentialSubject"]["achievement"])
    plain, assessed = listed(achievement.result_description)
    assert type(plain) is ResultDescription
    assert isinstance(assessed, AssessmentResultDescription)
    assert assessed.assessment_evaluation == "https://college.example/reliability/1"
    assert dump(achievement) == document["credentialSubject"]["achievement"]


def test_the_accessibility_extension_has_its_own_spelling() -> None:
    document = {"id": "urn:x", "type": ["Profile"], "accessibilityAPI": "ARIA", "accessibilityControl": ["keyboard"]}
    profile = parse(Profile, document)
    assert (profile.accessibility_api, profile.accessibility_control) == ("ARIA", ("keyboard",))
    assert dump(profile) == document


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"issuer": 7}, "wrong_type", "/issuer"),
        ({"issuer": {"id": "urn:x"}}, "missing_property", "/issuer/type"),
        ({"id": None}, "wrong_type", "/id"),
        ({"type": ["OpenBadgeCredential", 1]}, "wrong_type", "/type/1"),
        ({"credentialSubject": []}, None, ""),
        ({"credentialSubject": [{"type": "x"}]}, "missing_property", "/credentialSubject/0/achievement"),
        ({"name": {"en": 1}}, "bad_language_map", "/name/en"),
        ({"proof": [True]}, "wrong_type", "/proof/0"),
        ({"evidence": [{"type": "Evidence", "na/me~": 1, "name": 2}]}, "wrong_type", "/evidence/0/name"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(change: dict[str, Any], code: str | None, path: str) -> None:
    document = minimal_credential(**change)
    if code is None:
        assert dump(parse(AchievementCredential, document)) == document
        return
    with pytest.raises(ModelError) as caught:
        parse(AchievementCredential, document)
    assert (caught.value.code, caught.value.path) == (code, path)
    assert caught.value.detail.endswith(".")


def test_the_sentence_says_what_stands_there_and_what_should() -> None:
    (problem,) = find_problems(Image, {"id": 7, "type": "Image"})
    assert problem.detail == "Here stands a number; it must be a text."
    (problem,) = find_problems(Evidence, {})
    assert problem.detail == "Evidence needs the property “type”. Add it."


def test_all_problems_are_listed_at_once() -> None:
    document = minimal_credential(issuer=1, validFrom=2)
    del document["id"]
    codes = {(problem.code, problem.path) for problem in find_problems(AchievementCredential, document)}
    assert codes == {("missing_property", "/id"), ("wrong_type", "/issuer"), ("wrong_type", "/validFrom")}


@pytest.mark.parametrize("document", [None, [], "x", 1, True])
def test_a_document_that_is_no_object_is_refused(document: Any) -> None:
    with pytest.raises(ModelError) as caught:
        parse(Profile, document)
    assert (caught.value.code, caught.value.path) == ("wrong_type", "")


def test_endless_nesting_is_refused() -> None:
    document: dict[str, Any] = {"id": "urn:x", "type": ["Profile"]}
    for _ in range(5_000):
        document = {"id": "urn:x", "type": ["Profile"], "parentOrg": document}
    with pytest.raises(ModelError) as caught:
        parse(Profile, document)
    assert caught.value.code == "too_deep"
