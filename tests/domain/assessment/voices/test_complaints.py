# SPDX-License-Identifier: Apache-2.0
"""A complaint is received with a deadline, and answered with a finding by somebody who did not rate the work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cairn.assessment import selectors, services
from cairn.assessment.models import Complaint, ComplaintState
from cairn.assessment.rates import Rate
from cairn.assessment.services import Grievance
from cairn.foundation import clock
from cairn.foundation.errors import Conflict, DomainError, Invalid, PermissionDenied
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING
from tests.factories.people import make_organization, make_person, member
from tests.factories.voices import make_complaint, make_failed

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


def answer(row: Complaint, finding: str = "partly", text: str = "We looked at it.", *, acting: object) -> Complaint:
    with organization_scope(row.organization_id):
        return services.answer_complaint(row, finding, text, acting=acting)  # type: ignore[arg-type]


def complaints() -> list[tuple[str, str, str]]:
    with everything("a test looks"):
        return list(Complaint.objects.order_by("filed_at").values_list("state", "finding", "answer"))


def test_it_is_received_with_the_day_of_the_answer(school: School) -> None:
    member(school.organization, "owner", person=make_person("Ola Owner", "ola@example.org"))
    with clock.at(NOON):
        row = make_complaint(school.organization, person=school.learner)
    assert (row.state, row.due_at) == (ComplaintState.OPEN, NOON + timedelta(days=14))  # ten working days
    with everything("a test looks"):
        letters = {mail.to: mail.text for mail in OutgoingMail.objects.all()}
    assert set(letters) == {"ada@example.org", "ola@example.org"}
    assert f"/my/complaints/{row.pk}/" in letters["ada@example.org"]
    assert all("six weeks" not in text for text in letters.values())


def test_it_is_answered_with_a_finding_and_whoever_complained_is_told(school: School) -> None:
    owner = member(school.organization, "owner", name="Ola Owner")
    row = answer(make_complaint(school.organization, person=school.learner), acting=owner.as_actor())
    assert (row.state, row.finding, row.answered_by) == (ComplaintState.ANSWERED, "partly", "Ola Owner")
    with everything("a test looks"):
        letter = OutgoingMail.objects.filter(to="ada@example.org").latest("created_at")
    assert letter.subject == f"{school.organization.name} has answered your complaint"
    with pytest.raises(Conflict) as refused:
        answer(row, acting=owner.as_actor())
    assert refused.value.code == "complaint_closed"


def test_whoever_rated_the_work_or_complained_or_has_no_right_does_not_answer(school: School) -> None:
    rater = member(school.organization, "owner", "assessor")
    work = make_failed(school.version, learner=school.learner, assessor=rater).submission
    row = make_complaint(school.organization, person=school.learner, submission=work)
    complainer = member(school.organization, "owner")
    own = make_complaint(school.organization, person=complainer)
    codes = []
    for complaint, person in ((row, rater), (own, complainer), (row, school.assessor), (row, school.learner)):
        with pytest.raises(PermissionDenied) as refused:
            answer(complaint, acting=person.as_actor())
        codes.append(refused.value.code)
    assert codes == ["rated", "own_complaint", "denied", "denied"]
    assert complaints() == [("open", "", ""), ("open", "", "")]


def test_whoever_overturned_the_result_does_not_answer(school: School) -> None:
    judge, other = member(school.organization, "owner"), member(school.organization, "owner")
    work = make_failed(school.version, learner=school.learner, assessor=school.assessor).submission
    row = make_complaint(school.organization, person=school.learner, submission=work)
    with organization_scope(school.organization.pk):
        services.overturn_decision(work, FAILING, reason="One level higher would be wrong.", acting=judge.as_actor())
    with pytest.raises(PermissionDenied) as refused:
        answer(row, acting=judge.as_actor())
    assert (refused.value.code, complaints()) == ("overturned", [("open", "", "")])
    general = make_complaint(school.organization, person=school.learner)
    assert answer(general, acting=judge.as_actor()).state == ComplaintState.ANSWERED
    assert answer(row, acting=other.as_actor()).state == ComplaintState.ANSWERED


def test_an_answer_has_a_finding_and_words(school: School) -> None:
    owner = member(school.organization, "owner")
    row = make_complaint(school.organization)
    for finding, text in (("", "x"), ("maybe", "x"), ("partly", "  "), ("partly", "x" * 10_001)):
        with pytest.raises(Invalid):
            answer(row, finding, text, acting=owner.as_actor())
    assert complaints() == [("open", "", "")]


def test_one_complains_about_ones_own_work_where_it_was_done(school: School) -> None:
    work = make_failed(school.version, learner=school.learner, assessor=school.assessor).submission
    stranger, elsewhere = make_person(), make_organization()
    cases = ((stranger, school.organization, stranger), (school.learner, elsewhere, school.learner))
    with everything("a test acts"):
        for person, organization, acting in cases:
            with pytest.raises(PermissionDenied):
                services.file_complaint(person, organization, Grievance("A", "B", work), acting=acting.as_actor())
        with pytest.raises(PermissionDenied):
            services.file_complaint(
                school.learner, school.organization, Grievance("A", "B"), acting=stranger.as_actor()
            )
        for grievance in (Grievance("", "B"), Grievance("A", " "), Grievance("x" * 201, "B")):
            with pytest.raises(Invalid):
                services.file_complaint(
                    school.learner, school.organization, grievance, acting=school.learner.as_actor()
                )
    assert complaints() == []


def test_five_wait_at_most_and_one_taken_back_makes_room(school: School) -> None:
    rows = [make_complaint(school.organization, person=school.learner) for _ in range(5)]
    with pytest.raises(DomainError) as refused:
        make_complaint(school.organization, person=school.learner)
    assert refused.value.code == "too_many_open"
    with person_scope(school.learner.pk):
        services.withdraw_complaint(rows[0], acting=school.learner.as_actor())
    make_complaint(school.organization, person=school.learner)
    assert [state for state, *_rest in complaints()] == ["closed", "open", "open", "open", "open", "open"]


def test_only_whoever_complained_takes_it_back(school: School) -> None:
    row = make_complaint(school.organization, person=school.learner)
    with everything("a test acts"), pytest.raises(PermissionDenied):
        services.withdraw_complaint(row, acting=make_person().as_actor())
    assert complaints() == [("open", "", "")]


@pytest.mark.parametrize(("place", "in_time"), [("UTC", 1), ("Asia/Tokyo", 0), ("America/Lima", 2)])
def test_an_answer_is_in_time_until_the_day_is_over_where_the_server_stands(
    school: School, place: str, in_time: int
) -> None:
    owner = member(school.organization, "owner")
    with timezone.override(place):
        with clock.at(NOON):
            rows = [make_complaint(school.organization) for _ in range(2)]
        for row, hours in zip(rows, (11, 13), strict=True):
            with clock.at(row.due_at + timedelta(hours=hours)):
                answer(row, "justified", acting=owner.as_actor())
        assert selectors.complaint_rates(school.organization.pk).in_time == Rate(2, in_time)


def test_rates_are_shown_from_ten_on(school: School) -> None:
    owner = member(school.organization, "owner")
    with clock.at(NOON):
        rows = [make_complaint(school.organization) for _ in range(11)]
    for number, row in enumerate(rows[:10]):
        with clock.at(row.due_at + timedelta(days=number - 6)):
            answer(row, "justified" if number < 2 else "not_justified", acting=owner.as_actor())
    rates = selectors.complaint_rates(school.organization.pk)
    assert (rates.justified, rates.in_time) == (Rate(10, 2), Rate(10, 7))
    assert (rates.in_time.share, Rate(9, 2).share, Rate(9, 2).is_shown) == (0.7, None, False)
