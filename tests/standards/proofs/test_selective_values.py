# SPDX-License-Identifier: Apache-2.0
"""The two forms of an ecdsa-sd-2023 proof value: what is read, and what anybody could send instead."""

from __future__ import annotations

import contextlib
from typing import Any

import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import encode_multibase
from cairn.standards.errors import ProofError
from cairn.standards.proofs.ecdsa_sd_2023.values import (
    BASE_HEADER,
    DERIVED_HEADER,
    MAX_STATEMENTS,
    read_base_value,
    read_derived_value,
)
from cairn.standards.types import JsonObject

GOOD_BASE = [bytes(64), bytes(35), bytes(32), [bytes(64)], ["/issuer"]]
GOOD_DERIVED = [bytes(64), bytes(35), [bytes(64)], {0: bytes(32)}, [0, 1]]


def value_of(header: bytes, parts: object, *, tail: bytes = b"") -> JsonObject:
    """Return a proof over any CBOR."""
    return {"proofValue": encode_multibase(header + cbor2.dumps(parts) + tail, base="u")}


def test_both_forms_are_read() -> None:
    assert read_base_value(value_of(BASE_HEADER, GOOD_BASE)).mandatory_pointers == ("/issuer",)
    assert read_derived_value(value_of(DERIVED_HEADER, GOOD_DERIVED)).label_map == {"c14n0": "u" + "A" * 43}


def changed(parts: list[Any], position: int, value: object) -> list[Any]:
    """Return the parts with one of them replaced."""
    return [value if index == position else part for index, part in enumerate(parts)]


@pytest.mark.parametrize(
    ("position", "value"),
    [(0, bytes(63)), (0, "x"), (1, bytes(34)), (2, bytes(31)), (2, None), (3, bytes(64)), (3, [bytes(63)]), (3, [7]),
     (3, [bytes(64)] * (MAX_STATEMENTS + 1)), (4, "/issuer"), (4, [7]), (4, {"/issuer": 1})],
)  # fmt: skip
def test_a_malformed_base_value_is_refused(position: int, value: object) -> None:
    with pytest.raises(ProofError) as refused:
        read_base_value(value_of(BASE_HEADER, changed(GOOD_BASE, position, value)))
    assert refused.value.code == "invalid_proof_value"


def test_a_base_value_with_a_bad_pointer_is_refused() -> None:
    with pytest.raises(ProofError) as refused:
        read_base_value(value_of(BASE_HEADER, changed(GOOD_BASE, 4, ["issuer"])))
    assert refused.value.code == "invalid_pointer"


@pytest.mark.parametrize(
    ("position", "value"),
    [(0, bytes(65)), (1, bytes(36)), (2, [bytes(65)]), (3, [bytes(32)]), (3, {"c14n0": bytes(32)}), (3, {0: "x"}),
     (3, {0: bytes(31)}), (3, {-1: bytes(32)}), (3, {True: bytes(32)}), (3, {0.0: bytes(32)}), (3, {0: [1]}),
     (3, {0: bytes(32), 1: bytes(32)}), (3, {MAX_STATEMENTS: bytes(32)}), (3, {10**5000: bytes(32)}),
     (4, 0), (4, [-1]), (4, [0.0]), (4, [True]), (4, ["0"]), (4, {0: 1})],
)  # fmt: skip
def test_a_malformed_derived_value_is_refused(position: int, value: object) -> None:
    with pytest.raises(ProofError) as refused:
        read_derived_value(value_of(DERIVED_HEADER, changed(GOOD_DERIVED, position, value)))
    assert refused.value.code == "invalid_proof_value"


@pytest.mark.parametrize(
    "proof",
    [
        {},
        {"proofValue": 7},
        {"proofValue": "z11"},
        {"proofValue": "u"},
        {"proofValue": "u2V0A="},
        value_of(BASE_HEADER, GOOD_BASE, tail=b"\x00"),
        value_of(BASE_HEADER, GOOD_BASE[:4]),
        value_of(BASE_HEADER, [*GOOD_BASE, 1]),
        value_of(BASE_HEADER, "five5"),
        value_of(b"\xd9\x5d\x02", GOOD_BASE),
        value_of(DERIVED_HEADER, GOOD_BASE),
        {"proofValue": encode_multibase(BASE_HEADER, base="u")},
        {"proofValue": encode_multibase(BASE_HEADER + b"\x81" * 100_000, base="u")},
        {"proofValue": encode_multibase(BASE_HEADER + b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", base="u")},
    ],
)
def test_what_is_no_proof_value_is_refused(proof: JsonObject) -> None:
    for read in (read_base_value, read_derived_value):
        with pytest.raises(ProofError) as refused:
            read(proof)
        assert refused.value.code == "invalid_proof_value"


@given(st.sampled_from([BASE_HEADER, DERIVED_HEADER]), st.binary(max_size=60))
@example(BASE_HEADER, bytes.fromhex("c0f4"))
@example(BASE_HEADER, bytes.fromhex("d81e820100"))
@example(BASE_HEADER, bytes.fromhex("d823612a"))
@example(BASE_HEADER, bytes.fromhex("d82501"))
@example(DERIVED_HEADER, bytes.fromhex("c48219ffff00"))
@example(DERIVED_HEADER, bytes.fromhex("a18000"))
@example(DERIVED_HEADER, bytes.fromhex("d81c80"))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused(header: bytes, data: bytes) -> None:
    proof = {"proofValue": encode_multibase(header + data, base="u")}
    for read in (read_base_value, read_derived_value):
        with pytest.raises(ProofError) as refused:
            read(proof)
        assert refused.value.code == "invalid_proof_value"


@given(st.lists(st.tuples(st.integers(0), st.integers(0, 255)), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_damaged_value_is_refused_or_the_same(changes: list[tuple[int, int]]) -> None:
    data = bytearray(BASE_HEADER + cbor2.dumps(GOOD_BASE))
    for position, byte in changes:
        data[3 + position % (len(data) - 3)] = byte
    proof = {"proofValue": encode_multibase(bytes(data), base="u")}
    with contextlib.suppress(ProofError):
        assert len(read_base_value(proof).base_signature) == 64
