# SPDX-License-Identifier: Apache-2.0
"""The W3C test suites, run against the VC API over HTTPS."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.types import JsonObject
from tests.peers.node import require_node
from tests.peers.server import get_json, running_vc_api
from tests.peers.w3c import SuiteResult, configure, run_suite

STALE_DIGEST: Final = (
    "Advanced Concepts Cairn "
    "The value of the relatedResource property MUST be one or more objects of the following form:"
)
"""Its right digests are those of an older `credentials/v2`, so a verifier that compares them must fail it."""

EXPECTED: Final = {
    "vc-data-model-2.0-test-suite": SuiteResult(passed=64, pending=0, failed=(STALE_DIGEST,)),
    "vc-di-eddsa-test-suite": SuiteResult(passed=57, pending=0, failed=()),
    "vc-di-ecdsa-test-suite": SuiteResult(passed=130, pending=3, failed=()),
    "vc-bitstring-status-list-test-suite": SuiteResult(passed=19, pending=8, failed=()),
}


@pytest.fixture(scope="module")
def suites() -> Path:
    folder = os.environ.get("CAIRN_W3C_SUITES")
    if not folder:
        pytest.skip("CAIRN_W3C_SUITES names no folder with the prepared W3C suites")
    require_node()
    return Path(folder)


@pytest.fixture(scope="module")
def configuration(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JsonObject]:
    with running_vc_api(tmp_path_factory.mktemp("vc-api")) as base:
        yield configure(base, get_json(f"{base}/issuers"))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPECTED)
def test_w3c_suite_ends_as_expected(name: str, suites: Path, configuration: JsonObject, tmp_path: Path) -> None:
    assert run_suite(suites / name, configuration, tmp_path / "report.json") == EXPECTED[name]
