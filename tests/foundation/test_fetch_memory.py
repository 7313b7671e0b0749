# SPDX-License-Identifier: Apache-2.0
"""The memory of fetched documents."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.fetch import DocumentFolder, RememberingFetch
from cairn.standards.errors import ResourceUnavailable

URL = "https://issuer.example/status/1"
MONDAY = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
EAST = timezone(timedelta(hours=5))
TUESDAY = MONDAY + timedelta(days=1)


@dataclass(slots=True)
class Hosts:
    """Stands for the hosts outside: what they publish, and what was asked of them."""

    documents: dict[str, bytes]
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str) -> bytes:
        """Note who was asked, and answer or be down."""
        self.asked.append(url)
        if url not in self.documents:
            raise ResourceUnavailable(url, "The host is down.", code="fetch_timeout")
        return self.documents[url]


def at(time: datetime, hosts: Hosts, folder: Path) -> RememberingFetch:
    return RememberingFetch(hosts, folder, lambda: time)


def test_a_document_is_asked_for_once_in_a_run(tmp_path: Path) -> None:
    hosts = Hosts({URL: b"one"})
    fetch = at(MONDAY, hosts, tmp_path / "copies")
    assert [fetch(URL) for _ in range(10_000)] == [b"one"] * 10_000
    assert hosts.asked == [URL]


def test_a_host_that_is_down_is_asked_once_in_a_run(tmp_path: Path) -> None:
    hosts = Hosts({})
    fetch = at(MONDAY, hosts, tmp_path)
    for _ in range(3):
        with pytest.raises(ResourceUnavailable) as caught:
            fetch(URL)
        assert (caught.value.url, str(caught.value), caught.value.code) == (URL, "The host is down.", "fetch_timeout")
    assert hosts.asked == [URL]
    assert fetch.last_known(URL) is None


def test_the_last_good_copy_is_known_with_its_time_but_never_served_as_fresh(tmp_path: Path) -> None:
    hosts = Hosts({URL: b"monday"})
    at(MONDAY, hosts, tmp_path)(URL)
    hosts.documents.clear()
    tuesday = at(TUESDAY, hosts, tmp_path)
    with pytest.raises(ResourceUnavailable):
        tuesday(URL)
    assert tuesday.last_known(URL) == (b"monday", MONDAY)


def test_a_newer_copy_takes_the_place_of_the_older(tmp_path: Path) -> None:
    hosts = Hosts({URL: b"monday"})
    at(MONDAY, hosts, tmp_path)(URL)
    hosts.documents[URL] = b"tuesday"
    tuesday = at(TUESDAY, hosts, tmp_path)
    assert tuesday.last_known(URL) == (b"monday", MONDAY)
    assert tuesday(URL) == b"tuesday"
    assert tuesday.last_known(URL) == (b"tuesday", TUESDAY)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_copy_is_private_and_named_by_the_digest_of_its_address(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "copies"
    at(MONDAY, Hosts({URL: b"one"}), folder)(URL)
    (copy,) = folder.iterdir()
    assert copy.name == sha256(URL.encode()).hexdigest()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert copy.read_bytes() == b"2026-03-02T09:30:00.123456+00:00\none"


def test_a_document_that_memory_let_go_is_read_back_and_not_asked_for_again(tmp_path: Path) -> None:
    urls = [f"{URL}/{number}" for number in range(8)]
    hosts = Hosts({url: url.encode() * 100 for url in urls})
    fetch = RememberingFetch(hosts, tmp_path, lambda: MONDAY, memory=10_000)
    for _ in range(3):
        assert [fetch(url) for url in urls] == [url.encode() * 100 for url in urls]
    assert hosts.asked == urls


def test_an_older_copy_is_not_read_back_in_place_of_one_that_memory_let_go(tmp_path: Path) -> None:
    hosts = Hosts({URL: b"new"})
    fetch = RememberingFetch(hosts, tmp_path, lambda: TUESDAY, memory=0)
    assert fetch(URL) == b"new"
    DocumentFolder(tmp_path).keep(URL, b"old", MONDAY)
    assert fetch(URL) == b"new"
    assert hosts.asked == [URL, URL]


def test_a_folder_that_cannot_be_made_costs_only_the_copies(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    hosts = Hosts({URL: b"one"})
    fetch = at(MONDAY, hosts, tmp_path / "file" / "copies")
    assert fetch(URL) == fetch(URL) == b"one"
    assert hosts.asked == [URL]
    assert fetch.last_known(URL) is None


@pytest.mark.parametrize("content", [b"", b"no time\nbody", b"2026-99-02T09:30:00+00:00\nbody", b"\xff\nbody"])
def test_a_copy_that_is_damaged_is_not_known(tmp_path: Path, content: bytes) -> None:
    (tmp_path / sha256(URL.encode()).hexdigest()).write_bytes(content)
    assert DocumentFolder(tmp_path).find(URL) is None


def test_an_address_that_no_text_can_hold_is_not_known(tmp_path: Path) -> None:
    assert DocumentFolder(tmp_path).find("https://issuer.example/\ud800") is None


@settings(deadline=None)
@given(st.text(), st.binary(), st.timedeltas(timedelta(days=-700_000), timedelta(days=2_900_000)))
def test_what_is_kept_is_found(
    tmp_path_factory: pytest.TempPathFactory, url: str, data: bytes, later: timedelta
) -> None:
    copies, time = DocumentFolder(tmp_path_factory.mktemp("copies")), (MONDAY + later).astimezone(EAST)
    copies.keep(url, data, time)
    assert copies.find(url) == (data, time)


def test_the_oldest_copies_go_first_when_the_folder_is_full(tmp_path: Path) -> None:
    copies = DocumentFolder(tmp_path, size=10_000)
    urls = [f"{URL}/{number}" for number in range(20)]
    for number, url in enumerate(urls):
        copies.keep(url, bytes(967), MONDAY)  # a thousand bytes with the time
        name = sha256(url.encode()).hexdigest()
        os.utime(tmp_path / name, ns=(number, number))
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000
    kept = [url for url in urls if copies.find(url) is not None]
    assert kept == urls[-len(kept) :]
    assert 8 <= len(kept) <= 10


def test_a_copy_that_is_larger_than_the_folder_is_not_kept(tmp_path: Path) -> None:
    copies = DocumentFolder(tmp_path, size=0)
    copies.keep(URL, bytes(10), MONDAY)
    assert copies.find(URL) is None
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_write_left_is_cleared_and_other_files_are_not(tmp_path: Path) -> None:
    left, other = tmp_path / ".cairn-0123456789abcdef.tmp", tmp_path / "README"
    for path in (left, other):
        path.write_bytes(bytes(2_000))
        os.utime(path, ns=(1, 1))
    copies = DocumentFolder(tmp_path, size=2_000)
    copies.keep(URL, b"one", MONDAY)
    assert not left.exists()
    assert other.exists()
    assert copies.find(URL) == (b"one", MONDAY)
