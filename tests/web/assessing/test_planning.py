# SPDX-License-Identifier: Apache-2.0
"""How work is assessed and when an organization works, stated on pages without scripts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cairn.assessment.models import AssessmentCalendar, AssessmentPolicy, StandardSetting
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.web.markup import flat

_PLAN = {
    "second_share": "25",
    "first_works": "5",
    "borderline_points": "10",
    "differ_share": "25",
    "differ_levels": "2",
    "settling": "higher",
    "floor_coefficient": "cohen_kappa_quadratic",
    "floor": "0.65",
    "min_works": "40",
    "while_unproven": "double",
    "qualify_anchors": "4",
    "qualify_exact": "75",
    "qualify_widest": "1",
    "qualification_months": "12",
    "drift_anchors": "2",
}
_CALENDAR = {
    "weekend": ["5", "6"],
    "days_to_decide": "10",
    "days_to_appeal": "15",
    "days_to_answer": "5",
    "remind_days": "2",
    "holidays": "\u20662026-12-25\u2069 Christmas\n2026-12-29 to 2026-12-31 Winter break\n",
}


def _home(school: School) -> str:
    return f"/o/{school.organization.slug}/assessment/"


def _plan(school: School) -> str:
    return f"{_home(school)}{school.version.achievement_id}/"


def test_a_plan_is_kept_as_it_was_filled_in_and_recorded(school: School, owner: Client) -> None:
    assert "What we recommend is filled in." in flat(owner.get(_plan(school)).content.decode())
    answer = owner.post(_plan(school), _PLAN)
    assert answer.headers["Location"] == _home(school)
    with everything("a test looks"):
        row = AssessmentPolicy.objects.get()
        changes = AuditEntry.objects.get(action="assessment.policy").facts["changes"]
    assert (row.second_share, row.floor, row.min_works, row.while_unproven) == (25, Decimal("0.65"), 40, "double")
    assert (row.requires_qualification, row.excludes_same_school) == (False, False)
    assert changes["second_share"] == [0, 25]
    assert changes["floor"] == ["0.60", "0.65"]
    assert "25 in 100" in flat(owner.get(_home(school)).content.decode())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("second_share", "101", "less than or equal to 100"),
        ("floor", "1.5", "less than or equal to 1"),
        ("min_works", "3", "greater than or equal to 10"),
        ("floor_coefficient", "luck", "Select a valid choice"),
    ],
)
def test_a_plan_out_of_range_is_refused_and_nothing_is_lost(
    school: School, owner: Client, field: str, value: str, words: str
) -> None:
    answer = owner.post(_plan(school), {**_PLAN, "qualify_exact": "80", field: value})
    assert (answer.status_code, words in flat(answer.content.decode())) == (400, True)
    assert 'value="80"' in answer.content.decode()
    with everything("a test looks"):
        assert AssessmentPolicy.objects.count() == 0


def test_a_calendar_reads_days_and_breaks(school: School, owner: Client) -> None:
    answer = owner.post(f"{_home(school)}calendar", _CALENDAR)
    assert answer.headers["Location"] == _home(school)
    with everything("a test looks"):
        row = AssessmentCalendar.objects.get()
    assert [holiday["day"] for holiday in row.holidays] == ["2026-12-25", "2026-12-29", "2026-12-30", "2026-12-31"]
    assert {holiday["name"] for holiday in row.holidays} == {"Christmas", "Winter break"}
    assert "2026-12-30 Winter break" in owner.get(f"{_home(school)}calendar").content.decode()


@pytest.mark.parametrize(
    ("holidays", "words"),
    [
        ("2026-12-25\nChristmas", "Line 2 does not begin with a day"),
        ("2026-13-40 Never", "Line 1 does not begin with a day"),
        ("2026-12-31 to 2026-12-01 Backwards", "Line 1 ends before it begins"),
    ],
)
def test_a_line_that_is_no_day_is_named_and_nothing_is_lost(
    school: School, owner: Client, holidays: str, words: str
) -> None:
    answer = owner.post(f"{_home(school)}calendar", {**_CALENDAR, "holidays": holidays})
    assert (answer.status_code, words in flat(answer.content.decode())) == (400, True)
    assert holidays.splitlines()[-1] in answer.content.decode()
    with everything("a test looks"):
        assert AssessmentCalendar.objects.count() == 0


def test_a_pass_line_is_recorded_from_what_judges_said(school: School, owner: Client) -> None:
    place = f"{_home(school)}{school.version.achievement_id}/pass-line"
    assert "nothing says why" in flat(owner.get(place).content.decode())
    sent = {
        "held_on": "2026-06-01",
        "panel": "Ana\nBo",
        "method": "modified_angoff",
        "judgments": "Ana, 60, 30\nBo, 75, 45\nCy, 90, 60%",
        "adopted": "65",
    }
    assert owner.post(place, sent).headers["Location"] == place
    with everything("a test looks"):
        row = StandardSetting.objects.get()
    assert (row.cut, row.standard_error, row.panel) == (Decimal("65.00"), Decimal("8.66"), ["Ana", "Bo"])
    page = flat(owner.get(place).content.decode())
    assert "The judgments lead to 65.00 percent, give or take 8.66 (standard error). 65.00 was adopted." in page


@pytest.mark.parametrize(
    ("judgments", "words"),
    [
        ("Ana, 60", "Line 1 has 1 numbers, and the rubric has 2 criteria."),
        ("Ana, 60, many", "Line 1: “many” is not a number."),
        ("Ana, 60, 130", "130 is not a percent from 0 to 100."),
    ],
)
def test_judgments_that_cannot_be_read_are_named(school: School, owner: Client, judgments: str, words: str) -> None:
    place = f"{_home(school)}{school.version.achievement_id}/pass-line"
    sent = {"held_on": "2026-06-01", "method": "modified_angoff", "judgments": judgments, "adopted": "65"}
    answer = owner.post(place, sent)
    assert (answer.status_code, words in flat(answer.content.decode())) == (400, True)
    with everything("a test looks"):
        assert StandardSetting.objects.count() == 0


def test_the_plans_ask_the_database_no_more_for_more_achievements(
    school: School, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    owner.get(_home(school))
    with CaptureQueriesContext(connection) as one:
        owner.get(_home(school))
    for _number in range(3):
        make_published_version(school.organization)
    with django_assert_max_num_queries(len(one)):
        assert owner.get(_home(school)).status_code == 200
