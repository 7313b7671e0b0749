# SPDX-License-Identifier: Apache-2.0
"""`cairn` in this process: what it prints, and what it ends with."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from cairn.cli import main
from cairn.standards.codecs import parse_json_object
from cairn.standards.types import JsonObject


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    exit_code: int
    output: str
    errors: str

    @property
    def report(self) -> JsonObject:
        """What was written for programs."""
        return parse_json_object(self.output)


@dataclass(frozen=True, slots=True)
class Cairn:
    """Runs the command line in this process, with a folder of its own for what it keeps."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    folder: Path

    def __call__(self, *arguments: str | Path) -> Ended:
        """Run one command."""
        self.monkeypatch.setenv("CAIRN_CACHE", str(self.folder / "cache"))
        self.monkeypatch.setattr(sys, "argv", ["cairn", *map(str, arguments)])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        written = self.capsys.readouterr()
        assert "Traceback" not in written.err
        return Ended(int(ended.value.code or 0), written.out, written.err)

    def write(self, name: str, data: bytes) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.write_bytes(data)
        return path
