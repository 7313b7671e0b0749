# SPDX-License-Identifier: Apache-2.0
"""Somebody at a browser: what they do, what they see, and what must never happen meanwhile."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, Request, expect

from tests.e2e.serving import Site
from tests.web.look import check_page

PATIENCE: Final = 20_000
expect.set_options(timeout=PATIENCE)
_HEIGHT: Final = 800
_IS_DONE: Final = 'document.querySelector("[data-saved]").dataset.state === "done"'
_NOTHING_KEPT: Final = '!Object.keys(localStorage).some((key) => key.startsWith("cairn:"))'


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody looks at: how wide it is, and whether scripts run."""

    width: int = 1280
    scripts: bool = True
    language: str = "en-US"

    def __str__(self) -> str:
        return f"{self.width}-{'scripts' if self.scripts else 'no-scripts'}"


@dataclass(slots=True)
class Visitor:
    """One person in a browser of their own."""

    name: str
    site: Site
    screen: Screen
    page: Page
    faults: list[str] = field(default_factory=list)
    _looks: int = 0

    @property
    def context(self) -> BrowserContext:
        """The cookies and the line of this person."""
        return self.page.context

    @property
    def path(self) -> str:
        """Where they are."""
        return self.page.url.removeprefix(self.site.url)

    def open(self, path: str) -> None:
        """Go to an address; it must be there."""
        answer = self.page.goto(self.site.address(path))
        assert answer is not None, path
        assert answer.status == 200, f"{path}: {answer.status}"

    def follow(self, name: str | re.Pattern[str], *, within: str = "#main") -> None:
        """Click a link by its words."""
        self.page.locator(within).get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def press(self, name: str | re.Pattern[str], *, within: str = "#main") -> None:
        """Press a button by its words."""
        self.page.locator(within).get_by_role("button", name=name, exact=isinstance(name, str)).first.click()

    def field(self, label: str, place: Locator | None = None) -> Locator:
        """Return a field by its whole label, with or without the word that it is optional."""
        whole = re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
        fields = self.page.locator("input, textarea, select")
        return (place or self.page.locator("#main")).get_by_label(whole).and_(fields)

    def row(self, legend: str, place: Locator | None = None) -> Locator:
        """Return fields that belong together, by their legend."""
        return (place or self.page.locator("#main")).get_by_role("group", name=legend, exact=True)

    def write(self, label: str, text: str) -> None:
        """Write into a field."""
        self.field(label).fill(text)

    def wait_until_saved(self) -> None:
        """Leave the field, and wait until the page has saved itself and this device keeps nothing back."""
        self.page.locator(":focus").blur()
        self._wait_until(f"{_IS_DONE} && {_NOTHING_KEPT}")

    def wait_until_nothing_is_kept(self) -> None:
        """Wait until the server has every word that this device kept back."""
        self._wait_until(_NOTHING_KEPT)

    def _wait_until(self, condition: str) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate(condition):
            line = self.page.locator("[data-saved]").inner_text()
            assert time.monotonic() < end, f"{self.path} was not saved: {line}"
            self.page.wait_for_timeout(50)

    def sees(self, *sentences: str | re.Pattern[str]) -> None:
        """Say that the sentences stand on the page, where one can see them."""
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).locator("visible=true").first).to_be_visible()

    def sees_heading(self, words: str | re.Pattern[str]) -> None:
        """Say what the page is called."""
        expect(self.page.locator("h1")).to_have_text(words)

    def become(self, person: str) -> None:
        """Sign in as somebody of the demonstration, by the button."""
        self.open("/demo/")
        button = self.page.locator("button", has_text=re.compile(rf"\bas {re.escape(person)}\s*$")).first
        if not button.is_visible():
            self.page.locator("details").filter(has=button).locator("summary").first.click()
        button.click()
        self.sees(f"You are {person} now.")

    def look(self, what: str, *, at: str = "") -> None:
        """Look over the page as it stands: nothing is inaccessible or too wide; keep a picture where one is wanted.

        `at` is how the address ends of the page that a button or a link leads to, and that may still be on its way.
        """
        if at:
            expect(self.page).to_have_url(re.compile(rf"{at}(\?[^#]*)?$"))
        self._looks += 1
        if folder := os.environ.get("CAIRN_SHOTS"):
            name = f"{self.name}-{self._looks:02}-{what}.png"
            self.page.screenshot(path=Path(folder) / str(self.screen) / name, full_page=True)
        if self.screen.scripts:
            found = check_page(self.page)
            self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
            assert not found, f"{self.path} ({what}): " + "\n".join(found)


@contextmanager
def visitor(chrome: Browser, site: Site, name: str, screen: Screen) -> Iterator[Visitor]:
    """Open a browser for somebody; in the end nothing may have gone wrong behind the page."""
    context = chrome.new_context(
        viewport={"width": screen.width, "height": _HEIGHT},
        locale=screen.language,
        java_script_enabled=screen.scripts,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    someone = Visitor(name, site, screen, context.new_page())
    watch(someone.page, site, someone.faults)
    try:
        yield someone
    finally:
        context.close()
    assert someone.faults == []


def watch(page: Page, site: Site, faults: list[str]) -> None:
    """Note what a page says in its console, and every request to somewhere else."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{page.url}: {message.text}")

    def on_error(error: Error) -> None:
        faults.append(f"{page.url}: {error.message}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{site.url}/", "data:", "blob:")):
            faults.append(f"{page.url}: asks {request.url}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
