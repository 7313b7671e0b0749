# SPDX-License-Identifier: Apache-2.0
"""What a learner does: signs up, writes in parts, leaves and comes back, hands in, improves, shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from tests.e2e import mailbox, story
from tests.e2e.visitor import Visitor

_CODE: Final = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
_PASSWORD: Final = "four small plain words"


def find_and_begin(learner: Visitor, title: str) -> None:
    """Find a credential in the catalog and ask to begin, without an account so far."""
    learner.open("/catalog")
    learner.page.get_by_role("searchbox").fill(title)
    learner.press("Find")
    learner.sees("1 credential")
    learner.look("catalog")
    learner.follow(title)
    learner.sees_heading(title)
    learner.look("achievement")
    learner.press("Start my evidence")
    learner.sees_heading("Sign in")


def sign_up(learner: Visitor, name: str, email: str) -> None:
    """Make an account with the code that comes by mail."""
    learner.follow("Make an account")
    learner.write("Name", name)
    learner.write("E-mail address", email)
    learner.write("Password", _PASSWORD)
    learner.look("sign-up")
    learner.press("Make my account")
    learner.sees_heading("Type the code from the letter")
    learner.look("code")
    [code] = _CODE.findall(mailbox.read(learner, email, "Your code to verify this address"))
    learner.write("Code", code)
    learner.press("Verify my address")


def start(learner: Visitor, title: str) -> None:
    """Begin, now that it is known who is there."""
    learner.sees_heading(title)
    learner.press("Start my evidence")
    learner.sees("You have begun. What you write saves itself, and you can leave at any time.")
    learner.look("begun")


def write_answer(learner: Visitor, question: str, text: str) -> None:
    """Write an answer; with scripts it saves itself, without them the button saves."""
    learner.write(question, text)
    if learner.screen.scripts:
        learner.wait_until_saved()
    else:
        learner.press("Save and stay")
        learner.sees("Saved.")


def expect_answer(learner: Visitor, question: str, text: str) -> None:
    """Load the page anew and say that an answer is there."""
    learner.page.reload()
    expect(learner.field(question)).to_have_value(text)


def add_link(learner: Visitor, link: str) -> None:
    """Add a link to the work on the page."""
    learner.page.get_by_label("Add a link").fill(link)
    learner.press("Save and stay")
    learner.sees("Saved, and 1 thing added.")
    expect(learner.page.get_by_role("link", name=link)).to_be_visible()


def add_files(learner: Visitor, files: Sequence[Path]) -> None:
    """Add files to the work on the page."""
    learner.page.get_by_label("Add files").set_input_files(list(files))
    learner.press("Save and stay")
    learner.sees(f"Saved, and {len(files)} things added.")
    for file in files:
        expect(learner.page.get_by_role("link", name=file.name)).to_be_visible()


def answer_first_part(learner: Visitor, title: str) -> None:
    """Answer the questions of the first part, leaving in the middle of it."""
    learner.follow("Write the next part")
    learner.sees_heading("Part 1: The place")
    write_answer(learner, story.PLACE, story.ANSWERS[story.PLACE])
    learner.press("Save and leave")
    learner.look("my-work", at="/my/work/")
    learner.follow(title)
    learner.follow("Go on with my evidence")
    expect_answer(learner, story.PLACE, story.ANSWERS[story.PLACE])
    write_answer(learner, story.HAZARDS, story.ANSWERS[story.HAZARDS])
    expect_answer(learner, story.HAZARDS, story.ANSWERS[story.HAZARDS])
    learner.look("part-1")
    learner.press("Save and go on to the next part")


def show_work(learner: Visitor, files: Sequence[Path]) -> None:
    """Show the work of the second part: words, a link and files."""
    learner.sees_heading("Part 2: The setup")
    write_answer(learner, "In your words", story.ANSWERS[story.WORK])
    add_link(learner, story.LINK)
    add_files(learner, files)
    expect_answer(learner, "In your words", story.ANSWERS[story.WORK])
    learner.look("part-2")
    learner.press("Save and go on to the next part")


def look_back(learner: Visitor) -> None:
    """Write the reflection of the third part, and look at what is missing."""
    learner.sees_heading("Part 3: Looking back")
    learner.press("Save and see what is missing")
    learner.sees_heading("One thing is missing")
    learner.look("missing")
    learner.follow(f"Nothing is there yet for: {story.REFLECTION}")
    write_answer(learner, story.REFLECTION, story.ANSWERS[story.REFLECTION])
    learner.press("Save and see what is missing")


def hand_in(learner: Visitor) -> None:
    """Say whose work it is, and hand it in."""
    learner.sees_heading("Everything is there")
    learner.page.get_by_label("This is my own work.").check()
    learner.write("Who helped you, and how?", "A colleague took the photo.")
    learner.look("hand-in")
    learner.press("Hand in my evidence")
    learner.sees("It is handed in", "Waiting")
    learner.look("waiting")


def improve(learner: Visitor, title: str, email: str) -> None:
    """Read what came back, improve that alone, and hand in again."""
    letter = mailbox.read(learner, email, f"“{title}”: some parts came back")
    learner.open(mailbox.links_in(learner, letter)[0])
    learner.sees_heading("Not there yet: one part to improve")
    learner.sees(story.WHY_NOT, story.FEEDBACK, story.COMMENT, story.HAZARDS)
    learner.look("came-back")
    learner.follow("Improve these parts")
    learner.follow("Go on with my evidence")
    learner.sees_heading("Part 1: The place")
    learner.sees("What came back last time", "Stays as it is", story.ANSWERS[story.PLACE])
    expect(learner.field(story.PLACE)).to_have_count(0)
    write_answer(learner, story.HAZARDS, story.BETTER)
    learner.look("improve")
    learner.press("Save and see what is missing")
    hand_in(learner)


def find_credential(learner: Visitor, title: str, email: str, *, told: str = "You passed “%s”") -> None:
    """Get the letters, and find the credential on one's own page."""
    mailbox.read(learner, email, told % title)
    letter = mailbox.read(learner, email, f"You earned “{title}”")
    assert f"{story.ISSUER} has awarded you “{title}”." in letter
    learner.open("/my/")
    learner.sees_heading("My cairn")
    learner.look("my-cairn")
    learner.follow(title)
    learner.sees_heading(title)
    learner.sees("Verified")
    learner.look("holding")


def share(learner: Visitor) -> str:
    """Make a link for an employer that ends in a week; return its path."""
    learner.page.get_by_label("An employer").check()
    learner.write("A name for you to know it by", "Bakery on Mill Street")
    learner.field("When does it end?").select_option(label="In a week")
    learner.press("Make a link")
    learner.sees("Open", "Bakery on Mill Street", "An employer")
    learner.look("shared")
    link = learner.field("Link to hand on").input_value()
    assert link.startswith(f"{learner.site.url}/s/")
    return link.removeprefix(learner.site.url)


def download(learner: Visitor, words: str, folder: Path) -> Path:
    """Download the credential in one of its forms."""
    with learner.page.expect_download() as started:
        learner.follow(words)
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path
