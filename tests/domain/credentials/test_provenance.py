# SPDX-License-Identifier: Apache-2.0
"""How work was assessed stands inside the signed credential, and leads to a signed report on the assessors."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import TestCase
from django.utils.translation import override

from cairn.accounts.models import Person
from cairn.achievements.conditions import code_of, conditions_of, say_stated
from cairn.achievements.definition import AssessmentMethod
from cairn.assessment import services
from cairn.assessment.models import WhileUnproven
from cairn.credentials.models import Award, ReliabilityReport
from cairn.credentials.provenance import AgreementNote, Provenance
from cairn.credentials.provenance.facts import Recorded
from cairn.credentials.provenance.wording import say_agreement, say_conditions, say_identity, say_rated
from cairn.credentials.selectors import get_report
from cairn.credentials.services import ensure_report, issue_award, publish_report, reissue, renew
from cairn.foundation.actors import SYSTEM
from cairn.foundation.days import say_day
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations.models import SigningKey
from cairn.organizations.services.keys import revoke_signing_key
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.openbadges.provenance import (
    ASSESSMENT_CONTEXT,
    SUPERVISION_SCHEME,
    Agreement,
    Conditions,
    Decided,
    Fact,
    IdentityProof,
    RecordedAssessment,
    Source,
    read_record,
)
from cairn.standards.openbadges.schema import ACHIEVEMENT_CREDENTIAL, ASSESSMENT, ENDORSEMENT_CREDENTIAL, validate
from cairn.standards.proofs import without_proof
from cairn.standards.types import JsonObject
from tests.domain.credentials.checking import judge
from tests.factories.assessment import FAILING, PASSING, finish, make_policy, make_submitted
from tests.factories.conditions import record, today
from tests.factories.credentials import School, make_award, make_school
from tests.factories.people import make_person, member
from tests.factories.provenance import document_of, earn, earned, make_figures, qualify

pytestmark = pytest.mark.django_db

EXTENSION = (
    "description",
    "assessmentType",
    "assessmentOutput",
    "hasGroupParticipation",
    "hasGroupEvaluation",
    "evaluationMethod",
)


@pytest.fixture
def second(school: School) -> Person:
    """Another assessor."""
    return member(school.organization, "assessor", name="Cy Assessor")


@pytest.fixture
def trusted(school: School, second: Person) -> Award:
    """An award as the best of them are: two qualified assessors, and agreement that was measured."""
    make_policy(school.version, second_share=100, requires_qualification=True)
    qualify(school.version, school.assessor, second)
    make_figures(school.version)
    return earn(school.version, [school.assessor, second])


def descriptions(document: JsonObject) -> dict[str, JsonObject]:
    """Return the result descriptions of a credential by their ids."""
    return {item["id"]: item for item in document["credentialSubject"]["achievement"]["resultDescription"]}


def values(document: JsonObject) -> dict[str, str]:
    """Return the facts that a credential states of its assessment."""
    base = f"{document['id']}#"
    results = document["credentialSubject"]["result"]
    return {
        item["resultDescription"].removeprefix(base): item["value"]
        for item in results
        if item["resultDescription"].startswith(base)
    }


def report_of(award: Award) -> ReliabilityReport:
    """Return the report that an award names."""
    return get_report(UUID(Provenance.from_json(award.provenance).report))


def sri(data: bytes) -> str:
    """Return the digest of bytes as the standards write it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def test_the_facts_stand_in_the_credential(trusted: Award) -> None:
    document = document_of(trusted)
    assert document["@context"][2:] == [ASSESSMENT_CONTEXT]
    assert values(document) == {
        "assessment": "assessors-agree",
        "assessment.assessors": "2",
        "assessment.blind": "yes",
        "assessment.trained": "yes",
        "assessment.agreement": "established",
    }
    main = descriptions(document)[f"{document['id']}#assessment"]
    report = report_of(trusted)
    assert main["type"] == ["ResultDescription", "AssessmentResultDescription"]
    assert main["assessmentType"] == "Artifact"
    assert main["assessmentOutput"] == "About your class; Your tasks; Looking back"
    assert main["assessmentEvaluation"] == f"http://localhost:8000/reliability/{report.pk}"
    assert main["evaluationMethod"] == (
        "Rated by two trained assessors who did not know the learner. They used the public rubric of version 1, whose "
        f"SHA-256 is {report.rubric_digest}. To pass: “Meets” or better on both criteria, and the questions answered. "
        "Supervision: unsupervised. Who did the work: own account. Assessors of this rubric agree (κ 0.81, 0.74–0.88, "
        "214 double ratings)."
    )
    assert main["alignment"] == [
        {
            "type": ["Alignment"],
            "targetName": "The rubric of version 1",
            "targetUrl": f"http://localhost:8000/reliability/{report.pk}/rubric.json",
            "targetCode": f"sha256:{report.rubric_digest}",
            "targetType": "CFRubric",
        }
    ]


