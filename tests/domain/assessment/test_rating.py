# SPDX-License-Identifier: Apache-2.0
"""An assessor takes work, rates it and decides by the pass rule; the learner improves what came back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.completeness import GapCode
from cairn.assessment.models import Decision, Evidence, Outcome, Rating, RatingState, Submission, SubmissionState
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, PASSING, make_decision, make_rating, make_submission, make_submitted
from tests.factories.people import make_organization, make_person, member


def _state(row: Submission) -> str:
    with everything("a test looks"):
        return str(Submission.objects.get(pk=row.pk).state)


def _ratings() -> list[tuple[str, str]]:
    with everything("a test looks"):
        return [(rating.assessor.name, rating.state) for rating in Rating.objects.order_by("started_at")]


def _decisions() -> int:
    with everything("a test counts"):
        return Decision.objects.count()


def test_of_two_who_take_the_same_work_one_has_it(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    other = member(school.organization, "assessor", name="Cy Assessor")
    rating = make_rating(row, school.assessor)
    with pytest.raises(Conflict) as refused:
        make_rating(row, other)
    assert refused.value.code == "already_taken"
    assert make_rating(row, school.assessor).pk == rating.pk
    assert (_ratings(), _state(row)) == ([("Bo Assessor", RatingState.DRAFT)], SubmissionState.IN_REVIEW)


def test_nobody_rates_their_own_work(school: School) -> None:
    learner = member(school.organization, "assessor", "learner", name="Both")
    row = make_submitted(school.version, learner=learner)
    with pytest.raises(PermissionDenied) as refused:
        make_rating(row, learner)
    assert refused.value.code == "own_work"
    assert (_ratings(), _state(row)) == ([], SubmissionState.SUBMITTED)


@pytest.mark.parametrize("role", ["owner", "author", "issuer", "learner", None])
def test_only_an_assessor_of_the_organization_takes_work(school: School, role: str | None) -> None:
    row = make_submitted(school.version, learner=school.learner)
    person = member(school.organization, role) if role else member(make_organization(), "assessor")
    with pytest.raises(PermissionDenied):
        make_rating(row, person)
    assert (_ratings(), _state(row)) == ([], SubmissionState.SUBMITTED)


def test_work_that_is_not_handed_in_is_not_taken(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    with pytest.raises(Conflict) as refused:
        make_rating(row, school.assessor)
    assert refused.value.code == "not_waiting"


def test_a_rating_is_kept_as_it_is_typed(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, levels={"plan": "meets"}, comments={"plan": "All six."}, feedback=" Hm")
    assert (rating.levels, rating.comments, rating.feedback, rating.revision) == (
        {"plan": "meets"},
        {"plan": "All six."},
        " Hm",
        2,
    )
    with organization_scope(school.organization.pk):
        standing = selectors.assess_standing(rating)
    assert standing.unrated == ("insight",)
    assert standing.result.shown_percent == Decimal("33.3")


def test_of_two_windows_the_second_does_not_overwrite_the_first(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, levels={"plan": "meets"})
    acting = school.assessor.as_actor()
    with organization_scope(school.organization.pk):
        services.save_rating(rating, services.RatingDraft(feedback="One"), expected_revision=2, acting=acting)
        with pytest.raises(Conflict) as refused:
            services.save_rating(rating, services.RatingDraft(feedback="Two"), expected_revision=2, acting=acting)
        assert refused.value.code == "rating_changed"
        assert Rating.objects.get().feedback == "One"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"levels": {"plan": "perfect"}}, "no_such_level"),
        ({"levels": {"beauty": "meets"}}, "no_such_level"),
        ({"comments": {"beauty": "x"}}, "no_such_level"),
        ({"incomplete_parts": ("work",)}, "no_such_part"),
        ({"feedback": "x" * 20_001}, "comment_too_long"),
    ],
)
def test_what_the_rubric_does_not_have_is_refused(school: School, draft: dict[str, Any], code: str) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with pytest.raises(Invalid) as refused:
        make_rating(row, school.assessor, **draft)
    assert refused.value.code == code
    with everything("a test looks"):
        assert (Rating.objects.get().revision, Rating.objects.get().feedback) == (1, "")


def test_what_is_put_back_waits_for_whoever_typed_it(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, feedback="Half done")
    with organization_scope(school.organization.pk):
        services.put_back_rating(rating, acting=school.assessor.as_actor())
    assert _state(row) == SubmissionState.SUBMITTED
    other = member(school.organization, "assessor", name="Cy Assessor")
    second = make_rating(row, other)
    assert second.feedback == ""
    with organization_scope(school.organization.pk):
        services.put_back_rating(second, acting=other.as_actor())
    assert make_rating(row, school.assessor).feedback == "Half done"


def test_somebody_else_cannot_save_or_finish_a_rating(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor, levels=PASSING)
    other = member(school.organization, "assessor").as_actor()
    with organization_scope(school.organization.pk):
        with pytest.raises(PermissionDenied):
            services.save_rating(rating, services.RatingDraft(), expected_revision=2, acting=other)
        with pytest.raises(PermissionDenied):
            services.finish_rating(rating, acting=other)
        with pytest.raises(PermissionDenied):
            services.put_back_rating(rating, acting=other)
        assert Rating.objects.get().levels == PASSING
    assert (_state(row), _decisions()) == (SubmissionState.IN_REVIEW, 0)


def test_work_that_passes_is_decided_and_told(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    decision = make_decision(row, school.assessor)
    assert (decision.outcome, decision.percent, decision.reasons) == (Outcome.AWARD, Decimal("83.3"), [])
    assert _state(row) == SubmissionState.PASSED
    event = OutboxEvent.objects.get(name="assessment.decided")
    assert event.payload == {
        "submission_id": str(row.pk),
        "version_id": str(school.version.pk),
        "learner_id": str(school.learner.pk),
        "outcome": "award",
    }
    with everything("a test looks"):
        assert AuditEntry.objects.get(action="submission.decide").facts == {
            "round": 1,
            "outcome": "award",
            "percent": "83.3",
            "kind": "one",
            "raters": 1,
        }
    mail = OutgoingMail.objects.get(to="ada@example.org")
    assert mail.subject == "You passed “Retrieval practice”"
    assert f"/my/work/{row.pk}/result" in mail.text


def test_an_assessor_cannot_award_against_the_pass_rule(school: School) -> None:
    decision = make_decision(make_submitted(school.version, learner=school.learner), school.assessor, FAILING)
    assert (decision.outcome, decision.items_to_improve) == (Outcome.RETURN, ["a1"])
    assert [reason["code"] for reason in decision.reasons] == ["below_required", "below_percent"]


def test_a_part_that_is_not_complete_keeps_the_work_back(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(
        row, school.assessor, levels=PASSING, incomplete_parts=("overview",), feedback="Say who your students are."
    )
    with organization_scope(school.organization.pk):
        decision = services.finish_rating(rating, acting=school.assessor.as_actor())
        assert decision is not None
    assert (decision.outcome, decision.items_to_improve) == (Outcome.RETURN, ["q1"])


@pytest.mark.parametrize(
    ("levels", "feedback", "choices", "code"),
    [
        ({"plan": "meets"}, "Good", {}, "not_rated"),
        (FAILING, "  ", {}, "no_feedback"),
        (FAILING, "Again", {"items_to_improve": []}, "nothing_to_improve"),
        (FAILING, "Again", {"items_to_improve": ["a9"]}, "no_such_item"),
    ],
)
def test_a_rating_that_is_not_finished_decides_nothing(
    school: School, levels: dict[str, str], feedback: str, choices: dict[str, Any], code: str
) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with pytest.raises(Invalid) as refused:
        make_decision(row, school.assessor, levels, feedback=feedback, **choices)
    assert refused.value.code == code
    assert (_state(row), _decisions(), OutgoingMail.objects.filter(to="ada@example.org").count()) == (
        SubmissionState.IN_REVIEW,
        0,
        0,
    )


def test_only_what_came_back_can_be_changed_and_the_rest_stays_locked(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        again = selectors.get_submission(row.pk)
        assert (again.state, again.round, again.items_to_improve) == (SubmissionState.RETURNED, 2, ["a1"])
        with pytest.raises(Conflict) as refused:
            services.save_answer(again, "q1", "Changed", expected_revision=1, acting=acting)
        assert refused.value.code == "item_locked"
        assert [gap.code for gap in selectors.find_submission_gaps(again)] == [GapCode.UNCHANGED]
        services.save_answer(again, "a1", "Seven tasks.", expected_revision=1, acting=acting)
        services.submit_submission(again, acting=acting, declaration=services.Declaration(own_work=True))
    with everything("a test looks"):
        pieces = Evidence.objects.filter(submission=row).order_by("item", "round")
        assert [(piece.item, piece.text, piece.round, piece.ended_round) for piece in pieces] == [
            ("a1", "Six tasks, each with its goal.", 1, 2),
            ("a1", "Seven tasks.", 2, None),
            ("q1", "Grade 6 math, 28 students.", 1, None),
            ("r1", "I would ask for a drawing first.", 1, None),
        ]
    second = make_decision(row, school.assessor)
    assert (second.round, second.outcome, second.tries_left) == (2, Outcome.AWARD, 1)


def test_the_declaration_belongs_to_its_round(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        again = selectors.get_submission(row.pk)
        services.save_answer(again, "a1", "Seven tasks.", expected_revision=1, acting=acting)
        with pytest.raises(Invalid) as refused:
            services.submit_submission(again, acting=acting)
    assert refused.value.code == "not_declared"
    assert _state(row) == SubmissionState.RETURNED


def test_the_last_try_ends_it(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    for number in (1, 2):
        assert make_decision(row, school.assessor, FAILING).outcome == Outcome.RETURN
        with person_scope(school.learner.pk):
            again = selectors.get_submission(row.pk)
            acting = school.learner.as_actor()
            services.save_answer(again, "a1", f"Try {number}", expected_revision=number, acting=acting)
            services.submit_submission(again, acting=acting, declaration=services.Declaration(own_work=True))
    last = make_decision(row, school.assessor, FAILING)
    assert (last.outcome, last.tries_left, _state(row)) == (Outcome.DECLINE, 0, SubmissionState.NOT_PASSED)


def test_the_facts_for_an_award_name_evidence_by_its_digest(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner, answers={"q1": "a", "a1": "b", "r1": "c"})
    make_decision(row, school.assessor)
    with organization_scope(school.organization.pk):
        facts = selectors.assessment_facts(row.pk)
    assert (facts.outcome, facts.percent, facts.raters, facts.levels) == ("award", Decimal("83.3"), 1, PASSING)
    assert [(piece.item, piece.kind, piece.sha256[:8]) for piece in facts.evidence] == [
        ("a1", "text", "3e23e816"),
        ("q1", "text", "ca978112"),
        ("r1", "text", "2e7d2c03"),
    ]


def test_withdrawing_frees_the_assessor(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, school.assessor)
    with person_scope(school.learner.pk):
        services.withdraw_submission(row, acting=school.learner.as_actor())
    assert _ratings() == [("Bo Assessor", RatingState.PUT_BACK)]


def test_letters_are_in_the_language_of_their_reader(school: School) -> None:
    learner = make_person("Luz", "luz@example.org")
    Person.objects.filter(pk=learner.pk).update(language="es")
    learner.refresh_from_db()
    make_decision(make_submitted(school.version, learner=learner), school.assessor)
    assert OutgoingMail.objects.get(to="luz@example.org").text.startswith(("Tu trabajo", "Your work"))


def test_the_queue_holds_what_an_assessor_can_rate(school: School) -> None:
    own = member(school.organization, "assessor", name="Cy Assessor")
    first = make_submitted(school.version, learner=school.learner)
    second = make_submitted(school.version)
    make_submitted(school.version, learner=school.assessor)
    third = make_submitted(school.version)
    make_rating(second, school.assessor, levels=PASSING)
    make_rating(third, own)
    with organization_scope(school.organization.pk):
        queue = selectors.list_queue(school.assessor.pk)
        elsewhere = make_organization()
    assert [(line.id, line.rated, line.criteria) for line in queue.mine] == [(second.pk, 2, 2)]
    assert [line.id for line in queue.waiting] == [first.pk]
    assert (queue.with_others, queue.hidden.own) == (1, 1)
    assert queue.achievements == (selectors.Choice(str(school.version.achievement_id), "Retrieval practice", 2),)
    with organization_scope(elsewhere.pk):
        assert selectors.list_queue(school.assessor.pk).lines == ()


def test_what_stood_before_is_there_again_and_cannot_sink(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, {"plan": "not_yet", "insight": "exceeds"})
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        again = selectors.get_submission(row.pk)
        services.save_answer(again, "a1", "Seven tasks.", expected_revision=1, acting=acting)
        services.submit_submission(again, acting=acting, declaration=services.Declaration(own_work=True))
    rating = make_rating(row, school.assessor)
    assert rating.levels == {"insight": "exceeds"}
    for sunk in ({"plan": "meets", "insight": "meets"}, {"plan": "meets"}):
        with pytest.raises(Invalid) as refused:
            make_rating(row, school.assessor, levels=sunk)
        assert refused.value.code == "lower_than_before"
    assert make_decision(row, school.assessor, {"plan": "meets", "insight": "exceeds"}).outcome == Outcome.AWARD


def test_each_weak_criterion_needs_a_part_that_comes_back(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with pytest.raises(Invalid) as refused:
        make_decision(row, school.assessor, FAILING, items_to_improve=["r1"])
    assert (refused.value.code, _decisions()) == ("criterion_without_part", 0)
