# SPDX-License-Identifier: Apache-2.0
"""Fixtures for the hostile inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.command import Cairn


@pytest.fixture
def cairn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cairn:
    """The command line, run in this process."""
    return Cairn(monkeypatch, capsys, tmp_path)
