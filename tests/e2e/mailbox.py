# SPDX-License-Identifier: Apache-2.0
"""The letters that people of the demonstration would have received."""

from __future__ import annotations

import re
import time
from typing import Final

from playwright.sync_api import Page

from tests.e2e.visitor import Visitor

_PATIENCE: Final = 30.0
_PAUSE: Final = 0.5


def read(reader: Visitor, address: str, subject: str) -> str:
    """Return the newest letter to an address with a subject; waits for it, since a worker may have to write it."""
    page = reader.context.new_page()
    try:
        return _read(page, reader.site.address("/demo/mail"), address, subject)
    finally:
        page.close()


def links_in(reader: Visitor, letter: str) -> list[str]:
    """Return the paths on this server that a letter leads to."""
    return re.findall(rf"{re.escape(reader.site.url)}(/\S+)", letter)


def _read(page: Page, mail: str, address: str, subject: str) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        page.goto(mail)
        letters = page.get_by_role("listitem").filter(has_text=f"To {address}")
        found = letters.get_by_role("link", name=subject, exact=True)
        if found.count():
            found.first.click()
            return page.locator("#main").inner_text()
        time.sleep(_PAUSE)
    raise AssertionError(f"There is no letter “{subject}” to {address}.")
