# SPDX-License-Identifier: Apache-2.0
"""The page of results by group: of months that are over, without small groups, and not for whoever rates."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.assessment.models import FairnessRelease
from cairn.foundation import clock
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.factories.fairness import FEBRUARY, JANUARY, decide_on, release
from tests.factories.people import member, sign_in
from tests.web.markup import flat


def _place(school: School) -> str:
    return f"/o/{school.organization.slug}/assessment/{school.version.achievement_id}/fairness"


def _page(school: School, client: Client) -> str:
    return flat(client.get(_place(school)).content.decode()).partition("<main")[2].partition("</main>")[0]


def _decide(school: School) -> None:
    with clock.at(JANUARY):
        decide_on(school.version, school.assessor, count=12, age="18_24", gender="man")
        decide_on(school.version, school.assessor, count=11, age="25_39", gender="man")
        decide_on(school.version, school.assessor, count=2, age="60_up", gender="man", passes=False)


def test_results_by_group_hide_small_ones(school: School, owner: Client) -> None:
    assert "No results by group yet" in _page(school, owner)
    _decide(school)
    release(school.version, FEBRUARY)
    page = _page(school, owner)
    assert 'Decided up to <time datetime="2027-01-31">' in page
    assert "25 learners were decided on; at least 20 of them said something of themselves, freely." in page
    assert page.count("Hidden: few people") == 2
    # The question and its answers stand there in the words and the order in which learners read them.
    assert "How old are you?" in page
    rows = [page.index(f'<th scope="row">{words}</th>') for words in ("18 to 24", "25 to 39", "60 or older")]
    assert rows == sorted(rows)
    # With one small group, the next smallest is hidden too: the total would tell it.
    assert page.count("in 100 to 100 in 100)") == 1


def test_opening_the_page_makes_nothing_and_counts_nothing(school: School, owner: Client) -> None:
    _decide(school)
    with clock.at(FEBRUARY):
        assert "No results by group yet" in _page(school, owner)
    with everything("a test looks"):
        assert FairnessRelease.objects.count() == 0
    release(school.version, FEBRUARY)
    with CaptureQueriesContext(connection) as few:
        before = _page(school, owner)
    with clock.at(FEBRUARY):
        decide_on(school.version, school.assessor, count=3, age="18_24", gender="man")
        with CaptureQueriesContext(connection) as many:
            assert _page(school, owner) == before
    assert len(many) <= len(few)


def test_whoever_rates_does_not_see_it(school: School, client: Client) -> None:
    _decide(school)
    release(school.version, FEBRUARY)
    sign_in(client, member(school.organization, "author"))
    assert client.get(_place(school)).status_code == 200
    sign_in(client, member(school.organization, "author", "assessor"))
    answer = client.get(_place(school))
    page = flat(answer.content.decode())
    assert (answer.status_code, "You rate work here" in page, "18 to 24" in page) == (403, True, False)
