# SPDX-License-Identifier: Apache-2.0
"""How an award was assessed, written into the credential itself and read out of it again.

The words are those of the Assessment extension: every result is described as the result of an assessment, and the facts
of one award (how it was decided, how many rated, whether they knew the learner) are results of their own, whose
descriptions have ids under that of the credential. Source: Open Badges 3.0 §B.1.20 (ResultDescription), Assessment
extension 2.0, Verifiable Credentials Data Model 2.0 §5.3.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from cairn.standards.openbadges.vocabulary import AssessmentType, ResultType
from cairn.standards.types import Json, JsonObject

ASSESSMENT_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob-assessment/v2p0/context/"
SUPERVISION_SCHEME: Final = "http://data.europa.eu/snb/supervision-verification/25831c2"
"""The vocabulary of the European Learning Model for supervision and the check of identity."""

_TYPES: Final = ("ResultDescription", "AssessmentResultDescription")
_EXTENSION: Final = _TYPES[1]


class Fact(StrEnum):
    """What is stated of one award, by the end of the id of its description."""

    DECIDED = "assessment"
    ASSESSORS = "assessment.assessors"
    BLIND = "assessment.blind"
    TRAINED = "assessment.trained"
    CONDITIONS = "assessment.conditions"
    SOURCE = "assessment.conditions.source"
    DAYS = "assessment.conditions.days"
    IDENTITY = "assessment.conditions.identity"
    AGREEMENT = "assessment.agreement"


class Decided(StrEnum):
    """How the result came about."""

    ONE = "one-assessor"
    AGREED = "assessors-agree"
    ADJUDICATED = "third-assessor"
    APPEAL = "appeal"
    ORGANIZATION = "organization"


class Conditions(StrEnum):
    """Supervision and check of identity, as the EU Recommendation of 2022 on micro-credentials tells them apart."""

    UNSUPERVISED = "unsupervised-no-id"
    SUPERVISED = "supervised-no-id"
    ONLINE = "supervised-online-with-id"
    ONSITE = "supervised-onsite-with-id"


class Source(StrEnum):
    """How the conditions are known: somebody who was there recorded them, or they are stated of every attempt alike."""

    ATTEMPT = "this-attempt"
    ACHIEVEMENT = "every-attempt"


class IdentityProof(StrEnum):
    """How it was known who did the work."""

    NONE = "none"
    DOCUMENT = "document"
    KNOWN = "known"
    ACCOUNT = "account"
    OTHER = "other"


class Agreement(StrEnum):
    """What was known of the agreement of assessors when it was awarded."""

    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not-established"
    BELOW_FLOOR = "below-floor"


YES: Final = "yes"
NO: Final = "no"
ALLOWED: Final[Mapping[Fact, tuple[str, ...]]] = {
    Fact.DECIDED: tuple(Decided),
    Fact.BLIND: (YES, NO),
    Fact.TRAINED: (YES, NO),
    Fact.CONDITIONS: tuple(Conditions),
    Fact.SOURCE: tuple(Source),
    Fact.IDENTITY: tuple(IdentityProof),
    Fact.AGREEMENT: tuple(Agreement),
}
"""The values of each fact; the number of assessors is a number, and days are written as in RFC 3339 §5.6 full-date."""

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RelatedResource:
    """A file elsewhere that the issuer vouches for by its digest (VCDM 2.0 §5.3)."""

    id: str
    sha256: str
    media_type: str

    def to_json(self) -> JsonObject:
        """Write it; the digest as Subresource Integrity has it."""
        digest = b64encode(bytes.fromhex(self.sha256)).decode("ascii")
        return {"id": self.id, "digestSRI": f"sha256-{digest}", "mediaType": self.media_type}


@dataclass(frozen=True, slots=True)
class AssessmentTerms:
    """What holds for every result of one assessment: the method, and what the learner hands in."""

    assessment_type: AssessmentType
    assessment_output: str

    def extend(self, description: JsonObject, *, about: str, method: str) -> JsonObject:
        """Return a result description with the members of the extension; on the platform everybody works alone."""
        return {
            **description,
            "type": list(_TYPES),
            "description": about,
            "assessmentType": self.assessment_type.value,
            "assessmentOutput": self.assessment_output,
            "hasGroupParticipation": False,
            "hasGroupEvaluation": False,
            "evaluationMethod": method,
        }


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One fact: its value, what it is called, what that means, how it is known, and where it belongs to."""

    fact: Fact
    value: str
    name: str
    about: str
    method: str
    alignment: JsonObject | None = None

    def describe(self, credential_id: str, terms: AssessmentTerms) -> JsonObject:
        """Write the description of the result."""
        shape: JsonObject = {
            "id": fact_id(credential_id, self.fact),
            "type": [],
            "name": self.name,
            "resultType": ResultType.RESULT.value,
        }
        if self.alignment:
            shape["alignment"] = [self.alignment]
        if self.fact in ALLOWED:
            shape["allowedValue"] = list(ALLOWED[self.fact])
        elif self.fact is Fact.ASSESSORS:
            shape["valueMin"] = "0"
        return terms.extend(shape, about=self.about, method=self.method)

    def result(self, credential_id: str) -> JsonObject:
        """Write the result."""
        return {"type": ["Result"], "resultDescription": fact_id(credential_id, self.fact), "value": self.value}


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """What one credential says of its assessment: all its result descriptions, further results, and files by digest."""

    descriptions: tuple[JsonObject, ...]
    results: tuple[JsonObject, ...]
    related: tuple[RelatedResource, ...]


