# SPDX-License-Identifier: Apache-2.0
"""What a credential says, in a reader's terms: from our own model where it is ours, else from the document alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.achievements.selectors import get_public_version
from cairn.achievements.translate import in_language
from cairn.assessment.selectors import AssessmentFacts
from cairn.credentials.addresses import own_path
from cairn.credentials.assessed import assessment_behind, find_note
from cairn.credentials.models import AchievementCredential, Award
from cairn.credentials.provenance import AgreementNote
from cairn.credentials.selectors import get_credential
from cairn.foundation.errors import NotFound
from cairn.foundation.scopes import everything
from cairn.organizations.mapping import did_of, page_of
from cairn.organizations.models import Organization
from cairn.standards.codecs import parse_json_object
from cairn.standards.datetimes import parse_date_time
from cairn.standards.did import site_of
from cairn.standards.errors import StandardsError
from cairn.standards.openbadges.provenance import RecordedAssessment, StatedAssessment, read_record, read_stated
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.rules import as_list
from cairn.standards.verify import Check, Outcome, VerificationReport
from cairn.standards.verify.reading import read_document
from cairn.verification.texts import line, paragraph, web_address

_PAGE: Final = "/credentials/"
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """What our own model knows beyond the document.

    `rated` is how the work was assessed, as it stands in the signed document; `agreement` what the report says that the
    document names, by the figures whose digest stands in it.
    """

    credential: AchievementCredential
    definition: Definition
    assessed: AssessmentFacts | None
    newest: int
    rated: RecordedAssessment | None = None
    agreement: AgreementNote | None = None
    shows_results: bool = True

    @property
    def award(self) -> Award:
        """The decision to issue."""
        return self.credential.award

    @property
    def organization(self) -> Organization:
        """The issuer."""
        organization: Organization = self.credential.organization
        return organization


@dataclass(frozen=True, slots=True)
class CredentialFacts:
    """What is said, cleaned but not believed; `own` is there where the credential is ours and its signature holds.

    The kind is known of ours alone: the types of others' achievements (Open Badges 3.0 §B.1.2) do not say what was
    asked. `stated` is what any issuer says of an assessment in the words of the Assessment extension.
    """

    title: str = ""
    holder: str = ""
    kind: Kind | None = None
    issuer: str = ""
    issuer_id: str = ""
    issuer_site: str = ""
    issuer_url: str = ""
    description: str = ""
    criteria: str = ""
    outcomes: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    own: OwnFacts | None = None
    stated: StatedAssessment | None = None

    def without_person(self) -> CredentialFacts:
        """Return what may be told to somebody whom the holder has not asked in: the credential, and nothing of them."""
        own = self.own and replace(self.own, shows_results=False)
        return replace(self, holder="", results=(), evidence=(), own=own)

    @property
    def who(self) -> str:
        """The issuer's name, or what stands in its place."""
        return self.issuer or self.issuer_site or self.issuer_id


def facts_of(report: VerificationReport, data: bytes, language: str) -> CredentialFacts:
    """Return what a verified document says; ours in the reader's language as far as its author has written it."""
    document = _document(data)
    stated = replace(_stated(report.credential, document), stated=_stated_assessment(document))
    own = find_own(stated_id(report), stated.issuer_id) if is_genuine(report) else None
    return stated if own is None else _enriched(stated, own, language)


def is_genuine(report: VerificationReport) -> bool:
    """Say whether the signature is the issuer's and the document is what was signed, whatever became of it since."""
    return all(_held(report.find(name)) for name in ("proof", "issuer"))


def stated_id(report: VerificationReport) -> str:
    """Return the id that the document claims."""
    return str(report.credential.get("id", ""))


def find_own(credential_id: str, issuer_id: str = "") -> OwnFacts | None:
    """Return what we know of a credential by its id, None where it is not ours or of another issuer than is claimed."""
    award_id = own_award_id(credential_id)
    if award_id is None:
        return None
    try:
        credential = get_credential(award_id)
    except NotFound:
        return None
    return None if issuer_id and did_of(credential.organization) != issuer_id else own_facts(credential)


