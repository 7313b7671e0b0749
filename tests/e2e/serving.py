# SPDX-License-Identifier: Apache-2.0
"""A real server for the tests: `cairn demo`, then `cairn serve` as a process of its own, ended as Ctrl-C would."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

_START: Final = 60.0
_STOP: Final = 30.0
_LOAD: Final = 180.0


@dataclass(frozen=True, slots=True)
class Site:
    """A server with the demonstration in it."""

    url: str
    data: Path

    def address(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"{self.url}{path}"


@contextmanager
def serve_demonstration(folder: Path) -> Iterator[Site]:
    """Load the demonstration into a folder and serve it on a free port."""
    port = _free_port()
    site = Site(f"http://localhost:{port}", folder / "data")
    environment = _environment(site, port)
    _load(environment)
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "cairn.cli", "serve", "--processes", "1"]
        server = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_well(site, server, folder / "server.log")
            yield site
        finally:
            _stop(server)


def _environment(site: Site, port: int) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "DJANGO_", "DATABASE_"))
    }
    return kept | {
        "CAIRN_DATA": str(site.data),
        "CAIRN_PORT": str(port),
        "CAIRN_BASE_URL": site.url,
        "CAIRN_DEMO": "1",
    }


def _load(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "cairn.cli", "demo"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_LOAD, check=False)
    assert done.returncode == 0, f"The demonstration did not load: {done.stdout}{done.stderr}"


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _wait_until_well(site: Site, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        assert server.poll() is None, f"The server ended by itself: {log.read_text()}"
        with suppress(httpx.TransportError):
            if httpx.get(site.address("/healthz"), timeout=5).text == "ok":
                return
        time.sleep(0.1)
    raise AssertionError(f"The server did not answer: {log.read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise
