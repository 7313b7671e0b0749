# SPDX-License-Identifier: Apache-2.0
"""The atomic write, with failing disks and killed processes."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.atomic import TEMPORARY_NAME, write_atomically

# Writes one letter over and over, the next letter each time, until it is killed.
ENDLESS_WRITER = """
    import itertools, sys
    from pathlib import Path
    from cairn.foundation.atomic import write_atomically
    for round in itertools.count():
        write_atomically(Path(sys.argv[1]), b"abcdefgh"[round % 8 : round % 8 + 1] * 1_000_000)
"""
# Writes more than the process may, as on a full disk.
OVERSIZED_WRITER = """
    import resource, signal, sys
    from pathlib import Path
    from cairn.foundation.atomic import write_atomically
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        write_atomically(Path(sys.argv[1]), bytes(1_000_000))
    except OSError as error:
        sys.exit(error.errno)
"""


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def python(script: str, path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), str(path)])


@settings(deadline=None)
@given(st.binary(), st.binary())
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, first: bytes, second: bytes) -> None:
    path = tmp_path_factory.mktemp("written") / "list.json"
    for data in (first, second):
        write_atomically(path, data)
        assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


def test_the_name_may_be_as_long_as_the_file_system_takes(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_new_file_gets_what_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "list.json", b"")
    finally:
        os.umask(before)
    assert permissions(tmp_path / "list.json") == 0o640


def test_a_mode_is_kept_to_whatever_the_umask_says(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    write_atomically(path, b"", mode=0o666)
    assert permissions(path) == 0o666
    write_atomically(path, b"", mode=0o600)
    assert permissions(path) == 0o600


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    write_atomically(path, b"old", mode=0o600)
    write_atomically(path, b"new")
    assert permissions(path) == 0o600


def test_a_symbolic_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert target.read_bytes() == b"old"
    assert not link.is_symlink()
    assert link.read_bytes() == b"new"


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_a_disk_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "list.json"
    write_atomically(path, b"old")

    def fail(*arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError) as caught:
        write_atomically(path, b"new")
    assert caught.value.errno == errno.EIO
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_put_on_disk_is_an_error_that_leaves_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, fsync = tmp_path / "list.json", os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_on_folders)
    with pytest.raises(OSError) as caught:
        write_atomically(path, b"new")
    assert caught.value.errno == errno.EIO
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_is_taken_by_a_folder_fails_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "list.json"
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(folder, b"new")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "list.json", b"new")
    assert list(tmp_path.iterdir()) == []


def test_file_and_folder_are_on_disk_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, synced, fsync = tmp_path / "list.json", [], os.fsync

    def note(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        synced.append(("folder" if is_folder else os.fstat(descriptor).st_size, path.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    write_atomically(path, b"new")
    assert synced == [(3, False), ("folder", True)]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    write_atomically(path, b"old")
    assert python(OVERSIZED_WRITER, path).wait(timeout=30) == errno.EFBIG
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path) -> None:
    """At each of twelve kills the file is one of the writer's whole ones, and what else is left bears our name."""
    path = tmp_path / "list.json"
    for round_ in range(12):
        path.write_bytes(b"a" * 1_000_000)
        writer = python(ENDLESS_WRITER, path)
        wait_until_changed(path)
        time.sleep(round_ * 0.0037)
        writer.send_signal(signal.SIGKILL)
        assert writer.wait(timeout=10) == -signal.SIGKILL
        data = path.read_bytes()
        assert data == data[:1] * 1_000_000
        assert all(TEMPORARY_NAME.fullmatch(left.name) for left in tmp_path.iterdir() if left != path)


def wait_until_changed(path: Path) -> None:
    """Wait for the first write, reading all the while: no reader ever meets a part of a file."""
    deadline = time.monotonic() + 20
    while True:
        data = path.read_bytes()
        assert data == data[:1] * 1_000_000
        if data[:1] != b"a":
            return
        assert time.monotonic() < deadline, "the writer wrote nothing"
