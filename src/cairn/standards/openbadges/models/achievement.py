# SPDX-License-Identifier: Apache-2.0
"""The achievement, its results and the credential that says who earned it. Source: Open Badges 3.0, Data Models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cairn.standards.openbadges.codec import REQUIRED, Model, Number, OneOrMany, Text
from cairn.standards.openbadges.models.parts import (
    Accessible,
    Alignment,
    Criteria,
    IdentifierEntry,
    IdentityObject,
    Image,
    Related,
)
from cairn.standards.openbadges.models.profile import CredentialBase, EndorsementCredential, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel(Model):
    """One level of a rubric's criterion. Source: Open Badges 3.0, RubricCriterionLevel."""

    json_types: ClassVar[tuple[str, ...]] = ("RubricCriterionLevel",)

    id: str
    type: OneOrMany[str] = field(default=("RubricCriterionLevel",), metadata=REQUIRED)
    name: Text
    description: Text | None = None
    level: Text | None = None
    points: str | None = None
    alignment: OneOrMany[Alignment] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription(Model):
    """What kind of result an achievement has and which values it can take.

    Source: Open Badges 3.0, ResultDescription.
    """

    json_types: ClassVar[tuple[str, ...]] = ("ResultDescription",)

    id: str
    type: OneOrMany[str] = field(default=("ResultDescription",), metadata=REQUIRED)
    name: Text
    result_type: str
    allowed_value: OneOrMany[Text] | None = None
    required_level: str | None = None
    required_value: str | None = None
    rubric_criterion_level: OneOrMany[RubricCriterionLevel] | None = None
    value_max: str | None = None
    value_min: str | None = None
    alignment: OneOrMany[Alignment] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentQuestion(Model):
    """One question of an assessment. Source: Assessment extension 2.0."""

    type: OneOrMany[str] | None = None
    question_type: str
    text: Text
    url: str | None = None
    required: bool | None = None
    word_limit: Number | None = None
    character_limit: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSection(Model):
    """A set of questions that belong together. Source: Assessment extension 2.0."""

    type: OneOrMany[str] | None = None
    questions: OneOrMany[AssessmentQuestion] | None = None
    title: Text | None = None
    description: Text | None = None
    url: str | None = None
    required: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentResultDescription(ResultDescription):
    """How the result was assessed; `assessment_evaluation` links to what is known of its reliability.

    Source: Assessment extension 2.0.
    """

    json_types: ClassVar[tuple[str, ...]] = ("AssessmentResultDescription",)

    type: OneOrMany[str] = field(default=("ResultDescription", "AssessmentResultDescription"), metadata=REQUIRED)
    description: Text
    assessment_type: str
    assessment_output: Text
    has_group_participation: bool
    has_group_evaluation: bool
    evaluation_method: Text
    assessment_example: str | None = None
    scoring_method_example_description: Text | None = None
    assessment_evaluation: str | None = None
    sections: OneOrMany[AssessmentSection] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Model):
    """A result that was reached; `result_description` names the description it belongs to.

    Source: Open Badges 3.0, Result.
    """

    json_types: ClassVar[tuple[str, ...]] = ("Result",)

    type: OneOrMany[str] = field(default=("Result",), metadata=REQUIRED)
    achieved_level: str | None = None
    alignment: OneOrMany[Alignment] | None = None
    result_description: str | None = None
    status: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement(Accessible):
    """What can be earned, and how. Source: Open Badges 3.0, Achievement."""

    json_types: ClassVar[tuple[str, ...]] = ("Achievement",)

    id: str
    type: OneOrMany[str] = field(default=("Achievement",), metadata=REQUIRED)
    name: Text
    description: Text
    criteria: Criteria
    achievement_type: str | None = None
    alignment: OneOrMany[Alignment] | None = None
    creator: Profile | None = None
    credits_available: Number | None = None
    endorsement: OneOrMany[EndorsementCredential] | None = None
    endorsement_jwt: OneOrMany[str] | None = None
    field_of_study: Text | None = None
    human_code: str | None = None
    image: str | Image | None = None
    in_language: str | None = None
    other_identifier: OneOrMany[IdentifierEntry] | None = None
    related: OneOrMany[Related] | None = None
    result_description: OneOrMany[ResultDescription | AssessmentResultDescription] | None = None
    specialization: Text | None = None
    tag: OneOrMany[Text] | None = None
    version: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject(Model):
    """Who earned the achievement, when, and with which results. Source: Open Badges 3.0, AchievementSubject."""

    json_types: ClassVar[tuple[str, ...]] = ("AchievementSubject",)

    id: str | None = None
    type: OneOrMany[str] = field(default=("AchievementSubject",), metadata=REQUIRED)
    achievement: Achievement
    activity_end_date: str | None = None
    activity_start_date: str | None = None
    credits_earned: Number | None = None
    identifier: OneOrMany[IdentityObject] | None = None
    image: str | Image | None = None
    license_number: str | None = None
    narrative: Text | None = None
    result: OneOrMany[Result] | None = None
    role: Text | None = None
    source: Profile | None = None
    term: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementCredential(CredentialBase):
    """The credential that says who earned which achievement, also called OpenBadgeCredential.

    Source: Open Badges 3.0, AchievementCredential.
    """

    json_types: ClassVar[tuple[str, ...]] = ("OpenBadgeCredential", "AchievementCredential")

    id: str
    type: OneOrMany[str] = field(default=("VerifiableCredential", "OpenBadgeCredential"), metadata=REQUIRED)
    name: OneOrMany[Text] | None = None
    description: OneOrMany[Text] | None = None
    image: str | Image | None = None
    awarded_date: str | None = None
    credential_subject: OneOrMany[AchievementSubject]
    endorsement: OneOrMany[EndorsementCredential] | None = None
    endorsement_jwt: OneOrMany[str] | None = None
    url: str | None = None
