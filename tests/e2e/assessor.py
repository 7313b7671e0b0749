# SPDX-License-Identifier: Apache-2.0
"""What an assessor does: takes work from the queue, rates it beside the rubric, and lets the pass rule speak."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import expect

from tests.e2e import story
from tests.e2e.story import HAZARDS_NAMED, MEETS, NOT_YET, SETUP_SHOWN
from tests.e2e.visitor import Visitor


def take(assessor: Visitor, title: str) -> None:
    """Take the work from the queue."""
    assessor.become(story.ASSESSOR)
    assessor.follow(re.compile("^Open the queue"))
    assessor.look("queue", at="/queue/")
    line = assessor.page.get_by_role("row").filter(has_text=title)
    line.get_by_role("button", name=re.compile("^Take it")).click()
    assessor.sees_heading(title)


def rate_and_send_back(assessor: Visitor, title: str, learner: str) -> None:
    """Rate below the pass rule, with feedback; only what was weak goes back."""
    take(assessor, title)
    expect(assessor.page.locator("body")).not_to_contain_text(learner)
    assessor.sees(story.ANSWERS[story.PLACE], story.ANSWERS[story.HAZARDS], story.LINK, "A colleague took the photo.")
    rate(assessor, {HAZARDS_NAMED.name: NOT_YET, SETUP_SHOWN.name: MEETS})
    assessor.write(f"What you saw: {HAZARDS_NAMED.name}", story.COMMENT)
    assessor.write("Feedback to the learner", story.FEEDBACK)
    save_and_look_again(assessor, story.FEEDBACK)
    assessor.sees("2 of 2 criteria rated", "50 percent", "By the pass rule, this does not pass yet")
    assessor.look("rated")
    assessor.press("Save and see what follows")
    assessor.sees_heading("This does not pass yet")
    assessor.sees(story.FEEDBACK, story.WHY_NOT)
    expect(assessor.page.get_by_label(story.HAZARDS)).to_be_checked()
    expect(assessor.page.get_by_label(story.WORK)).not_to_be_checked()
    assessor.look("not-yet")
    assessor.press("Send it back")
    assessor.sees("Sent back. The learner is told which parts to improve.")


def rate_and_pass(assessor: Visitor, title: str) -> None:
    """Rate what is new; it passes."""
    take(assessor, title)
    assessor.sees("New in this round", "Stood before", story.BETTER, "Round 1: Sent back")
    rate(assessor, {HAZARDS_NAMED.name: MEETS, SETUP_SHOWN.name: MEETS})
    assessor.write("Feedback to the learner", story.PRAISE)
    save_and_look_again(assessor, story.PRAISE)
    assessor.sees("100 percent", "By the pass rule, this passes")
    assessor.look("rated-again")
    assessor.press("Save and see what follows")
    assessor.sees_heading("This passes")
    assessor.look("passes")
    assessor.press("Decide: it passes")
    assessor.sees("Passed. The learner is told, and the credential can be issued.")


def rate(assessor: Visitor, levels: Mapping[str, str]) -> None:
    """Choose a level for each criterion."""
    for criterion, level in levels.items():
        fields = assessor.page.get_by_role("group", name=re.compile(rf"^\d+\. {criterion}"))
        fields.get_by_role("radio", name=re.compile(f"^{level}")).check()


def save_and_look_again(assessor: Visitor, feedback: str) -> None:
    """With scripts, wait until the page has saved itself; without them, press the button. Then load it anew."""
    if assessor.screen.scripts:
        assessor.wait_until_saved()
    else:
        assessor.press("Save and stay")
        assessor.sees("Saved.")
    assessor.page.reload()
    expect(assessor.field("Feedback to the learner")).to_have_value(feedback)
