# SPDX-License-Identifier: Apache-2.0
"""Which entries of which status lists were given out with a key: a small file beside the key.

Two batches that name the same list must never share an entry, or revoking one person would revoke another. So entries
are reserved here, under a lock, before anything is signed.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cairn.cli.problems import CommandError
from cairn.foundation.atomic import write_atomically
from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.status import MIN_ENTRIES
from cairn.standards.types import JsonObject

_SEED_BYTES: Final = 32
_PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Reservation:
    """A run of entries: the list, its length, the seed of its order, and which part of that order was reserved."""

    url: str
    entries: int
    seed: bytes
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The record of one key file."""

    path: Path

    @classmethod
    def beside(cls, key: Path) -> Ledger:
        """Return the ledger of a key file."""
        return cls(key.with_name(key.name + ".allocations.json"))

    def reserve(self, url: str, count: int, job: str) -> Reservation:
        """Reserve entries for a job; the same job gets the same ones again.

        Raises CommandError where the list has too few left.
        """
        with self._locked() as lists:
            entry = lists.setdefault(url, _new_list(count))
            known = entry["jobs"].get(job)
            if known is None:
                known = entry["jobs"][job] = [entry["next"], count]
                entry["next"] += count
            if entry["next"] > entry["entries"]:
                free = entry["entries"] - known[0]
                raise CommandError(
                    f"The status list {url} has {free} free entries and {count} are needed. Name a new list."
                )
            self._store(lists)
            return Reservation(url, entry["entries"], bytes.fromhex(entry["seed"]), known[0], known[1])

    def entries_of(self, url: str) -> int | None:
        """Return how long the list at a URL has to be, None where nothing was reserved in it."""
        entry = self._load().get(url)
        return int(entry["entries"]) if entry else None

    def hand_on(self, successor: Ledger) -> None:
        """Give the record to the key that follows, so that it never gives out an entry again."""
        with self._locked() as lists:
            if lists:
                successor._store(lists)

    @contextmanager
    def _locked(self) -> Iterator[JsonObject]:
        with self.path.with_name(self.path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._load()

    def _load(self) -> JsonObject:
        return parse_json_object(self.path.read_bytes()) if self.path.exists() else {}

    def _store(self, lists: JsonObject) -> None:
        write_atomically(self.path, dump_json(lists, indent=True), mode=_PRIVATE)


def _new_list(count: int) -> JsonObject:
    entries = MIN_ENTRIES
    while entries < count:
        entries *= 2
    return {"entries": entries, "seed": secrets.token_hex(_SEED_BYTES), "next": 0, "jobs": {}}