def own_award_id(address: str) -> UUID | None:
    """Return the id in the address of a credential of this server, None for any other address."""
    path = own_path(address) or ""
    try:
        return UUID(path.removeprefix(_PAGE)) if path.startswith(_PAGE) else None
    except ValueError:
        return None


def own_facts(credential: AchievementCredential) -> OwnFacts:
    """Return what our model knows of a credential of ours."""
    award: Award = credential.award
    version = award.version
    newest = get_public_version(version.achievement_id).number
    with everything("what was assessed stands on the holder's credential"):
        assessed = assessment_behind(award)
    rated = read_record(parse_json_object(bytes(credential.document)))
    return OwnFacts(credential, version.definition, assessed, newest, rated, find_note(rated) if rated else None)


def _held(check: Check | None) -> bool:
    return check is not None and check.outcome in (Outcome.PASSED, Outcome.NOTED)


def _enriched(stated: CredentialFacts, own: OwnFacts, language: str) -> CredentialFacts:
    definition = in_language(own.definition, language)
    return CredentialFacts(
        title=definition.name or stated.title,
        holder=stated.holder,
        kind=definition.kind,
        issuer=own.organization.name,
        issuer_id=stated.issuer_id,
        issuer_site=stated.issuer_site,
        issuer_url=page_of(own.organization),
        description=definition.description or definition.promise,
        criteria=definition.criteria,
        outcomes=tuple(outcome.text for outcome in definition.outcomes[:_MOST]),
        results=stated.results,
        evidence=stated.evidence,
        starts=stated.starts,
        ends=stated.ends,
        own=own,
    )


def _stated_assessment(document: JsonObject) -> StatedAssessment | None:
    found = read_stated(document)
    if found is None:
        return None
    return StatedAssessment(
        description=paragraph(found.description),
        assessment_type=line(found.assessment_type),
        output=line(found.output),
        method=paragraph(found.method),
        evaluation=web_address(found.evaluation),
    )


def _stated(summary: JsonObject, document: JsonObject) -> CredentialFacts:
    achievement, issuer = summary.get("achievement", {}), summary.get("issuer", {})
    issuer_id = line(issuer.get("id"), 500)
    return CredentialFacts(
        title=line(summary.get("title")),
        holder=line(summary.get("subject", {}).get("name") or next(_names(document), "")),
        issuer=line(issuer.get("name")),
        issuer_id=issuer_id,
        issuer_site=line(site_of(issuer_id)),
        issuer_url=web_address(issuer.get("url")),
        description=paragraph(achievement.get("description")),
        criteria=paragraph(achievement.get("criteria")),
        results=tuple(filter(None, map(_result, summary.get("result", [])[:_MOST]))),
        evidence=tuple(filter(None, map(web_address, summary.get("evidence", [])[:_MOST]))),
        starts=_moment(summary.get("validFrom")),
        ends=_moment(summary.get("validUntil")),
    )


def _document(data: bytes) -> JsonObject:
    try:
        return read_document(data).document
    except StandardsError:
        return {}


def _names(document: JsonObject) -> Iterator[str]:
    """Walk the names that the document gives its subject in the clear (Open Badges 3.0 §B.1.13 IdentityObject)."""
    for subject in _objects(document.get("credentialSubject")):
        for identity in _objects(subject.get("identifier")):
            if identity.get("identityType") == "name" and identity.get("hashed") is not True:
                yield str(identity.get("identityHash", ""))


def _objects(value: Json) -> Iterator[JsonObject]:
    yield from (item for item in as_list(value) if isinstance(item, dict))


def _result(result: JsonObject) -> str:
    return line(result.get("value") or result.get("status"))


def _moment(text: object) -> datetime | None:
    try:
        return parse_date_time(text)
    except StandardsError:
        return None
