# SPDX-License-Identifier: Apache-2.0
"""The closed word lists of Open Badges 3.0 and CLR 2.0; most may be extended by words that begin with `ext:`.

Source: the enumerations of Open Badges 3.0, of CLR 2.0 and of the Assessment extension 2.0.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

_EXTENSION: Final = re.compile(r"ext:[A-Za-z0-9._-]+")


class AchievementType(StrEnum):
    """What kind of achievement it is. Source: Open Badges 3.0, AchievementType Enumeration."""

    ACHIEVEMENT = "Achievement"
    APPRENTICESHIP_CERTIFICATE = "ApprenticeshipCertificate"
    ASSESSMENT = "Assessment"
    ASSIGNMENT = "Assignment"
    ASSOCIATE_DEGREE = "AssociateDegree"
    AWARD = "Award"
    BADGE = "Badge"
    BACHELOR_DEGREE = "BachelorDegree"
    CERTIFICATE = "Certificate"
    CERTIFICATE_OF_COMPLETION = "CertificateOfCompletion"
    CERTIFICATION = "Certification"
    COMMUNITY_SERVICE = "CommunityService"
    COMPETENCY = "Competency"
    COURSE = "Course"
    CO_CURRICULAR = "CoCurricular"
    DEGREE = "Degree"
    DIPLOMA = "Diploma"
    DOCTORAL_DEGREE = "DoctoralDegree"
    FIELDWORK = "Fieldwork"
    GENERAL_EDUCATION_DEVELOPMENT = "GeneralEducationDevelopment"
    JOURNEYMAN_CERTIFICATE = "JourneymanCertificate"
    LEARNING_PROGRAM = "LearningProgram"
    LICENSE = "License"
    MEMBERSHIP = "Membership"
    PROFESSIONAL_DOCTORATE = "ProfessionalDoctorate"
    QUALITY_ASSURANCE_CREDENTIAL = "QualityAssuranceCredential"
    MASTER_CERTIFICATE = "MasterCertificate"
    MASTER_DEGREE = "MasterDegree"
    MICRO_CREDENTIAL = "MicroCredential"
    RESEARCH_DOCTORATE = "ResearchDoctorate"
    SECONDARY_SCHOOL_DIPLOMA = "SecondarySchoolDiploma"


class ResultType(StrEnum):
    """What kind of result is described. Source: Open Badges 3.0, ResultType Enumeration."""

    GRADE_POINT_AVERAGE = "GradePointAverage"
    LETTER_GRADE = "LetterGrade"
    PERCENT = "Percent"
    PERFORMANCE_LEVEL = "PerformanceLevel"
    PREDICTED_SCORE = "PredictedScore"
    RAW_SCORE = "RawScore"
    RESULT = "Result"
    RUBRIC_CRITERION = "RubricCriterion"
    RUBRIC_CRITERION_LEVEL = "RubricCriterionLevel"
    RUBRIC_SCORE = "RubricScore"
    SCALED_SCORE = "ScaledScore"
    STATUS = "Status"


class ResultStatus(StrEnum):
    """How far the learner came; this list cannot be extended. Source: Open Badges 3.0, ResultStatusType Enumeration."""

    COMPLETED = "Completed"
    ENROLLED = "Enrolled"
    FAILED = "Failed"
    IN_PROGRESS = "InProgress"
    ON_HOLD = "OnHold"
    PROVISIONAL = "Provisional"
    WITHDREW = "Withdrew"


class IdentifierType(StrEnum):
    """What kind of identifier it is. Source: Open Badges 3.0, IdentifierTypeEnum."""

    NAME = "name"
    SOURCED_ID = "sourcedId"
    SYSTEM_ID = "systemId"
    PRODUCT_ID = "productId"
    USER_NAME = "userName"
    ACCOUNT_ID = "accountId"
    EMAIL_ADDRESS = "emailAddress"
    NATIONAL_IDENTITY_NUMBER = "nationalIdentityNumber"
    ISBN = "isbn"
    ISSN = "issn"
    LIS_SOURCED_ID = "lisSourcedId"
    ONE_ROSTER_SOURCED_ID = "oneRosterSourcedId"
    SIS_SOURCED_ID = "sisSourcedId"
    LTI_CONTEXT_ID = "ltiContextId"
    LTI_DEPLOYMENT_ID = "ltiDeploymentId"
    LTI_TOOL_ID = "ltiToolId"
    LTI_PLATFORM_ID = "ltiPlatformId"
    LTI_USER_ID = "ltiUserId"
    IDENTIFIER = "identifier"


class AlignmentTargetType(StrEnum):
    """What an alignment points to. Source: Open Badges 3.0, AlignmentTargetType Enumeration."""

    CEASN_COMPETENCY = "ceasn:Competency"
    CETERMS_CREDENTIAL = "ceterms:Credential"
    CF_ITEM = "CFItem"
    CF_RUBRIC = "CFRubric"
    CF_RUBRIC_CRITERION = "CFRubricCriterion"
    CF_RUBRIC_CRITERION_LEVEL = "CFRubricCriterionLevel"
    CTDL = "CTDL"


class AssociationType(StrEnum):
    """How two achievements belong together; this list cannot be extended. Source: CLR 2.0, AssociationType."""

    EXACT_MATCH_OF = "exactMatchOf"
    IS_CHILD_OF = "isChildOf"
    IS_PARENT_OF = "isParentOf"
    IS_PART_OF = "isPartOf"
    IS_PEER_OF = "isPeerOf"
    IS_RELATED_TO = "isRelatedTo"
    PRECEDES = "precedes"
    REPLACED_BY = "replacedBy"


class AssessmentType(StrEnum):
    """How the assessment was done; this list cannot be extended. Source: Assessment extension 2.0."""

    EXAM = "Exam"
    PERFORMANCE = "Performance"
    ARTIFACT = "Artifact"


class QuestionType(StrEnum):
    """How a question is answered; this list cannot be extended. Source: Assessment extension 2.0."""

    EXTERNAL_QUESTION = "ExternalQuestion"
    FILE_QUESTION = "FileQuestion"
    TEXT_QUESTION = "TextQuestion"


EXTENSIBLE: Final[tuple[type[StrEnum], ...]] = (AchievementType, ResultType, IdentifierType, AlignmentTargetType)


def is_known(vocabulary: type[StrEnum], word: str) -> bool:
    """Tell whether a word is of a list, or a well-formed extension of one that may be extended."""
    if any(word == member.value for member in vocabulary):
        return True
    return vocabulary in EXTENSIBLE and _EXTENSION.fullmatch(word) is not None
