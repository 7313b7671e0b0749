# SPDX-License-Identifier: Apache-2.0
"""Hostile status lists and entries, each paired with a credential or a list of the same issuer."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.standards.codecs import parse_json_object
from tests.hostile.cases import INDEX, Case, judge, list_cases, paired
from tests.hostile.checks import check_command, check_verdict, run_verify
from tests.hostile.command import Cairn
from tests.hostile.doors import BIT_ORDER, Door, web_of
from tests.shared_data import shared_path

CASES: Final = list_cases("status")
MALFORMED: Final = "MALFORMED_VALUE_ERROR"
CODES: Final = {
    "100-list-all-valid": "issuer_in_no_registry",
    "101-list-94567-revoked": "not_revoked, revoked, not_revoked",
    "102-list-too-short": "STATUS_LIST_LENGTH_ERROR",
    "106-truncated-gzip": MALFORMED,
    "107-multi-member": MALFORMED,
    "108-no-multibase-prefix": MALFORMED,
    "109-purpose-suspension": "STATUS_VERIFICATION_ERROR",
    "110-other-issuer": "status_issuer_not_trusted",
    "111-list-expired": "status_list_expired",
    "112-list-tampered": "STATUS_VERIFICATION_ERROR",
    "120-index-negative": MALFORMED,
    "122-index-huge": MALFORMED,
    "123-index-float": MALFORMED,
    "124-index-hex": MALFORMED,
    "125-index-unicode-digits": MALFORMED,
    "126-index-underscore": MALFORMED,
    "127-index-space": MALFORMED,
    "129-url-internal": "STATUS_RETRIEVAL_ERROR",
    "130-two-entries": "suspended",
}


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert {f"status/{name}.json" for name in CODES} == {case.file for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_hostile_status_ends_as_the_index_says(case: Case, cairn: Cairn) -> None:
    passage = check_verdict(case, CODES[case.file.removeprefix("status/").removesuffix(".json")])
    if case.id == BIT_ORDER:
        ended = run_verify(case, cairn)
        assert (ended.exit_code, ended.report["summary"]["not_verified"]) == (1, 1)
    else:
        check_command(case, cairn, passage)


@pytest.mark.parametrize(
    ("index", "code"), [(INDEX - 1, "not_revoked"), (INDEX, "revoked"), (INDEX + 1, "not_revoked")]
)
def test_the_first_bit_is_the_left_most(index: int, code: str) -> None:
    shared_path("hostile/index.json")
    case = next(case for case in CASES if case.id == BIT_ORDER)
    check = judge(paired(parse_json_object(case.data)["id"], index), web_of(case)).find("status")
    assert check is not None
    assert check.code == code


def test_an_address_inside_a_network_is_refused_by_the_fetch() -> None:
    shared_path("hostile/index.json")
    case = next(case for case in CASES if case.file == "status/129-url-internal.json")
    web = web_of(case)
    report = judge(case.data, web)
    assert web.asked == ["http://169.254.169.254/status/1"]
    assert report.reason is not None
    assert "was not fetched: " in report.reason.message
    assert check_verdict(case, "STATUS_RETRIEVAL_ERROR").door is Door.ENTRY
