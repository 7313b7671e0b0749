# SPDX-License-Identifier: Apache-2.0
"""The page of results by group in a real browser, empty and full: nothing that axe finds, nothing too wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from cairn.accounts.models import Person
from cairn.assessment.models import DoubleRating
from cairn.foundation import clock
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.factories.fairness import FEBRUARY, JANUARY, decide_on, release
from tests.factories.people import member
from tests.web.voices.test_browser import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def decide_by_group(school: School) -> None:
    """Decide on three groups of a size and a small one, and let two assessors differ on one of them."""
    with clock.at(JANUARY):
        for age, count, differs in (
            ("18_24", 14, True),
            ("25_39", 13, False),
            ("40_59", 12, False),
            ("60_up", 2, False),
        ):
            works = decide_on(school.version, school.assessor, count=count, age=age, disability="no")
            for place, work in enumerate(works):
                DoubleRating.objects.create(
                    organization_id=work.organization_id,
                    submission=work,
                    round=1,
                    version_id=work.version_id,
                    assessor_a=school.assessor,
                    assessor_b=school.learner,
                    levels_a={"plan": "not_yet" if differs and place % 3 else "meets"},
                    levels_b={"plan": "meets"},
                    passed_a=True,
                    passed_b=True,
                    is_planned=True,
                    at=clock.now(),
                )


def test_results_by_group(chrome: Browser, live_server: LiveServer, school: School, settings: Settings) -> None:
    settings.CAIRN_BASE_URL = live_server.url
    owner: Person = member(school.organization, "owner")
    address = f"/o/{school.organization.slug}/assessment/{school.version.achievement_id}/fairness"
    assert look(chrome, live_server, owner, address) == {}
    with everything("a test makes many"):
        decide_by_group(school)
    found = release(school.version, FEBRUARY)
    assert found is not None
    age, harsh = found.questions[0], str(school.assessor.pk)
    assert {row.group for row in age.severity if row.assessor == harsh and row.high < 0} == {"18_24"}
    assert look(chrome, live_server, owner, address) == {}
