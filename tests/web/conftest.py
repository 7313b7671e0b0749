# SPDX-License-Identifier: Apache-2.0
"""What every test of a page needs."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.utils.translation import deactivate
from playwright.sync_api import Browser

from tests.web.look import browser, chromium


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """Forget the language that a reader asked for: a request sets it for the whole thread, which tests share."""
    yield
    deactivate()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """A browser; where there is none the tests say so and skip, except where it must be there."""
    if chromium() is None:
        sentence = "There is no Chromium on this machine (set CAIRN_CHROMIUM to name one)."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    # The browser's loop lives in this thread; the database is asked between its steps, never during one.
    with pytest.MonkeyPatch.context() as patch, browser() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started
