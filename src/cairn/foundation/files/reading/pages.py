# SPDX-License-Identifier: Apache-2.0
"""The words of a PDF, page by page, as far as they could be read within seconds, memory, pages and letters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from math import ceil
from pathlib import Path
from typing import Any, Final

_PROGRAM: Final = Path(__file__).with_name("program.py")
_MEGABYTE: Final = 1_000_000
_NEEDED: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""What Python itself may need to start. The rest of the environment holds secrets."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How long reading may take, how much memory, and how much is read at most."""

    seconds: float = 2.0
    memory: int = 600 * _MEGABYTE
    pages: int = 500
    letters: int = 2_000_000


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What stands on the pages that were read, by number, and the first page that was not read whole, if any."""

    texts: Mapping[int, str]
    unread_from: int | None


def read_pages(data: bytes, limits: ReadingLimits | None = None) -> PageTexts:
    """Return the words of a PDF that the door has let in, as far as they could be read; it never raises for a file."""
    said = _said(data, limits or ReadingLimits())
    pages = [line for line in said if line is not True]
    whole = {number for number, _words, is_whole in pages if is_whole}
    is_all = len(said) > len(pages) == len(whole)
    missing = None if is_all else next(number for number in count(1) if number not in whole)
    return PageTexts({number: words for number, words, _is_whole in sorted(pages)}, missing)


def _said(data: bytes, limits: ReadingLimits) -> list[Any]:
    """Return what the program said until it ended or was ended: each page, and that these are all."""
    numbers = (ceil(limits.seconds) + 1, limits.memory, limits.pages, limits.letters)
    # Alone: neither the folder it is called from nor the environment says what is imported.
    command = [sys.executable, "-I", str(_PROGRAM), *map(str, numbers)]
    known = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    try:
        out = subprocess.run(
            command,
            input=data,
            env=known,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as ended:
        out = ended.stdout or b""
    # What comes after the last line break was cut off.
    return [json.loads(line) for line in out.split(b"\n")[:-1]]
