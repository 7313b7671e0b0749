# SPDX-License-Identifier: Apache-2.0
"""An appeal brings the same round to another assessor, who knows nothing of it; the result can only get better."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cairn.assessment import selectors, services
from cairn.assessment.models import (
    Appeal,
    AppealState,
    Decision,
    DecisionKind,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import WhyNoAppeal
from cairn.foundation import clock
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import FAILING, PASSING, make_decision, make_submitted
from tests.factories.people import make_person, member
from tests.factories.voices import conclude, make_appeal, make_failed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


def fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.select_related("version").get(pk=row.pk)
    return found


def appeals() -> list[Appeal]:
    with everything("a test looks"):
        return list(Appeal.objects.order_by("filed_at"))


def fail_twice(school: School) -> Decision:
    """Return the decision on the second round of work, which did not pass either."""
    first = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        row = selectors.get_submission(first.submission_id)
        text = selectors.progress_of(row)[1].items[0].text
        services.save_answer(row, "a1", "Seven tasks", expected_revision=text.revision if text else 0, acting=acting)
        services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True))
    return make_decision(fresh(row), school.assessor, FAILING)


def test_an_appeal_puts_the_round_back_with_one_seat(school: School) -> None:
    decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    before = fresh(decision.submission)
    assert (before.state, before.round, before.items_to_improve) == (SubmissionState.RETURNED, 2, ["a1"])
    with clock.at(NOON):
        appeal = make_appeal(decision)
    row = fresh(decision.submission)
    assert (row.state, row.round, row.open_seats, row.items_to_improve) == (SubmissionState.APPEALED, 1, 1, [])
    assert (appeal.state_before, appeal.round_before, appeal.filed_at) == ("returned", 2, NOON)
    assert row.due_at == appeal.due_at == NOON + timedelta(days=18)  # fourteen working days


def test_whoever_rated_the_round_cannot_take_it_and_another_one_can(school: School) -> None:
    appeal = make_appeal(make_failed(school.version, learner=school.learner, assessor=school.assessor))
    other = member(school.organization, "assessor")
    with organization_scope(school.organization.pk):
        with pytest.raises(Conflict) as refused:
            services.start_rating(appeal.submission, acting=school.assessor.as_actor())
        assert refused.value.code == "rated"
        rating = services.start_rating(appeal.submission, acting=other.as_actor())
        assert (rating.round, rating.seat, rating.levels) == (1, "appeal", {})
        assert selectors.visible_history(fresh(appeal.submission)) == []
        assert fresh(appeal.submission).open_seats == 0


def test_in_a_later_round_the_other_assessor_sees_what_was_decided_before_it(school: School) -> None:
    decision = fail_twice(school)
    make_appeal(decision)
    row = fresh(decision.submission)
    assert (row.round, row.items_to_improve) == (2, ["a1"])
    with organization_scope(school.organization.pk):
        assert [found.round for found in selectors.visible_history(row)] == [1]
        carried = selectors.carried_levels(row, selectors.find_carried(row))
    assert carried == {"insight": "meets"}


def test_a_work_that_passes_now_has_passed_and_the_first_result_counts_no_more(school: School) -> None:
    decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    appeal = make_appeal(decision)
    other = member(school.organization, "assessor")
    conclude(appeal, other, PASSING)
    (found,) = appeals()
    with everything("a test looks"):
        decisions = list(Decision.objects.order_by("sequence"))
        letter = OutgoingMail.objects.filter(to="ada@example.org").latest("created_at")
    row = fresh(decision.submission)
    assert (found.state, row.state, row.round) == (AppealState.OVERTURNED, SubmissionState.PASSED, 1)
    assert [(one.outcome, one.kind, one.superseded_at is None) for one in decisions] == [
        ("return", DecisionKind.ONE_RATING, False),
        ("award", DecisionKind.APPEAL, True),
    ]
    assert (decisions[1].raters, decisions[1].decided_by_id) == (2, other.pk)
    assert letter.subject == "Your appeal on “Retrieval practice” changed the result: you passed"


def test_only_the_appeal_that_changed_the_result_is_told(school: School) -> None:
    decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    upheld, changed = (member(school.organization, "assessor") for _ in range(2))
    conclude(make_appeal(decision), upheld, FAILING, "I see it as the first one did.")
    owner = member(school.organization, "owner")
    with organization_scope(school.organization.pk):
        acting = owner.as_actor()
        second = services.overturn_decision(decision.submission, FAILING, reason="Still not.", acting=acting)
    conclude(make_appeal(second), changed, PASSING, "Task 4 has it.")
    with everything("a test looks"):
        last = Decision.objects.get(submission=decision.submission, superseded_at=None)
    assert (last.kind, last.decided_by_id) == (DecisionKind.APPEAL, changed.pk)
    assert [voice.feedback for voice in selectors.list_voices(last)] == ["Task 4 has it."]


def test_locked_work_is_not_appealed_against_until_it_is_unlocked(school: School) -> None:
    owner = member(school.organization, "owner").as_actor()
    with clock.at(NOON):
        decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
        with organization_scope(school.organization.pk):
            services.lock_submission(decision.submission, reason="We look into it.", acting=owner)
        with pytest.raises(Conflict) as refused:
            make_appeal(decision)
    assert (refused.value.facts["why"], appeals()) == (WhyNoAppeal.LOCKED, [])
    assert fresh(decision.submission).state == SubmissionState.RETURNED
    # The time to appeal begins anew once the learner can appeal at all.
    with clock.at(NOON + timedelta(days=60)):
        with organization_scope(school.organization.pk):
            services.unlock_submission(decision.submission, reason="All is well.", acting=owner)
        with person_scope(school.learner.pk):
            chance = selectors.find_appeal_chance(fresh(decision.submission), decision)
        assert chance.until == NOON + timedelta(days=88)
        assert make_appeal(decision).filed_at == NOON + timedelta(days=60)


def test_a_lock_gives_no_time_back_that_was_over(school: School) -> None:
    owner = member(school.organization, "owner").as_actor()
    with clock.at(NOON):
        decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    with clock.at(NOON + timedelta(days=40)), organization_scope(school.organization.pk):
        services.lock_submission(decision.submission, reason="We look into it.", acting=owner)
    with clock.at(NOON + timedelta(days=41)):
        with organization_scope(school.organization.pk):
            services.unlock_submission(decision.submission, reason="All is well.", acting=owner)
        with pytest.raises(Conflict) as refused:
            make_appeal(decision)
    assert (refused.value.facts["why"], appeals()) == (WhyNoAppeal.OVER, [])


def test_a_work_that_does_not_pass_leaves_everything_as_it_was(school: School) -> None:
    decision = fail_twice(school)
    before = fresh(decision.submission)
    appeal = make_appeal(decision)
    conclude(appeal, member(school.organization, "assessor"), {"plan": "not_yet", "insight": "meets"}, "Tasks 1 and 2.")
    row, (found,) = fresh(decision.submission), appeals()
    assert (found.state, found.closed_at is not None) == (AppealState.UPHELD, True)
    assert (row.state, row.round, row.items_to_improve, row.due_at) == (
        before.state,
        before.round,
        before.items_to_improve,
        None,
    )
    with everything("a test looks"):
        assert Decision.objects.filter(superseded_at=None).count() == 2
        letter = OutgoingMail.objects.filter(to="ada@example.org").latest("created_at")
    rating = selectors.find_appeal_rating(found)
    assert rating is not None
    assert rating.feedback == "Tasks 1 and 2."
    assert letter.subject == "Your appeal on “Retrieval practice” is decided: the result stands"
    assert "Tasks 1" not in letter.text


def test_the_try_that_is_appealed_against_is_counted_once(school: School) -> None:
    version = make_published_version(school.organization)
    decision = make_failed(version, learner=school.learner, assessor=school.assessor)
    make_appeal(decision)
    with organization_scope(school.organization.pk):
        standing = selectors.assess_levels(fresh(decision.submission), FAILING, (), round_number=1)
    assert (decision.tries_left, standing.tries_left) == (2, 2)


def test_taken_back_it_stands_and_the_assessor_is_let_go(school: School) -> None:
    appeal = make_appeal(make_failed(school.version, learner=school.learner, assessor=school.assessor))
    other = member(school.organization, "assessor")
    with organization_scope(school.organization.pk):
        services.start_rating(appeal.submission, acting=other.as_actor())
    with person_scope(school.learner.pk):
        services.withdraw_appeal(appeal, acting=school.learner.as_actor())
    row = fresh(appeal.submission)
    with everything("a test looks"):
        states = set(Rating.objects.filter(assessor=other).values_list("state", flat=True))
    assert (row.state, row.round, row.items_to_improve, row.open_seats) == ("returned", 2, ["a1"], 0)
    assert (appeals()[0].state, states) == (AppealState.WITHDRAWN, {RatingState.PUT_BACK})
    with person_scope(school.learner.pk), pytest.raises(Conflict) as refused:
        services.withdraw_appeal(appeal, acting=school.learner.as_actor())
    assert refused.value.code == "appeal_closed"


def test_one_decision_is_appealed_against_once(school: School) -> None:
    decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    appeal = make_appeal(decision)
    with person_scope(school.learner.pk):
        services.withdraw_appeal(appeal, acting=school.learner.as_actor())
    with pytest.raises(Conflict) as refused:
        make_appeal(decision)
    assert refused.value.facts["why"] == WhyNoAppeal.APPEALED
    assert len(appeals()) == 1


def test_what_passed_or_was_handed_in_again_or_begun_again_is_not_appealed_against(school: School) -> None:
    passed = make_decision(make_submitted(school.version), school.assessor)
    second = fail_twice(school)
    with everything("a test looks"):
        first = Decision.objects.get(submission=second.submission, round=1)
    afresh = make_submitted(school.version)
    declined = make_decision(afresh, school.assessor, FAILING, begin_afresh=True)
    services.start_submission(school.version, learner=afresh.learner, acting=afresh.learner.as_actor())
    found = {}
    for name, decision in (("passed", passed), ("first", first), ("declined", declined)):
        with pytest.raises(Conflict) as refused:
            make_appeal(decision)
        found[name] = refused.value.facts["why"]
    assert found == {
        "passed": WhyNoAppeal.PASSED,
        "first": WhyNoAppeal.NOT_LAST,
        "declined": WhyNoAppeal.BEGUN_AGAIN,
    }
    assert appeals() == []


def test_it_can_be_filed_within_twenty_working_days(school: School) -> None:
    last = NOON + timedelta(days=28)
    with clock.at(NOON):
        decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    with person_scope(school.learner.pk):
        assert selectors.find_appeal_chance(fresh(decision.submission), decision).until == last
    evening = last.replace(hour=23, minute=59)
    with clock.at(last.replace(hour=0) + timedelta(days=1)):
        with pytest.raises(Conflict) as refused:
            make_appeal(decision)
        assert (refused.value.facts["why"], appeals()) == (WhyNoAppeal.OVER, [])
    with clock.at(evening):
        assert make_appeal(decision).filed_at == evening


def test_only_the_learner_appeals_and_with_reasons(school: School) -> None:
    decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    with everything("a test acts"):
        for acting in (school.assessor.as_actor(), make_person().as_actor()):
            with pytest.raises(PermissionDenied):
                services.file_appeal(decision, "I think so", acting=acting)
        for reasons in ("  ", "x" * 5001):
            with pytest.raises(Invalid):
                services.file_appeal(decision, reasons, acting=school.learner.as_actor())
    assert (appeals(), fresh(decision.submission).state) == ([], SubmissionState.RETURNED)


def test_work_under_appeal_is_not_withdrawn_and_not_begun_again(school: School) -> None:
    decision = make_failed(school.version, learner=school.learner, assessor=school.assessor)
    make_appeal(decision)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        with pytest.raises(Conflict) as refused:
            services.withdraw_submission(fresh(decision.submission), acting=acting)
        again = services.start_submission(school.version, learner=school.learner, acting=acting)
    assert (refused.value.code, again.pk) == ("appealed", decision.submission_id)
    assert fresh(decision.submission).state == SubmissionState.APPEALED


def test_letters_and_the_audit_say_that_there_is_one_and_quote_nothing(school: School) -> None:
    member(school.organization, "owner")
    make_appeal(make_failed(school.version, learner=school.learner, assessor=school.assessor), "A private reason")
    with everything("a test looks"):
        letters = {mail.subject: mail.text for mail in OutgoingMail.objects.all()}
        entry = AuditEntry.objects.get(action="appeal.file")
    assert "Your appeal on “Retrieval practice” has arrived" in letters
    to_owner = next(text for subject, text in letters.items() if subject.startswith("An appeal is due on"))
    assert "Ada" not in to_owner
    assert all("A private reason" not in text for text in letters.values())
    assert (entry.facts["state"], entry.facts["round"], "A private reason" in str(entry.facts)) == ("waiting", 1, False)


def test_rates_are_shown_from_ten_on(school: School) -> None:
    others = [member(school.organization, "assessor") for _ in range(2)]
    version = make_published_version(school.organization, name="Another one")
    for number in range(10):
        appeal = make_appeal(make_failed(version, assessor=others[0]))
        conclude(appeal, others[1], PASSING if number < 3 else FAILING)
        rate = selectors.appeal_rates(school.organization.pk)
        assert (rate.is_shown, rate.share) == ((False, None) if number < 9 else (True, 0.3))
    assert (rate.total, rate.part) == (10, 3)
    assert selectors.appeal_rates(make_person().pk).total == 0
