# SPDX-License-Identifier: Apache-2.0
"""Hostile tokens: other algorithms, other keys, other claims."""

from __future__ import annotations

from typing import Final

import pytest

from tests.hostile.cases import Case, list_cases
from tests.hostile.checks import check_command, check_verdict
from tests.hostile.command import Cairn
from tests.shared_data import shared_path

CASES: Final = list_cases("jwt")
CODES: Final = {
    "200-control-rs256": "issuer_bound",
    "201-control-es256": "issuer_bound",
    "203-alg-nOnE": "algorithm_not_allowed",
    "207-embedded-jwk": "invalid_signature",
    "208-jku": "key_not_found",
    "209-x5u-internal": "invalid_signature",
    "211-kid-sqli": "key_not_found",
    "212-kid-other-did": "key_not_authorised",
    "213-kid-ssrf": "key_not_authorised",
    "214-crit-unknown": "critical_header",
    "215-b64-false": "unencoded_payload",
    "216-iss-mismatch": "claim_mismatch",
    "218-vc-claim-vs-top": "ambiguous_payload",
    "219-typ-lti-launch": "not_a_credential",
    "221-noncanonical-base64": "non_canonical_base64url",
    "222-four-segments": "malformed_jwt",
    "223-padded": "invalid_base64url",
    "226-empty": "empty",
    "227-rsa-1024-jwk": "weak_key",
}


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert {f"jwt/{name}.jwt" for name in CODES} == {case.file for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_hostile_token_ends_as_the_index_says(case: Case, cairn: Cairn) -> None:
    code = CODES[case.file.removeprefix("jwt/").removesuffix(".jwt")]
    check_command(case, cairn, check_verdict(case, code))
