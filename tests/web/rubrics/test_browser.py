# SPDX-License-Identifier: Apache-2.0
"""The pages about rubrics in a real browser: accessible at both widths, in both themes, light, without scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from cairn.achievements.definition import Rubric
from cairn.achievements.models import SavedRubric
from cairn.achievements.rubrics.reading import dump_own
from cairn.achievements.services import keep_rubric
from cairn.foundation.actors import SYSTEM
from cairn.organizations.models import Organization
from tests.factories.achievements import make_draft, make_published_version
from tests.factories.people import make_organization, member, sign_in
from tests.factories.rubrics import make_document, make_template
from tests.web.look import WIDTHS, View, check_page, open_page, page_weight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
_BUDGET: Final = 30_000


@pytest.fixture
def college() -> Organization:
    return make_organization("college")


@pytest.fixture
def kept(college: Organization) -> SavedRubric:
    return keep_rubric(college, make_document(), acting=SYSTEM)


@pytest.fixture
def author(client: Client, college: Organization) -> View:
    sign_in(client, member(college, "author", name="Ada Author"))
    return View(cookies=(("sessionid", client.cookies["sessionid"].value),))


def test_every_page_is_accessible_and_light(
    chrome: Browser, live_server: LiveServer, college: Organization, kept: SavedRubric, author: View
) -> None:
    draft, version = make_draft(college, make_template()), make_published_version(college, make_template(name="Other"))
    home, studio = "/o/college/rubrics/", f"/o/college/studio/{draft.achievement_id}/"
    own = (home, f"{home}{kept.series}/", f"{home}bank/empathy", f"{home}import", f"{studio}rubric")
    wrong = {}
    for path in (*own, f"{studio}edit/method", f"{studio}edit/rubric", f"/achievements/{version.achievement_id}"):
        for width in WIDTHS:
            page = open_page(chrome, f"{live_server.url}{path}", width=width, view=author)
            page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
            if found := check_page(page):
                wrong[f"{path} {width}"] = found
            assert page_weight(page).page < _BUDGET
            page.context.close()
    assert wrong == {}


def test_a_file_is_brought_in_and_used_without_scripts(
    chrome: Browser, live_server: LiveServer, college: Organization, author: View, tmp_path: Path
) -> None:
    draft = make_draft(college, rubric=Rubric())
    file = tmp_path / "rubric.json"
    file.write_text(json.dumps(dump_own(make_document())), encoding="utf-8")
    view = View(cookies=author.cookies, scripts=False)
    page = open_page(chrome, f"{live_server.url}/o/college/rubrics/import", width=360, view=view)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read this file").click()
    page.get_by_role("button", name="Keep this rubric").click()
    page.get_by_text("The rubric is kept.").wait_for()
    page.goto(f"{live_server.url}/o/college/studio/{draft.achievement_id}/rubric")
    page.get_by_role("button", name="Use it in this draft Retrieval tasks").click()
    page.get_by_text("The rubric is in the draft.").wait_for()
    assert page.get_by_label("Name of criterion 1", exact=True).input_value() == "Match to goals"
