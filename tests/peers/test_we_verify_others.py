# SPDX-License-Identifier: Apache-2.0
"""What others issue, Cairn verifies; what was tampered with, it refuses for that reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from cairn.standards.verify import Verdict, VerificationPolicy, VerificationReport, verify
from tests.peers.images import IMAGES
from tests.peers.oracles import baked_by_openbadgeslib, issued_by_openbadgeslib, issued_by_openvc
from tests.peers.samples import Sample

PEERS: Final = {"openvc-core": issued_by_openvc, "openbadgeslib": issued_by_openbadgeslib}
EXPECTED: Final = {
    "openvc-core": {
        *("eddsa-rdfc-2022-Ed25519", "eddsa-jcs-2022-Ed25519", "ecdsa-sd-2023-base", "ecdsa-sd-2023-derived"),
        *("ecdsa-rdfc-2019-P-256", "ecdsa-rdfc-2019-P-384", "ecdsa-jcs-2019-P-256", "ecdsa-jcs-2019-P-384"),
        *("vc-jwt-Ed25519", "vc-jwt-P-256", "vc-jwt-P-384"),
    },
    "openbadgeslib": {"eddsa-rdfc-2022", "vc-jwt-Ed25519", "vc-jwt-P-256", "vc-jwt-RSA"},
}


@pytest.mark.parametrize("peer", PEERS)
def test_cairn_verifies_all_that_a_peer_issues(peer: str) -> None:
    verdicts = {sample.name: judge(sample.text.encode()).verdict for sample in PEERS[peer]()}
    assert verdicts == dict.fromkeys(EXPECTED[peer], Verdict.VERIFIED_WITH_NOTES)


@pytest.mark.parametrize("peer", PEERS)
def test_cairn_refuses_what_was_tampered_with(peer: str) -> None:
    reasons = {sample.name: reason_of(sample.tampered()) for sample in PEERS[peer]()}
    assert reasons == dict.fromkeys(EXPECTED[peer], ("proof", "invalid_signature"))


@pytest.mark.parametrize("image_format", IMAGES)
def test_cairn_verifies_what_openbadgeslib_bakes(image_format: str) -> None:
    baked = baked_by_openbadgeslib(IMAGES[image_format])
    assert {form: judge(image).verdict for form, image in baked.items()} == {
        "json": Verdict.VERIFIED_WITH_NOTES,
        "jwt": Verdict.VERIFIED_WITH_NOTES,
    }


def judge(data: bytes) -> VerificationReport:
    return verify(data, VerificationPolicy(at=datetime.now(UTC)))


def reason_of(sample: Sample) -> tuple[str, str]:
    reason = judge(sample.text.encode()).reason
    assert reason is not None
    return reason.name, reason.code
