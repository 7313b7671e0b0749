# SPDX-License-Identifier: Apache-2.0
"""`cairn issue` in every suite, and the verdict on what it made."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.standards.proofs import SUITES
from cairn.standards.vc.issue import VC_JWT
from tests.cli.college import College

KINDS: Final = {
    "eddsa-rdfc-2022": ("ed25519",),
    "eddsa-jcs-2022": ("ed25519",),
    "ecdsa-rdfc-2019": ("p256", "p384"),
    "ecdsa-jcs-2019": ("p256", "p384"),
    "ecdsa-sd-2023": ("p256",),
    "vc-jwt": ("ed25519", "p256"),
}
COMBINATIONS: Final = [(suite, kind) for suite, kinds in KINDS.items() for kind in kinds]


def test_every_suite_is_tried() -> None:
    assert set(KINDS) == {*SUITES, VC_JWT}


@pytest.mark.parametrize(("suite", "kind"), COMBINATIONS)
def test_what_is_issued_in_a_suite_is_verified(suite: str, kind: str, college: College) -> None:
    college.run("keys", "generate", "--out", "own.json", "--kind", kind)
    college.key = "own.json"
    report = college.issue("--suite", suite)
    assert (report["issued"], report["refused"]) == (2, 0)
    assert {path.suffix for path in college.files()} == {".jwt" if suite == VC_JWT else ".json"}
    if suite != VC_JWT:
        assert {item["proof"]["cryptosuite"] for item in college.credentials()} == {suite}
    ended = college.run("verify", "--offline", "--json", "badges")
    assert ended.report["summary"]["verified_with_notes"] == 2
    proof = next(check for check in ended.report["results"][0]["checks"] if check["name"] == "proof")
    assert proof["code"] == "signature_valid"


@pytest.mark.parametrize(("suite", "kind"), COMBINATIONS)
def test_one_other_character_and_it_is_verified_no_more(suite: str, kind: str, college: College) -> None:
    college.run("keys", "generate", "--out", "own.json", "--kind", kind)
    college.key = "own.json"
    college.issue("--suite", suite)
    path = college.files()[0]
    text = path.read_text(encoding="utf-8")
    if suite == VC_JWT:
        head, body, signature = text.split(".")
        changed = f"{head}.{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    else:
        changed = text.replace("Welding Safety I", "Welding Safety X")
    assert changed != text
    college.write("changed.vc", changed)
    ended = college.run("verify", "--offline", "--json", "changed.vc", ends=1)
    proof = next(check for check in ended.report["results"][0]["checks"] if check["name"] == "proof")
    assert (proof["outcome"], proof["code"]) == ("failed", "invalid_signature")


def test_a_token_in_a_sqlite_file_is_verified_too(college: College) -> None:
    college.issue("--suite", VC_JWT, out="badges.sqlite")
    assert college.verify("badges.sqlite").output.splitlines()[-1] == "2 checked: 2 verified."


def test_a_key_of_another_kind_is_refused_and_nothing_is_written(college: College) -> None:
    ended = college.try_issue("--suite", "ecdsa-sd-2023")
    assert ended.exit_code == 2
    assert ended.errors == "cairn: The proof type ecdsa-sd-2023 goes with keys of kind P-256, not Ed25519.\n"
    assert college.files() == []