def test_every_result_is_described_in_the_words_of_the_extension(trusted: Award) -> None:
    document = document_of(trusted)
    known = descriptions(document)
    assert len(known) == 8
    for description in known.values():
        assert [name for name in EXTENSION if name not in description] == []
    assert {item["resultDescription"] for item in document["credentialSubject"]["result"]} == set(known)
    by_name = {item["name"]: item["evaluationMethod"] for item in known.values()}
    assert by_name["Match to goals"] == (
        "One of the levels of a public rubric, with its points: Not yet (0), Meets (1), Exceeds (2)."
    )


@pytest.mark.parametrize("schema", [ACHIEVEMENT_CREDENTIAL, ASSESSMENT])
def test_it_follows_the_official_schemas(trusted: Award, schema: str) -> None:
    assert validate(document_of(trusted), schema) == ()


def test_both_credentials_verify_and_the_report_is_looked_at(trusted: Award) -> None:
    report = judge(trusted.credential.document)
    assert report.verdict.value == "verified"
    found = report.find("reliability")
    assert found is not None
    assert found.code == "evaluation_verified"
    assert judge(publish_report(report_of(trusted).pk)).verdict.value == "verified"


def test_the_report_says_what_was_known(trusted: Award, school: School) -> None:
    row = report_of(trusted)
    document = parse_json_object(publish_report(row.pk))
    assert validate(document, ENDORSEMENT_CREDENTIAL) == ()
    assert document["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert document["name"] == "Reliability Report: Retrieval practice, version 1"
    assert document["issuer"]["id"] == document_of(trusted)["issuer"]["id"]
    assert document["credentialSubject"] == {
        "id": f"http://localhost:8000/achievements/{school.version.achievement_id}?version=1",
        "type": ["EndorsementSubject"],
        "endorsementComment": (
            "Assessors of this rubric agree (κ 0.81, 0.74–0.88, 214 double ratings). 9 assessors rated the works. They "
            "were rated between March 2, 2026 and Sept. 28, 2026. The issuer asks for at least 0.60, over at least 30 "
            "works that two assessors rated apart."
        ),
    }
    assert "credentialStatus" not in document


def test_what_is_named_by_digest_is_what_is_kept(trusted: Award) -> None:
    row, document = report_of(trusted), document_of(trusted)
    base = f"http://localhost:8000/reliability/{row.pk}"
    expected = [
        {"id": f"{base}/rubric.json", "digestSRI": sri(bytes(row.rubric)), "mediaType": "application/json"},
        {"id": f"{base}/figures.json", "digestSRI": sri(bytes(row.figures)), "mediaType": "application/json"},
    ]
    assert document["relatedResource"] == expected
    assert parse_json_object(publish_report(row.pk))["relatedResource"] == expected
    assert hashlib.sha256(bytes(row.rubric)).hexdigest() == row.rubric_digest


def test_nothing_of_one_assessor_is_in_the_figures(trusted: Award) -> None:
    figures = json.loads(bytes(report_of(trusted).figures))
    assert set(figures["measured"]) == {"levels", "seed", "draws", "all", "criteria"}
    assert figures["standing"] == {
        "state": "established",
        "why": "",
        "coefficient": "cohen_kappa_quadratic",
        "value": 0.81,
        "low": 0.74,
        "high": 0.88,
        "floor": "0.60",
        "works": 214,
        "least_works": 30,
        "assessors": 9,
        "brought_in": 0,
        "first": "2026-03-02",
        "last": "2026-09-28",
    }


def test_the_same_figures_make_one_report_and_others_a_new_one(trusted: Award, school: School) -> None:
    digest = report_of(trusted).rubric_digest
    with organization_scope(school.organization.pk):
        make_figures(school.version)
        assert ensure_report(school.version, digest, acting=SYSTEM).pk == report_of(trusted).pk
        make_figures(school.version, value=0.55, low=0.48, high=0.61, works=220)
        later = ensure_report(school.version, digest, acting=SYSTEM)
        assert later.pk != report_of(trusted).pk
        assert ReliabilityReport.objects.count() == 2
    comment = parse_json_object(publish_report(later.pk))["credentialSubject"]["endorsementComment"]
    assert comment.startswith("Assessors of this rubric agree less than the issuer asks for, which is 0.60 (κ 0.55, ")
    assert values(document_of(trusted))["assessment.agreement"] == "established"


def test_one_assessor_and_nothing_measured_is_said_so(school: School) -> None:
    row = earn(school.version, [school.assessor])
    assert values(document_of(row)) == {
        "assessment": "one-assessor",
        "assessment.assessors": "1",
        "assessment.blind": "yes",
        "assessment.trained": "no",
        "assessment.agreement": "not-established",
    }
    comment = parse_json_object(publish_report(report_of(row).pk))["credentialSubject"]["endorsementComment"]
    assert comment == (
        "How far assessors of this rubric agree is not yet established: no work has been rated twice. The issuer asks "
        "for at least 0.60, over at least 30 works that two assessors rated apart."
    )


def test_qualified_is_said_only_where_everybody_was(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100, while_unproven=WhileUnproven.SAY_SO)
    qualify(school.version, school.assessor, second)
    assert values(document_of(earn(school.version, [school.assessor, second])))["assessment.trained"] == "no"


def test_a_third_assessor_is_named_as_such(school: School, second: Person) -> None:
    third = member(school.organization, "assessor", name="Di Assessor")
    make_policy(school.version, second_share=100, differ_share=0)
    good, better = {"plan": "meets", "insight": "meets"}, {"plan": "exceeds", "insight": "meets"}
    row = earn(school.version, [school.assessor, second, third], levels=[better, good, good])
    stated = values(document_of(row))
    assert (stated["assessment"], stated["assessment.assessors"]) == ("third-assessor", "3")
    method = descriptions(document_of(row))[f"{document_of(row)['id']}#assessment"]["evaluationMethod"]
    assert "Two of them differed, so another one decided." in method


def test_known_conditions_are_a_fact_of_their_own() -> None:
    watched = AssessmentMethod(type="test", supervision="Watched", identity="supervised_onsite_with_id")
    school = make_school("onsite", assessment=watched)
    document = document_of(earn(school.version, [school.assessor]))
    assert values(document)["assessment.conditions"] == "supervised-onsite-with-id"
    assert values(document)["assessment.conditions.source"] == "every-attempt"
    assert "assessment.conditions.days" not in values(document)
    described = descriptions(document)[f"{document['id']}#assessment.conditions"]
    assert described["evaluationMethod"] == "Supervised on site, identity checked"
    assert described["alignment"][0]["targetUrl"] == SUPERVISION_SCHEME
    assert validate(document, ASSESSMENT) == ()


def watched(school: School, learner: Person, **said: Any) -> Award:
    """Let somebody's work pass that was recorded to be done under supervision."""
    submission = make_submitted(school.version, learner=learner)
    record(submission, member(school.organization, "owner", name="Olu Owner"), note="Room 4, with Kim.", **said)
    with TestCase.captureOnCommitCallbacks(execute=True):
        finish(submission, school.assessor, PASSING)
    return earned(submission)


def test_what_was_recorded_for_the_work_counts_before_what_the_author_says() -> None:
    stated = AssessmentMethod(
        type="test", supervision="Unsupervised with no identity verification", identity="own word"
    )
    school = make_school("onsite", assessment=stated)
    award = watched(school, make_person("Ada Learner"))
    document, day = document_of(award), today().isoformat()
    stands = values(document)
    assert stands["assessment.conditions"] == "supervised-onsite-with-id"
    assert stands["assessment.conditions.source"] == "this-attempt"
    assert stands["assessment.conditions.days"] == day
    assert stands["assessment.conditions.identity"] == "document"
    base = f"{document['id']}#assessment"
    method = descriptions(document)[base]["evaluationMethod"]
    written = say_day(today())
    assert (
        f"Supervised on site, identity checked: recorded for this work on {written}. "
        "Who did the work: An identity document was seen."
    ) in method
    assert "own word" not in method
    assert descriptions(document)[f"{base}.conditions.days"]["evaluationMethod"] == written
    assert "allowedValue" not in descriptions(document)[f"{base}.conditions.days"]
    assert "valueMin" not in descriptions(document)[f"{base}.conditions.days"]
    assert [validate(document, schema) for schema in (ACHIEVEMENT_CREDENTIAL, ASSESSMENT)] == [(), ()]
    assert judge(dump_json(document)).verdict.value == "verified"


def test_neither_who_recorded_it_nor_the_note_stands_in_the_credential() -> None:
    school = make_school("onsite")
    text = dump_json(document_of(watched(school, make_person("Ada Learner"), identity="other"))).decode()
    assert ("Olu" in text, "Room 4" in text, "Kim" in text) == (False, False, False)
    assert "In another way, which the issuer has put down" in text


def test_what_is_read_back_of_a_credential_is_what_was_recorded() -> None:
    school = make_school("onsite")
    read = read_record(document_of(watched(school, make_person("Ada Learner"))))
    assert read is not None
    assert (read.conditions, read.source, read.identity) == (Conditions.ONSITE, Source.ATTEMPT, IdentityProof.DOCUMENT)
    assert read.days == (today(),)


def test_a_changed_day_of_the_record_does_not_verify() -> None:
    document = document_of(watched(make_school("onsite"), make_person("Ada Learner")))
    name = f"{document['id']}#{Fact.DAYS}"
    result = next(item for item in document["credentialSubject"]["result"] if item["resultDescription"] == name)
    result["value"] = "2020-01-01"
    assert judge(dump_json(document)).verdict.value == "not_verified"


def test_a_work_of_which_a_round_was_not_recorded_says_what_the_author_says() -> None:
    stated = AssessmentMethod(type="test", supervision="supervised-no-id")
    school = make_school("onsite", assessment=stated)
    learner, owner = make_person("Ada Learner"), member(school.organization, "owner")
    submission = make_submitted(school.version, learner=learner)
    record(submission, owner)
    finish(submission, school.assessor, FAILING)
    with person_scope(learner.pk):
        piece = submission.evidence.get(item="a1")
        acting = learner.as_actor()
        services.save_answer(submission, "a1", "With goals.", expected_revision=piece.revision, acting=acting)
        services.submit_submission(submission, acting=acting, declaration=services.Declaration(own_work=True))
    with TestCase.captureOnCommitCallbacks(execute=True):
        finish(submission, member(school.organization, "assessor"), PASSING)
    stands = values(document_of(earned(submission)))
    assert stands["assessment.conditions"] == "supervised-no-id"
    assert stands["assessment.conditions.source"] == "every-attempt"
    assert {"assessment.conditions.days", "assessment.conditions.identity"}.isdisjoint(stands)


def test_a_renewal_keeps_what_was_recorded() -> None:
    school = make_school("onsite")
    award = watched(school, make_person("Ada Learner"))
    renewed = renew(award, reason="Its time is up", acting=school.acting)
    issue_award(renewed, acting=SYSTEM)
    assert renewed.provenance["recorded"] == {"days": [today().isoformat()], "identity": "document"}
    assert values(document_of(renewed)) == values(document_of(award))


def test_what_was_stored_before_there_were_records_still_reads(trusted: Award) -> None:
    """Nothing is added to what is stored where nothing was recorded, and what lacks it is read as before."""
    stored = trusted.provenance
    assert "recorded" not in stored
    read = Provenance.from_json(stored)
    assert (read.recorded, read.source, read.days) == (None, None, ())
    assert read.to_json() == stored
    with_record = replace(read, conditions=Conditions.ONLINE, recorded=Recorded((date(2026, 11, 3),), None))
    assert with_record.source is Source.ATTEMPT
    assert with_record.to_json()["recorded"] == {"days": ["2026-11-03"], "identity": ""}
    assert Provenance.from_json(json.loads(json.dumps(with_record.to_json()))) == with_record


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        (
            {"conditions": Conditions.ONSITE, "source": Source.ATTEMPT, "days": (date(2026, 11, 3),)},
            "Supervised on site, identity checked: recorded for this work on 3 November 2026.",
        ),
        (
            {
                "conditions": Conditions.SUPERVISED,
                "source": Source.ATTEMPT,
                "days": (date(2026, 11, 3), date(2026, 12, 1)),
            },
            "Supervised, no check of identity: recorded for this work on 3 November 2026; 1 December 2026.",
        ),
        (
            {"conditions": Conditions.ONLINE, "source": Source.ACHIEVEMENT},
            "Supervised online, identity checked: the issuer states this for every attempt.",
        ),
        # Signed before anything was recorded of an attempt.
        (
            {"conditions": Conditions.ONLINE},
            "Supervised online, identity checked: the issuer states this for every attempt.",
        ),
    ],
)
def test_how_the_conditions_are_known_is_said_in_words(changes: dict[str, Any], sentence: str) -> None:
    assert say_conditions(rated(**changes)) == sentence


def test_a_check_of_another_kind_does_not_name_a_note_that_nobody_can_read() -> None:
    assert say_identity(IdentityProof.KNOWN) == "Known in person"
    assert say_identity(IdentityProof.OTHER) == "In another way, which the issuer has put down"


@pytest.mark.parametrize("fact", [Fact.ASSESSORS, Fact.BLIND, Fact.AGREEMENT])
def test_a_changed_fact_does_not_verify(trusted: Award, fact: Fact) -> None:
    document = document_of(trusted)
    forged = {Fact.ASSESSORS: "9", Fact.BLIND: "no", Fact.AGREEMENT: "below-floor"}
    result = next(
        item
        for item in document["credentialSubject"]["result"]
        if item["resultDescription"] == f"{document['id']}#{fact}"
    )
    assert result["value"] != forged[fact]
    result["value"] = forged[fact]
    assert judge(dump_json(document)).verdict.value == "not_verified"


def test_a_report_is_signed_anew_once_its_key_was_revoked(trusted: Award, school: School) -> None:
    row = report_of(trusted)
    first = publish_report(row.pk)
    assert publish_report(row.pk) == first
    with everything("a test looks at the key"):
        key = SigningKey.objects.get(organization=school.organization)
    revoke_signing_key(key, acting=SYSTEM, reason="The disk was stolen.")
    again = publish_report(row.pk)
    assert judge(first).verdict.value != "verified"
    assert judge(again).verdict.value == "verified"
    assert without_proof(parse_json_object(again)) == without_proof(parse_json_object(first))


