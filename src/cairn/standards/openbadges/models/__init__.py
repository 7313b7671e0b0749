# SPDX-License-Identifier: Apache-2.0
"""Open Badges 3.0 as immutable objects; Python names are the snake case of the JSON terms."""

from cairn.standards.openbadges.models.achievement import (
    Achievement,
    AchievementCredential,
    AchievementSubject,
    AssessmentQuestion,
    AssessmentResultDescription,
    AssessmentSection,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from cairn.standards.openbadges.models.parts import (
    Address,
    Alignment,
    Criteria,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Image,
    Related,
)
from cairn.standards.openbadges.models.profile import (
    AccreditationProfile,
    CredentialBase,
    EndorsementCredential,
    EndorsementSubject,
    EnvelopedVerifiableCredential,
    IssuerAccreditationProfile,
    Profile,
    VerifiableCredential,
)

__all__ = [
    "AccreditationProfile",
    "Achievement",
    "AchievementCredential",
    "AchievementSubject",
    "Address",
    "Alignment",
    "AssessmentQuestion",
    "AssessmentResultDescription",
    "AssessmentSection",
    "CredentialBase",
    "Criteria",
    "EndorsementCredential",
    "EndorsementSubject",
    "EnvelopedVerifiableCredential",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "IssuerAccreditationProfile",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "VerifiableCredential",
]
