# SPDX-License-Identifier: Apache-2.0
"""What those who look after assessment do: state a plan, write a known work, and read how closely assessors agree."""

from __future__ import annotations

import time
from typing import Final

from tests.e2e import story
from tests.e2e.story import HAZARDS_NAMED, MEETS, SETUP_SHOWN
from tests.e2e.visitor import PATIENCE, Visitor

HOME: Final = f"/o/{story.SLUG}"
_PLAN: Final = {
    "Rated twice, out of every 100 works": "100",
    "First works of each assessor that are rated twice": "0",
    "Also rated twice: within so many points of the pass line": "0",
    "Practice works to rate": "1",
    "Known works mixed into each assessor's queue, every 90 days": "0",
}


def state_plan(owner: Visitor, title: str) -> None:
    """State that every work is rated twice, by people who have qualified on one known work."""
    owner.become(story.OFFICER)
    owner.open(f"{HOME}/assessment/")
    owner.look("plans")
    owner.follow(title)
    owner.sees_heading(f"How “{title}” is assessed")
    for label, value in _PLAN.items():
        owner.write(label, value)
    owner.page.get_by_label("Nobody rates learners of their own school").uncheck()
    owner.look("plan")
    owner.press("Keep this plan")
    owner.sees("Kept. It holds for work that is handed in from now on.")


def write_known_work(owner: Visitor, title: str) -> None:
    """Write the work that assessors qualify on, with its levels and why."""
    owner.open(f"{HOME}/anchors/")
    owner.follow(title)
    owner.follow("Write a known work")
    owner.write("Title", "A ladder at a shop front")
    owner.page.get_by_label("To qualify with").check()
    owner.write("The work, in short", "Two hazards, each with an answer. The photo shows angle, footing and top.")
    for criterion in (HAZARDS_NAMED, SETUP_SHOWN):
        owner.page.get_by_role("group", name=criterion.name).get_by_role("radio", name=MEETS).check()
    for number in range(2):
        owner.page.get_by_label("Why this level").nth(number).fill("It is there, word for word.")
    owner.write("Who agreed", "Two authors, apart from each other, then together")
    owner.look("known-work")
    owner.press("Keep this known work")
    owner.sees("A ladder at a shop front")
    owner.look("known-works")


def sees_brake(owner: Visitor, title: str) -> None:
    """Read that the brake is on: far too few works were rated twice to know. The figures come in background work."""
    end = time.monotonic() + PATIENCE / 1000
    while True:
        owner.open(f"{HOME}/reliability/")
        owner.follow(title)
        if owner.page.get_by_text("The brake is on").count() or time.monotonic() > end:
            break
        owner.page.wait_for_timeout(500)
    owner.sees("The brake is on")
    owner.look("reliability")