def test_a_correction_and_a_renewal_keep_what_was_frozen(trusted: Award, school: School) -> None:
    make_figures(school.version, value=0.2, low=0.1, high=0.3)
    corrected = reissue(trusted, reason="Name misspelled", acting=school.acting, name="Ada Example")
    issue_award(corrected, acting=SYSTEM)
    renewed = renew(corrected, reason="Its time is up", acting=school.acting)
    issue_award(renewed, acting=SYSTEM)
    for row in (corrected, renewed):
        document = document_of(row)
        assert row.provenance == trusted.provenance
        assert values(document) == values(document_of(trusted))
        assert document["relatedResource"] == document_of(trusted)["relatedResource"]
        assert judge(dump_json(document)).verdict.value == "verified"


def test_what_was_not_assessed_carries_none_of_it(school: School) -> None:
    document = document_of(make_award(school.version))
    assert len(document["@context"]) == 2
    assert "relatedResource" not in document
    assert {item["type"][-1] for item in descriptions(document).values()} == {"ResultDescription"}
    assert read_record(document) is None


def test_who_may_not_award_makes_no_report(school: School) -> None:
    with organization_scope(school.organization.pk):
        with pytest.raises(PermissionDenied):
            ensure_report(school.version, "0" * 64, acting=school.assessor.as_actor())
        assert ReliabilityReport.objects.count() == 0


