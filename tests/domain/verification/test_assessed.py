# SPDX-License-Identifier: Apache-2.0
"""How it was tested, in the words of what was signed; of others only what the Assessment extension says."""

from __future__ import annotations

from typing import NoReturn

import pytest
from django.utils import translation

from cairn.accounts.models import Person
from cairn.assessment.models import Submission
from cairn.assessment.services.moderating import reopen_submission
from cairn.credentials.models import ReliabilityReport
from cairn.credentials.provenance import Provenance
from cairn.credentials.provenance.wording import say_assessors
from cairn.credentials.services import issue_award, reissue
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from cairn.standards.codecs import dump_json
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.openbadges.provenance import ASSESSMENT_CONTEXT, AssessmentTerms
from cairn.standards.openbadges.vocabulary import AssessmentType
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.types import JsonObject
from cairn.standards.verify import Verdict
from cairn.verification.answers import Answer
from cairn.verification.doors import through
from cairn.verification.facts import own_facts
from cairn.verification.services import Checked, check_credential
from cairn.verification.tested import say_results
from cairn.wallet.card import draw_card
from tests.factories.assessment import make_policy
from tests.factories.credentials import School, make_school
from tests.factories.people import member
from tests.factories.provenance import document_of, earn, make_figures, qualify
from tests.peers.samples import KEYS, SIGNED_AT, badge, did_of

pytestmark = pytest.mark.django_db

SENTENCE = (
    "Rated by two trained assessors who did not know the learner. Assessors of this rubric agree (κ 0.81, 0.74–0.88, "
    "214 double ratings)."
)


@pytest.fixture
def school() -> School:
    """A school whose works are rated by two qualified assessors, who agree."""
    found = make_school()
    make_policy(found.version, second_share=100, requires_qualification=True)
    qualify(found.version, found.assessor, second_of(found))
    make_figures(found.version)
    return found


def second_of(school: School) -> Person:
    """Return the other assessor of a school."""
    with everything("a test looks"):
        known = Person.objects.filter(name="Cy Assessor").first()
    return known or member(school.organization, "assessor", name="Cy Assessor")


def nobody(url: str) -> NoReturn:
    """A network in which nobody answers."""
    raise ResourceUnavailable(url, f"{url} was asked for.", code="fetch_failed")


def check(data: bytes) -> Checked:
    """Check a document without any network."""
    with through(nobody):
        return check_credential(data)


def told(checked: Checked) -> Answer:
    """Return what is said of the test."""
    return checked.answers.four[1]


def lines(checked: Checked) -> dict[str, tuple[str, str]]:
    """Return the facts about the test: their values, and where they lead."""
    return {line.label: (line.value, line.url) for line in told(checked).facts}


