# SPDX-License-Identifier: Apache-2.0
"""The whole demonstration loads: exact counts, a person in every role, and every credential ends as it should."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db.models import Model
from django.test import Client
from pytest_django.fixtures import Settings

from cairn.accounts.demonstration import list_demo_people
from cairn.accounts.models import Person
from cairn.achievements.models import Achievement, AchievementVersion
from cairn.assessment.models import Submission
from cairn.cli.demonstration.load import Loaded, is_loaded, is_stale
from cairn.cli.platform.demonstration import demonstrate
from cairn.credentials.models import AchievementCredential, Award, AwardBatch, AwardReason
from cairn.foundation import clock
from cairn.foundation.models import AuditEntry, OutboxEvent, OutgoingMail
from cairn.foundation.scopes import everything
from cairn.organizations.models import Invitation, Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_workplaces_of
from cairn.verification.services import check_credential
from cairn.wallet.models import HeldCredential, ShareLink
from cairn.web.operator.demo.roles import list_groups
from tests.shared_data import ROOT

pytestmark = pytest.mark.django_db
COUNTED: tuple[type[Model], ...] = (
    *(Achievement, AchievementVersion, AuditEntry, Award, AwardBatch, HeldCredential, Invitation, Organization),
    *(OutboxEvent, OutgoingMail, Person, ShareLink, Submission),
)


def _counts() -> dict[str, int]:
    with everything("the test counts"):
        return {model.__name__: model._default_manager.count() for model in COUNTED}


def test_it_holds_what_it_says(loaded: Loaded) -> None:
    assert loaded == Loaded(organizations=9, people=34, classmates=40, achievements=19, submissions=68)
    assert (is_loaded(), is_stale()) == (True, False)
    with everything("the test counts"):
        states = Counter(Submission.objects.values_list("state", flat=True))
        reasons = Counter(Award.objects.values_list("reason", flat=True))
        waiting = OutboxEvent.objects.filter(delivered_at=None).count()
        batch = AwardBatch.objects.get()
    assert states == {"passed": 29, "returned": 27, "in_review": 4, "submitted": 4, "draft": 3, "appealed": 1}
    assert reasons == {AwardReason.DIRECT: 14, AwardReason.DECISION: 29, AwardReason.RENEWAL: 1}
    assert (waiting, batch.rows, batch.rows_good, batch.state) == (0, 10, 7, "checked")


def test_every_role_has_a_person(loaded: Loaded) -> None:
    places = list_workplaces_of([person.pk for person in list_demo_people()])
    held = {role for mine in places.values() for place in mine for role in place.roles}
    assert held == set(Role)
    assert len(places) == loaded.people


def test_every_credential_ends_as_its_state_says(loaded: Loaded) -> None:
    with everything("the test checks all of them"):
        rows = list(AchievementCredential.objects.select_related("award"))
    ended = {row.pk for row in rows if row.award.valid_until and row.award.valid_until < clock.now()}
    good = {row.pk for row in rows if row.state == "valid"} - ended
    verdicts = {row.pk: str(check_credential(bytes(row.document)).report.verdict) for row in rows}
    assert {pk for pk, verdict in verdicts.items() if verdict == "verified"} == good
    assert {pk for pk, verdict in verdicts.items() if verdict == "not_verified"} == set(verdicts) - good
    assert (len(rows), len(ended), len(good)) == (44, 2, 40)


def test_what_happened_is_dated_before_today_and_nothing_is_published_late(loaded: Loaded) -> None:
    with everything("the test looks at dates"):
        latest = AuditEntry.objects.exclude(action="demonstration.loaded").order_by("-at").first()
        handed_in = list(Submission.objects.exclude(submitted_at=None).select_related("version"))
    assert latest is not None
    assert latest.at <= clock.now()
    late = [row for row in handed_in if row.version.published_at is None or row.version.published_at > row.created_at]
    assert late == []


def test_loading_twice_changes_nothing(loaded: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    before = _counts()
    demonstrate(reset=False, real=False, content=ROOT / "demo")
    assert _counts() == before
    assert capsys.readouterr().out.startswith("The demonstration is there already.")


def test_children_have_no_address_and_an_age(loaded: Loaded) -> None:
    children = {person.name: person.born_on for person in list_demo_people() if person.born_on}
    today = clock.now().date()
    ages = {
        name: today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        for name, born in children.items()
        if isinstance(born, date)
    }
    assert ages == {
        "Maya Quiñones": 12,
        "Kaleb Worku": 13,
        "Tuyết Lâm": 13,
        "Owen Brandvold": 14,
        "Idil Warsame": 16,
        "Jonah Tsosie-Hale": 17,
    }


def test_one_that_was_made_for_another_address_is_stale(loaded: Loaded, settings: Settings) -> None:
    settings.CAIRN_BASE_URL = "http://localhost:9999"
    assert (is_loaded(), is_stale()) == (False, True)


def test_one_person_a_role_stands_first(loaded: Loaded, client: Client, settings: Settings) -> None:
    settings.CAIRN_DEMO = True
    groups = list_groups()
    assert [group.first.person.username for group in groups[:5]] == [
        "demo.faduma",
        "demo.chan",
        "demo.anselm",
        "demo.patrice",
        "demo.harriet",
    ]
    assert [len(group.others) for group in groups[:5]] == [16, 3, 10, 3, 6]
    page = client.get("/demo/").content.decode()
    assert page.count('name="username"') == sum(len(group.people) for group in groups)
    assert page.index("demo.faduma") < page.index('<details class="fold"') < page.index("demo.teresa")
