# SPDX-License-Identifier: Apache-2.0
"""Filling a database with the demonstration: only an empty one, or one of an earlier demonstration."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.core.management import call_command

import cairn
from cairn.cli.demonstration.load import Loaded, is_loaded, is_stale, load_demonstration, write_fast
from cairn.cli.demonstration.real import find_real_data, is_real_loaded, load_real_data
from cairn.cli.platform.safety import require_room_for_demonstration
from cairn.cli.platform.startup import database_problems, migrate
from cairn.cli.problems import CommandError
from cairn.foundation import clock
from cairn.foundation.errors import DomainError

_SELDOM: Final = 200_000
_CONTENT: Final = Path(cairn.__file__).resolve().parents[2] / "demo"


def demonstrate(*, reset: bool, real: bool, content: Path | None) -> None:
    """Load the demonstration, where it is not there yet. Raises CommandError."""
    with _keeping_garbage():
        migrate()
    require_room_for_demonstration()
    if reset or is_stale():
        empty_database()
    if is_loaded():
        print("The demonstration is there already. `cairn demo --reset` begins it anew.")
    else:
        _print(_load(content or _CONTENT))
    if real and not is_real_loaded():
        _load_real()


def empty_database() -> None:
    """Remove every row; the tables stay."""
    with database_problems():
        call_command("flush", interactive=False, verbosity=0)


def _load(folder: Path) -> Loaded:
    write_fast()
    with _refusals(), _keeping_garbage():
        return load_demonstration(folder, today=clock.now().date())


@contextmanager
def _keeping_garbage() -> Iterator[None]:
    """Look for garbage seldom meanwhile: to look as often as usual would be a tenth of the time, for little found."""
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a service refuses into a sentence. Raises CommandError."""
    try:
        yield
    except DomainError as error:
        raise CommandError(f"The content was refused: {error.detail}") from error


def _load_real() -> None:
    folder = find_real_data(_CONTENT.parent)
    write_fast()
    print("Awarding real learners; this takes a minute or two.", flush=True)
    with _refusals():
        loaded = load_real_data(folder)
    print(f"Awarded: {loaded.recipients} recipients in {loaded.tables} tables, at Open Learning Data.")


def _print(loaded: Loaded) -> None:
    print(
        f"Loaded: {loaded.organizations} organizations, {loaded.people} people to be, {loaded.classmates} of a class, "
        f"{loaded.achievements} achievements, {loaded.submissions} pieces of work. All of it is invented."
    )
    print("Start it with CAIRN_DEMO=1 cairn serve, and sign in as anybody at /demo/.")
