# SPDX-License-Identifier: Apache-2.0
"""Writing a file so that a reader, or a crash, meets the old bytes or the new ones and never a part.

Source: POSIX.1-2017 rename(), fsync().
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

TEMPORARY_NAME: Final = re.compile(r"\.cairn-[0-9a-f]{16}\.tmp")
"""The name of a write under way. A process that was killed may leave one; it is safe to delete."""

_PRIVATE: Final = 0o600
_AS_UMASK_SAYS: Final = 0o666


def write_atomically(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Replace a file by `data`, on disk before this returns; a symbolic link is replaced, not followed.

    The file gets the permissions `mode`; without one it keeps those it has, and a new file gets what the umask leaves.
    Raises OSError and leaves no temporary file; the old file then stands as it was, or the new one where only its name
    could not be put on disk.
    """
    permissions = _permissions_of(path) if mode is None else mode
    # The name does not grow with the target's, which may already have the longest name that the file system takes.
    temporary = path.with_name(f".cairn-{secrets.token_hex(8)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, _AS_UMASK_SAYS if permissions is None else _PRIVATE)
    try:
        _write_through(descriptor, data, permissions)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _permissions_of(path: Path) -> int | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return stat.S_IMODE(found.st_mode) if stat.S_ISREG(found.st_mode) else None


def _write_through(descriptor: int, data: bytes, permissions: int | None) -> None:
    with os.fdopen(descriptor, "wb") as file:
        if permissions is not None:
            os.fchmod(descriptor, permissions)
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    """Put the new name itself on disk; without this a power cut may bring the old file back."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
