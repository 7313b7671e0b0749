# SPDX-License-Identifier: Apache-2.0
"""A small memory of fetched documents: asked for once a run, and the last good copy kept for when a host is down.

An issuer must not learn how often its credentials are looked at, and a host that is down must not turn "last known"
into "nothing known". An old copy is only ever handed out as what it is, with the time it was fetched.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeAlias

from cairn.foundation.atomic import TEMPORARY_NAME, write_atomically
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.types import FetchDocument

Clock: TypeAlias = Callable[[], datetime]
"""Tells the time, with its zone."""

_COPY_NAME: Final = re.compile(r"[0-9a-f]{64}")
_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600


@dataclass(slots=True)
class DocumentFolder:
    """The last good copy of each document, one file each, at most `size` bytes together; the oldest go first.

    A file holds the time and the document, so neither can be of another fetch. Other files there are left alone.
    """

    folder: Path
    size: int = 64 * 1024 * 1024
    _used: int | None = field(default=None, init=False)

    def keep(self, url: str, data: bytes, fetched_at: datetime) -> None:
        """Keep a document in place of its earlier copy.

        Raises OSError.
        """
        self.folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        content = fetched_at.astimezone(UTC).isoformat().encode() + b"\n" + data
        write_atomically(self._path(url), content, mode=_PRIVATE_FILE)
        # The folder is only listed to measure it once and to make room; between, the sum errs on the large side.
        self._used = self._measure() if self._used is None else self._used + len(content)
        if self._used > self.size:
            self._used = self._make_room()

    def find(self, url: str) -> tuple[bytes, datetime] | None:
        """Return the copy of a document and when it was fetched, or None where there is none that can be read."""
        try:
            time, _, data = self._path(url).read_bytes().partition(b"\n")
            return data, datetime.fromisoformat(time.decode()).astimezone(UTC)
        except (OSError, ValueError):
            return None

    def _path(self, url: str) -> Path:
        return self.folder / sha256(url.encode(errors="surrogatepass")).hexdigest()

    def _measure(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _make_room(self) -> int:
        """Delete the oldest files until an eighth is free, so that the next few fit; return the size of the rest."""
        files = sorted(self._files())
        used = sum(size for _, size, _ in files)
        for _, size, path in files:
            if used <= self.size * 7 // 8:
                break
            path.unlink(missing_ok=True)
            used -= size
        return used

    def _files(self) -> list[tuple[int, int, Path]]:
        """List our files, those of killed writes too: time of change, size and path."""
        found = []
        for path in self.folder.iterdir():
            if _COPY_NAME.fullmatch(path.name) or TEMPORARY_NAME.fullmatch(path.name):
                # Another process may have made room in the meantime.
                with suppress(FileNotFoundError):
                    facts = path.lstat()
                    found.append((facts.st_mtime_ns, facts.st_size, path))
        return found


@dataclass(slots=True)
class RememberingFetch:
    """Fetches each document once in its life, which is that of one run: a command, a batch, a request to the server.

    Up to `memory` bytes of documents are held, and those beyond are read back from the folder; what could not be had is
    remembered too. A folder that cannot be written costs the last known copies, never the fetch. `keeps` says which
    documents may lie in the folder at all.
    """

    fetch: FetchDocument
    folder: Path
    clock: Clock
    memory: int = 32 * 1024 * 1024
    keeps: Callable[[bytes], bool] = lambda _data: True
    _copies: DocumentFolder = field(init=False)
    _held: OrderedDict[str, bytes] = field(default_factory=OrderedDict, init=False)
    _held_size: int = field(default=0, init=False)
    _fetched_at: dict[str, datetime] = field(default_factory=dict, init=False)
    _failed: dict[str, ResourceUnavailable] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._copies = DocumentFolder(self.folder)

    def __call__(self, url: str) -> bytes:
        """Return a document as it was fetched in this run.

        Raises ResourceUnavailable, also where only an older copy is known.
        """
        if url in self._failed:
            raise _same(self._failed[url])
        data = self._held.get(url)
        if data is None:
            data = self._read_back(url)
        return self._ask(url) if data is None else data

    def last_known(self, url: str) -> tuple[bytes, datetime] | None:
        """Return the last good copy of a document, of this run or an earlier one, and when it was fetched."""
        return self._copies.find(url)

    def _ask(self, url: str) -> bytes:
        try:
            data = self.fetch(url)
        except ResourceUnavailable as unavailable:
            self._failed[url] = _same(unavailable)
            raise
        self._fetched_at[url] = self.clock()
        if self.keeps(data):
            with suppress(OSError):
                self._copies.keep(url, data, self._fetched_at[url])
        self._hold(url, data)
        return data

    def _hold(self, url: str, data: bytes) -> None:
        self._held[url] = data
        self._held_size += len(data)
        while self._held_size > self.memory:
            _, dropped = self._held.popitem(last=False)
            self._held_size -= len(dropped)

    def _read_back(self, url: str) -> bytes | None:
        """Return a document that this run fetched and memory let go; a copy from before this run does not count."""
        copy = self._copies.find(url) if url in self._fetched_at else None
        return copy[0] if copy is not None and copy[1] >= self._fetched_at[url] else None


def _same(unavailable: ResourceUnavailable) -> ResourceUnavailable:
    """Say the same again, without the frames that the first one holds alive."""
    return ResourceUnavailable(unavailable.url, unavailable.detail, code=unavailable.code)
