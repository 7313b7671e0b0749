# SPDX-License-Identifier: Apache-2.0
"""A version as Open Badges, by the published schema; and CTDL as the beginning of a draft."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from cairn.achievements import mapping
from cairn.achievements.ctdl_import import CtdlDraft, read_ctdl
from cairn.achievements.definition import Definition, MethodComponent, Rubric, Translation
from cairn.achievements.kinds import Kind
from cairn.achievements.rubrics.ctdl import dump_ctdl
from cairn.foundation.errors import Invalid
from cairn.foundation.ids import new_id
from cairn.organizations.models import Organization
from cairn.standards.openbadges import check, dump, parse
from cairn.standards.openbadges.models import Achievement, AchievementCredential
from cairn.standards.openbadges.schema import ACHIEVEMENT_CREDENTIAL, validate
from cairn.standards.types import JsonObject
from tests.factories.achievements import make_attendance, make_definition, make_published_version
from tests.factories.people import make_organization
from tests.factories.rubrics import make_document
from tests.shared_data import shared_files, shared_path

SAMPLES = shared_files("real/registry-assistant-samples/**/*.json")


@pytest.fixture
def college() -> Organization:
    return make_organization("college", name="Harlow College")


def awarded(document: JsonObject) -> JsonObject:
    """A credential around an achievement, for the schema."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0e6c9b1e-2f59-4a5c-9f3e-3c7f6d0a4d11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": document["creator"],
        "validFrom": "2026-11-20T12:00:00Z",
        "credentialSubject": {"id": "urn:uuid:1", "type": ["AchievementSubject"], "achievement": document},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_valid_open_badges(college: Organization, kind: Kind) -> None:
    given = make_definition(kind=kind) if kind.is_tested else make_attendance(kind=kind)
    document = mapping.achievement_document(make_published_version(college, given))
    assert validate(awarded(document), ACHIEVEMENT_CREDENTIAL) == ()
    assert list(check(parse(AchievementCredential, awarded(document)))) == []
    assert dump(parse(Achievement, document)) == document
    assert document["achievementType"] == mapping.TYPES[kind]


@pytest.mark.django_db
def test_the_rubric_is_carried_level_by_level(college: Organization) -> None:
    version = make_published_version(college)
    document = mapping.achievement_document(version)
    percent, plan, _insight = document["resultDescription"]
    assert (percent["resultType"], percent["requiredValue"]) == ("Percent", "50")
    assert plan["id"] == mapping.criterion_id(version, "plan")
    assert plan["requiredLevel"] == mapping.level_id(version, "plan", "meets")
    assert plan["rubricCriterionLevel"][2] == {
        "id": mapping.level_id(version, "plan", "exceeds"),
        "type": ["RubricCriterionLevel"],
        "name": "Exceeds",
        "description": "Tasks also return to earlier goals",
        "level": "exceeds",
        "points": "2",
    }


@pytest.mark.django_db
def test_the_rest_of_what_it_says_is_carried(college: Organization) -> None:
    spanish = Translation(language="es", texts=(("name", "Práctica"),))
    version = make_published_version(college, translations=(spanish,))
    document = mapping.achievement_document(version)
    assert document["id"].endswith(f"/achievements/{version.achievement_id}?version=1")
    assert document["creator"]["name"] == "Harlow College"
    assert document["alignment"][0]["targetName"] == "provide lesson materials"
    assert (document["creditsAvailable"], document["inLanguage"], document["version"]) == (1, "en", "1")
    assert document["related"][0]["inLanguage"] == "es"
    assert document["tag"] == ["provide lesson materials"]
    assert "- Plan six recall tasks" in document["criteria"]["narrative"]


@pytest.mark.django_db
def test_the_parts_of_the_method_stand_among_the_criteria(college: Organization) -> None:
    parts = (MethodComponent(id="M1", name="Space it", text="Come back after days."),)
    version = make_published_version(college, method_components=parts)
    narrative = mapping.achievement_document(version)["criteria"]["narrative"]
    assert "\n\n- Space it: Come back after days.\n\n" in narrative


