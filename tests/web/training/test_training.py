# SPDX-License-Identifier: Apache-2.0
"""An assessor practices, sits and qualifies, all without scripts, and nothing is said too early."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import services
from cairn.assessment.models import AnchorRating, AnchorUse, Qualification, Submission
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.anchors import make_anchor, make_anchors, sit
from tests.factories.assessment import PASSING, make_policy
from tests.factories.people import make_organization, member, sign_in
from tests.web.markup import flat

_FAR = {"plan": "not_yet", "insight": "meets"}


def training(school: School, place: str = "") -> str:
    return f"/o/{school.organization.slug}/training/{place}"


def rubric(school: School, place: str = "") -> str:
    return training(school, f"{school.version.pk}/{place}")


def levels(given: dict[str, str]) -> dict[str, str]:
    return {f"level_{criterion}": level for criterion, level in given.items()}


def ratings() -> list[AnchorRating]:
    with everything("a test looks"):
        return list(AnchorRating.objects.order_by("rated_at"))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return flat(answer.content.decode())


def test_where_nothing_asks_for_it_the_page_says_so(school: School, assessor: Client) -> None:
    page = read(assessor, training(school))
    assert "<h1>There is nothing to train for</h1>" in page
    assert "No rubric asks you to qualify" in page


def test_practice_shows_what_was_agreed_on_only_after_the_rating(asked: School, assessor: Client) -> None:
    work = make_anchor(asked.version)
    address = rubric(asked, f"practice/{work.pk}")
    assert "You are not qualified yet for the one rubric that asks for it" in read(assessor, training(asked))
    before = read(assessor, address)
    assert ("Six tasks, each with its goal." in before, "Task 5 comes back" in before) == (True, False)
    assert assessor.get(f"{address}/agreed").headers["Location"] == address
    missing = assessor.post(address, levels({"plan": "meets"}))
    assert (missing.status_code, ratings()) == (422, [])
    assert "Choose a level for “Use of results”." in missing.content.decode()
    assert 'value="meets" checked' in flat(missing.content.decode())
    done = assessor.post(address, levels({"plan": "meets", "insight": "meets"}))
    assert done.headers["Location"] == f"{address}/agreed"
    page = read(assessor, f"{address}/agreed")
    assert "<h1>1 of 2 levels agreed</h1>" in page
    assert "1 level lower" in page
    assert "Task 5 comes back to a goal of the unit before." in page
    assert "Three assessors, apart from each other" in page
    assert "1 of 2 levels agreed" in read(assessor, rubric(asked))


def test_a_sitting_says_nothing_before_its_end_and_then_who_differs(asked: School, assessor: Client) -> None:
    make_anchors(asked.version, 2)
    begun = assessor.post(rubric(asked, "begin"))
    assert begun.headers["Location"] == rubric(asked, "sitting")
    for number in (1, 2):
        page = read(assessor, rubric(asked, "sitting"))
        assert f"<h1>Rate work {number} of 2</h1>" in page
        assert ("Task 5" in page, "agreed" in page, "exam" in page) == (False, False, False)
        work = re.search(r'name="work" value="([^"]+)"', page)
        assert work is not None
        kept = assessor.post(rubric(asked, "sitting"), {"work": work[1], **levels(_FAR)})
        assert kept.status_code == 302
        again = assessor.post(rubric(asked, "sitting"), {"work": work[1], **levels(PASSING)})
        assert (again.status_code, len(ratings())) == (422 if number == 1 else 302, number)
    page = read(assessor, rubric(asked))
    assert "You are not qualified yet to rate Retrieval practice" in page
    assert "50 in 100 levels were the agreed ones; 75 in 100 are asked for." in page
    assert "2 levels lower" in page
    assert page.count("Task 5 comes back to a goal of the unit before.") == 2


def test_whoever_agrees_reads_that_they_may_rate_and_until_when(asked: School, assessor: Client) -> None:
    make_anchors(asked.version, 2)
    with clock.at(datetime(2026, 11, 1, 9, tzinfo=UTC)):
        assessor.post(rubric(asked, "begin"))
        for _number in range(2):
            work = re.search(r'name="work" value="([^"]+)"', read(assessor, rubric(asked, "sitting")))
            assert work is not None
            assessor.post(rubric(asked, "sitting"), {"work": work[1], **levels(PASSING)})
        page = read(assessor, rubric(asked))
    assert "<h1>You are qualified to rate Retrieval practice</h1>" in page
    assert "You are qualified. You can rate what learners hand in from now on." in page
    assert "1 November 2027" in page
    assert "You can renew it from" in page
    assert "Begin the sitting" not in page


def test_with_too_few_works_the_page_says_how_many_are_missing(asked: School, assessor: Client) -> None:
    make_anchors(asked.version, 1)
    assert "One known work is missing for a sitting." in read(assessor, rubric(asked))
    answer = assessor.post(rubric(asked, "begin"), follow=True)
    assert "There are not enough known works for a sitting yet: 1 of 2." in answer.content.decode()
    with everything("a test looks"):
        assert not Qualification.objects.exists()


def test_what_ended_is_said_with_what_still_may_be_done(asked: School, assessor: Client) -> None:
    make_anchors(asked.version, 2)
    with clock.at(datetime(2025, 1, 1, 9, tzinfo=UTC)):
        sit(asked.version, asked.assessor)
    services.tend_qualifications()
    page = read(assessor, rubric(asked))
    assert "Ended: Its time was up" in page
    assert "Works that you hold stay yours: finish them as always." in page


def test_picked_works_are_marked(asked: School, assessor: Client) -> None:
    make_anchor(asked.version)
    with organization_scope(asked.organization.pk):
        services.offer_recalibration(asked.version.achievement_id, [asked.assessor.pk], acting=SYSTEM)
    assert "Practice again" in read(assessor, training(asked))
    page = read(assessor, rubric(asked))
    assert ("Works picked for you" in page, "Picked for you" in page) == (True, True)


def test_a_work_for_sittings_cannot_be_practiced_on(asked: School, assessor: Client) -> None:
    exam, elsewhere = make_anchor(asked.version, AnchorUse.EXAM), make_organization()
    foreign = make_anchor(make_published_version(elsewhere))
    for work in (exam, foreign):
        assert assessor.get(rubric(asked, f"practice/{work.pk}")).status_code == 404
        assert assessor.post(rubric(asked, f"practice/{work.pk}"), levels(PASSING)).status_code == 404
    assert ratings() == []


def test_the_sitting_of_another_assessor_is_not_mine(asked: School, assessor: Client) -> None:
    make_anchors(asked.version, 2)
    other = sit(asked.version, member(asked.organization, "assessor"), works=0)
    answer = assessor.post(rubric(asked, "sitting"), {"work": other.anchors[0], **levels(PASSING)})
    assert (answer.headers["Location"], ratings()) == (rubric(asked), [])


def test_training_asks_the_database_no_more_for_more_of_it(
    asked: School, assessor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_anchors(asked.version, 2, AnchorUse.TRAINING)
    for address in (training(asked), rubric(asked)):
        assessor.get(address)
    with django_assert_max_num_queries(25) as few:
        assessor.get(training(asked))
    with django_assert_max_num_queries(25) as one:
        assessor.get(rubric(asked))
    for number in range(4):
        version = make_published_version(asked.organization, name=f"Number {number}")
        make_policy(version, requires_qualification=True, qualify_anchors=1)
        make_anchors(version, 1)
        make_anchor(version)
        sit(version, asked.assessor)
    make_anchors(asked.version, 5, AnchorUse.TRAINING)
    make_anchors(asked.version, 2)
    sit(asked.version, asked.assessor)
    with django_assert_max_num_queries(len(few)):
        assert assessor.get(training(asked)).content.count(b"Number ") >= 4
    with django_assert_max_num_queries(len(one) + 1):
        assessor.get(rubric(asked))


def test_the_own_drift_is_shown_for_what_is_past(asked: School, assessor: Client) -> None:
    make_anchors(asked.version, 2)
    make_anchor(asked.version, AnchorUse.DRIFT)
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with clock.at(begin):
        sit(asked.version, asked.assessor)
        services.seed_drift(asked.organization)
        seed = _seed().pk
        client = sign_in(Client(), asked.assessor)
        client.post(f"/o/{asked.organization.slug}/queue/take", {"take": str(seed)})
        bench = f"/o/{asked.organization.slug}/queue/{seed}/"
        client.post(bench, {"version": "1", **levels(PASSING)})
        client.post(f"{bench}finish", {})
        assert "You, beside what was agreed on" not in read(client, training(asked))
    with clock.at(begin + timedelta(days=31)):
        page = read(client, training(asked))
    assert "You, beside what was agreed on" in page
    assert "100 in 100" in page


def _seed() -> Submission:
    with everything("a test looks"):
        row: Submission = Submission.objects.exclude(anchor=None).get()
    return row
