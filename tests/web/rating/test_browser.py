# SPDX-License-Identifier: Apache-2.0
"""The bench in a real browser: what it says anew after a save moves nothing that is pressed."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.domain.assessment.conftest import School
from tests.factories.assessment import make_rating, make_submitted
from tests.web.look import WIDTHS, View, check_page, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_verdict_moves_no_level(
    width: int, chrome: Browser, live_server: LiveServer, school: School, assessor: Client
) -> None:
    row = make_submitted(school.version)
    make_rating(row, school.assessor)
    view = View(cookies=(("sessionid", assessor.cookies["sessionid"].value),))
    url = f"{live_server.url}/o/{school.organization.slug}/queue/{row.pk}/"
    page = open_page(chrome, url, width=width, view=view)
    levels = page.get_by_role("radio")
    page.evaluate("document.fonts.ready")
    before = [level.bounding_box() for level in levels.all()]
    page.get_by_text("Rate every criterion for the verdict").wait_for()
    for criterion in page.locator("[data-levels]").all():
        criterion.get_by_role("radio").first.check()
    page.get_by_text("By the pass rule, this does not pass yet").wait_for()
    assert page.locator("[data-standing=reasons] li").count() >= 1
    page.evaluate("scrollTo(0, 0); document.querySelector('.bench > .stay').scrollTo(0, 0)")
    after = [level.bounding_box() for level in levels.all()]
    assert after == before
    assert check_page(page) == []
