# SPDX-License-Identifier: Apache-2.0
"""A PDF that would be read for ever, or fill all memory, is read as far as it goes, and it is said how far."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cairn.foundation.files.inspection import inspect_upload
from cairn.foundation.files.reading import PageTexts, ReadingLimits, read_pages
from tests.factories.papers import bottomless_paper, paper, swollen_paper
from tests.hostile.guard import bounded


@pytest.mark.parametrize("make", [bottomless_paper, swollen_paper])
def test_a_page_without_an_end_ends_the_reading_and_no_server(make: Callable[[], bytes]) -> None:
    data = inspect_upload(make(), "a.pdf").data
    began = time.monotonic()
    with bounded():
        read = read_pages(data)
    assert time.monotonic() - began < 4
    assert (read.texts[1], read.unread_from) == ("Before.", 2)


def test_a_reader_that_runs_out_of_memory_says_where() -> None:
    with bounded():
        read = read_pages(swollen_paper(), ReadingLimits(seconds=20, memory=300_000_000))
    assert (read.texts[1], read.unread_from) == ("Before.", 2)


@pytest.mark.parametrize(
    ("limits", "read"),
    [
        (ReadingLimits(), PageTexts({1: "One.", 2: "Two.", 3: "Three."}, None)),
        (ReadingLimits(pages=3), PageTexts({1: "One.", 2: "Two.", 3: "Three."}, None)),
        (ReadingLimits(pages=2), PageTexts({1: "One.", 2: "Two."}, 3)),
        (ReadingLimits(letters=9), PageTexts({1: "One.", 2: "Two."}, 3)),
        (ReadingLimits(letters=3), PageTexts({}, 1)),
        (ReadingLimits(memory=1_000_000), PageTexts({}, 1)),
        (ReadingLimits(seconds=0.001), PageTexts({}, 1)),
    ],
)
def test_what_lies_beyond_a_bound_is_named(limits: ReadingLimits, read: PageTexts) -> None:
    assert read_pages(paper("One.", "Two.", "Three."), limits) == read


def test_the_first_and_the_last_pages_are_read_before_the_others() -> None:
    read = read_pages(paper(*(f"Page {number}" for number in range(1, 41))), ReadingLimits(pages=27))
    assert (list(read.texts), read.unread_from) == ([*range(1, 23), *range(36, 41)], 23)
    assert (read.texts[1], read.texts[40]) == ("Page 1", "Page 40")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"no PDF at all", paper("One.")[:300]])
def test_what_is_no_pdf_was_not_looked_at(data: bytes) -> None:
    assert read_pages(data) == PageTexts({}, 1)


def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever is imported from a folder that the environment names would break the reading.
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("CAIRN_SECRET_KEY", "a secret")
    assert read_pages(paper("One.")).texts == {1: "One."}
