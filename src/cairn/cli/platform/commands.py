# SPDX-License-Identifier: Apache-2.0
"""`cairn serve`, `worker` and `demo`: how they are called.

What they do stands in modules that import the platform; those are loaded only when such a command runs, so that
`cairn verify` stays quick and needs no settings.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer

SERVE_EPILOG: Final = "\nExample:\n  cairn serve --port 8000"
WORKER_EPILOG: Final = "\nExample:\n  cairn worker"
DEMO_EPILOG: Final = "\nExample:\n  cairn demo --reset"


def serve_command(
    *,
    port: Annotated[int, typer.Option(envvar="CAIRN_PORT", min=1, max=65535, help="Where to listen.")] = 8000,
    bind: Annotated[
        str, typer.Option(envvar="CAIRN_BIND", metavar="ADDRESS", help="On which address to listen; 0.0.0.0 is all.")
    ] = "127.0.0.1",
    processes: Annotated[
        int, typer.Option(envvar="CAIRN_WEB_PROCESSES", min=1, help="How many processes answer requests.")
    ] = 2,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Do background work here, too; else start `cairn worker`.")
    ] = True,
) -> None:
    """Serve the platform: prepare the database, answer requests, do background work, until Ctrl-C."""
    # The address in every credential follows from it where none is set.
    os.environ["CAIRN_PORT"] = str(port)
    load("serving").serve(port=port, bind=bind, processes=processes, with_worker=with_worker)


def worker_command(*, parent: Annotated[int, typer.Option(hidden=True)] = 0) -> None:
    """Do background work until Ctrl-C: signing, mail, bulk awards. `cairn serve` starts a worker of its own."""
    load("working").work(parent=parent)


def demo_command(
    *,
    reset: Annotated[bool, typer.Option(help="Empty the database of an earlier demonstration first.")] = False,
    real: Annotated[bool, typer.Option(help="Add real open data from the shared folder, where it is there.")] = False,
    content: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The demonstration's content; else the project's demo/.")
    ] = None,
) -> None:
    """Fill an empty database with a demonstration: invented people, programs, work and credentials."""
    # What follows from a deed belongs to the moment of the deed, not to that of a worker.
    os.environ["CAIRN_TASKS_AT_ONCE"] = "1"
    load("demonstration").demonstrate(reset=reset, real=real, content=content)


def load(name: str) -> Any:
    """Start the platform, and return the module that does the work."""
    import_module("cairn.cli.platform.startup").start_platform()
    return import_module(f"cairn.cli.platform.{name}")
