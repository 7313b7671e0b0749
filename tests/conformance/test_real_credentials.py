# SPDX-License-Identifier: Apache-2.0
"""Every file of the other sets gets a report with a reason, and none raises.

What is expected of each stands in the table of the reference, which was read line by line.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.conformance.real import SETS, Sample, judge, reason, samples, without_documents
from tests.conformance.tables import REAL, current
from tests.conformance.why import why
from tests.shared_data import shared_path

SAMPLES: Final = [(name, sample) for name in SETS for sample in samples(name)]
COUNTS: Final = {
    "waltid-openbadge": 17,
    "jff-plugfest": 10,
    "mynextid-edc": 13,
    "elm-samples": 4,
    "learncard-credential-library": 44,
    "1edtech-validator-fixtures": 93,
    "ob-validator-core": 16,
}


def _expected() -> dict[tuple[str, str], tuple[str, str]]:
    """Read verdict and code of each file from the table."""
    rows: dict[tuple[str, str], tuple[str, str]] = {}
    for section in current(REAL).split("\n## ")[1:]:
        name, _, table = section.partition("\n")
        for line in table.splitlines():
            cells = line.strip("| ").split(" | ")
            if line.startswith("| `"):
                rows[name, cells[0].strip("`")] = (cells[1], cells[2])
    return rows


@pytest.mark.parametrize("name", SETS)
def test_the_set_is_here(name: str) -> None:
    shared_path(f"real/{name}")
    assert len(samples(name)) == COUNTS[name]


@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=[f"{name}/{sample.name}" for name, sample in SAMPLES])
def test_each_gets_a_report_with_its_reason(name: str, sample: Sample) -> None:
    report = judge(sample, without_documents())
    code, sentence = reason(report)
    assert (str(report.verdict), code) == _expected()[name, sample.name]
    assert sentence.endswith((".", ")"))
    assert why(f"{name}/{sample.name}", code)
