# SPDX-License-Identifier: Apache-2.0
"""Look at pages in a real browser: pictures at both widths and in both themes, accessibility findings, and weights.

`python -m tests.web.look URL... --out FOLDER [--cookie NAME=VALUE] [--lang es]` draws and reports; tests import
`browser`, `check_page` and `page_weight`.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

Theme = Literal["light", "dark"]
WIDTHS: Final = (360, 1280)
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_TEXT: Final = frozenset({"document", "stylesheet", "script"})


def chromium() -> str | None:
    """Return the browser to use: `CAIRN_CHROMIUM`, or the first of the usual names; None leaves it to Playwright."""
    names = (os.environ.get("CAIRN_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser that calls no home."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS))
        try:
            yield started
        finally:
            started.close()


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page on the line: what gzip makes of HTML, styles and scripts, and fonts as they are."""

    html: int = 0
    css: int = 0
    js: int = 0
    fonts: int = 0
    images: int = 0

    @property
    def page(self) -> int:
        """HTML, styles and scripts together; the budget is 30 KB."""
        return self.html + self.css + self.js

    def __str__(self) -> str:
        parts = f"html {self.html} + css {self.css} + js {self.js}"
        return f"{self.page} bytes gzipped ({parts}); fonts {self.fonts}; images {self.images}"


@dataclass(slots=True)
class _Scale:
    """Weighs every response of a page as it comes in."""

    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, response: Response) -> None:
        kind = response.request.resource_type
        if response.url.startswith("data:"):
            return
        try:
            body = response.body()
        except Error:
            return  # a redirect has no body
        size = len(gzip.compress(body, 9, mtime=0)) if kind in _TEXT else len(body)
        self.sizes[kind] = self.sizes.get(kind, 0) + size

    def weight(self) -> Weight:
        get = self.sizes.get
        return Weight(
            html=get("document", 0),
            css=get("stylesheet", 0),
            js=get("script", 0),
            fonts=get("font", 0),
            images=get("image", 0),
        )


def page_weight(page: Page, url: str = "") -> Weight:
    """Load the page (or another address) as a first visit of the same person, and weigh everything that it fetches."""
    chrome = page.context.browser
    if chrome is None:
        raise ValueError("A page of a persistent context has no browser to open a first visit in.")
    context = chrome.new_context(storage_state=page.context.storage_state())
    first = context.new_page()
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    first.on("response", keep)
    first.goto(url or page.url, wait_until="networkidle")
    scale = _Scale()
    for response in responses:
        scale.add(response)
    context.close()
    return scale.weight()


def check_page(page: Page, themes: tuple[Theme, ...] = THEMES) -> list[str]:
    """List what is wrong with the page as it stands: axe's findings in each theme, and a page wider than the window.

    Each finding is one line: theme, rule, how bad, what it says, and the first places.
    """
    found: list[str] = []
    for theme in themes:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found.extend(f"{theme}: {line}" for line in _violations(page))
    if overflow := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"):
        found.append(f"the page is {overflow} pixels wider than the window")
    return found


def _violations(page: Page) -> Iterator[str]:
    for rule in Axe().run(page).response["violations"]:
        places = [f"{node['target']} {node['html'][:160]}" for node in rule["nodes"]]
        yield f"{rule['id']} ({rule['impact']}): {rule['help']} [{len(places)}] " + " | ".join(places[:3])


@dataclass(frozen=True, slots=True)
class View:
    """Who looks, and how: cookies by name, the language asked for, and whether scripts run."""

    cookies: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    scripts: bool = True


def open_page(
    chrome: Browser, url: str, *, width: int = 1280, theme: Theme = "light", view: View | None = None
) -> Page:
    """Open an address in a context of its own; close it with `page.context.close()`."""
    view = view or View()
    context = chrome.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=theme,
        locale=view.language,
        java_script_enabled=view.scripts,
        reduced_motion="reduce",
    )
    parts = urlsplit(url)
    for name, value in view.cookies:
        context.add_cookies([{"name": name, "value": value, "url": f"{parts.scheme}://{parts.netloc}"}])
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    return page


def shoot(chrome: Browser, url: str, out: Path, view: View | None = None) -> list[str]:
    """Draw the whole page at each width and theme into the folder, and return what `check_page` finds."""
    out.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for width in WIDTHS:
        page = open_page(chrome, url, width=width, view=view)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=out / f"{_name(url, view)}-{width}-{theme}.png", full_page=True)
        if view is None or view.scripts:
            found.extend(f"{width}, {line}" for line in check_page(page))
        page.context.close()
    return found


def _name(url: str, view: View | None) -> str:
    parts = urlsplit(url)
    words = re.sub(r"[^\w-]+", "-", f"{parts.path}-{parts.query}").strip("-") or "index"
    return words if view is None or view.language == "en" else f"{words}-{view.language}"


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.web.look", description="Look at pages in a real browser.")
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--out", type=Path, default=Path("shots"), help="the folder of the pictures")
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--lang", default="en", help="the language that the browser asks for")
    parser.add_argument("--no-script", action="store_true", help="switch scripts off; then there are pictures only")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Draw, weigh and check every address; 1 where anything was found."""
    given = _arguments(words)
    cookies = tuple((name, value) for name, _, value in (cookie.partition("=") for cookie in given.cookie))
    view = View(cookies=cookies, language=given.lang, scripts=not given.no_script)
    bad = 0
    with browser() as chrome:
        for url in given.urls:
            found = shoot(chrome, url, given.out, view)
            page = open_page(chrome, url, view=view)
            lines = [f"{url}: {page_weight(page)}; {len(found)} findings", *(f"  {line}" for line in found)]
            sys.stdout.write("\n".join(lines) + "\n")
            page.context.close()
            bad += len(found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
