# SPDX-License-Identifier: Apache-2.0
"""Runs pytest against a PostgreSQL server of its own: `python -m tests.on_postgres [PYTEST ARGUMENTS]`.

The server lives in a temporary folder, listens on loopback and ends with the run. Where `DATABASE_URL` names a server
already, that one is used. Without PostgreSQL the run says so and ends well, or fails where `CI=true`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

MARKS: Final = "not browser and not drill"
ROOM: Final = ("tests/domain", "tests/web", "tests/api", "tests/integrations", "tests/demo")


def main(arguments: list[str]) -> int:
    """Run the tests that touch the database, or those that are named; return pytest's exit code."""
    if os.environ.get("DATABASE_URL"):
        return _run(arguments, os.environ["DATABASE_URL"])
    programs = find_programs()
    if programs is None:
        sys.stderr.write("PostgreSQL is not installed here (Debian's package is postgresql); nothing was run.\n")
        return int(os.environ.get("CI") == "true")
    with server(programs) as url:
        return _run(arguments, url)


def find_programs() -> Path | None:
    """Return the folder of initdb and postgres, which Debian keeps off the search path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Serve an empty cluster for as long as the block runs, and give the address of a database in it."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-postgres-"))
    as_user = _unprivileged(folder)
    port = free_port()
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-U", "cairn", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _quietly([*as_user, *map(str, initdb)], folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    _quietly([*control, "-o", options, "-l", str(folder / "log"), "start"], folder)
    try:
        yield f"postgresql://cairn@127.0.0.1:{port}/postgres"
    finally:
        _quietly([*control, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _unprivileged(folder: Path) -> list[str]:
    """Return how to run a program as somebody else where we are root, as whom PostgreSQL does not start."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _run(arguments: list[str], url: str) -> int:
    wanted = arguments or ["-n", "2", "--dist", "worksteal", "-m", MARKS, *filter(os.path.isdir, ROOM)]
    command = [sys.executable, "-m", "pytest", *wanted]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
