# SPDX-License-Identifier: Apache-2.0
"""`cairn serve` as a real process: it prepares, answers, works, and stops with everything it began."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Server:
    """A server with a folder and a port of its own."""

    process: subprocess.Popen[str]
    data: Path
    port: int
    seconds: float

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        """Ask for a page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, answer.read().decode(), headers

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=30)
        return self.process.returncode, output


def _environment(data: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "DJANGO_", "DATABASE"))}
    return {**kept, "CAIRN_DATA": str(data), "CAIRN_PORT": str(port), "PYTHONUTF8": "1", **more}


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _start(data: Path, port: int, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cairn.cli", "serve"],
        env=_environment(data, port, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that answers."""
    started, port = time.perf_counter(), _free_port()
    process = _start(tmp_path / "data", port)
    assert process.stdout is not None
    assert process.stdout.readline() == f"Cairn is at http://localhost:{port}\n"
    yield Server(process, tmp_path / "data", port, time.perf_counter() - started)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _children(pid: int) -> list[int]:
    """Return the processes that a process has begun, and those that these have begun."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listed.splitlines())}
    found = [pid]
    for _ in range(5):
        found += [child for child, parent in parents.items() if parent in found and child not in found]
    return found[1:]


def _are_gone(pids: list[int]) -> bool:
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes as Linux shows them")
def test_it_answers_works_and_stops_with_everything_it_began(server: Server) -> None:
    status, text, _ = server.get("/healthz")
    assert (status, text) == (200, "ok")
    assert server.seconds < 30
    status, page, headers = server.get("/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    style = re.findall(r'href="(/static/cairn/components\.[0-9a-f]{12}\.css)"', page)
    assert len(style) == 1
    assert server.get(style[0])[2]["cache-control"] == "max-age=315360000, public, immutable"
    began = _children(server.process.pid)
    assert len(began) >= 3
    code, output = server.stop(signal.SIGINT)
    assert (code, "Traceback" in output) == (0, False)
    assert _are_gone(began)


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = _start(tmp_path / "data", port)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert output == (
        f"cairn: Nothing can listen on 127.0.0.1, port {port}: Address already in use. "
        "Stop what is there, or set CAIRN_PORT.\n"
    )


def test_a_setting_that_cannot_be_meant_is_said_in_a_sentence(tmp_path: Path) -> None:
    process = _start(tmp_path / "data", _free_port(), CAIRN_DEMO="perhaps")
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "cairn: CAIRN_DEMO must be 1 or 0, not 'perhaps'.\n")