def rated(**changes: Any) -> RecordedAssessment:
    """Return what a credential states, two trained assessors who did not know the learner unless told otherwise."""
    stated: dict[str, Any] = {
        "decided": Decided.AGREED,
        "assessors": 2,
        "is_blind": True,
        "is_trained": True,
        "conditions": None,
        "agreement": None,
        "report": "",
        "related": {},
    }
    return RecordedAssessment(**{**stated, **changes})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Rated by two trained assessors who did not know the learner."),
        ({"is_trained": False}, "Rated by two assessors who did not know the learner."),
        ({"is_blind": False}, "Rated by two trained assessors, who knew whose work it was."),
        (
            {"assessors": 1, "decided": Decided.ONE, "is_trained": False},
            "Rated by one assessor who did not know the learner.",
        ),
        (
            {"assessors": 3, "decided": Decided.ADJUDICATED},
            "Rated by 3 trained assessors who did not know the learner. Two of them differed, so another one decided.",
        ),
        (
            {"assessors": 2, "decided": Decided.APPEAL, "is_trained": False},
            "Rated by two assessors who did not know the learner. The last of them decided it on appeal.",
        ),
        (
            {"assessors": 1, "decided": Decided.ORGANIZATION, "is_blind": False, "is_trained": False},
            (
                "Rated by one assessor, who knew whose work it was. The issuer changed the result afterwards, and gave "
                "its reason."
            ),
        ),
    ],
)
def test_who_rated_is_said_in_words(changes: dict[str, Any], sentence: str) -> None:
    assert say_rated(rated(**changes)) == sentence


