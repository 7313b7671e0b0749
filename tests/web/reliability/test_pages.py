# SPDX-License-Identifier: Apache-2.0
"""The pages about agreement: the finding, who sees which line, what everybody sees, and both forms."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.earlier import EarlierPair
from cairn.assessment.models import Brake, DoubleRating
from cairn.assessment.services.agreement import measure_figures
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_agreement import LEVELS, bring_in, figures, pair, publish_next
from tests.domain.assessment.test_brake import EVEN, ODD, state
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization, member, sign_in
from tests.web.markup import flat

pytestmark = pytest.mark.django_db

_QUERIES: Final = 15
_REPORT_QUERIES: Final = 22
TABLE: Final = b"work,rater_a,rater_b,criterion,level_a,level_b\nw1,Ann,Ben,plan,meets,exceeds\n"


def address(school: School, place: str = "") -> str:
    return f"/o/{school.organization.slug}/reliability/{school.version.achievement_id}{place}"


def public(school: School, ending: str = "") -> str:
    return f"/achievements/{school.version.achievement_id}/reliability{ending}"


def page_of(client: Client, person: Person, place: str) -> str:
    return flat(sign_in(client, person).get(place).content.decode())


def with_people(school: School, first: Person, second: Person) -> list[EarlierPair]:
    """Bring in twelve works of two people, the second of whom gives a level more in every second one."""
    works = [
        EarlierPair(
            work=f"w{number:02}",
            rater_a="Ann",
            rater_b="Ben",
            levels_a={"plan": LEVELS[number % 2], "insight": "meets"},
            levels_b={"plan": LEVELS[number % 2 + number % 4 // 2], "insight": "meets"},
            rated_on=date(2026, 3, 1 + number),
        )
        for number in range(12)
    ]
    with organization_scope(school.organization.pk):
        people: dict[str, UUID] = {"Ann": first.pk, "Ben": second.pk}
        services.import_double_ratings(school.version.achievement, works, acting=SYSTEM, people=people)
    found = figures(school)
    assert found is not None
    measure_figures.func(str(found.pk))
    return works


def test_without_a_double_rating_the_page_says_so(school: School, client: Client) -> None:
    page = page_of(client, member(school.organization, "owner"), address(school))
    assert "<h1>No work has been rated by two assessors yet.</h1>" in page
    assert "Nobody has stated a rule for this credential" in page
    assert "State how it is assessed" in page
    assert "By criterion" not in page


def test_the_finding_is_the_title(school: School, client: Client) -> None:
    bring_in(school, [pair(number, ("meets", LEVELS[1 + number % 2])) for number in range(12)])
    page = page_of(client, member(school.organization, "analyst"), address(school))
    assert "<h1>Two assessors give the same level 75 times in 100. That is from too few works to rely on.</h1>" in page
    assert "With 12 works the range is not to be relied on; 30 works are the least." in page
    assert "<b>Meet on “Match to goals”.</b> Assessors agree least there." in page
    assert "<b>Say where “Meets” ends and “Exceeds” begins.</b> 6 of 6 differences are there." in page
    assert "<b>Rate 18 more works twice.</b>" in page
    assert "All ratings that count here are at one level, so agreement cannot be told from chance." in page


def test_the_brake_says_why_and_how_it_comes_off(school: School, client: Client) -> None:
    state(school)
    bring_in(school, ODD)
    page = page_of(client, member(school.organization, "owner"), address(school))
    assert "Every new work gets two assessors before a result goes out" in page
    assert "Your rule: the low end of the likely range must be 0.60 or more." in page
    assert f'href="{address(school, "/brake")}"' in page
    page = page_of(client, member(school.organization, "author"), address(school))
    assert address(school, "/brake") not in page


def test_an_established_agreement_says_so(school: School, client: Client) -> None:
    state(school)
    bring_in(school, EVEN)
    page = page_of(client, member(school.organization, "author"), address(school))
    assert "That is close enough to let one assessor decide." in page
    assert "The low end of the likely range must be 0.60 or more over 10 works. It is 1.00." in page
    assert "The two never differed" in page


def test_each_assessor_sees_their_own_line_and_an_owner_all(school: School, client: Client) -> None:
    other = member(school.organization, "assessor", name="Cy Assessor")
    with_people(school, school.assessor, other)
    page = page_of(client, school.assessor, address(school))
    assert "Bo Assessor</th>" in page
    assert "Cy Assessor" not in page
    page = page_of(client, member(school.organization, "owner"), address(school))
    assert "Bo Assessor</th>" in page
    assert "Cy Assessor</th>" in page
    assert "Cy Assessor +0.25" in page
    for role in ("author", "analyst"):
        page = page_of(client, member(school.organization, role), address(school))
        assert "Assessor</th>" not in page.replace('<th scope="col">Assessor</th>', "")


def test_the_public_sees_figures_and_nobody(school: School, client: Client) -> None:
    with_people(school, school.assessor, member(school.organization, "assessor", name="Cy Assessor"))
    page = flat(client.get(public(school)).content.decode())
    assert "12 works rated twice by 2 assessors" in page
    assert "Bo Assessor" not in page
    assert "Ann" not in page
    assert "w01" not in page
    found = client.get(public(school, ".json")).json()
    assert set(found) == {
        *("achievement", "version", "rubric_digest", "state", "coefficient", "floor", "min_works", "measured_at"),
        *("all", "criteria", "draws", "first_at", "last_at", "levels", "same_result", "seed"),
    }
    assert (found["state"], found["all"]["n_works"], found["levels"]) == ("not_established", 12, list(LEVELS))


def test_the_public_reads_why_a_brake_was_taken_off(school: School, client: Client) -> None:
    state(school)
    client = sign_in(client, member(school.organization, "owner"))
    assert client.post(address(school, "/brake"), {"reason": ""}).status_code == 400
    answer = client.post(address(school, "/brake"), {"reason": "The board met <b>twice</b>."})
    assert (answer.status_code, answer.headers["Location"]) == (302, address(school))
    page = flat(Client().get(public(school)).content.decode())
    assert "The reason: “The board met &lt;b&gt;twice&lt;/b&gt;.”" in page
    assert client.get(address(school, "/brake")).status_code == 404


def test_the_fact_card_leads_to_it(school: School, client: Client) -> None:
    place = f"/achievements/{school.version.achievement_id}"
    page = flat(client.get(place).content.decode())
    assert f'<a href="{public(school)}?version=1">Not yet established</a>' in page
    bring_in(school, [pair(number, (LEVELS[number % 3],) * 2) for number in range(30)])
    page = flat(client.get(place).content.decode())
    assert "Yes: 1.00, likely range 1.00 to 1.00, from 30 works rated twice" in page


def test_a_table_is_brought_in(school: School, client: Client) -> None:
    client = sign_in(client, member(school.organization, "owner"))
    answer = client.post(address(school, "/earlier"), {"table": SimpleUploadedFile("a.csv", TABLE)}, follow=True)
    assert "1 work came in." in answer.content.decode()
    again = client.post(address(school, "/earlier"), {"table": SimpleUploadedFile("a.csv", TABLE)}, follow=True)
    assert "0 works came in. 1 was there before." in again.content.decode()
    with everything("a test looks"):
        assert DoubleRating.objects.count() == 1


def test_a_table_that_does_not_fit_says_where_and_changes_nothing(school: School, client: Client) -> None:
    client = sign_in(client, member(school.organization, "owner"))
    wrong = SimpleUploadedFile("a.csv", TABLE.replace(b"exceeds", b"superb"))
    answer = client.post(address(school, "/earlier"), {"table": wrong})
    assert answer.status_code == 400
    assert "Line 2, column “level_b”: “superb” is none of not_yet, meets, exceeds." in answer.content.decode()
    with everything("a test looks"):
        assert DoubleRating.objects.count() == 0


def test_the_command_reads_the_download_and_says_the_same(school: School, client: Client, tmp_path: Path) -> None:
    bring_in(school, EVEN[:6] + ODD)
    with_people(school, school.assessor, member(school.organization, "assessor"))
    answer = sign_in(client, member(school.organization, "analyst")).get(address(school, "/ratings.csv"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    table = tmp_path / "ratings.csv"
    table.write_bytes(answer.getvalue())
    assert "Bo Assessor" not in table.read_text()
    command = [sys.executable, "-m", "cairn.cli", "reliability", str(table), "--levels", ",".join(LEVELS), "--json"]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    kept = figures(school)
    assert kept is not None
    assert said["all"] == kept.measured["all"]
    assert said["criteria"] == kept.measured["criteria"]


def test_a_download_is_denied_to_an_assessor(school: School, client: Client) -> None:
    assert sign_in(client, school.assessor).get(address(school, "/ratings.csv")).status_code == 403


def test_the_list_says_which_need_work_first(school: School, client: Client) -> None:
    state(school)
    bring_in(school, ODD)
    page = page_of(client, school.assessor, f"/o/{school.organization.slug}/reliability/")
    assert "<h1>On 1 rubric assessors may agree too seldom</h1>" in page
    assert "Brake on since" in page
    assert "May be below the floor" in page


def test_an_empty_list_leads_on(client: Client) -> None:
    organization = make_organization()
    page = page_of(client, member(organization, "author"), f"/o/{organization.slug}/reliability/")
    assert "Nothing to compare yet" in page


def test_a_list_asks_as_often_for_ten_as_for_one(
    school: School, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(client, member(school.organization, "owner"))
    place = f"/o/{school.organization.slug}/reliability/"
    bring_in(school, EVEN)
    client.get(place)
    with django_assert_num_queries(_QUERIES):
        client.get(place)
    for _ in range(9):
        make_published_version(school.organization)
    with django_assert_num_queries(_QUERIES):
        client.get(place)


def test_a_report_asks_as_often_for_many_works_as_for_few(
    school: School, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(client, member(school.organization, "owner"))
    bring_in(school, ODD[:2])
    client.get(address(school))
    with django_assert_num_queries(_REPORT_QUERIES):
        client.get(address(school))
    bring_in(school, ODD[2:] + EVEN)
    with django_assert_num_queries(_REPORT_QUERIES):
        client.get(address(school))


@pytest.mark.parametrize("place", ["", "/brake", "/earlier", "/ratings.csv"])
def test_a_learner_is_denied(school: School, client: Client, place: str) -> None:
    state(school)
    client = sign_in(client, member(school.organization, "learner"))
    assert client.get(address(school, place)).status_code == 403
    assert client.post(address(school, place), {"reason": "I am in a hurry."}).status_code == 403
    with everything("a test looks"):
        assert Brake.objects.filter(released_at=None).count() == 1


def test_another_version_has_its_own_figures(school: School, client: Client) -> None:
    assert client.get(f"{public(school)}?version=1").status_code == 200
    assert client.get(f"{public(school)}?version=2").status_code == 404
    assert client.get(f"{public(school)}?version=x").status_code == 404
    with organization_scope(school.organization.pk):
        assert selectors.other_rubrics(school.version) == ()


def test_an_older_rubric_keeps_to_itself(school: School, client: Client) -> None:
    bring_in(school, EVEN)
    publish_next(school)
    client = sign_in(client, member(school.organization, "owner"))
    page = flat(client.get(f"{address(school)}?version=1").content.decode())
    for place in (
        address(school, "/ratings.csv"),
        public(school, ".json"),
        public(school),
        address(school, "/earlier"),
    ):
        assert f'href="{place}?version=1"' in page
    assert f'href="{public(school, ".json")}?version=1"' in flat(
        client.get(f"{public(school)}?version=1").content.decode()
    )
    # The table names a level as the older version does, and the newer one no more.
    table = TABLE.replace(b"meets", b"Meets")
    refused = client.post(address(school, "/earlier"), {"table": SimpleUploadedFile("a.csv", table)})
    assert (refused.status_code, "none of not_yet, meets, exceeds" in refused.content.decode()) == (400, True)
    place = address(school, "/earlier?version=1")
    assert "They count for the rubric of Retrieval practice, version 1." in flat(client.get(place).content.decode())
    answer = client.post(place, {"table": SimpleUploadedFile("a.csv", table)})
    assert answer.headers["Location"] == f"{address(school)}?version=1"
    with everything("a test looks"):
        assert DoubleRating.objects.get(work="w1").version_id == school.version.pk


def test_no_end_of_a_range_reads_as_the_floor_that_it_misses(school: School, client: Client) -> None:
    state(school)
    bring_in(school, ODD)
    with everything("a test sets a figure"):
        found = figures(school)
        assert found is not None
        found.measured["all"]["cohen_kappa_quadratic"] = {"value": 0.7, "low": 0.597, "high": 0.8}
        found.save()
        services.review_brake(school.version.achievement_id)
    owner = member(school.organization, "owner")
    pages = (address(school), public(school), f"/o/{school.organization.slug}/reliability/")
    texts = [page_of(client, owner, place) for place in pages]
    assert "must be 0.60 or more. It is 0.59." in texts[0]
    assert ["0.59 to 0.80" in text and "0.60 to 0.80" not in text for text in texts] == [True] * 3
