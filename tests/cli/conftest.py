# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.college import College
from tests.hostile.command import Cairn


@pytest.fixture
def cairn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cairn:
    """The command line, run in this process and in an empty folder, so that names are as short as one types them."""
    monkeypatch.chdir(tmp_path)
    return Cairn(monkeypatch, capsys, tmp_path)


@pytest.fixture
def college(cairn: Cairn) -> College:
    """An issuer with a key, an achievement and two recipients."""
    return College(cairn)
