# SPDX-License-Identifier: Apache-2.0
"""Somebody who looks at one page after the other: findings, what goes on behind the page, and what it weighs."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Self

import httpx
from playwright.sync_api import Browser, Page

from tests.e2e.crawl import sign_in
from tests.e2e.serving import Site
from tests.e2e.visitor import Screen, watch
from tests.web.look import Weight, check_page

PAGE_BYTES: Final = 30_720
FONT_BYTES: Final = 48_000
_HEIGHT: Final = 800
_OK: Final = 200
_PATIENCE: Final = 30_000
_PARTS: Final = """
() => performance.getEntriesByType("resource").map(({ name }) => name)
"""
_HEAD: Final = """
() => [document.documentElement.lang, document.documentElement.dir || "ltr"]
"""


@dataclass
class Looker:
    """A browser that goes through pages as one person."""

    site: Site
    page: Page
    weight: Weight = field(default_factory=Weight)
    _faults: list[str] = field(default_factory=list)
    _sizes: dict[str, int] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def sit(cls, chrome: Browser, site: Site, who: str, screen: Screen) -> Iterator[Self]:
        """Sit down as somebody of the demonstration, or as nobody."""
        context = chrome.new_context(
            viewport={"width": screen.width, "height": _HEIGHT}, locale=screen.language, reduced_motion="reduce"
        )
        context.set_default_timeout(_PATIENCE)
        context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in _cookies(site, who)])
        looker = cls(site, context.new_page())
        watch(looker.page, site, looker._faults)
        yield looker
        context.close()

    def look_at(self, path: str, *, status: int = _OK) -> list[str]:
        """Open a page and return what is wrong with it."""
        self._faults.clear()
        answer = self.page.goto(self.site.address(path), wait_until="load")
        assert answer is not None, path
        if answer.status != status:
            return [f"{path}: answers {answer.status}"]
        if status != _OK:
            # The browser says itself, as an error, that the page was refused; that is what was asked for.
            self._faults.clear()
        self.weight = self._weigh(answer.body())
        found = [f"{path}: {line}" for line in (*check_page(self.page), *self._too_heavy())]
        return [*found, *self._faults]

    @property
    def language(self) -> tuple[str, str]:
        """The language and the direction that the page says it has."""
        language, direction = self.page.evaluate(_HEAD)
        return language, direction

    def _weigh(self, html: bytes) -> Weight:
        parts = {name for name in self.page.evaluate(_PARTS) if name.startswith(f"{self.site.url}/static/")}
        return Weight(
            html=_zipped(html),
            css=sum(self._size(name) for name in parts if name.endswith(".css")),
            js=sum(self._size(name) for name in parts if name.endswith(".js")),
            fonts=sum(self._size(name) for name in parts if name.endswith(".woff2")),
        )

    def _size(self, url: str) -> int:
        if url not in self._sizes:
            body = httpx.get(url, timeout=_PATIENCE).content
            self._sizes[url] = len(body) if url.endswith(".woff2") else _zipped(body)
        return self._sizes[url]

    def _too_heavy(self) -> Iterator[str]:
        if self.weight.page > PAGE_BYTES:
            yield f"weighs {self.weight}"
        if self.weight.fonts > FONT_BYTES:
            yield f"asks for {self.weight.fonts} bytes of fonts"


def _cookies(site: Site, who: str) -> list[tuple[str, str]]:
    with httpx.Client(base_url=site.url) as client:
        if who:
            sign_in(client, who)
        return list(client.cookies.items())


def _zipped(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))
