# SPDX-License-Identifier: Apache-2.0
"""What the browser of an assessor really receives: no byte tells who the learner is, up to the decision."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Error, Route

from tests.e2e import assessor, author, learner, story
from tests.e2e.conftest import Visit
from tests.e2e.story import HAZARDS_NAMED, MEETS, NOT_YET, SETUP_SHOWN
from tests.e2e.test_chain import earn
from tests.e2e.visitor import Screen, Visitor
from tests.factories.planted import NAME, PLANTED, names_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KINDS = ("jpg", "pdf", "docx", "xlsx", "pptx", "odt", "mp4", "mp3", "webm")


class Received:
    """Everything that comes over the line of one person, kept before their browser gets it."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._answers: dict[str, bytes] = {}
        visitor.context.route("**/*", self._pass_on)

    def fetch(self, address: str) -> None:
        """Get a file as a click would, for what is saved and not shown is no page."""
        answer = self._visitor.context.request.get(self._visitor.site.address(address))
        assert answer.ok, address
        self._keep(answer)

    def told(self) -> dict[str, list[str]]:
        """Return which answers tell who somebody is, and by what."""
        return {address: names for address, answer in self._answers.items() if (names := names_in(answer))}

    def end(self) -> None:
        """Wait for what is still under way, and keep nothing more."""
        self._visitor.context.unroute_all(behavior="wait")

    def count(self) -> int:
        """Count what came, heads and bodies."""
        return len(self._answers)

    def _pass_on(self, route: Route) -> None:
        try:
            answer = route.fetch(max_redirects=0)
            self._keep(answer)
        except Error:
            # The page has gone on without it. What was not kept does not reach the browser.
            with suppress(Error):
                route.abort()
            return
        route.fulfill(response=answer)

    def _keep(self, answer: APIResponse) -> None:
        number = len(self._answers)
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        self._answers[f"{answer.url} head {number}"] = head.encode()
        self._answers[f"{answer.url} body {number}"] = answer.body()


def plant(folder: Path) -> list[Path]:
    """Write files with the name in them, and on them."""
    files = []
    for kind in KINDS:
        files.append(folder / f"{NAME} {kind}.{kind}")
        files[-1].write_bytes(PLANTED[kind]())
    return files


def test_no_byte_that_the_browser_of_an_assessor_receives_tells_who_it_is(visit: Visit, tmp_path: Path) -> None:
    run = secrets.token_hex(3)
    title, email = f"Safe Ladder Setup {run}", f"zelmira.quistgaard.{run}@example.net"
    writer, rater = visit("learner", Screen()), visit("assessor", Screen())
    author.write_and_publish(visit("author", Screen()), title)
    earn(writer, title, NAME, email, plant(tmp_path))

    received = Received(rater)
    assessor.take(rater, title)
    rater.sees(story.ANSWERS[story.PLACE])
    rater.look("blind-bench")
    bench = rater.path
    links = rater.page.locator('#main a[href^="/files/"]').evaluate_all("all => all.map((one) => one.pathname)")
    assert len(set(links)) == len(KINDS)
    for address in links:
        received.fetch(address)
    assessor.rate(rater, {HAZARDS_NAMED.name: NOT_YET, SETUP_SHOWN.name: MEETS})
    rater.write("Feedback to the learner", story.FEEDBACK)
    rater.wait_until_saved()
    report(rater)
    rater.open(bench)
    rater.press("Save and see what follows")
    rater.sees_heading("This does not pass yet")
    mask(visit("officer", Screen(width=360)), title)
    rater.open(bench)
    rater.sees("Masked, so that nobody can be known by it:", "A picture of the ladder.")
    rater.press("Save and see what follows")
    rater.press("Send it back")
    rater.sees("Sent back.")
    rater.open(bench)
    received.end()
    assert received.count() > 30
    assert received.told() == {}


def report(rater: Visitor) -> None:
    """Report one piece, and see that it is kept back."""
    rater.follow(re.compile("^I can see who this is.*Show the setup"))
    rater.sees_heading("I can see who this is")
    rater.look("report")
    rater.page.get_by_role("radio").last.check()
    rater.write("Where in it, and by what?", "A name tag in the last picture.")
    rater.press("Keep this piece from assessors")
    rater.sees("A piece is being masked")
    rater.look("withheld")


def mask(officer: Visitor, title: str) -> None:
    """Find the report where work waits, and write what assessors read instead."""
    officer.become(story.OFFICER)
    officer.open(f"/o/{story.SLUG}/")
    officer.sees(re.compile(r"^\s*Mask \d+ pieces? of evidence"))
    officer.follow("Look at it")
    officer.sees_heading(re.compile(r"^\s*\d+ pieces? waits? to be masked"))
    officer.look("masking")
    line = officer.page.get_by_role("listitem").filter(has_text=title)
    line.get_by_role("link", name=re.compile("^Learner ")).click()
    officer.sees_heading("What may assessors see of this?")
    officer.sees("A name tag in the last picture.")
    officer.look("masking-report")
    officer.page.get_by_role("radio", name="Show a passage instead").check()
    officer.write("What assessors read instead", "A picture of the ladder.")
    officer.press("Let assessors see it so")
    officer.sees("Settled. Assessors see it so from now on.")
    officer.look("settled")


def test_a_learner_reads_what_was_taken_out(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(PLANTED["docx"]())
    writer = visit("learner", Screen(width=360))
    run = secrets.token_hex(3)
    title = f"Safe Ladder Setup {run}"
    author.write_and_publish(visit("author", Screen()), title)
    learner.find_and_begin(writer, title)
    learner.sign_up(writer, NAME, f"quistgaard.{run}@example.net")
    learner.start(writer, title)
    learner.answer_first_part(writer, title)
    writer.page.get_by_label("Add files").set_input_files(file)
    writer.press("Save and stay")
    writer.sees(re.compile("Names, dates and places in the document's properties, remarks and photos were taken out."))
    writer.look("taken-out")
