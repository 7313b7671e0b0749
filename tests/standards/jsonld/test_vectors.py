# SPDX-License-Identifier: Apache-2.0
"""The canonical forms of the W3C Data Integrity test vectors, byte for byte, and the hashes over them.

The ECDSA suites hash the canonical form with the hash of their curve; RDFC-1.0 itself uses that hash too, which only
shows where blank nodes are labelled (the employment credential with P-384).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from cairn.standards.jsonld import Canonicalizer
from tests.shared_data import shared_path

EDDSA = "w3c-vc-di-eddsa"
ECDSA = "w3c-vc-di-ecdsa"
CASES = [
    (f"{EDDSA}/unsigned.json", f"{EDDSA}/eddsa-rdfc-2022", "DataInt", "sha256"),
    (f"{EDDSA}/employmentAuth.json", f"{EDDSA}/eddsa-rdfc-2022/employ", "DataInt", "sha256"),
    (f"{EDDSA}/unsigned.json", f"{EDDSA}/Ed25519Signature2020", "EdSig", "sha256"),
    (f"{ECDSA}/unsigned.json", f"{ECDSA}/ecdsa-rdfc-2019-p256", "ECDSAP256", "sha256"),
    (f"{ECDSA}/employmentAuth.json", f"{ECDSA}/ecdsa-rdfc-2019-p256/employ", "ECDSAP256", "sha256"),
    (f"{ECDSA}/unsigned.json", f"{ECDSA}/ecdsa-rdfc-2019-p384", "ECDSAP384", "sha384"),
    (f"{ECDSA}/employmentAuth.json", f"{ECDSA}/ecdsa-rdfc-2019-p384/employ", "ECDSAP384", "sha384"),
]


def vector(path: str) -> bytes:
    return shared_path(f"vectors/{path}").read_bytes()


@pytest.mark.parametrize(("document", "folder", "suffix", "hash_name"), CASES)
def test_the_document(document: str, folder: str, suffix: str, hash_name: Any) -> None:
    canonical = Canonicalizer().canonicalize_full(json.loads(vector(document)), hash_name=hash_name).nquads
    assert canonical == vector(f"{folder}/canonDoc{suffix}.txt")
    assert hashlib.new(hash_name, canonical).hexdigest() == vector(f"{folder}/docHash{suffix}.txt").decode().strip()


@pytest.mark.parametrize(("document", "folder", "suffix", "hash_name"), CASES)
def test_the_proof_options(document: str, folder: str, suffix: str, hash_name: Any) -> None:
    options = json.loads(vector(f"{folder}/proofConfig{suffix}.json"))
    canonical = Canonicalizer().canonicalize_full(options, hash_name=hash_name).nquads
    assert canonical == vector(f"{folder}/proofCanon{suffix}.txt")
    assert hashlib.new(hash_name, canonical).hexdigest() == vector(f"{folder}/proofHash{suffix}.txt").decode().strip()
