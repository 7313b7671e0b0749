# SPDX-License-Identifier: Apache-2.0
"""Every credential found in the wild comes back exactly, or is refused with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cairn.standards.clr import Association, ClrCredential, ClrSubject
from cairn.standards.openbadges.codec import Model, decode, dump, properties
from cairn.standards.openbadges.models import (
    Achievement,
    AchievementCredential,
    AchievementSubject,
    Address,
    Alignment,
    AssessmentQuestion,
    AssessmentResultDescription,
    AssessmentSection,
    Criteria,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from cairn.standards.openbadges.schema import (
    ACHIEVEMENT_CREDENTIAL,
    ASSESSMENT,
    CLR_CREDENTIAL,
    load_schema,
    pinned_schemas,
)
from tests.shared_data import SHARED, shared_files, shared_path

_MODELS: tuple[type[Model], ...] = (ClrCredential, EndorsementCredential, AchievementCredential, Profile, Achievement)
_PATTERNS = ("real/**/*.json", "vectors/**/*.json", "normative/vc-schemas/**/*.json")
_REFUSED = {
    "real/1edtech-validator-fixtures/vc/ob30/simple-err-issued.json": "/credentialSubject/achievement",
    "real/jff-plugfest/plugfest-1-2022/plugfest-1-ex-1.json": "/id",
    "real/jff-plugfest/plugfest-1-2022/plugfest-1-ex-2.json": "/id",
    "real/learncard-credential-library/boost__boost-id.json": "/issuer/type",
    "real/learncard-credential-library/boost__with-skills.json": "/issuer/type",
    "real/learncard-credential-library/clr__great-plains-full.json": "criteria",
    "real/learncard-credential-library/clr__university-transcript.json": "criteria",
    "real/learncard-credential-library/obv3__with-alignment.json": "/issuer/type",
    "vectors/vcdm2-spec-examples/index-39.json": "/description",
}
"""Files whose authors left out what Open Badges 3.0 requires, and what they left out."""


def _documents() -> list[Path]:
    return [path for pattern in _PATTERNS for path in shared_files(pattern)]


def _modelled(value: Any) -> Iterator[tuple[type[Model], dict[str, Any]]]:
    """Find every object that declares a type that has a model."""
    if isinstance(value, dict):
        declared = value.get("type")
        names = declared if isinstance(declared, list) else [declared]
        for model in _MODELS:
            if any(name in model.json_types for name in names):
                yield model, value
                break
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _modelled(item)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError):
        return None


def test_the_shared_documents_are_here() -> None:
    shared_path("real")
    found = sum(len(list(_modelled(_read(path)))) for path in _documents())
    assert found > 500


@pytest.mark.parametrize("path", _documents(), ids=lambda path: str(path.relative_to(SHARED))[-70:])
def test_a_real_document_comes_back_exactly_or_is_refused_for_a_reason(path: Path) -> None:
    for model, document in _modelled(_read(path)):
        value, problems = decode(model, document)
        if value is None:
            expected = _REFUSED[str(path.relative_to(SHARED))]
            assert {problem.code for problem in problems} == {"missing_property"}
            assert problems[0].path.endswith(expected)
        else:
            assert json.dumps(dump(value)) == json.dumps(document)


_DEFINITIONS: dict[type[Model], tuple[str, str]] = {
    Achievement: (ACHIEVEMENT_CREDENTIAL, "Achievement"),
    AchievementCredential: (ACHIEVEMENT_CREDENTIAL, ""),
    AchievementSubject: (ACHIEVEMENT_CREDENTIAL, "AchievementSubject"),
    Address: (ACHIEVEMENT_CREDENTIAL, "Address"),
    Alignment: (ACHIEVEMENT_CREDENTIAL, "Alignment"),
    AssessmentQuestion: (ASSESSMENT, "Question"),
    AssessmentResultDescription: (ASSESSMENT, "AssessmentResultDescription"),
    AssessmentSection: (ASSESSMENT, "Section"),
    Association: (CLR_CREDENTIAL, "Association"),
    ClrCredential: (CLR_CREDENTIAL, ""),
    ClrSubject: (CLR_CREDENTIAL, "ClrSubject"),
    Criteria: (ACHIEVEMENT_CREDENTIAL, "Criteria"),
    EndorsementCredential: (ACHIEVEMENT_CREDENTIAL, "EndorsementCredential"),
    EndorsementSubject: (ACHIEVEMENT_CREDENTIAL, "EndorsementSubject"),
    Evidence: (ACHIEVEMENT_CREDENTIAL, "Evidence"),
    GeoCoordinates: (ACHIEVEMENT_CREDENTIAL, "GeoCoordinates"),
    IdentifierEntry: (ACHIEVEMENT_CREDENTIAL, "IdentifierEntry"),
    IdentityObject: (ACHIEVEMENT_CREDENTIAL, "IdentityObject"),
    Image: (ACHIEVEMENT_CREDENTIAL, "Image"),
    Profile: (ACHIEVEMENT_CREDENTIAL, "Profile"),
    Related: (ACHIEVEMENT_CREDENTIAL, "Related"),
    Result: (ACHIEVEMENT_CREDENTIAL, "Result"),
    ResultDescription: (ACHIEVEMENT_CREDENTIAL, "ResultDescription"),
    RubricCriterionLevel: (ACHIEVEMENT_CREDENTIAL, "RubricCriterionLevel"),
}
_EXTENSION = {
    "accessibilityAPI",
    "accessibilityControl",
    "accessibilityFeature",
    "accessibilityHazard",
    "issuanceDate",
    "expirationDate",
    "url",
}
"""Words of the extensions and of VCDM 1.1, which the base schemas do not have."""


def _definition(url: str, name: str) -> dict[str, Any]:
    schema = load_schema(next(pinned for pinned in pinned_schemas() if url in pinned.urls))
    definition: dict[str, Any] = schema["$defs"][name] if name else schema
    return definition


@pytest.mark.parametrize(("model", "place"), _DEFINITIONS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_model_has_the_properties_of_the_official_schema(model: type[Model], place: tuple[str, str]) -> None:
    definition = _definition(*place)
    own = set(properties(model)) - _EXTENSION
    if model is AssessmentResultDescription:
        own -= set(properties(ResultDescription))
    assert own - {"type"} == set(definition["properties"]) - _EXTENSION - {"type"}


@pytest.mark.parametrize(("model", "place"), _DEFINITIONS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_model_requires_what_the_official_schema_requires(model: type[Model], place: tuple[str, str]) -> None:
    required = {key for key, p in properties(model).items() if p.required}
    if model is AssessmentResultDescription:
        required -= {key for key, p in properties(ResultDescription).items() if p.required}
    # That validFrom is there is a rule, because credentials of VCDM 1.1 have issuanceDate instead.
    assert required == set(_definition(*place).get("required", ())) - {"validFrom"}
