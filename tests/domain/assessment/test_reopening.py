# SPDX-License-Identifier: Apache-2.0
"""Work that is opened again or overturned leads nowhere twice: one credential, somebody who may rate, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import (
    Conflict,
    ConflictKind,
    Decision,
    Evidence,
    Moderation,
    Outcome,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import WhyNoAppeal
from cairn.credentials.models import AchievementCredential, CredentialState
from cairn.foundation import clock
from cairn.foundation.errors import Conflict as Refused
from cairn.foundation.events import deliver_waiting
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import (
    ANSWERS,
    FAILING,
    PASSING,
    finish,
    make_decision,
    make_policy,
    make_rating,
    make_submission,
    make_submitted,
)
from tests.factories.people import member
from tests.factories.voices import make_appeal

REASON = "A file was mixed up."


@pytest.fixture
def owner(school: School) -> Person:
    return member(school.organization, "owner", name="Olu Owner")


@pytest.fixture
def other(school: School) -> Person:
    return member(school.organization, "assessor", name="Cy Assessor")


def reopen(school: School, owner: Person, row: Submission) -> Submission:
    with organization_scope(school.organization.pk):
        return services.reopen_submission(row, reason=REASON, acting=owner.as_actor())


def overturn(school: School, owner: Person, row: Submission, levels: dict[str, str]) -> Decision:
    with organization_scope(school.organization.pk):
        return services.overturn_decision(row, levels, reason=REASON, acting=owner.as_actor())


def decline(school: School) -> Submission:
    """Make a first attempt that did not pass, and of which nothing can be built on."""
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, begin_afresh=True)
    return row


def fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.select_related("version", "organization").get(pk=row.pk)
    return found


def stored() -> list[Any]:
    with everything("a test looks"):
        kinds = (Submission, Rating, Decision, Moderation, AuditEntry, OutgoingMail)
        return [list(kind._base_manager.order_by("pk").values()) for kind in kinds]


def letters(subject: str) -> list[str]:
    return [mail.text for mail in OutgoingMail.objects.filter(to="ada@example.org") if subject in mail.subject]


def improve(school: School, row: Submission, words: str = "Seven tasks.", item: str = "a1") -> Evidence | None:
    """Let the learner write anew what came back; who was not asked for it is refused."""
    with person_scope(school.learner.pk):
        found = selectors.get_submission(row.pk)
        texts = found.evidence.filter(item=item, ended_round=None)
        before = texts.get().revision
        acting = school.learner.as_actor()
        return services.save_answer(found, item, words, expected_revision=before, acting=acting)


def refusal(call: Any, *arguments: Any) -> str:
    """Return why something is refused; nothing has changed then."""
    before = stored()
    with pytest.raises(Refused) as refused:
        call(*arguments)
    assert stored() == before
    return refused.value.code


def test_an_overturn_that_lets_pass_closes_what_was_begun_since(
    school: School, owner: Person, django_capture_on_commit_callbacks: Any
) -> None:
    first = decline(school)
    second = make_submitted(school.version, learner=school.learner)
    rating = make_rating(second, school.assessor, levels=PASSING, feedback="Good.")
    with django_capture_on_commit_callbacks(execute=True):
        assert overturn(school, owner, first, PASSING).outcome == Outcome.AWARD
    deliver_waiting()
    assert (fresh(first).state, fresh(second).state, fresh(second).open_seats) == (
        SubmissionState.PASSED,
        SubmissionState.CLOSED,
        0,
    )
    with organization_scope(school.organization.pk):
        with pytest.raises(Refused) as refused:
            services.finish_rating(rating, acting=school.assessor.as_actor())
        rating.refresh_from_db()
        assert (refused.value.code, rating.state, rating.levels) == ("rating_closed", RatingState.PUT_BACK, PASSING)
        entry = AuditEntry.objects.get(action="submission.close")
        assert (entry.subject_id, entry.facts) == (str(second.pk), {"passed": str(first.pk)})
    (text,) = letters("your newer work is closed")
    assert f"/my/work/{second.pk}/" in text
    assert not any(words in text for words in (*ANSWERS.values(), REASON))
    with everything("a test looks"):
        assert AchievementCredential.objects.get().state == CredentialState.VALID


def test_what_was_only_begun_is_closed_too_and_stays_readable(school: School, owner: Person) -> None:
    first = decline(school)
    second = make_submission(school.version, learner=school.learner)
    overturn(school, owner, first, PASSING)
    with person_scope(school.learner.pk):
        found = selectors.get_submission(second.pk)
        assert found.state == SubmissionState.CLOSED
        assert selectors.progress_of(found)[1].items[0].text is not None
        with pytest.raises(Refused) as refused:
            services.start_submission(school.version, learner=school.learner, acting=school.learner.as_actor())
    assert refused.value.code == "already_passed"


def test_beside_an_attempt_that_has_passed_nothing_is_opened_or_passes(
    school: School, owner: Person, other: Person
) -> None:
    first = decline(school)
    make_decision(make_submitted(school.version, learner=school.learner), school.assessor, PASSING)
    assert refusal(reopen, school, owner, first) == "passed_again"
    assert refusal(overturn, school, owner, first, PASSING) == "passed_again"


def test_an_overturn_waits_for_an_appeal_and_opens_nothing_beside_open_work(
    school: School, owner: Person, other: Person
) -> None:
    first, second = decline(school), make_submitted(school.version, learner=school.learner)
    assert refusal(reopen, school, owner, first) == "begun_again"
    # With a try left, levels that do not pass would open the first attempt beside the second.
    assert refusal(overturn, school, owner, first, FAILING) == "begun_again"
    make_appeal(make_decision(second, school.assessor, FAILING, begin_afresh=True))
    assert refusal(overturn, school, owner, first, PASSING) == "appealed"


def test_nobody_appeals_for_a_second_credential(school: School) -> None:
    first = decline(school)
    make_decision(make_submitted(school.version, learner=school.learner), school.assessor, PASSING)
    with everything("a test looks"):
        decision = Decision.objects.get(submission=first)
    before = stored()
    with pytest.raises(Refused) as refused:
        make_appeal(decision)
    assert (refused.value.facts["why"], stored() == before) == (WhyNoAppeal.PASSED_SINCE, True)


def test_work_is_not_opened_again_for_nobody(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    assert refusal(reopen, school, owner, row) == "nobody_left"
    knows = member(school.organization, "assessor")
    with organization_scope(school.organization.pk):
        Conflict.objects.create(
            organization=school.organization,
            assessor=knows,
            learner=school.learner,
            kind=ConflictKind.TUTOR,
            declared_at=clock.now(),
        )
    assert refusal(reopen, school, owner, row) == "nobody_left"
    # The other way out is there.
    assert overturn(school, owner, row, FAILING).outcome == Outcome.RETURN


def test_work_that_is_to_be_rated_twice_needs_two(school: School, owner: Person, other: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    make_policy(school.version, second_share=100)
    assert refusal(reopen, school, owner, row) == "nobody_left"
    member(school.organization, "assessor")
    assert (reopen(school, owner, row).open_seats, fresh(row).seats) == (2, 2)


def test_locked_work_is_not_opened_again(school: School, owner: Person, other: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    with organization_scope(school.organization.pk):
        services.lock_submission(row, reason=REASON, acting=owner.as_actor())
    assert refusal(reopen, school, owner, row) == "locked"


@pytest.mark.parametrize(
    ("levels", "said"), [(PASSING, (True, False)), (FAILING, (False, True))], ids=["passed", "came back"]
)
def test_the_learner_hears_why(
    school: School, owner: Person, other: Person, levels: dict[str, str], said: tuple[bool, bool]
) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, levels)
    reopen(school, owner, row)
    (text,) = letters("other assessors look at your work anew")
    assert f"The reason: {REASON}" in text
    assert ("it is revoked" in text, "is kept" in text) == said
    assert f"/my/work/{row.pk}/" in text
    assert not any(words in text for words in ANSWERS.values())


def test_what_was_typed_for_the_next_round_waits_and_stays_open(school: School, owner: Person, other: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, items_to_improve=["a1"])
    improve(school, row)
    reopen(school, owner, row)
    with pytest.raises(Refused) as refused:
        improve(school, row, "Eight tasks.")
    assert refused.value.code == "not_writable"
    assert refused.value.detail.startswith("The organization has given your last round to other assessors")
    with person_scope(school.learner.pk):
        found = selectors.get_submission(row.pk)
        assert [piece.text for piece in selectors.list_begun(found)] == ["Seven tasks."]
        step = selectors.find_reopening(found)
        assert step is not None
        assert step.reason == REASON
    # Whoever rates it sees the round that was handed in.
    with organization_scope(school.organization.pk):
        assert selectors.blind_progress(fresh(row))[1].items[0].texts[0].text == ANSWERS["a1"]
    decision = finish(row, other, {"plan": "meets", "insight": "not_yet"}, items_to_improve=["r1"])
    assert decision is not None
    after = fresh(row)
    assert (after.state, after.round, after.items_to_improve) == (SubmissionState.RETURNED, 2, ["a1", "r1"])
    assert decision.items_to_improve == ["a1", "r1"]
    improve(school, row, "Eight tasks.")
    with person_scope(school.learner.pk):
        found = selectors.get_submission(row.pk)
        assert selectors.find_reopening(found) is None
        assert [piece.text for piece in found.evidence.filter(item="a1", ended_round=None)] == ["Eight tasks."]


def test_what_was_typed_survives_an_overturn_that_asks_for_other_parts(school: School, owner: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, items_to_improve=["a1"])
    improve(school, row)
    decision = overturn(school, owner, row, {"plan": "meets", "insight": "not_yet"})
    assert (decision.outcome, set(decision.items_to_improve) >= {"a1", "r1"}) == (Outcome.RETURN, True)
    assert improve(school, row, "Eight tasks.") is not None
