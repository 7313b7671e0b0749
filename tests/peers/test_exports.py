# SPDX-License-Identifier: Apache-2.0
"""What the platform awards and exports, others verify: with the issuer's keys and status lists from the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from cairn.credentials.services import revoke
from cairn.foundation import clock
from tests.factories.credentials import make_award, make_school
from tests.factories.exports import unpack_export
from tests.peers.node import IndependentVerifier


@pytest.mark.django_db
def test_independent_verifier_accepts_an_export(independent_verifier: IndependentVerifier, tmp_path: Path) -> None:
    school = make_school()
    rows = [make_award(school.version, email=f"p{number}@example.org", result="90") for number in range(5)]
    revoke(rows[0], reason="Issued in error", acting=school.acting)
    unpacked = unpack_export(school.organization, tmp_path)
    at = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    verdicts = independent_verifier.judge(unpacked.credentials, "--strict", "--at", at, *unpacked.options("--doc"))
    assert verdicts == {f"{row.pk}.json": row is not rows[0] for row in rows}
