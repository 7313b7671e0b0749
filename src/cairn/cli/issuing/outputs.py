# SPDX-License-Identifier: Apache-2.0
"""Where a batch goes: a folder of files, or one SQLite file. Both know after any interruption what they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from cairn.cli.problems import CommandError
from cairn.foundation.atomic import write_atomically

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS credentials (
    id TEXT NOT NULL UNIQUE,
    row INTEGER PRIMARY KEY,
    status_index INTEGER,
    document TEXT NOT NULL
)
"""


class Stored(NamedTuple):
    """One credential as it is stored."""

    id: str
    row: int
    status_index: int | None
    document: bytes


class Output(Protocol):
    """A place that holds each credential once."""

    @property
    def job_file(self) -> Path:
        """The file that remembers what this output was begun with."""

    @property
    def is_begun(self) -> bool:
        """Whether a credential is already there."""

    def holds(self, credential_id: str, row: int) -> bool:
        """Say whether the credential of a row is already there, whole."""

    def store(self, credentials: list[Stored]) -> None:
        """Store some credentials durably."""

    def close(self) -> None:
        """Make everything durable."""


class FolderOutput:
    """One file a credential, named by its id, written so that it is there whole or not at all."""

    def __init__(self, folder: Path, *, suffix: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._suffix = folder, suffix

    @property
    def job_file(self) -> Path:
        """The job, in the same folder."""
        return self._folder / ".cairn-job.json"

    @property
    def is_begun(self) -> bool:
        """Look for any credential."""
        return any(path != self.job_file for path in self._folder.glob(f"*{self._suffix}"))

    def holds(self, credential_id: str, row: int) -> bool:  # noqa: ARG002 - a file is found by its id alone
        """Look for the file."""
        return self._path(credential_id).exists()

    def store(self, credentials: list[Stored]) -> None:
        """Write the files."""
        for credential in credentials:
            write_atomically(self._path(credential.id), credential.document)

    def close(self) -> None:
        """Do nothing: every file is already durable."""

    def _path(self, credential_id: str) -> Path:
        return self._folder / (credential_id.rpartition(":")[2] + self._suffix)


class SqliteOutput:
    """One table `credentials(id, row, status_index, document)`, committed about a thousand at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            # Ids are random, so each commit touches the index all over: keep it in memory, fold the log in less often.
            self._connection.execute("PRAGMA cache_size=-16384")
            self._connection.execute("PRAGMA wal_autocheckpoint=8192")
            self._connection.execute(_SCHEMA)
            self._done = {row for (row,) in self._connection.execute("SELECT row FROM credentials")}
        except sqlite3.DatabaseError as error:
            raise CommandError(f"{path} cannot be used as an output: {error}. Name another file.") from None

    @property
    def job_file(self) -> Path:
        """The job, beside the file."""
        return self._path.with_name(self._path.name + ".cairn-job.json")

    @property
    def is_begun(self) -> bool:
        """Look at what was there when the file was opened."""
        return bool(self._done)

    def holds(self, credential_id: str, row: int) -> bool:  # noqa: ARG002 - a row is found by its number
        """Look at what was there when the file was opened."""
        return row in self._done

    def store(self, credentials: list[Stored]) -> None:
        """Insert the rows in one transaction."""
        rows = [(item.id, item.row, item.status_index, item.document.decode("utf-8")) for item in credentials]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO credentials VALUES (?, ?, ?, ?)", rows)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Fold the write-ahead log into the file."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


def read_sqlite(path: Path) -> Iterator[tuple[int, bytes]]:
    """Read the credentials of a SQLite output, in the order of their rows. Raises CommandError."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for row, document in connection.execute("SELECT row, document FROM credentials ORDER BY row"):
            yield row, document.encode("utf-8")
        connection.close()
    except sqlite3.DatabaseError as error:
        raise CommandError(f"{path} does not hold credentials that Cairn issued: {error}.") from None