@pytest.mark.django_db
def test_two_versions_have_two_ids_and_the_same_input_the_same_bytes(college: Organization) -> None:
    version = make_published_version(college)
    assert mapping.achievement_document(version) == mapping.achievement_document(version)
    assert mapping.id_of(version) != mapping.page_of(version)


def test_the_samples_are_there() -> None:
    shared_path("real/registry-assistant-samples")
    assert len(SAMPLES) == 23


def read_or_code(path: Path) -> CtdlDraft | str:
    try:
        return read_ctdl(path.read_bytes())
    except Invalid as refusal:
        return refusal.code


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:50])
def test_every_real_record_is_a_draft_or_refused(path: Path) -> None:
    draft = read_or_code(path)
    if isinstance(draft, str):
        assert draft in {"ctdl_unreadable", "ctdl_no_credential"}
        return
    assert draft.definition.name
    assert Definition.from_json(draft.definition.to_json()) == draft.definition
    assert not set(draft.carried) & set(draft.left_out)


def test_a_real_record_in_two_languages() -> None:
    folder = shared_path("real/registry-assistant-samples/Credentials/files")
    draft = read_ctdl((folder / "CredentialWithMultipleLanguages_Api_output.json").read_bytes())
    assert (draft.definition.name, draft.definition.language) == ("Bachelor of Science in Accounting", "en")
    assert [item.language for item in draft.definition.translations] == ["ar-SA"]
    assert draft.definition.effort.detail == "Estimated duration of 8 to 12 weeks."
    assert draft.carried == ("description", "estimatedCost", "estimatedDuration", "name", "requires")
    assert draft.left_out == ("accreditedBy", "keyword", "ownedBy", "subjectWebpage")


def test_a_record_brings_its_rubric_and_its_method() -> None:
    document = dump_ctdl(make_document(), identifier=new_id(), version="1", publisher="Harlow")
    credential = {
        "@type": "ceterms:MicroCredential",
        "ceterms:name": {"en": "Recall"},
        "ceterms:learningMethodDescription": {"en": "Ask for it from memory."},
        "ceterms:hasRubric": [document["@graph"][0]["@id"]],
    }
    draft = read_ctdl(json.dumps({"@graph": [*document["@graph"], credential]}).encode())
    assert draft.carried == ("hasRubric", "learningMethodDescription", "name")
    assert draft.definition.key_method == "Ask for it from memory."
    assert [row.name for row in draft.definition.rubric.criteria] == ["Match to goals", "Use of results"]
    assert draft.definition.rubric.source is not None
    assert draft.definition.rubric.source.origin == "ctdl"


def test_a_rubric_that_cannot_be_read_is_left_out() -> None:
    rubric = {"@id": "_:r", "@type": "ceasn:Rubric", "ceasn:name": {"en": "Empty"}}
    credential = {"@type": "ceterms:Badge", "ceterms:name": {"en": "Recall"}, "ceterms:hasRubric": ["_:r"]}
    draft = read_ctdl(json.dumps({"@graph": [credential, rubric]}).encode())
    assert (draft.definition.rubric, draft.left_out) == (Rubric(), ("hasRubric",))


def test_the_samples_that_describe_credentials_are_read() -> None:
    shared_path("real/registry-assistant-samples")
    found = Counter(draft if isinstance(draft, str) else draft.definition.kind for draft in map(read_or_code, SAMPLES))
    assert found == {
        Kind.APPLICATION: 9,
        Kind.CERTIFICATION: 3,
        "ctdl_no_credential": 10,
        "ctdl_unreadable": 1,
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "ctdl_unreadable"),
        (b"\xff\xfe", "ctdl_unreadable"),
        (b"[]", "ctdl_no_credential"),
        (b'{"@type": "ceterms:Badge", "ceterms:name": {}}', "ctdl_no_name"),
        (b'{"@type": "ceterms:Badge", "ceterms:name": {"en": 5}}', "ctdl_no_name"),
        (b'{"@graph": ["x", 1, null]}', "ctdl_no_credential"),
    ],
)
def test_what_is_no_credential_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_ctdl(data)
    assert (refusal.value.code, refusal.value.field) == (code, "file")
