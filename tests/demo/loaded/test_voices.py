# SPDX-License-Identifier: Apache-2.0
"""What learners and organizations say in the demonstration is there, stands as the files say, and is shown."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client

from cairn.accounts.demonstration import find_demo_person, list_demo_people
from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors
from cairn.assessment.models import (
    Appeal,
    AttemptConditions,
    Attestation,
    CalibrationMeeting,
    Complaint,
    Conflict,
    FairnessRelease,
    IdentityReport,
    Moderation,
    StandardSetting,
    Submission,
    Track,
)
from cairn.cli.demonstration.load import Loaded
from cairn.credentials.selectors import find_for_submission
from cairn.foundation import clock
from cairn.foundation.scopes import everything, person_scope
from tests.factories.fairness import release
from tests.factories.people import sign_in
from tests.web.markup import flat

pytestmark = pytest.mark.django_db
_COLLEGE = "/o/port-ellery-college/"


def _person(name: str) -> Person:
    found = find_demo_person(f"demo.{name}")
    assert found is not None
    return found


def _page(client: Client, name: str, path: str) -> str:
    answer = sign_in(client, _person(name)).get(path)
    assert answer.status_code == 200
    return flat(answer.content.decode())


def _version(slug: str) -> AchievementVersion:
    with everything("a test looks"):
        found: AchievementVersion = AchievementVersion.objects.get(achievement__slug=slug, number=1)
    return found


def test_appeals_ended_in_every_way(loaded: Loaded) -> None:
    with everything("a test looks"):
        rows = {
            row.submission.learner.username: (row.state, row.submission.state)
            for row in Appeal.objects.select_related("submission__learner")
        }
    assert rows == {
        "demo.raymond": ("upheld", "returned"),
        "demo.faduma": ("overturned", "passed"),
        "demo.idil": ("waiting", "appealed"),
    }


def test_the_award_after_an_appeal_says_so(loaded: Loaded) -> None:
    with everything("a test looks"):
        appeal = Appeal.objects.get(state="overturned")
        award = find_for_submission(appeal.submission_id)
    assert award is not None
    assert (award.state, award.provenance["decided"]) == ("issued", "appeal")


def test_complaints_are_answered_and_their_rates_published(loaded: Loaded, client: Client) -> None:
    with everything("a test counts"):
        states = Counter(Complaint.objects.values_list("organization__slug", "state", "finding"))
    assert states == {
        ("port-ellery-college", "answered", "justified"): 6,
        ("port-ellery-college", "answered", "partly"): 2,
        ("port-ellery-college", "answered", "not_justified"): 2,
        ("port-ellery-college", "open", ""): 2,
        ("tamarack-teachers", "open", ""): 1,
    }
    page = flat(client.get("/issuers/port-ellery-college").content.decode())
    assert "10 complaints were answered, 90 in 100 of them in time. 8 were justified, wholly or in part." in page
    assert "Hidden: 1 to 9 appeals were decided" in page


def test_somebody_is_asked_and_two_have_said_what_they_saw(loaded: Loaded, client: Client) -> None:
    with everything("a test looks"):
        rows = Counter((row.relation, row.made_at is not None) for row in Attestation.objects.all())
    assert rows == {("supervisor", True): 1, ("peer", True): 1, ("supervisor", False): 1, ("mentor", False): 1}
    assert "One learner asks what you saw" in _page(client, "tobias", _COLLEGE)


def test_the_locker_holds_three_kinds_and_one_piece_was_used_twice(loaded: Loaded) -> None:
    lines = selectors.list_locker(_person("teresa").pk)
    assert Counter(line.item.kind for line in lines) == {"text": 2, "link": 1, "file": 2}
    assert {line.item.title: len(line.used_in) for line in lines} == {
        "Before you paste: the sheet on our board": 0,
        "Waste by shift, September": 2,
        "The public rule on lockout": 1,
        "Old plan and new plan, week of the label printer": 1,
        "My message to the team, Tuesday evening": 1,
    }


def test_prior_learning_waits_with_a_map_that_is_complete(loaded: Loaded) -> None:
    olena = _person("olena")
    with person_scope(olena.pk):
        row = Submission.objects.get(learner=olena, track=Track.PRIOR_LEARNING)
        lines = selectors.describe_map(row)
    assert (row.state, row.open_seats) == ("submitted", 1)
    assert [(line.outcome.id, len(line.pieces), line.is_complete) for line in lines] == [
        ("SQ1", 1, True),
        ("SQ2", 1, True),
        ("SQ3", 2, True),
        ("SQ4", 1, True),
        ("SQ5", 2, True),
    ]


def test_one_name_is_masked_and_one_waits(loaded: Loaded) -> None:
    with everything("a test looks"):
        masked, waiting = IdentityReport.objects.order_by("reported_at")
    assert (masked.state, waiting.state) == ("masked", "open")
    assert "For [name hidden], who has the desk at [name hidden] on my free days." in masked.passage
    assert "Salma" in masked.evidence.text


def test_work_was_moderated_and_conflicts_noted(loaded: Loaded) -> None:
    with everything("a test looks"):
        steps = list(Moderation.objects.order_by("at").values_list("kind", flat=True))
        conflicts = Counter(Conflict.objects.values_list("kind", "ended_at"))
        lines = list(StandardSetting.objects.values_list("version__achievement__slug", "method"))
    assert steps == ["lock", "unlock", "reopen"]
    assert conflicts == {("manager", None): 1, ("declared", None): 1, ("watched", None): 1}
    assert lines == [("infection-control-at-the-bedside", "modified_angoff")]


def test_assessors_meet_on_the_criterion_in_which_they_differ(loaded: Loaded) -> None:
    with everything("a test looks"):
        meeting = CalibrationMeeting.objects.get()
        conditions = AttemptConditions.objects.get()
    assert (meeting.criterion, len(meeting.works), len(meeting.invited), meeting.held_at) == ("share", 3, 3, None)
    assert (conditions.supervision, conditions.identity) == ("supervised-onsite-with-id", "document")


def test_results_by_group_are_shown_and_small_groups_hidden(loaded: Loaded) -> None:
    version = _version("infection-control-at-the-bedside")
    with everything("a test begins with the results by group anew, when every session is in a month that is over"):
        count, _by_kind = FairnessRelease.objects.filter(achievement=version.achievement_id).delete()
    found = release(version, clock.now() + timedelta(days=62))
    assert count == 1
    assert found is not None
    shown = {question.question: {row.group: row.decided for row in question.results} for question in found.questions}
    assert (found.decided, found.answered, found.hides_groups) == (42, 40, True)
    assert shown == {
        "age": {"18_24": 14, "25_39": 15, "40_59": None, "60_up": None},
        "disability": {"no": None, "yes": None},
        "first_in_family": {"no": 25, "yes": 14},
        "gender": {"man": 12, "woman": 27},
        "home_language": {"of_work": 23, "other": 17},
    }


def test_nobody_signs_in_as_one_of_the_class(loaded: Loaded) -> None:
    assert loaded.classmates == 40
    others = Person.objects.exclude(pk__in=list_demo_people())
    assert others.count() == loaded.classmates
    assert not any(person.has_sign_in_name or person.has_usable_password() for person in others)


def test_owners_see_what_waits(loaded: Loaded, client: Client) -> None:
    page = _page(client, "patrice", _COLLEGE)
    assert "2 complaints wait for an answer" in page
    assert "Mask 1 piece of evidence" in page
    assert "1 appeal waits" in page
    assert "1 complaint waits for an answer" in _page(client, "harriet", "/o/tamarack-teachers/")
