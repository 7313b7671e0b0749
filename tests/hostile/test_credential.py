# SPDX-License-Identifier: Apache-2.0
"""Hostile credentials: changed, confused, overloaded, or signed by somebody else."""

from __future__ import annotations

from typing import Final

import pytest

from tests.hostile.cases import Case, list_cases
from tests.hostile.checks import check_command, check_verdict
from tests.hostile.command import Cairn
from tests.shared_data import shared_path

CASES: Final = list_cases("credential")
GOOD: Final = "issuer_in_no_registry"
CODES: Final = {
    "001-tampered-name": "invalid_signature",
    "002-unmapped-term-added": "undefined_term",
    "003-context-prefix-injected": "inline_context",
    "005-context-vocab": "inline_context",
    "006-context-ssrf": "unknown_context",
    "007-context-file": "unknown_context",
    "009-context-missing": "missing_context",
    "011-context-null-reset": "invalid_context",
    "012-context-lookalike": "unknown_context",
    "013-proofpurpose-authentication": "purpose_mismatch",
    "014-issuer-key-mismatch": "key_not_authorised",
    "015-key-auth-only": "key_not_authorised",
    "017-proof-expired": "proof_expired",
    "018-proof-set-one-bad": "invalid_signature",
    "019-proof-null": "missing_type",
    "020-proof-empty-object": "missing_type",
    "022-duplicate-keys": "duplicate_key",
    "023-deep-nesting-100k": "too_deep",
    "024-deep-object-20k": "too_deep",
    "025-number-tricks": "invalid_number",
    "026-lone-surrogate": "invalid_unicode",
    "030-invalid-utf8": "not_a_credential",
    "034-zalgo-100k": "unreadable_text",
    "039-date-leap-second": "invalid_date",
    "040-date-no-timezone": "invalid_date",
    "044-not-yet-valid": "not_yet_valid",
    "045-expired": "expired",
    "048-id-not-url": "invalid_id",
    "050-type-both-ob-clr": "type_conflict",
    "051-schema-ssrf": "undefined_type",
    "052-refresh-ssrf": "undefined_type",
}
"""What each refused case is refused for; the others are accepted."""


def _code(case: Case) -> str:
    return CODES.get(case.file.removeprefix("credential/").removesuffix(".json"), GOOD)


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert (len(CASES), sum(_code(case) == GOOD for case in CASES)) == (43, 12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_hostile_credential_ends_as_the_index_says(case: Case, cairn: Cairn) -> None:
    check_command(case, cairn, check_verdict(case, _code(case)))
