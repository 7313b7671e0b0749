# SPDX-License-Identifier: Apache-2.0
"""Meetings of assessors: called, moved, called off and closed; who is told; and which works may be talked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import selectors, services
from cairn.assessment.deadlines import Calendar, day_begins
from cairn.assessment.models import CalibrationMeeting, Submission, SubmissionState
from cairn.assessment.selectors import Bar
from cairn.assessment.selectors.bars import reach_of
from cairn.assessment.selectors.meeting_works import lay_out
from cairn.assessment.selectors.meetings import get_meeting, meetings_ahead_of, raters_of_rubric, suggest_moment
from cairn.assessment.services import Slot
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, DomainError, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_agreement import bring_in, pair
from tests.factories.anchors import make_anchor
from tests.factories.assessment import FAILING, finish, make_policy
from tests.factories.meetings import GOOD, STRONG, hold, make_meeting, make_plan, make_split, pairs_of
from tests.factories.people import make_organization, make_person, member

AGREED: Final = "A task counts if its goal is named."


@pytest.fixture
def owner(school: School) -> Person:
    return member(school.organization, "owner", name="Ola Owner")


@pytest.fixture
def second(school: School) -> Person:
    make_policy(school.version, second_share=100, differ_share=50)
    return member(school.organization, "assessor", name="Cy Assessor")


@pytest.fixture
def work(school: School, second: Person) -> Submission:
    return make_split(school.version, (school.assessor, second), learner=school.learner)


def _meetings() -> list[CalibrationMeeting]:
    with everything("a test looks"):
        return list(CalibrationMeeting.objects.order_by("called_at"))


def _audited() -> list[str]:
    rows = AuditEntry._base_manager.filter(action__startswith="meeting.")
    return list(rows.order_by("at", "pk").values_list("action", flat=True))


def _letters(to: Person) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=primary_email(to), subject__contains="eeting").order_by("created_at"))


def _in(school: School, deed: Callable[..., Any], *args: Any, **choices: Any) -> Any:
    with organization_scope(school.organization.pk):
        return deed(*args, **choices)


def test_a_meeting_is_called_and_everybody_is_told(
    school: School, owner: Person, second: Person, work: Submission
) -> None:
    slot = Slot(datetime(2030, 11, 26, 15, 30, tzinfo=UTC), "  Room 2,\n first floor ", 45)
    meeting = make_meeting(school.version, owner, [school.assessor, second], slot=slot)
    [row] = _meetings()
    assert (row.pk, row.criterion, row.minutes, row.place) == (meeting.pk, "plan", 45, "Room 2, first floor")
    assert row.rubric_digest == rubric_digest(school.version.definition.rubric)
    assert row.works == [str(found.pk) for found in pairs_of(school.version)]
    assert set(row.invited) == {str(school.assessor.pk), str(second.pk)}
    assert (row.called_by_id, row.moved, row.is_ahead) == (owner.pk, 0, True)
    assert _audited() == ["meeting.call"]
    [letter] = _letters(second)
    assert letter.subject == "Meeting on “Match to goals”: Tuesday, Nov. 26, 2030, 15:30"
    page = f"http://localhost:8000/o/{school.organization.slug}/meetings/{meeting.pk}/"
    assert letter.text == (
        f"The assessors of “{school.version.name}” at {school.organization.name} meet on “Match to goals”. You are "
        "invited.\n\n"
        "When: Tuesday, Nov. 26, 2030, 15:30 (time zone UTC)\nHow long: 45 minutes\nWhere: Room 2, first floor\n\n"
        "You look at 1 work together, whose two assessors gave different levels.\n\n"
        f"The works and what there is to do:\n{page}\n\nPut it in your calendar:\n{page}meeting.ics"
    )
    assert len(_letters(school.assessor)) == 1
    assert _letters(owner) == []
    told = "".join(mail.text + mail.subject for mail in OutgoingMail.objects.filter(subject__contains="eeting"))
    assert not [name for name in ("Bo Assessor", "Cy Assessor", "Ola Owner", "Ada Learner") if name in told]


def test_a_letter_is_in_the_language_of_its_reader(school: School, owner: Person, second: Person) -> None:
    Person.objects.filter(pk=second.pk).update(language="es")
    make_meeting(school.version, owner, [second], slot=Slot(datetime(2030, 11, 26, 15, 30, tzinfo=UTC), "Sala 2"))
    assert "martes" in OutgoingMail.objects.get(to=primary_email(second), text__contains="Sala 2").text


def test_it_moves_and_everybody_is_told_again(school: School, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [second])
    at = datetime(2030, 12, 3, 9, 0, tzinfo=UTC)
    link = "https://meet.example/room"
    moved = _in(school, services.move_meeting, meeting, Slot(at, link, 30), acting=owner.as_actor())
    assert (moved.at, moved.place, moved.minutes, moved.moved) == (at, link, 30, 1)
    assert _audited() == ["meeting.call", "meeting.move"]
    letter = _letters(second)[-1]
    assert letter.subject == "Moved: meeting on “Match to goals”, now Tuesday, Dec. 3, 2030, 09:00"
    assert f"Where: {link}\n" in letter.text


def test_it_is_called_off_once(school: School, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [second])
    _in(school, services.cancel_meeting, meeting, acting=owner.as_actor())
    [row] = _meetings()
    assert (row.is_ahead, row.cancelled_at is None) == (False, False)
    assert _letters(second)[-1].subject.startswith("Called off: meeting on “Match to goals”")
    for deed, choices in (
        (services.cancel_meeting, {}),
        (services.move_meeting, {"slot": Slot(clock.now() + timedelta(days=1), "Room 3")}),
        (services.close_meeting, {"came": [second.pk], "agreed": AGREED}),
    ):
        with pytest.raises(Conflict) as refused:
            _in(school, deed, meeting, acting=owner.as_actor(), **choices)
        assert refused.value.code == "meeting_over"
    assert _audited() == ["meeting.call", "meeting.cancel"]


def test_what_was_agreed_is_kept_and_told(school: School, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [school.assessor, second])
    with clock.at(meeting.at):
        closed = _in(
            school, services.close_meeting, meeting, came=[second.pk], agreed=f"  {AGREED} ", acting=owner.as_actor()
        )
    assert (closed.came, closed.agreed, closed.held_at) == ([str(second.pk)], AGREED, meeting.at)
    letter = OutgoingMail.objects.filter(to=primary_email(school.assessor)).order_by("created_at").last()
    assert letter is not None
    assert letter.subject == "What was agreed on “Match to goals”"
    assert AGREED not in letter.text
    assert _audited() == ["meeting.call", "meeting.close"]
    make_meeting(school.version, owner, [second])
    assert [row.is_ahead for row in _meetings()] == [False, True]


@pytest.mark.parametrize(
    ("hours", "said", "code"),
    [
        (-1, (1, AGREED), "not_begun"),
        (1, (0, AGREED), "nobody_came"),
        (1, (1, "  "), "agreed_missing"),
        (1, (1, "x" * 4001), "agreed_too_long"),
    ],
)
def test_what_cannot_be_closed_stays_open(
    school: School, owner: Person, hours: int, said: tuple[int, str], code: str
) -> None:
    second = member(school.organization, "assessor")
    meeting = make_meeting(school.version, owner, [second])
    there, agreed = [second.pk][: said[0]], said[1]
    with clock.at(meeting.at + timedelta(hours=hours)), pytest.raises(DomainError) as refused:
        _in(school, services.close_meeting, meeting, came=there, agreed=agreed, acting=owner.as_actor())
    assert refused.value.code == code
    assert (_meetings()[0].is_ahead, _audited()) == (True, ["meeting.call"])


def test_nobody_came_who_was_not_invited(school: School, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [second])
    with clock.at(meeting.at), pytest.raises(Invalid) as refused:
        _in(school, services.close_meeting, meeting, came=[school.assessor.pk], agreed=AGREED, acting=owner.as_actor())
    assert refused.value.code == "not_invited"
    assert _meetings()[0].is_ahead


def test_one_meeting_on_a_rubric_is_ahead(school: School, owner: Person, second: Person) -> None:
    make_meeting(school.version, owner, [second])
    with pytest.raises(Conflict) as refused:
        make_meeting(school.version, owner, [second])
    assert refused.value.code == "meeting_ahead"
    assert "Move it, or say what was agreed there" in refused.value.detail
    assert (len(_meetings()), _audited(), len(_letters(second))) == (1, ["meeting.call"], 1)


def _slot(**changes: Any) -> dict[str, Any]:
    return {"slot": Slot(**{"at": clock.now() + timedelta(days=1), "place": "Room 2", **changes})}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (lambda: _slot(at=clock.now() - timedelta(minutes=1)), ("in_the_past", "time")),
        (lambda: _slot(minutes=5), ("wrong_length", "minutes")),
        (lambda: _slot(minutes=481), ("wrong_length", "minutes")),
        (lambda: _slot(place=" \n\u200b "), ("place_missing", "place")),
        (lambda: _slot(place="x" * 301), ("place_too_long", "place")),
        (lambda: {"agenda": "x" * 4001}, ("agenda_too_long", "agenda")),
        (lambda: {"criterion": "style"}, ("no_such_criterion", "")),
        (lambda: {"works": [uuid4()]}, ("no_such_work", "works")),
        (lambda: {"works": [uuid4() for _ in range(7)]}, ("too_many_works", "works")),
        (lambda: {"invited": []}, ("nobody_invited", "invited")),
        (lambda: {"invited": [uuid4()]}, ("not_an_assessor", "invited")),
    ],
)
def test_what_cannot_be_called_is_refused_at_its_place(
    school: School, owner: Person, second: Person, changes: Callable[[], dict[str, Any]], said: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        make_meeting(school.version, owner, [second], **changes())
    assert (refused.value.code, refused.value.field) == said
    assert (_meetings(), _audited(), _letters(second)) == ([], [], [])


@pytest.mark.parametrize("role", ["assessor", "author", "analyst", "issuer", "learner"])
def test_only_whoever_looks_after_submissions_may(school: School, owner: Person, second: Person, role: str) -> None:
    other = member(school.organization, role)
    plan = make_plan(school.version, [second])
    with pytest.raises(PermissionDenied):
        _in(school, services.call_meeting, school.version, plan, acting=other.as_actor())
    assert (_meetings(), _audited()) == ([], [])
    meeting = make_meeting(school.version, owner, [second])
    for deed, choices in (
        (services.move_meeting, {"slot": plan.slot}),
        (services.cancel_meeting, {}),
        (services.close_meeting, {"came": [second.pk], "agreed": AGREED}),
    ):
        with clock.at(meeting.at), pytest.raises(PermissionDenied):
            _in(school, deed, meeting, acting=other.as_actor(), **choices)
    assert (_meetings()[0].is_ahead, _audited()) == (True, ["meeting.call"])


def test_an_owner_elsewhere_and_the_system_call_none(school: School, second: Person) -> None:
    elsewhere = member(make_organization(), "owner")
    plan = make_plan(school.version, [second])
    for acting in (elsewhere.as_actor(), SYSTEM):
        with pytest.raises(PermissionDenied):
            _in(school, services.call_meeting, school.version, plan, acting=acting)
    assert _meetings() == []


def test_it_is_there_for_those_invited_while_they_rate(school: School, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [second])
    for person in (owner, second):
        assert _in(school, get_meeting, meeting.pk, acting=person.as_actor()).pk == meeting.pk
    for person in (school.assessor, member(school.organization, "author"), make_person()):
        with pytest.raises(NotFound):
            _in(school, get_meeting, meeting.pk, acting=person.as_actor())
    assert _in(school, meetings_ahead_of, second.pk) == [meeting]
    assert _in(school, meetings_ahead_of, school.assessor.pk) == []


def test_the_works_are_those_that_are_furthest_apart(school: School, second: Person) -> None:
    bring_in(
        school,
        [pair(1, ("meets", "exceeds")), pair(2, ("not_yet", "exceeds")), pair(3, ("meets", "meets"))],
    )
    assert [found.work for found in pairs_of(school.version)] == ["work-002", "work-001"]
    assert pairs_of(school.version, "insight") == ()


def test_a_decided_work_can_be_talked_about(school: School, work: Submission) -> None:
    assert [found.submission_id for found in pairs_of(school.version)] == [work.pk]


@pytest.mark.parametrize("state", [state for state in SubmissionState if state not in {"passed", "not_passed"}])
def test_a_work_that_is_not_over_cannot(school: School, work: Submission, state: SubmissionState) -> None:
    with everything("a test turns the work to every state"):
        Submission.objects.filter(pk=work.pk).update(state=state)
    assert pairs_of(school.version) == ()


@pytest.mark.parametrize("change", ["locked_at", "anchor"])
def test_a_locked_work_and_a_known_one_cannot(school: School, work: Submission, change: str) -> None:
    value = {"locked_at": clock.now()} if change == "locked_at" else {"anchor": make_anchor(school.version)}
    with everything("a test changes the work"):
        Submission.objects.filter(pk=work.pk).update(**value)
    assert pairs_of(school.version) == ()


def test_a_work_that_is_rated_again_leaves_the_table(
    school: School, owner: Person, second: Person, work: Submission
) -> None:
    meeting = make_meeting(school.version, owner, [second])
    third, fourth = (member(school.organization, "assessor") for _ in range(2))
    _in(school, services.reopen_submission, work, reason="Look again.", acting=owner.as_actor())
    definition = school.version.definition
    assert _in(school, lay_out, meeting, school.version, definition, reader=second.pk) == ()
    assert pairs_of(school.version) == ()
    for rater in (third, fourth):
        finish(work, rater, GOOD)
    with everything("a test looks"):
        assert Submission.objects.get(pk=work.pk).state == SubmissionState.PASSED
    assert pairs_of(school.version) == (), "the two first ratings are set aside"


def test_no_work_that_can_be_appealed_is_shown(school: School, second: Person, owner: Person) -> None:
    weak = {"plan": "not_yet", "insight": "not_yet"}
    make_split(
        school.version, (school.assessor, second), levels=(FAILING, weak), comments=({}, {}), learner=school.learner
    )
    with everything("a test ends the last try"):
        work = Submission.objects.get()
        Submission.objects.filter(pk=work.pk).update(state=SubmissionState.NOT_PASSED)
        [decision] = work.decisions.all()
    assert pairs_of(school.version, "insight") == ()
    calendar = Calendar()
    until = calendar.add(decision.decided_at, calendar.days_to_appeal)
    with clock.at(until.replace(hour=23, minute=59)):
        assert pairs_of(school.version, "insight") == ()
    with clock.at(day_begins(until + timedelta(days=1))):
        assert [found.submission_id for found in pairs_of(school.version, "insight")] == [work.pk]


@pytest.mark.parametrize("who", ["invited", "caller", "other"])
def test_whoever_was_invited_does_not_rate_the_work_again(
    school: School, owner: Person, second: Person, work: Submission, who: str
) -> None:
    caller = member(school.organization, "owner", "assessor")
    invited, other, _another = (member(school.organization, "assessor") for _ in range(3))
    meeting = make_meeting(school.version, caller, [invited])
    _in(school, services.cancel_meeting, meeting, acting=caller.as_actor())
    _in(school, services.reopen_submission, work, reason="Look again.", acting=owner.as_actor())
    person = {"invited": invited, "caller": caller, "other": other}[who]
    expected = None if who == "other" else Bar.RATED
    with organization_scope(school.organization.pk):
        row = Submission.objects.get(pk=work.pk)
        assert selectors.find_bar(row, person.pk) is expected
        assert Submission.objects.filter(reach_of(person.pk).bars()[Bar.RATED], pk=row.pk).exists() is bool(expected)
        crowd = selectors.load_crowd(school.organization)
        [waiting] = crowd.works
        place = crowd.assessors.index(person.pk)
        assert bool(waiting.eligible >> place & 1) is (who == "other")
        if expected:
            with pytest.raises(Conflict) as refused:
                services.start_rating(row, acting=person.as_actor())
            assert "looked at it in a meeting" in refused.value.detail
        else:
            assert services.start_rating(row, acting=person.as_actor()).assessor_id == person.pk


def test_the_table_says_neither_whose_work_it_is_nor_who_gave_what(
    school: School, second: Person, owner: Person
) -> None:
    said = ({"plan": "Ada shows it, says Bo Assessor."}, {"plan": "Cy Assessor: the goals are all there."})
    for levels in ((GOOD, STRONG), (STRONG, GOOD)):
        make_split(school.version, (school.assessor, second), levels=levels, comments=said, learner=None)
    meeting = make_meeting(school.version, owner, [school.assessor])
    works = _in(school, lay_out, meeting, school.version, school.version.definition, reader=school.assessor.pk)
    assert [[voice.level for voice in work.voices] for work in works] == [["meets", "exceeds"]] * 2
    text = repr(works)
    assert "Bo Assessor" not in text
    assert "[name hidden]" in text
    assert {voice.comment for work in works for voice in work.voices} == {
        "Ada shows it, says [name hidden].",
        "[name hidden]: the goals are all there.",
    }


def test_nobody_is_shown_their_own_work(school: School, second: Person, owner: Person) -> None:
    both = member(school.organization, "assessor")
    make_split(school.version, (school.assessor, second), learner=both)
    meeting = make_meeting(school.version, owner, [both, second])
    for person, count in ((both, 0), (second, 1)):
        works = _in(school, lay_out, meeting, school.version, school.version.definition, reader=person.pk)
        assert len(works) == count


def test_when_it_is_over_nothing_is_on_the_table(
    school: School, owner: Person, second: Person, work: Submission
) -> None:
    meeting = make_meeting(school.version, owner, [second])
    hold(meeting, owner)
    [row] = _meetings()
    assert _in(school, lay_out, row, school.version, school.version.definition, reader=second.pk) == ()


def test_those_who_rated_are_invited(school: School, second: Person, work: Submission) -> None:
    member(school.organization, "assessor", name="Di Assessor")
    assert _in(school, raters_of_rubric, school.version) == tuple(sorted((school.assessor.pk, second.pk)))
    with clock.at(clock.now() + timedelta(days=367)):
        assert _in(school, raters_of_rubric, school.version) == ()


def test_the_next_working_day_is_offered(school: School) -> None:
    with clock.at(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)):
        assert _in(school, suggest_moment, school.organization.pk) == datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
        _in(
            school,
            services.state_calendar,
            school.organization,
            Calendar(weekend=frozenset({4, 5})),
            (services.Holiday(date(2026, 11, 22)),),
            acting=SYSTEM,
        )
        assert _in(school, suggest_moment, school.organization.pk) == datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
