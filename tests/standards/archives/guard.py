# SPDX-License-Identifier: Apache-2.0
"""The bounds that every hostile input is read within: three seconds, 100 MB, no socket."""

from __future__ import annotations

import resource
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

_UNIT = 1 if sys.platform == "darwin" else 1024


@contextmanager
def bounds() -> Iterator[None]:
    """Fail if what is done inside takes three seconds, grows by 100 MB or opens a socket."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
    start = time.perf_counter()
    with mock.patch.object(socket, "socket", side_effect=AssertionError("a socket was opened")):
        yield
    assert time.perf_counter() - start < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT - before < 100 * 1024 * 1024
