# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the end-to-end tests: a server with the demonstration, a browser, and people who sit before it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser

from tests.e2e.serving import Site, serve_demonstration
from tests.e2e.visitor import Screen, Visitor, visitor
from tests.web.look import browser, chromium

Visit: TypeAlias = Callable[[str, Screen], Visitor]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the demonstration, one for each process of the test run."""
    require_chromium()
    with serve_demonstration(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """The browser. One for each module: while it is open, nothing else in this process may use the database."""
    require_chromium()
    with browser() as started:
        yield started


@pytest.fixture
def visit(chrome: Browser, site: Site) -> Iterator[Visit]:
    """Seat somebody before the browser: `visit("learner", Screen(width=360))`."""
    with ExitStack() as people:
        yield lambda name, screen: people.enter_context(visitor(chrome, site, name, screen))


def require_chromium() -> None:
    """Skip where there is no browser; where the whole suite must run, fail."""
    if chromium() is None:
        sentence = "There is no Chromium on this machine (set CAIRN_CHROMIUM to name one)."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