def test_it_says_who_rated_and_how_far_they_agree(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    checked = check(bytes(row.credential.document))
    report = row.provenance["report"]
    assert checked.report.verdict is Verdict.VERIFIED
    assert told(checked).sentences[0] == SENTENCE
    assert lines(checked)["Do raters agree?"] == (
        "Yes: κ 0.81, 0.74–0.88, 214 double ratings",
        f"http://localhost:8000/reliability/{report}",
    )
    assert lines(checked)["Rubric"] == (
        "Version 1, as it was then",
        f"http://localhost:8000/reliability/{report}/rubric.json",
    )


def test_what_was_signed_counts_and_not_what_is_known_since(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    make_figures(school.version, value=0.2, low=0.1, high=0.3)
    assert told(check(bytes(row.credential.document))).sentences[0] == SENTENCE


def test_figures_that_are_not_those_that_were_signed_are_not_told(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    with everything("somebody changes the database"):
        figures = bytes(ReliabilityReport.objects.get().figures)
        ReliabilityReport.objects.update(figures=figures.replace(b"0.81", b"0.99"))
    checked = check(bytes(row.credential.document))
    assert told(checked).sentences[0] == "Rated by two trained assessors who did not know the learner."
    assert lines(checked)["Do raters agree?"][0] == ""


def test_a_corrected_credential_says_the_same(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    newer = reissue(row, reason="Name misspelled", acting=school.acting, name="Ada Example")
    issue_award(newer, acting=SYSTEM)
    assert told(check(dump_json(document_of(newer)))).sentences[:2] == (
        SENTENCE,
        "3 pieces of evidence were handed in.",
    )


def test_work_that_was_opened_again_is_still_told(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    owner = member(school.organization, "owner", name="Olu Owner")
    qualify(school.version, *(member(school.organization, "assessor") for _ in range(2)))
    with organization_scope(school.organization.pk):
        submission = Submission.objects.get(pk=row.submission_id)
        reopen_submission(submission, reason="Rated by the wrong rubric.", acting=owner.as_actor())
    checked = check(bytes(row.credential.document))
    assert told(checked).sentences == (SENTENCE,)


def test_below_the_floor_is_told_as_such(school: School) -> None:
    make_figures(school.version, value=0.55, low=0.48, high=0.61)
    row = earn(school.version, [school.assessor, second_of(school)])
    checked = check(bytes(row.credential.document))
    assert (
        told(checked)
        .sentences[0]
        .endswith(
            "Assessors of this rubric agree less than the issuer asks for, which is 0.60 (κ 0.55, 0.48–0.61, 214 "
            "double ratings)."
        )
    )
    assert lines(checked)["Do raters agree?"][0].startswith("Less than the issuer asks for: κ 0.55")


def test_one_assessor_is_told_as_one() -> None:
    school = make_school("small")
    checked = check(bytes(earn(school.version, [school.assessor]).credential.document))
    assert told(checked).sentences[0] == (
        "Rated by one assessor who did not know the learner. How far assessors of this rubric agree is not yet "
        "established: no work has been rated twice."
    )
    assert lines(checked)["Do raters agree?"][0] == "Not yet established: 0 double ratings"


def test_it_is_told_in_the_readers_words(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    with translation.override("es"):
        assert "0,81" in told(check(bytes(row.credential.document))).sentences[0]


def test_the_certificate_says_it_in_the_same_words(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    assert say_results(own_facts(row.credential)).startswith(SENTENCE)


def test_the_card_of_a_link_says_who_rated(school: School) -> None:
    row = earn(school.version, [school.assessor, second_of(school)])
    assert say_assessors(Provenance.from_json(row.provenance)) == (
        "Rated by two trained assessors who did not know the learner."
    )
    assert draw_card(row.credential).startswith(b"\x89PNG")


def test_of_others_only_what_they_say_is_told() -> None:
    key = next(iter(KEYS.values()))
    document = badge(did_of(key))
    document["@context"].append(ASSESSMENT_CONTEXT)
    plain = {"id": "urn:uuid:0c1cbd1c-4a5d-4ac6-a7d8-9a4a1d6b3a02", "name": "Knots", "resultType": "Result"}
    terms = AssessmentTerms(AssessmentType.PERFORMANCE, "Six knots, filmed")
    described = terms.extend(plain, about="A test.", method="Rated by a hundred trained assessors.")
    described["assessmentEvaluation"] = "https://harbour.example/study"
    document["credentialSubject"]["achievement"]["resultDescription"] = [described]
    checked = check(sign(document))
    assert told(checked).is_quoted is True
    assert told(checked).sentences == ("Six knots, each in under a minute.", "Rated by a hundred trained assessors.")
    assert lines(checked) == {
        "Type of assessment": ("Watched performance", ""),
        "What is handed in": ("Six knots, filmed", ""),
        "On its reliability": ("https://harbour.example/study", "https://harbour.example/study"),
    }


def sign(document: JsonObject) -> bytes:
    """Sign a document with a key that is its own issuer."""
    key = next(iter(KEYS.values()))
    return dump_json(add_proof(document, key, canonicalizer=Canonicalizer(), options=ProofOptions(created=SIGNED_AT)))