def fact_id(credential_id: str, fact: Fact) -> str:
    """Return the id of the description of a fact."""
    return f"{credential_id}#{fact}"


@dataclass(frozen=True, slots=True)
class RecordedAssessment:
    """What a signed credential states of its assessment, read back; what it does not state is None or blank.

    `days` are those of the rounds whose conditions were recorded, and `identity` how it was known then who worked.
    """

    decided: Decided
    assessors: int
    is_blind: bool
    is_trained: bool
    conditions: Conditions | None
    agreement: Agreement | None
    report: str
    related: Mapping[str, str]
    source: Source | None = None
    days: tuple[date, ...] = ()
    identity: IdentityProof | None = None


@dataclass(frozen=True, slots=True)
class StatedAssessment:
    """What any issuer says of an assessment in the words of the extension, unchecked."""

    description: str
    assessment_type: str
    output: str
    method: str
    evaluation: str


def read_record(document: JsonObject) -> RecordedAssessment | None:
    """Return what a credential of this platform states of its assessment; None where it states nothing, or not so."""
    values, base = _values(document), f"{document.get('id')}#"
    stated = {fact: values.get(f"{base}{fact}", "") for fact in Fact}
    try:
        decided, assessors = Decided(stated[Fact.DECIDED]), int(stated[Fact.ASSESSORS])
    except ValueError:
        return None
    main = next((item for item in _extended(document) if item.get("id") == f"{base}{Fact.DECIDED}"), {})
    return RecordedAssessment(
        decided=decided,
        assessors=assessors,
        is_blind=stated[Fact.BLIND] == YES,
        is_trained=stated[Fact.TRAINED] == YES,
        conditions=_known(Conditions, stated[Fact.CONDITIONS]),
        agreement=_known(Agreement, stated[Fact.AGREEMENT]),
        report=_text(main.get("assessmentEvaluation")),
        related=related_digests_of(document),
        source=_known(Source, stated[Fact.SOURCE]),
        days=_days(stated[Fact.DAYS]),
        identity=_known(IdentityProof, stated[Fact.IDENTITY]),
    )


def read_stated(document: JsonObject) -> StatedAssessment | None:
    """Return what a credential says of its assessment in the words of the extension: the first that it describes."""
    first = next(iter(_extended(document)), None)
    if first is None:
        return None
    names = ("description", "assessmentType", "assessmentOutput", "evaluationMethod", "assessmentEvaluation")
    return StatedAssessment(*(_text(first.get(name)) for name in names))


def evaluations_of(document: JsonObject) -> tuple[str, ...]:
    """List the addresses at which a credential says that its assessment was evaluated."""
    return tuple(dict.fromkeys(filter(None, (_text(item.get("assessmentEvaluation")) for item in _extended(document)))))


def related_digests_of(document: JsonObject) -> dict[str, str]:
    """Return the digests of the related resources of a document, as it writes them, by their ids."""
    found = _objects(document.get("relatedResource"))
    return {_text(item.get("id")): _text(item.get("digestSRI")) for item in found if _text(item.get("digestSRI"))}


def achievement_ids_of(document: JsonObject) -> frozenset[str]:
    """Return the ids of the achievements that a credential is about."""
    subjects = _objects(document.get("credentialSubject"))
    return frozenset(_text(item.get("id")) for subject in subjects for item in _objects(subject.get("achievement")))


def _known(words: type[_Word], value: str) -> _Word | None:
    return next((known for known in words if known == value), None)


def _days(value: str) -> tuple[date, ...]:
    try:
        return tuple(date.fromisoformat(day) for day in value.split())
    except ValueError:
        return ()


def _values(document: JsonObject) -> dict[str, str]:
    return {
        _text(result.get("resultDescription")): _text(result.get("value"))
        for subject in _objects(document.get("credentialSubject"))
        for result in _objects(subject.get("result"))
    }


def _extended(document: JsonObject) -> Iterable[JsonObject]:
    return (
        description
        for subject in _objects(document.get("credentialSubject"))
        for achievement in _objects(subject.get("achievement"))
        for description in _objects(achievement.get("resultDescription"))
        if _EXTENSION in _texts(description.get("type"))
    )


def _objects(value: Json) -> list[JsonObject]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def _texts(value: Json) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
