# SPDX-License-Identifier: Apache-2.0
"""What an officer of the issuer does: revokes an award with a reason, and reads the record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from tests.e2e import story
from tests.e2e.visitor import Visitor


def revoke(officer: Visitor, title: str, holder: str) -> None:
    """Revoke a credential for good, and wait until the background work has done it."""
    officer.become(story.OFFICER)
    officer.open(f"/o/{story.SLUG}/awards/")
    officer.page.get_by_role("searchbox").fill(holder)
    officer.press("Show these")
    officer.look("awards", at=r"/awards/\?.*")
    line = officer.page.get_by_role("row").filter(has_text=title)
    line.get_by_role("link", name=holder).click()
    officer.sees_heading(holder)
    officer.look("award")
    officer.press("Revoke for good")
    officer.sees_heading("Revoke for good: 1 credential")
    officer.write("Why", story.REASON)
    officer.look("revoke")
    officer.press("Revoke for good")
    _wait_until_finished(officer)
    officer.look("revoked")


def read_record(officer: Visitor, deeds: Mapping[str, Sequence[str]]) -> None:
    """Say that the record names each step and who took it."""
    for actor, lines in deeds.items():
        officer.open(f"/o/{story.SLUG}/audit")
        officer.page.locator("#main").get_by_role("searchbox").fill(actor)
        officer.press("Find")
        rows = officer.page.get_by_role("row").filter(has_text=actor)
        for what in lines:
            expect(rows.filter(has_text=what).first).to_be_visible()
    officer.look("record")


def _wait_until_finished(officer: Visitor) -> None:
    finished = officer.page.get_by_text("Finished")
    again = officer.page.locator("#main").get_by_role("link", name=re.compile("^Look again"))
    for _look in range(20):
        # The answer to the button may still be on its way, and the work may be done when it comes.
        expect(finished.or_(again).first).to_be_visible()
        if officer.screen.scripts or finished.count():
            break
        officer.page.wait_for_timeout(1000)
        if again.count():
            again.first.click()
    expect(finished).to_be_visible()
