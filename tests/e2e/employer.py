# SPDX-License-Identifier: Apache-2.0
"""What an employer does, without an account: opens a link, drops a file, and reads four answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from tests.e2e import story
from tests.e2e.visitor import Visitor

QUESTIONS: Final = (
    "What does it prove?",
    "How was it tested?",
    "Who says so?",
    "Is it still valid?",
)


def open_link(employer: Visitor, link: str, title: str, holder: str) -> None:
    """Open what the holder shared: it is verified, and says whose it is and how it was tested."""
    employer.open(link)
    expect_verdict(employer, "verified", "Verified")
    employer.sees(title, holder, story.ISSUER)
    expect(employer.page.locator(".answers h2")).to_have_text(list(QUESTIONS))
    employer.sees(*story.OUTCOMES, "100 percent of the points", re.compile("^Rated by one assessor who did not know"))
    employer.look("link")


def check_file(employer: Visitor, file: Path, verdict: str, words: str) -> None:
    """Drop a file at the page for checking."""
    employer.open("/verify")
    employer.page.get_by_label("File", exact=True).set_input_files(file)
    employer.press("Check it")
    expect_verdict(employer, verdict, words)
    employer.look(f"checked-{file.stem[:20]}-{file.suffix[1:]}")


def expect_verdict(employer: Visitor, verdict: str, words: str) -> None:
    """Say what the page says first."""
    band = employer.page.locator(".verdict").first
    expect(band).to_have_attribute("data-verdict", verdict)
    expect(band.locator(".verdict-word")).to_have_text(words)


def open_revoked(employer: Visitor, link: str) -> None:
    """Open the same link after the credential was revoked: it says so, and why."""
    employer.open(link)
    expect_verdict(employer, "not_verified", "Not verified")
    employer.sees(story.REASON)
    employer.look("revoked")


def change_a_byte(file: Path, folder: Path) -> Path:
    """Return a copy of a signed file in which one letter of a name is another."""
    changed = folder / f"changed-{file.name}"
    data = file.read_bytes()
    assert data.count(b"Ada") >= 1
    changed.write_bytes(data.replace(b"Ada", b"Ida", 1))
    return changed