@pytest.mark.parametrize(
    ("state", "figures", "sentence"),
    [
        (
            Agreement.ESTABLISHED,
            (0.81, 0.74, 0.88, 214),
            "Assessors of this rubric agree (κ 0.81, 0.74–0.88, 214 double ratings).",
        ),
        (
            Agreement.BELOW_FLOOR,
            (0.55, 0.48, 0.61, 220),
            (
                "Assessors of this rubric agree less than the issuer asks for, which is 0.60 (κ 0.55, 0.48–0.61, 220 "
                "double ratings)."
            ),
        ),
        (
            Agreement.BELOW_FLOOR,
            (0.7, 0.597, 0.8, 220),
            (
                "Assessors of this rubric agree less than the issuer asks for, which is 0.60 (κ 0.70, 0.59–0.80, 220 "
                "double ratings)."
            ),
        ),
        (
            Agreement.NOT_ESTABLISHED,
            (0.7, 0.1, 0.9, 12),
            (
                "How far assessors of this rubric agree is not yet established: 12 works were rated twice, and at "
                "least 30 are needed."
            ),
        ),
        (
            Agreement.NOT_ESTABLISHED,
            (None, None, None, 1),
            (
                "How far assessors of this rubric agree is not yet established: 1 work was rated twice, and at least "
                "30 are needed."
            ),
        ),
        (
            Agreement.NOT_ESTABLISHED,
            (None, None, None, 0),
            "How far assessors of this rubric agree is not yet established: no work has been rated twice.",
        ),
    ],
)
def test_agreement_is_said_in_words(
    state: Agreement, figures: tuple[float | None, float | None, float | None, int], sentence: str
) -> None:
    value, low, high, works = figures
    note = AgreementNote(state, "cohen_kappa_quadratic", value, low, high, floor="0.60", works=works, least_works=30)
    assert say_agreement(note) == sentence
    assert AgreementNote.from_json(json.loads(json.dumps(note.to_json()))) == note


@pytest.mark.parametrize(
    ("identity", "supervision", "conditions"),
    [
        ("supervised_onsite_with_id", "", Conditions.ONSITE),
        ("Watched online, after a check of ID.", "Supervised", Conditions.ONLINE),
        ("own account", "Unsupervised without ID Verification", Conditions.UNSUPERVISED),
        ("own account", "unsupervised", None),
        ("", "", None),
    ],
)
def test_conditions_are_never_guessed(identity: str, supervision: str, conditions: Conditions | None) -> None:
    assert conditions_of(AssessmentMethod(identity=identity, supervision=supervision)) == conditions


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Supervised on site, identity checked", "supervised-onsite-with-id"),
        ("supervised on site,  identity checked.", "supervised-onsite-with-id"),
        ("Known in person", "identity-known"),
        ("Watched by a friend", "Watched by a friend"),
        ("", ""),
    ],
)
def test_words_of_the_vocabulary_are_stored_as_their_code(said: str, code: str) -> None:
    assert code_of(said) == code


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_code_is_read_in_every_language_and_found_by_its_words_in_each(language: str) -> None:
    with override(language):
        said = say_stated("supervised-online-with-id")
        assert code_of(said) == "supervised-online-with-id"
    assert code_of(said) == "supervised-online-with-id"
    assert conditions_of(AssessmentMethod(supervision=said)) is Conditions.ONLINE
