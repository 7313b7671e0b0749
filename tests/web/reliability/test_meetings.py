# SPDX-License-Identifier: Apache-2.0
"""The pages of a meeting: called from what to do next, read without names, printed, closed; and who may open which."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.models import Anchor, CalibrationMeeting, Evidence, Submission
from cairn.foundation import clock
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_agreement import bring_in, measure, pair
from tests.factories.assessment import make_policy, make_rating, make_submission
from tests.factories.meetings import GOOD, STRONG, hold, make_meeting, make_split, pairs_of
from tests.factories.people import make_organization, make_person, member, sign_in
from tests.factories.planted import EMAIL, HANDLE, NAME, PLANTED, names_in
from tests.standards.test_icalendar import read, values
from tests.web.markup import flat

pytestmark = pytest.mark.django_db

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
    row = make_split(school.version, (school.assessor, second), learner=school.learner)
    with organization_scope(school.organization.pk):
        measure(school)
    return row


def report(school: School, place: str = "") -> str:
    return f"/o/{school.organization.slug}/reliability/{school.version.achievement_id}{place}"


def page_of(meeting: CalibrationMeeting, place: str = "") -> str:
    return f"/o/{meeting.organization.slug}/meetings/{meeting.pk}/{place}"


def read_page(client: Client, person: Person, address: str) -> str:
    return flat(sign_in(client, person).get(address).content.decode())


def _meetings() -> list[CalibrationMeeting]:
    with everything("a test looks"):
        return list(CalibrationMeeting.objects.order_by("called_at"))


def typed(school: School, people: list[Person], **changes: Any) -> dict[str, Any]:
    return {
        "works": [str(found.pk) for found in pairs_of(school.version)],
        "invited": [str(person.pk) for person in people],
        "day": "2030-11-26",
        "time": "15:30",
        "minutes": "40",
        "place": "Room 2",
        "agenda": "Look.",
        **changes,
    }


def test_what_to_do_next_leads_to_the_meeting(school: School, client: Client, owner: Person, work: Submission) -> None:
    page = read_page(client, owner, report(school))
    assert page.count('class="btn primary"') == 1
    assert f'href="{report(school, "/meeting")}?version=1">Call the meeting</a>' in page
    form = read_page(client, owner, report(school, "/meeting"))
    assert "<h1>Meet on “Match to goals”</h1>" in form
    assert ": Meets and Exceeds" in form
    assert "Ada Learner" not in form
    for name in ("Bo Assessor", "Cy Assessor"):
        assert name in form
    assert form.count("checked") == 3
    assert 'name="minutes" value="40"' in form
    assert 'value="15:30"' in form
    assert "1 of 1 differences are between “Meets” and “Exceeds”." in form
    assert "2. Agree where “Meets” ends and “Exceeds” begins." in form
    assert "Time zone: UTC" in form


def test_a_meeting_is_called_by_its_form(
    school: School, client: Client, owner: Person, second: Person, work: Submission
) -> None:
    sign_in(client, owner)
    answer = client.post(report(school, "/meeting"), typed(school, [second]))
    [meeting] = _meetings()
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(meeting))
    assert meeting.at == datetime(2030, 11, 26, 15, 30, tzinfo=UTC)
    page = flat(client.get(page_of(meeting)).content.decode())
    assert "Everybody who is invited gets a letter." in page
    assert "Cy Assessor" in page
    ahead = flat(client.get(report(school)).content.decode())
    assert "The assessors meet on “Match to goals”" in ahead
    assert "Call the meeting" not in ahead
    assert ahead.count('class="btn primary"') == 1
    assert client.get(report(school, "/meeting")).headers["Location"] == page_of(meeting)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "2020-01-01"}, "This time is over. Choose one that is ahead."),
        ({"place": " "}, "This field is required."),
        ({"minutes": "5"}, "Ensure this value is greater than or equal to 10."),
        ({"invited": []}, "This field is required."),
        ({"invited": ["nobody"]}, "Select a valid choice."),
        ({"agenda": "x" * 4001}, "Ensure this value has at most 4000 characters"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    school: School, client: Client, owner: Person, changes: dict[str, Any], said: str
) -> None:
    sign_in(client, owner)
    answer = client.post(report(school, "/meeting"), typed(school, [school.assessor], **changes))
    page = flat(answer.content.decode())
    assert (answer.status_code, _meetings()) == (400, [])
    assert said in page
    assert 'value="15:30"' in page


def test_another_criterion_can_be_chosen(school: School, client: Client, owner: Person, second: Person) -> None:
    bring_in(school, [pair(1, ("meets", "exceeds")), pair(2, ("meets", "meets"), ("meets", "exceeds"))])
    page = read_page(client, owner, report(school, "/meeting?criterion=insight"))
    assert "work-002: Meets and Exceeds" in page
    assert "work-001" not in page
    assert "criterion=plan" in page


def test_without_works_one_meets_on_the_words(school: School, client: Client, owner: Person, second: Person) -> None:
    page = read_page(client, owner, report(school, "/meeting"))
    assert "No work can be looked at together now" in page
    answer = client.post(report(school, "/meeting"), typed(school, [second]))
    assert answer.status_code == 302
    assert _meetings()[0].works == []


def test_those_invited_read_the_works_and_nobody_else(
    school: School, client: Client, owner: Person, second: Person, work: Submission
) -> None:
    meeting = make_meeting(school.version, owner, [second])
    page = read_page(client, second, page_of(meeting))
    assert "Meet on “Match to goals”" in page
    assert "One assessor gave" in page
    assert "Two of six tasks match their goals." in page
    assert "Six tasks, each with its goal." in page
    assert "Put it in my calendar" in page
    assert page_of(meeting, "move") not in page
    for person, status in (
        (school.assessor, 404),
        (member(school.organization, "author"), 403),
        (member(school.organization, "learner"), 403),
        (school.learner, 403),
        (member(make_organization(), "owner", "assessor"), 403),
    ):
        for place in ("", "meeting.ics"):
            answer = sign_in(client, person).get(page_of(meeting, place))
            assert answer.status_code == status
            assert b"Six tasks" not in answer.content


@pytest.mark.parametrize("place", ["move", "cancel", "close"])
def test_an_invited_assessor_changes_nothing(
    school: School, client: Client, owner: Person, second: Person, place: str
) -> None:
    meeting = make_meeting(school.version, owner, [second])
    answer = sign_in(client, second).post(page_of(meeting, place), typed(school, [second]) | {"agreed": AGREED})
    assert answer.status_code == 403
    [row] = _meetings()
    assert (row.is_ahead, row.moved) == (True, 0)


def test_under_another_organization_it_is_not_there(
    school: School, client: Client, owner: Person, second: Person, work: Submission
) -> None:
    meeting = make_meeting(school.version, owner, [second])
    elsewhere = make_organization()
    both = member(elsewhere, "owner", "assessor")
    for place in ("", "meeting.ics", "move", "close"):
        answer = sign_in(client, both).get(f"/o/{elsewhere.slug}/meetings/{meeting.pk}/{place}")
        assert answer.status_code == 404


def test_no_byte_tells_an_invited_assessor_who_anybody_is(
    school: School, client: Client, owner: Person, second: Person
) -> None:
    writer = make_person(NAME, EMAIL, username=HANDLE)
    words = f"I am {NAME} ({HANDLE}, {EMAIL}). Zelmira's plan. Six tasks stay."
    row = make_submission(school.version, learner=writer, answers={"q1": words, "a1": words, "r1": words})
    acting = writer.as_actor()
    with person_scope(writer.pk):
        services.add_link(row, "a1", f"https://example.org/~{HANDLE}/", acting=acting)
        for kind in ("jpg", "docx"):
            services.add_file(row, "a1", PLANTED[kind](), f"{NAME} plan.{kind}", acting=acting)
        services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True, help=words))
    comments = ({"plan": f"{NAME} does well. Bo Assessor"}, {"plan": f"Zelmira: see task 2. Cy Assessor, {EMAIL}"})
    for rater, given, why in zip((school.assessor, second), (GOOD, STRONG), comments, strict=True):
        rating = make_rating(row, rater, levels=given, comments=why, feedback=f"{NAME}, read by {rater.name}.")
        with organization_scope(school.organization.pk):
            services.finish_rating(rating, acting=rater.as_actor())
    with organization_scope(school.organization.pk):
        measure(school)
    third = member(school.organization, "assessor", name="Di Third")
    meeting = make_meeting(school.version, owner, [third, second, school.assessor])
    sign_in(client, third)
    with everything("a test looks"):
        files = [str(piece.file_id) for piece in Evidence.objects.filter(submission=row).exclude(file=None)]
    addresses = [
        page_of(meeting),
        page_of(meeting, "meeting.ics"),
        report(school),
        f"/o/{school.organization.slug}/training/",
    ]
    addresses += [reverse("evidence_file", args=[file]) for file in files]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        data = b"".join(answer) if answer.streaming else answer.content
        head = str(answer.headers).encode()
        assert names_in(data + head) == [], address
        assert not [name for name in (b"Bo Assessor", b"Cy Assessor", b"Ola Owner") if name in data + head], address
    page = client.get(page_of(meeting)).content.decode()
    assert "Six tasks stay." in page
    assert "[name hidden]: see task 2." in page
    assert len(files) == 2
    hold(meeting, owner)
    assert [client.get(reverse("evidence_file", args=[file])).status_code for file in files] == [404, 404]


def test_the_file_for_the_calendar(school: School, client: Client, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [second])
    sign_in(client, second)
    answer = client.get(page_of(meeting, "meeting.ics"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    first = values(answer.content)
    assert first["UID"] == f"{meeting.pk}@localhost"
    assert first["DTSTART"] == f"{meeting.at:%Y%m%dT%H%M%SZ}"
    assert first["LOCATION"] == "Room 2"
    assert first["SUMMARY"] == "Meeting on “Match to goals”"
    assert first["URL"] == f"http://localhost:8000{page_of(meeting)}"
    slot = services.Slot(meeting.at + timedelta(days=1), "Room 3")
    with organization_scope(school.organization.pk):
        services.move_meeting(meeting, slot, acting=owner.as_actor())
    moved = values(client.get(page_of(meeting, "meeting.ics")).content)
    assert (moved["UID"], moved["SEQUENCE"], moved["LOCATION"]) == (first["UID"], "1", "Room 3")
    with organization_scope(school.organization.pk):
        services.cancel_meeting(meeting, acting=owner.as_actor())
    answer = client.get(page_of(meeting, "meeting.ics"))
    assert answer.headers["Content-Type"].endswith("method=CANCEL")
    found = read(answer.content)
    assert ("SEQUENCE", "", "2") in found
    assert ("METHOD", "", "CANCEL") in found
    assert [name for name, _parameter, _value in found].count("ATTENDEE") == 1


def test_it_moves_and_is_called_off_by_its_pages(school: School, client: Client, owner: Person, second: Person) -> None:
    meeting = make_meeting(school.version, owner, [second])
    sign_in(client, owner)
    assert 'value="Room 2"' in client.get(page_of(meeting, "move")).content.decode()
    slot = {"day": "2030-12-03", "time": "09:00", "minutes": "30", "place": "https://meet.example/room"}
    assert client.post(page_of(meeting, "move"), slot).headers["Location"] == page_of(meeting)
    page = client.get(page_of(meeting)).content.decode()
    assert '<a href="https://meet.example/room"' in page
    assert client.get(page_of(meeting, "cancel")).status_code == 405
    assert client.post(page_of(meeting, "cancel")).headers["Location"] == report(school)
    assert "is called off" in client.get(page_of(meeting)).content.decode()
    assert "Call the meeting" not in client.get(report(school)).content.decode()


@pytest.mark.parametrize("place", ["javascript:alert(1)", "data:text/html,x", "https://a.example b"])
def test_only_a_link_is_a_link(school: School, client: Client, owner: Person, second: Person, place: str) -> None:
    slot = services.Slot(clock.now() + timedelta(days=1), place)
    meeting = make_meeting(school.version, owner, [second], slot=slot)
    page = sign_in(client, second).get(page_of(meeting)).content.decode()
    assert f'href="{place}' not in page
    assert place in page


def test_what_was_agreed_stands_where_it_is_looked_for(
    school: School, client: Client, owner: Person, second: Person, work: Submission
) -> None:
    meeting = make_meeting(school.version, owner, [second, school.assessor])
    early = flat(sign_in(client, owner).get(page_of(meeting, "close")).content.decode())
    assert "The meeting has not begun yet" in early
    with everything("a test lets the time come"):
        CalibrationMeeting.objects.update(at=clock.now() - timedelta(minutes=50))
    assert "Say what was agreed" in client.get(report(school)).content.decode()
    answer = client.post(page_of(meeting, "close"), {"came": [str(second.pk)], "agreed": AGREED})
    assert answer.headers["Location"] == page_of(meeting)
    page = flat(client.get(page_of(meeting)).content.decode())
    assert AGREED in page
    assert "Write one like" in page
    assert "Six tasks" not in page
    for person in (owner, second, member(school.organization, "author")):
        seen = read_page(client, person, report(school))
        assert "What assessors agreed on" in seen
        assert AGREED in seen
        assert ("Cy Assessor" in seen.replace("Cy Assessor</th>", "")) is (person == second)
    public = client.get(f"/achievements/{school.version.achievement_id}/reliability").content.decode()
    assert AGREED not in public
    assert "Assessors met" not in public


def test_a_known_work_begins_with_what_was_agreed(
    school: School, client: Client, owner: Person, second: Person, work: Submission
) -> None:
    meeting = make_meeting(school.version, owner, [second, school.assessor])
    hold(meeting, owner)
    [found] = pairs_of(school.version)
    new = reverse("anchor_new", args=[school.organization.slug, school.version.pk])
    page = read_page(client, owner, f"{new}?meeting={meeting.pk}&work={found.pk}")
    assert AGREED in page
    assert "2 assessors, in the meeting of" in page
    assert re.search(r'name="level_insight" value="meets"[^>]* checked', page)
    assert "Six tasks" not in page
    assert page.count("checked") == 2
    with everything("a test looks"):
        assert Anchor.objects.count() == 0
    other = read_page(client, owner, f"{new}?meeting=nonsense&work={found.pk}")
    assert AGREED not in other


def test_the_chart_and_its_table_mark_the_day(school: School, client: Client, owner: Person, second: Person) -> None:
    levels = ("meets", "exceeds")
    works = [pair(number, (levels[number % 2], levels[number % 3 % 2])) for number in range(40)]
    bring_in(school, [replace(known, rated_on=date(2026, 3, 1 + place // 2)) for place, known in enumerate(works)])
    meeting = make_meeting(school.version, owner, [second], works=[])
    before = read_page(client, owner, report(school))
    hold(meeting, owner)
    page = read_page(client, owner, report(school))
    assert "Assessors met on" not in before
    assert page.count("Assessors met, ") == 2
    assert "<b>You met on “Match to goals”, " in page
    assert "Meet on “Match to goals”" not in page
    assert '<a class="btn" href="' in page
    assert 'class="btn primary"' not in page
    assert re.search(r"Assessors met on [^<]*, after these works\.", page)


def test_assessors_find_their_meeting_on_their_own_page(
    school: School, client: Client, owner: Person, second: Person
) -> None:
    meeting = make_meeting(school.version, owner, [second])
    home = f"/o/{school.organization.slug}/training/"
    mine = read_page(client, second, home)
    assert "You are invited to meet on “Match to goals”" in mine
    assert f'href="{page_of(meeting)}"' in mine
    assert page_of(meeting) not in read_page(client, school.assessor, home)
    assert f'href="{page_of(meeting)}"' in read_page(client, second, report(school))
    other = read_page(client, school.assessor, report(school))
    assert "The assessors meet on “Match to goals”" in other
    assert page_of(meeting) not in other


def test_the_pages_ask_as_often_whoever_is_invited(
    school: School,
    client: Client,
    owner: Person,
    work: Submission,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    second = member(school.organization, "assessor")
    meeting = make_meeting(school.version, owner, [second])
    sign_in(client, owner)
    client.get(page_of(meeting))
    addresses = (page_of(meeting), report(school))
    few = {}
    for address in addresses:
        with django_assert_max_num_queries(45) as asked:
            client.get(address)
        few[address] = len(asked)
    people = [member(school.organization, "assessor") for _ in range(5)]
    with everything("a test invites more, and holds many"):
        CalibrationMeeting.objects.update(invited=[str(person.pk) for person in [second, *people]])
        for number in range(4):
            CalibrationMeeting.objects.create(
                organization=school.organization,
                achievement_id=school.version.achievement_id,
                rubric_digest=meeting.rubric_digest,
                criterion="plan",
                at=meeting.at - timedelta(days=9 + number),
                place="Room 2",
                called_by=owner,
                called_at=clock.now(),
                held_at=clock.now(),
                agreed=AGREED,
            )
    for address in addresses:
        with django_assert_max_num_queries(few[address]):
            client.get(address)
