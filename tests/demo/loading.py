# SPDX-License-Identifier: Apache-2.0
"""Loads the demonstration into the database of the tests, which takes some ten seconds, and clears it away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from cairn.cli.demonstration.load import Loaded, load_demonstration
from cairn.foundation import clock
from tests.shared_data import ROOT


@contextmanager
def demonstration(blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """Keep the rows of the demonstration for the tests inside, each of which takes back what it changes."""
    with blocker.unblock():
        try:
            yield load_demonstration(ROOT / "demo", today=clock.now().date())
        finally:
            call_command("flush", interactive=False, verbosity=0)
