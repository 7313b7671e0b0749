# SPDX-License-Identifier: Apache-2.0
"""The line breaks while somebody writes: nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import Screen, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_BEFORE = "Written while the line was good."
_DURING = "Written while the line was good. Written in a tunnel."
_FAILED = "Not saved. We keep trying; your words are safe on this device."


@pytest.fixture
def writer(visit: Visit) -> Visitor:
    """A learner who writes, in one test after the other."""
    learner = visit("writer", Screen(width=360))
    learner.become("Marcus Feltwell")
    learner.open("/catalog?q=retrieval")
    learner.follow("Retrieval Practice in Daily Lessons")
    learner.press("Start my evidence")
    learner.follow(re.compile(r"^(Write the next part|Go on with my evidence)$"))
    return learner


def test_words_typed_without_a_line_are_saved_when_it_is_back(writer: Visitor) -> None:
    answer = writer.page.get_by_role("textbox").first
    answer.fill(_BEFORE)
    writer.wait_until_saved()
    writer.context.set_offline(offline=True)
    answer.fill(_DURING)
    expect(writer.page.locator("[data-saved]")).to_have_text(_FAILED)
    writer.look("no-line")
    writer.context.set_offline(offline=False)
    writer.wait_until_saved()
    writer.faults.clear()
    writer.page.reload()
    expect(writer.page.get_by_role("textbox").first).to_have_value(_DURING)


def test_words_typed_without_a_line_outlive_the_page(writer: Visitor) -> None:
    address = writer.path
    answer = writer.page.get_by_role("textbox").first
    answer.fill(_BEFORE)
    writer.wait_until_saved()
    writer.context.set_offline(offline=True)
    answer.fill(_DURING)
    expect(writer.page.locator("[data-saved]")).to_have_text(_FAILED)
    writer.page.goto("about:blank")
    writer.context.set_offline(offline=False)
    writer.faults.clear()
    writer.open(address)
    expect(writer.page.get_by_role("textbox").first).to_have_value(_DURING)
    writer.wait_until_nothing_is_kept()
    writer.page.reload()
    expect(writer.page.get_by_role("textbox").first).to_have_value(_DURING)


def test_levels_and_feedback_of_an_assessor_outlive_the_page(visit: Visit) -> None:
    assessor = visit("rater", Screen(width=360))
    assessor.become("Rosalind Pettibone")
    assessor.open("/o/port-ellery-college/queue/")
    assessor.press("Give me the next one")
    address = assessor.path
    feedback = assessor.page.get_by_label("Feedback to the learner")
    level = assessor.page.locator("[data-levels]").first.get_by_role("radio").nth(1)
    feedback.fill(_BEFORE)
    assessor.wait_until_saved()
    assessor.context.set_offline(offline=True)
    feedback.fill(_DURING)
    feedback.press("Escape")
    for key in ("k", "k", "k", "k", "k", "2"):
        assessor.page.keyboard.press(key)
    expect(level).to_be_checked()
    expect(assessor.page.locator("[data-saved]")).to_have_text(_FAILED)
    assessor.look("rating-no-line")
    assessor.page.goto("about:blank")
    assessor.context.set_offline(offline=False)
    assessor.faults.clear()
    assessor.open(address)
    expect(assessor.page.get_by_label("Feedback to the learner")).to_have_value(_DURING)
    assessor.wait_until_nothing_is_kept()
    assessor.page.reload()
    expect(assessor.page.get_by_label("Feedback to the learner")).to_have_value(_DURING)
    expect(assessor.page.locator("[data-levels]").first.get_by_role("radio").nth(1)).to_be_checked()
    assessor.page.get_by_text("Put it back in the queue").click()
    assessor.press("Put it back")
    assessor.sees("Put back. What you typed waits for you, should you take it again.")
