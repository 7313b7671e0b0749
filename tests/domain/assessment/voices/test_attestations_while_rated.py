# SPDX-License-Identifier: Apache-2.0
"""All assessors of a round read the same of what others saw: from the first rating on, nothing of it changes."""

from __future__ import annotations

import pytest

from cairn.assessment import selectors, services
from cairn.assessment.models import Attestation, Submission
from cairn.assessment.services import Statement
from cairn.foundation.errors import Conflict
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.voices.test_attestations import hand_in, link, say
from tests.factories.assessment import FAILING, make_policy, make_rating, make_submission
from tests.factories.people import member
from tests.factories.voices import ask_witness

FIRST = Statement(("O1",), "First words.", name="Kim Vogel")
OTHER = Statement(("O2",), "Other words after handing in.", name="Kim Vogel")


def read(row: Submission, round_number: int | None = None) -> list[str]:
    with organization_scope(row.organization_id):
        found = Submission.objects.get(pk=row.pk)
        return [view.statement for view in selectors.describe_attestations(found, round_number)]


def audited() -> list[str]:
    with everything("a test looks"):
        rows = AuditEntry.objects.filter(action__startswith="attestation.").order_by("at")
        return list(rows.values_list("action", flat=True))


def put_back(school: School, row: Submission) -> None:
    with organization_scope(school.organization.pk):
        services.put_back_rating(make_rating(row, school.assessor), acting=school.assessor.as_actor())


def test_words_do_not_change_under_an_assessor(school: School) -> None:
    make_policy(school.version, second_share=100)
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    say(asked.token, FIRST)
    hand_in(row, school.learner)
    make_rating(row, school.assessor)
    with pytest.raises(Conflict) as refused:
        say(asked.token, OTHER)
    assert refused.value.code == "being_rated"
    make_rating(row, member(school.organization, "assessor"))
    assert read(row) == ["First words."]
    assert audited() == ["attestation.ask", "attestation.make"]


def test_words_are_not_taken_back_under_an_assessor(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    say(asked.token, FIRST)
    hand_in(row, school.learner)
    make_rating(row, school.assessor)
    with organization_scope(school.organization.pk), pytest.raises(Conflict) as refused:
        services.take_back_attestation(asked.attestation, acting=link(asked.token))
    assert refused.value.code == "being_rated"
    assert read(row) == ["First words."]


def test_they_stand_too_when_the_assessor_has_put_the_work_back(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    say(asked.token, FIRST)
    hand_in(row, school.learner)
    put_back(school, row)
    with pytest.raises(Conflict):
        say(asked.token, OTHER)
    assert read(row) == ["First words."]


def test_before_that_they_change_and_what_was_said_is_kept(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    first = say(asked.token, FIRST)
    hand_in(row, school.learner)
    say(asked.token, OTHER)
    assert read(row) == ["Other words after handing in."]
    with everything("a test looks"):
        kept = Attestation.objects.get(pk=asked.attestation.pk).earlier
    assert first.made_at is not None
    assert kept == [
        {
            "outcomes": ["O1"],
            "statement": "First words.",
            "observed_on": None,
            "name": "Kim Vogel",
            "made_at": first.made_at.isoformat(),
        }
    ]
    assert audited() == ["attestation.ask", "attestation.make", "attestation.change"]


def test_who_speaks_first_while_the_work_is_rated_is_read_from_the_next_round_on(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    hand_in(row, school.learner)
    rating = make_rating(row, school.assessor, levels=FAILING, feedback="Show what came of it.")
    said = say(asked.token, FIRST)
    assert (said.round, read(row)) == (2, [])
    # Nobody reads it yet, so it may change.
    say(asked.token, OTHER)
    with organization_scope(school.organization.pk):
        services.finish_rating(rating, acting=school.assessor.as_actor())
    assert (read(row, 1), read(row)) == ([], ["Other words after handing in."])


def test_a_learner_does_without_what_nobody_reads_yet(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    hand_in(row, school.learner)
    make_rating(row, school.assessor)
    say(asked.token, FIRST)
    with person_scope(school.learner.pk):
        services.withdraw_attestation(asked.attestation, acting=school.learner.as_actor())
    with everything("a test looks"):
        found = Attestation.objects.get(pk=asked.attestation.pk)
    assert (found.statement, found.withdrawn_at is not None) == ("", True)
