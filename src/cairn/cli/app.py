# SPDX-License-Identifier: Apache-2.0
"""The commands, and the one place where their errors become sentences."""

from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Sequence
from typing import Annotated, Final, NoReturn

import typer

from cairn import __version__
from cairn.cli import bake, bench, doctor, issue, keys, reliability, status, tour, verify
from cairn.cli.platform import commands as platform
from cairn.cli.problems import MISUSE, CommandError, describe, plain
from cairn.standards.errors import ResourceUnavailable, StandardsError

_INTERRUPTED: Final = 130
"""What Typer makes of Ctrl-C: 128 and the number of the signal, as shells do."""

app = typer.Typer(
    name="cairn",
    help="Issue and verify micro-credentials that are worth believing.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("verify", epilog=verify.EPILOG)(verify.verify_command)
app.command("issue", epilog=issue.EPILOG)(issue.issue_command)
app.command("bake", epilog=bake.BAKE_EPILOG)(bake.bake_command)
app.command("unbake", epilog=bake.UNBAKE_EPILOG)(bake.unbake_command)
app.command("doctor", epilog=doctor.EPILOG)(doctor.doctor_command)
app.command("bench", epilog=bench.EPILOG)(bench.bench_command)
app.command("reliability", epilog=reliability.EPILOG)(reliability.reliability_command)
app.command("serve", epilog=platform.SERVE_EPILOG)(platform.serve_command)
app.command("worker", epilog=platform.WORKER_EPILOG)(platform.worker_command)
app.command("demo", epilog=platform.DEMO_EPILOG)(platform.demo_command)
app.add_typer(keys.app, name="keys")
app.add_typer(status.app, name="status")


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the signature of an option's callback
    if wanted:
        print(f"cairn {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, on its own arguments or those given; an error is one sentence and exit code 2.

    Raises SystemExit, always.
    """
    accept_every_character()
    try:
        exit_code = app(arguments, prog_name="cairn", standalone_mode=False)
        if exit_code == _INTERRUPTED:
            _say("Stopped. What was finished is kept; the same command goes on from there.")
        sys.exit(exit_code)
    except typer.TyperException as error:
        _fail(_usage(error))
    except (CommandError, StandardsError, ResourceUnavailable) as error:
        _fail(str(error))
    except OSError as error:
        _fail(describe(error))
    except sqlite3.Error as error:
        _fail(f"The SQLite file cannot be used now: {error}. What was finished is kept; try the same command again.")


def accept_every_character() -> None:
    """Let a terminal of few characters show the others by their numbers, rather than end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


app.command("tour", epilog=tour.EPILOG)(tour.make_command(main))


def _usage(error: typer.TyperException) -> str:
    """Say what was called wrongly; a command without arguments has shown its help already and says nothing more."""
    message, context = error.format_message(), getattr(error, "ctx", None)
    command = context.command_path if context is not None else "cairn"
    stop = "" if message.endswith((".", "?")) else "."
    return f"{message}{stop} Try `{command} --help`." if message else ""


def _fail(sentence: str) -> NoReturn:
    if sentence:
        _say(sentence)
    sys.exit(MISUSE)


def _say(sentence: str) -> None:
    print(f"cairn: {plain(sentence)}", file=sys.stderr)
