# SPDX-License-Identifier: Apache-2.0
"""What is written of an assessment is read back as it was, and every result names what is described."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.openbadges.compose import Award, Recipient, compose_credential
from cairn.standards.openbadges.provenance import (
    ALLOWED,
    ASSESSMENT_CONTEXT,
    AssessmentRecord,
    AssessmentTerms,
    Conditions,
    Fact,
    RelatedResource,
    StatedFact,
    evaluations_of,
    fact_id,
    read_record,
    read_stated,
)
from cairn.standards.openbadges.schema import ASSESSMENT, validate
from cairn.standards.openbadges.vocabulary import AssessmentType
from cairn.standards.types import JsonObject
from tests.standards.verify.samples import AT

CREDENTIAL = "https://college.example/credentials/1"
REPORT = "https://college.example/reliability/1"
TERMS = AssessmentTerms(AssessmentType.ARTIFACT, "Six tasks")
ACHIEVEMENT: JsonObject = {
    "id": "https://college.example/achievements/1",
    "type": ["Achievement"],
    "name": "Recall",
    "description": "Recall tasks.",
    "criteria": {"narrative": "Six tasks."},
}
DAYS = st.lists(st.dates().map(date.isoformat), min_size=1, max_size=3, unique=True).map(" ".join)
STATED = st.fixed_dictionaries(
    {fact: st.sampled_from(values) for fact, values in ALLOWED.items()}
    | {Fact.ASSESSORS: st.integers(0, 99).map(str), Fact.DAYS: DAYS}
)


def written(stated: dict[Fact, str]) -> JsonObject:
    """Return the credential that states some facts."""
    facts = [StatedFact(fact, value, fact.value, "What it is", "How it is known") for fact, value in stated.items()]
    described = tuple(fact.describe(CREDENTIAL, TERMS) for fact in facts)
    for item in described:
        if item["id"] == fact_id(CREDENTIAL, Fact.DECIDED):
            item["assessmentEvaluation"] = REPORT
    results = tuple(fact.result(CREDENTIAL) for fact in facts)
    record = AssessmentRecord(described, results, (RelatedResource(f"{REPORT}/figures.json", "00" * 32, "a/b"),))
    recipient = Recipient(name="Ada", record=record)
    award = Award({"id": "did:web:college.example", "type": ["Profile"]}, ACHIEVEMENT, AT)
    return compose_credential(award, recipient, credential_id=CREDENTIAL, salt="s")


@given(STATED)
def test_what_is_written_is_read_back(stated: dict[Fact, str]) -> None:
    document = written(stated)
    found = read_record(document)
    assert found is not None
    assert found.decided == stated[Fact.DECIDED]
    assert found.assessors == int(stated[Fact.ASSESSORS])
    assert (found.is_blind, found.is_trained) == (stated[Fact.BLIND] == "yes", stated[Fact.TRAINED] == "yes")
    assert (found.conditions, found.agreement) == (stated[Fact.CONDITIONS], stated[Fact.AGREEMENT])
    assert (found.source, found.identity) == (stated[Fact.SOURCE], stated[Fact.IDENTITY])
    assert " ".join(day.isoformat() for day in found.days) == stated[Fact.DAYS]
    assert found.report == REPORT
    assert found.related == {f"{REPORT}/figures.json": "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}


@given(STATED)
def test_every_result_names_a_description_and_keeps_to_its_values(stated: dict[Fact, str]) -> None:
    document = written(stated)
    subject = document["credentialSubject"]
    described = {item["id"]: item for item in subject["achievement"]["resultDescription"]}
    for result in subject["result"]:
        allowed = described[result["resultDescription"]].get("allowedValue")
        assert allowed is None or result["value"] in allowed
    assert validate(document, ASSESSMENT) == ()


def test_what_is_not_stated_so_is_not_read() -> None:
    document = written({Fact.DECIDED: "assessors-agree", Fact.ASSESSORS: "2"})
    assert ASSESSMENT_CONTEXT in document["@context"]
    assert read_record({**document, "id": "https://college.example/credentials/2"}) is None
    assert read_record(written({Fact.DECIDED: "by lot", Fact.ASSESSORS: "2"})) is None
    assert read_record(written({Fact.DECIDED: "assessors-agree", Fact.ASSESSORS: "many"})) is None
    assert read_record({}) is None


def test_days_that_are_none_and_words_that_nobody_knows_are_left_out() -> None:
    stated = {Fact.DECIDED: "assessors-agree", Fact.ASSESSORS: "2", Fact.DAYS: "2026-11-03 yesterday"}
    found = read_record(written({**stated, Fact.SOURCE: "hearsay", Fact.IDENTITY: "a hunch"}))
    assert found is not None
    assert (found.days, found.source, found.identity) == ((), None, None)


def test_what_was_signed_before_there_were_records_has_neither_source_nor_days() -> None:
    stated = {Fact.DECIDED: "one-assessor", Fact.ASSESSORS: "1", Fact.CONDITIONS: "supervised-no-id"}
    found = read_record(written(stated))
    assert found is not None
    assert (found.conditions, found.source, found.days) == (Conditions.SUPERVISED, None, ())


def test_what_others_say_of_an_assessment_is_read_as_it_stands() -> None:
    found = read_stated(written({Fact.DECIDED: "assessors-agree", Fact.ASSESSORS: "2"}))
    assert found is not None
    assert (found.assessment_type, found.output, found.method) == ("Artifact", "Six tasks", "How it is known")
    assert (
        read_stated({"credentialSubject": {"achievement": {"resultDescription": {"type": "ResultDescription"}}}})
        is None
    )


def test_an_evaluation_is_named_once() -> None:
    document = written({Fact.DECIDED: "assessors-agree", Fact.ASSESSORS: "2"})
    descriptions = document["credentialSubject"]["achievement"]["resultDescription"]
    descriptions.append({**descriptions[0], "id": "https://college.example/other", "assessmentEvaluation": 7})
    descriptions.append(descriptions[0])
    assert evaluations_of(document) == (REPORT,)
