# SPDX-License-Identifier: Apache-2.0
"""Following every link, as one person or as nobody: what is there, what it leads to, and what stands in its head."""

from __future__ import annotations

import gzip
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from django.urls import Resolver404, URLPattern, URLResolver, resolve

from cairn.web.access import PUBLIC
from tests.e2e.serving import Site

_SEEDS: Final = ("/", "/catalog", "/home", "/demo/")
# The letters of the demonstration are everybody's; who is signed in would follow those of others.
_SEEDS_OF_NOBODY: Final = (*_SEEDS, "/demo/mail")
_EACH: Final = 2
# Letters carry the links that lead in from outside; what a list leads to is in several states.
_MORE: Final = {
    "demo_letter": 40,
    "studio_achievement": 12,
    "bench": 6,
    "work": 6,
    "work_result": 6,
    "award": 6,
    "achievement": 6,
}
_FIELDS_WITH_LINKS: Final = frozenset({"input", "textarea"})


@dataclass
class Head(HTMLParser):
    """What a page says of itself, and where it leads."""

    links: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    headings: int = 0
    title: str = ""
    language: str = ""
    direction: str = "ltr"
    _in_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    @property
    def is_whole(self) -> bool:
        """Whether there is one heading, a title, and a language that is known."""
        return self.headings == 1 and bool(self.title.strip()) and bool(self.language)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, forms, headings and the language."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and given.get("method", "").lower() == "post":
            self.posts.append(given.get("action", ""))
        elif tag in _FIELDS_WITH_LINKS and "readonly" in given:
            self.values.append(given.get("value", ""))
        elif tag == "html":
            self.language, self.direction = given.get("lang", ""), given.get("dir", "ltr")
        self.headings += tag == "h1"
        # A drawing has a title of its own.
        self._in_title = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        """Leave the title."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self._in_title:
            self.title += data


@dataclass(frozen=True, slots=True)
class Found:
    """One address as somebody found it."""

    who: str
    path: str
    route: str
    status: int
    media_type: str
    size: int
    head: Head

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people, and not a file or a way to another address."""
        return self.status == httpx.codes.OK and self.media_type == "text/html"

    @property
    def is_public(self) -> bool:
        """Whether anybody may open it, and it is no page of the demonstration alone."""
        rule = getattr(resolve(urlsplit(self.path).path).func, "page_rule", None)
        return rule == PUBLIC and not self.route.startswith("demo")


@dataclass(slots=True)
class Crawl:
    """One person's way through the site."""

    site: Site
    who: str
    client: httpx.Client
    found: dict[str, Found] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    only_posts: dict[str, str] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)

    def follow(self) -> None:
        """Follow links from the usual beginnings, at most two addresses for each route."""
        seeds = _SEEDS if self.who else _SEEDS_OF_NOBODY
        waiting = deque((seed, "the address bar") for seed in seeds)
        seen = {*seeds, *(() if not self.who else _SEEDS_OF_NOBODY)}
        while waiting:
            path, where = waiting.popleft()
            page = self._visit(path, where)
            if page is None:
                continue
            for next_path in self._leads_to(page):
                if next_path not in seen:
                    seen.add(next_path)
                    waiting.append((next_path, path))
            self._note_posts(page)

    def ask(self, path: str) -> int:
        """Return what an address answers, whatever stands there."""
        return self.client.get(path).status_code

    def _visit(self, path: str, where: str) -> Found | None:
        route = route_of(path)
        if route is None:
            self.faults.append(f"{where} leads to {path}, which no route serves")
            return None
        self._taken[route] += 1
        if self._taken[route] > _MORE.get(route, _EACH):
            return None
        answer = self.client.get(path)
        if answer.status_code >= httpx.codes.BAD_REQUEST:
            self.faults.append(f"{where} leads to {path}, which answers {answer.status_code}")
        found = _read(self.who, path, route, answer)
        self.found[path] = found
        return found

    def _leads_to(self, page: Found) -> Iterator[str]:
        links = [*page.head.links, *(value for value in page.head.values if value.startswith(self.site.url))]
        for link in links:
            address = urldefrag(urljoin(self.site.address(page.path), link)).url
            if address.startswith(f"{self.site.url}/") and not address.startswith(f"{self.site.url}/static/"):
                yield address.removeprefix(self.site.url)

    def _note_posts(self, page: Found) -> None:
        for action in page.head.posts:
            path = urlsplit(urljoin(self.site.address(page.path), action or page.path)).path
            if route := route_of(path):
                self.only_posts.setdefault(route, path)


def route_of(path: str) -> str | None:
    """Return the name of the route that serves a path, None where there is none."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return match.url_name or match.route


@contextmanager
def crawl_as(site: Site, who: str) -> Iterator[Crawl]:
    """Open a way through the site for somebody of the demonstration, or for nobody (the empty name)."""
    with httpx.Client(base_url=site.url, timeout=30) as client:
        if who:
            sign_in(client, who)
        yield Crawl(site, who, client)


def sign_in(client: httpx.Client, who: str) -> None:
    """Be somebody of the demonstration."""
    client.get("/demo/")
    token = client.cookies["csrftoken"]
    answer = client.post("/demo/sign-in", data={"username": f"demo.{who}", "csrfmiddlewaretoken": token})
    assert answer.headers["Location"] == "/home", who


def _read(who: str, path: str, route: str, answer: httpx.Response) -> Found:
    head = Head()
    media_type = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.is_redirect:
        head.links.append(answer.headers["Location"])
    elif media_type == "text/html":
        head.feed(answer.text)
    size = len(gzip.compress(answer.content, 9, mtime=0))
    return Found(who, path, route, answer.status_code, media_type, size, head)


def list_names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """Name every route of a URL table."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from list_names(entry.url_patterns)
        else:
            yield entry.name or str(entry.pattern)
