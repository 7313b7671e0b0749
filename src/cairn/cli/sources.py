# SPDX-License-Identifier: Apache-2.0
"""What `cairn verify` is pointed at: files, folders, archives, SQLite outputs, addresses and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from cairn.cli.inputs import MAX_FILE, read_bytes
from cairn.cli.issuing.outputs import read_sqlite
from cairn.cli.problems import CommandError
from cairn.standards.archives import read_archive
from cairn.standards.errors import CodecError, ResourceUnavailable, StandardsError
from cairn.standards.types import FetchDocument

SUFFIXES: Final = frozenset({".json", ".jsonld", ".jwt", ".jws", ".vc", ".png", ".svg", ".pdf", ".zip", ".sqlite"})
"""What is looked at in a folder; a file that is named on the command line is always looked at."""

_SQLITE: Final = b"SQLite format 3\x00"
_ZIP: Final = b"PK"


@dataclass(frozen=True, slots=True)
class Source:
    """One document to verify, or why it could not be had: a broken archive, or an address that does not answer."""

    name: str
    data: bytes = b""
    error: StandardsError | None = None
    unavailable: ResourceUnavailable | None = None


def open_sources(names: list[str], fetch: FetchDocument) -> Iterator[Source]:
    """Yield every document behind the names. Raises CommandError, at once, where a name leads nowhere."""
    for name in names:
        _require(name)
    return chain.from_iterable(_open(name, fetch) for name in names)


def _require(name: str) -> None:
    if not name:
        raise CommandError("A name is empty. Name a file, a folder, an address, or - for standard input.")
    if name != "-" and not _is_address(name) and not Path(name).exists():
        raise CommandError(f"{name} does not exist. Check the name.")


def _is_address(name: str) -> bool:
    return "://" in name


def _open(name: str, fetch: FetchDocument) -> Iterator[Source]:
    if name == "-":
        return _expand("standard input", sys.stdin.buffer.read(MAX_FILE + 1))
    if _is_address(name):
        return _fetch(name, fetch)
    return _walk(Path(name)) if Path(name).is_dir() else _open_file(Path(name))


def _walk(folder: Path) -> Iterator[Source]:
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and _is_credential_file(path.relative_to(folder))
    )
    if not files:
        raise CommandError(f"{folder} holds no file that could be a credential ({', '.join(sorted(SUFFIXES))}).")
    for path in files:
        yield from _open_file(path)


def _is_credential_file(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in path.parts)


def _open_file(path: Path) -> Iterator[Source]:
    if path.is_file() and _starts_with(path, _SQLITE):
        rows = (Source(f"{path}#{row}", document) for row, document in read_sqlite(path))
        yield from _or_nothing(str(path), rows)
    else:
        yield from _expand(str(path), read_bytes(path))


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _fetch(url: str, fetch: FetchDocument) -> Iterator[Source]:
    try:
        yield from _expand(url, fetch(url))
    except ResourceUnavailable as unavailable:
        yield Source(url, unavailable=unavailable)


def _expand(name: str, data: bytes) -> Iterator[Source]:
    """Open an archive, and leave anything else as it is."""
    if not data.startswith(_ZIP):
        yield Source(name, data)
        return
    try:
        archive = read_archive(data)
    except StandardsError as error:
        yield Source(name, error=error)
        return
    yield from _or_nothing(name, (Source(f"{name}!{member.name}", member.data) for member in archive.members))


def _or_nothing(name: str, sources: Iterator[Source]) -> Iterator[Source]:
    """Yield what a container holds, or that it holds nothing: nothing checked must not look like a pass."""
    first = next(sources, None)
    if first is None:
        error = CodecError("nothing_to_verify", "The file holds nothing that could be a credential.")
        yield Source(name, error=error)
        return
    yield first
    yield from sources
