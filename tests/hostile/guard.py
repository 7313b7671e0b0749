# SPDX-License-Identifier: Apache-2.0
"""What every hostile input is held to: three seconds, a hundred megabytes, and not one socket."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

SECONDS: Final = 3.0
MEMORY: Final = 100 * 1024
"""In kilobytes, as the system tells it."""

_PROCESS: Final = Path("/proc/self")
_WATCHED: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})
_records: list[list[str]] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _records and event in _WATCHED:
        for record in _records:
            record.append(f"{event} {arguments[1:]}")


# A hook can never be taken away again; it does nothing while nothing is watched.
sys.addaudithook(_note)


@contextmanager
def bounded() -> Iterator[None]:
    """Fail if the block computes for three seconds, grows by 100 MB at its highest, or reaches for the network."""
    record: list[str] = []
    before, started = _fresh_high_water(), time.process_time()
    _records.append(record)
    try:
        yield
    finally:
        _records.remove(record)
    assert record == []
    assert time.process_time() - started < SECONDS
    assert _high_water() - before < MEMORY


def _fresh_high_water() -> int:
    """Let the high-water mark start anew where the system can, and return it."""
    if _PROCESS.exists():
        (_PROCESS / "clear_refs").write_text("5")
    return _high_water()


def _high_water() -> int:
    """Return the most memory that was in use, in kilobytes."""
    if _PROCESS.exists():
        return int((_PROCESS / "status").read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
