# SPDX-License-Identifier: Apache-2.0
"""The studio in a real browser: typing that saves itself, a conflict, and the same without scripts."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from cairn.achievements.definition import Outcome
from cairn.achievements.models import AchievementVersion
from tests.factories.achievements import OUTCOMES, make_definition, make_draft
from tests.factories.people import make_organization, member, sign_in
from tests.web.look import View, check_page, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft() -> AchievementVersion:
    weak = make_definition(outcomes=(*OUTCOMES, Outcome(id="O3", text="Understand which chart to use")))
    return make_draft(make_organization("college"), weak)


@pytest.fixture
def author(client: Client, draft: AchievementVersion) -> View:
    sign_in(client, member(draft.organization, "author", name="Ada Author"))
    return View(cookies=(("sessionid", client.cookies["sessionid"].value),))


def address(live_server: LiveServer, draft: AchievementVersion, section: str) -> str:
    return f"{live_server.url}/o/college/studio/{draft.achievement_id}/edit/{section}"


def test_typing_saves_itself_and_a_conflict_is_said(
    chrome: Browser, live_server: LiveServer, draft: AchievementVersion, author: View
) -> None:
    url = address(live_server, draft, "outcomes")
    mine, theirs = (open_page(chrome, url, view=author) for _ in range(2))
    assert mine.locator("[data-finding]:visible").count() == 1
    mine.get_by_label("Outcome 3", exact=True).fill("Choose a chart and defend it")
    mine.locator("[data-saved][data-state=done]").wait_for()
    mine.locator("[data-finding]").wait_for(state="hidden")
    theirs.get_by_label("Outcome 3", exact=True).fill("Compare two charts")
    theirs.locator("[data-saved][data-state=failed]").wait_for()
    assert "Ada Author saved this draft after you opened it" in theirs.locator("[data-saved]").inner_text()
    theirs.get_by_role("button", name="Save", exact=True).last.click()
    theirs.get_by_text("Not saved: somebody was faster").wait_for()
    assert theirs.get_by_label("Outcome 3", exact=True).input_value() == "Compare two charts"
    assert check_page(theirs) == []


def test_a_finding_that_is_fixed_moves_nothing_below_it(
    chrome: Browser, live_server: LiveServer, draft: AchievementVersion, author: View
) -> None:
    page = open_page(chrome, address(live_server, draft, "outcomes"), view=author)
    below = page.get_by_role("button", name="Add an outcome")
    page.get_by_label("Outcome 3", exact=True).fill("Choose a chart and defend it")
    before = below.bounding_box()
    page.locator("[data-finding]").wait_for(state="hidden")
    assert below.bounding_box() == before


def test_without_scripts_the_buttons_do_it_all(
    chrome: Browser, live_server: LiveServer, draft: AchievementVersion, author: View
) -> None:
    page = open_page(
        chrome, address(live_server, draft, "outcomes"), width=360, view=View(cookies=author.cookies, scripts=False)
    )
    page.get_by_label("Outcome 3", exact=True).fill("Choose a chart and defend it")
    page.get_by_role("button", name="Add an outcome").click()
    page.wait_for_url("**#row-outcomes/O4")
    assert page.get_by_label("Outcome 3", exact=True).input_value() == "Choose a chart and defend it"
    page.get_by_role("button", name="Remove Outcome 4").click()
    page.get_by_role("button", name="Move up Outcome 3").click()
    page.wait_for_url("**#row-outcomes/O3")
    assert page.get_by_label("Outcome 2", exact=True).input_value() == "Choose a chart and defend it"
