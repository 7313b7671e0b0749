# SPDX-License-Identifier: Apache-2.0
"""The main ways through the product without a mouse, with the focus seen at every stop."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Screen, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_SEEN: Final = """
(element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
}
"""
_SCREEN: Final = Screen(width=1280)


def test_the_first_stop_leads_past_the_menu(visit: Visit) -> None:
    visitor = visit("keys", _SCREEN)
    visitor.open("/catalog")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator("#main :focus").count() == 1


def test_the_menu_of_a_person_opens_and_closes(visit: Visit) -> None:
    visitor = visit("keys", _SCREEN)
    visitor.become("Teresa Maldonado Ruiz")
    menu = visitor.page.locator("details.menu.account")
    _walk_to(visitor, menu.locator("summary"))
    visitor.page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="My work")).to_be_visible()
    visitor.page.keyboard.press("Tab")
    assert menu.locator("li :focus").count() == 1
    visitor.page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="My work")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_file_is_checked(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text("{}")
    visitor = visit("keys", _SCREEN)
    visitor.open("/verify")
    chooser = visitor.page.get_by_label("File", exact=True)
    _walk_to(visitor, chooser)
    # From here the dialog of the system takes over; the browser's own control opens it with the space bar.
    chooser.set_input_files(file)
    _walk_to(visitor, visitor.page.get_by_role("button", name="Check it"))
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".verdict")).to_have_attribute("data-verdict", "not_verified")


def test_work_is_taken_rated_and_the_next_one_opened(visit: Visit) -> None:
    visitor = visit("keys", _SCREEN)
    visitor.become("Rosalind Pettibone")
    _press_on(visitor, visitor.page.get_by_role("link", name=re.compile("^Open the queue")))
    _press_on(visitor, visitor.page.get_by_role("button", name=re.compile("^Take it")).first)
    visitor.sees("Your rating")
    _rate_by_keys(visitor)
    _press_on(visitor, visitor.page.get_by_role("button", name="Save and see what follows"))
    _press_on(visitor, visitor.page.get_by_role("link", name="Queue"))
    expect(visitor.page.get_by_role("row").filter(has_text="Finish").first).to_be_visible()
    _press_on(visitor, visitor.page.get_by_role("button", name=re.compile("^Take it")).first)
    visitor.sees("Your rating")


def _rate_by_keys(visitor: Visitor) -> None:
    """Choose a level for each criterion: the first with the arrows, the others with their numbers."""
    criteria = visitor.page.locator("fieldset[data-levels]")
    levels = criteria.first.get_by_role("radio")
    _walk_to(visitor, _way_in(criteria.first))
    visitor.page.keyboard.press("1")
    visitor.page.keyboard.press("ArrowDown")
    expect(levels.nth(1)).to_be_checked()
    expect(levels.nth(1)).to_be_focused()
    for place in range(1, criteria.count()):
        levels = criteria.nth(place).get_by_role("radio")
        _walk_to(visitor, _way_in(criteria.nth(place)))
        visitor.page.keyboard.press("2")
        expect(levels.nth(1)).to_be_checked()
    visitor.wait_until_saved()


def _way_in(criterion: Locator) -> Locator:
    """Return where Tab enters the levels: the one that was chosen before, should somebody have put this work back."""
    chosen = criterion.locator("input:checked")
    return chosen if chosen.count() else criterion.get_by_role("radio").first


def _press_on(visitor: Visitor, target: Locator) -> None:
    _walk_to(visitor, target)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_load_state()


def _walk_to(visitor: Visitor, target: Locator) -> None:
    """Go on with Tab until the target has the focus, which must be seen."""
    expect(target).to_be_visible()
    for _stop in range(120):
        if target.evaluate("(element) => element === document.activeElement"):
            break
        visitor.page.keyboard.press("Tab")
    expect(target).to_be_focused()
    assert target.evaluate(_SEEN), f"The focus cannot be seen on {target}."
