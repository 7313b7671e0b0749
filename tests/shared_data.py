# SPDX-License-Identifier: Apache-2.0
"""The one door to the shared data: vectors, real credentials, hostile inputs and peers.

`CAIRN_SHARED` names the folder (default: `../shared` beside the project). Where it is missing, a test that needs it
skips with one clear line, or fails where `CAIRN_REQUIRE_SHARED=1`. The data is read from there and never copied here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CAIRN_SHARED", ROOT.parent / "shared"))


def shared_path(relative: str) -> Path:
    """Return a file or folder of the shared data, or skip (or fail, where it is required) the calling test."""
    path = SHARED / relative
    if path.exists():
        return path
    message = f"needs shared data that is not here: {relative} (set CAIRN_SHARED to its folder)"
    if os.environ.get("CAIRN_REQUIRE_SHARED") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def shared_files(pattern: str) -> list[Path]:
    """List the shared files that match a glob, sorted; empty where the folder is missing. For parametrizing tests.

    A test module that parametrizes with this calls `shared_path` in one more test, so that a missing folder is seen.
    """
    return sorted(path for path in SHARED.glob(pattern) if path.is_file())
