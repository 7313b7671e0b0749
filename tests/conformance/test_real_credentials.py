# SPDX-License-Identifier: Apache-2.0
"""Every file of the other sets gets a report with a reason, and none raises."""

from __future__ import annotations

from typing import Final

import pytest

from tests.conformance.expected import EXPECTED
from tests.conformance.real import SETS, Sample, judge, reason, samples, without_documents
from tests.conformance.why import why
from tests.shared_data import shared_path

SAMPLES: Final = [(name, sample) for name in SETS for sample in samples(name)]


@pytest.mark.parametrize("name", SETS)
def test_the_set_is_here(name: str) -> None:
    shared_path(f"real/{name}")
    assert {sample.name for sample in samples(name)} == set(EXPECTED[name])


@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=[f"{name}/{sample.name}" for name, sample in SAMPLES])
def test_each_gets_a_report_with_its_reason(name: str, sample: Sample) -> None:
    report = judge(sample, without_documents())
    code, sentence = reason(report)
    assert (str(report.verdict), code) == EXPECTED[name][sample.name]
    assert sentence.endswith((".", ")"))
    assert why(f"{name}/{sample.name}", code)
