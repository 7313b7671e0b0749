# SPDX-License-Identifier: Apache-2.0
"""A small issuer in a folder: its key, its achievement, its recipients, and what they become."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.types import JsonObject
from tests.hostile.command import Cairn, Ended

DID: Final = "did:web:college.example"
LIST: Final = "https://college.example/status/1"
ACHIEVEMENT: Final = """\
name = "Welding Safety I"
description = "Recognises safe practice in a welding shop."

[criteria]
narrative = "Pass the practical and the written test."
"""
TWO: Final = "name,email\nAda Example,ada@example.org\nBo Example,bo@example.org\n"


@dataclass(slots=True)
class College:
    """An issuer whose files lie in the folder of a command line; the first key is that of a did:web."""

    cairn: Cairn
    key: str = "key.json"
    sources: tuple[str, ...] = field(default=("--offline", "--document", f"{DID}=did.json"))

    def __post_init__(self) -> None:
        self.write("achievement.toml", ACHIEVEMENT)
        self.write("class.csv", TWO)
        self.run("keys", "generate", "--out", "key.json", "--did", DID, "--did-document", "did.json")

    def run(self, *arguments: str | Path, ends: int = 0) -> Ended:
        """Run a command that ends as it should."""
        ended = self.cairn(*arguments)
        assert ended.exit_code == ends, (ended.output, ended.errors)
        return ended

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file."""
        return self.cairn.write(name, text if isinstance(text, bytes) else text.encode("utf-8"))

    def try_issue(self, *options: str, out: str = "badges") -> Ended:
        """Issue, however it ends."""
        return self.cairn(*issue_arguments(self.key, out), *options)

    def issue(self, *options: str, out: str = "badges", ends: int = 0) -> JsonObject:
        """Issue to the recipients and return the report."""
        ended = self.try_issue(*options, "--json", out=out)
        assert ended.exit_code == ends, (ended.output, ended.errors)
        return ended.report

    def refusals(self, recipients: str | bytes, *options: str) -> dict[int, str]:
        """Issue to some recipients and return the reason of each refused row by its number."""
        self.write("class.csv", recipients)
        ended = self.try_issue(*options, "--json")
        assert ended.exit_code == (1 if ended.report["refusals"] else 0), ended.errors
        return {refusal["row"]: refusal["reason"] for refusal in ended.report["refusals"]}

    def verify(self, *arguments: str | Path, ends: int = 0) -> Ended:
        """Verify with the college's DID document at hand and no network."""
        return self.run("verify", *self.sources, *arguments, ends=ends)

    def credentials(self, out: str = "badges") -> list[JsonObject]:
        """Return what was issued, in the order of the file names."""
        return [read_json(path) for path in self.files(out)]

    def files(self, out: str = "badges") -> list[Path]:
        """Return the files of what was issued."""
        return issued_files(self.cairn.folder / out)


def issue_arguments(key: str, out: str) -> list[str]:
    """Return the arguments of a batch."""
    return [
        *("issue", "--achievement", "achievement.toml", "--recipients", "class.csv"),
        *("--key", key, "--out", out),
    ]


def issued_files(folder: Path) -> list[Path]:
    """Return the credentials in a folder, without what the batch remembers."""
    return sorted(path for path in folder.glob("*") if path.suffix in (".json", ".jwt") and path.name[0] != ".")


def read_json(path: Path) -> JsonObject:
    """Read a file that holds an object."""
    return parse_json_object(path.read_bytes())


def write_json(path: Path, value: JsonObject) -> Path:
    """Write an object to a file."""
    path.write_bytes(dump_json(value))
    return path


def rows_of(path: Path) -> list[tuple[str, int, int | None, str]]:
    """Return what a SQLite output holds: id, row, status index and document."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT id, row, status_index, document FROM credentials ORDER BY row").fetchall()
    connection.close()
    return rows


def start(folder: Path, *arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cairn.cli", *map(str, arguments)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "CAIRN_CACHE": str(folder / "cache"), "PYTHONUTF8": "1", **environment},
        # A run in the background is told to ignore interrupts, and what it starts inherits that.
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - it takes no lock
    )


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def names_in(folder: Path) -> set[str]:
    """Return every file and folder there is, so that a test can say that nothing was written."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
