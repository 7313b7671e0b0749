# SPDX-License-Identifier: Apache-2.0
"""The server: the database is prepared, requests are answered, background work is done, and all end together."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Final

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from cairn.cli.platform.safety import require_no_demonstration_over_real_people
from cairn.cli.platform.startup import collect_static_files, migrate
from cairn.cli.problems import CommandError

_THREADS: Final = 4
_PATIENCE: Final = 10.0
_PAUSE: Final = 1.0


class Worker:
    """The background worker: a process of its own, started again where it ends unasked, ended with the server."""

    def __init__(self) -> None:
        self._leaving = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """Let the worker finish what it is doing, for a while, and end it."""
        self._leaving.set()
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "cairn.cli", "worker", "--parent", str(os.getpid())]
        # A group of its own: Ctrl-C reaches the server, and the server stops the worker.
        return subprocess.Popen(command, start_new_session=True)

    def _watch(self) -> None:
        while not self._leaving.is_set():
            self._process.wait()
            if not self._leaving.wait(_PAUSE):
                self._process = self._start()


def serve(*, port: int, bind: str, processes: int, with_worker: bool) -> None:
    """Serve until Ctrl-C or a signal to end. Raises CommandError where the port is taken or the database unusable."""
    _require_free(bind, port)
    migrate()
    require_no_demonstration_over_real_people()
    collect_static_files()
    worker = Worker() if with_worker else None
    threading.Thread(target=_say_where, args=(bind, port), daemon=True).start()
    try:
        _server(port=port, bind=bind, processes=processes).serve()
    finally:
        if worker:
            worker.stop()


def _server(*, port: int, bind: str, processes: int) -> MPServer:
    return MPServer(
        "cairn.config.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=int(_PATIENCE),
    )


def _require_free(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((bind, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                f"Nothing can listen on {bind}, port {port}: {reason}. Stop what is there, or set CAIRN_PORT."
            ) from error


def _say_where(bind: str, port: int) -> None:
    """Say the address as soon as somebody answers there."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)  # noqa: S104 - what to ask, not where to listen
    while True:
        with suppress(OSError), socket.create_connection((here, port), timeout=_PAUSE):
            break
        time.sleep(0.1)
    print(f"Cairn is at {settings.CAIRN_BASE_URL}", flush=True)
    if settings.CAIRN_DEMO:
        print(f"Sign in as anybody at {settings.CAIRN_BASE_URL}/demo/", flush=True)
    print("Ctrl-C stops it.", flush=True)
