# SPDX-License-Identifier: Apache-2.0
"""The tables of the reference say what Cairn says."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.conformance.real import DCC
from tests.conformance.tables import HOSTILE, REAL, current, hostile_inputs, real_credentials
from tests.shared_data import ROOT, SHARED, shared_path


def test_the_table_of_real_credentials_is_up_to_date() -> None:
    shared_path(f"real/{DCC}")
    assert current(REAL) == real_credentials()


def test_the_table_of_hostile_inputs_is_up_to_date() -> None:
    shared_path("hostile/index.json")
    assert current(HOSTILE) == hostile_inputs()


def test_no_path_of_a_machine_stands_in_the_tables() -> None:
    for path in (REAL, HOSTILE):
        text = current(path)
        for place in (ROOT, SHARED, Path.home(), Path(tempfile.gettempdir()) / "pytest"):
            assert str(place.resolve()) not in text
