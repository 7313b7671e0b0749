# SPDX-License-Identifier: Apache-2.0
"""The bitstring: which bit is whose, what is refused, and what an expansion may cost."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import encode_base64url
from cairn.standards.errors import StatusError
from cairn.standards.status import MAX_BYTES, MIN_ENTRIES, Bitstring
from cairn.standards.status.bitstring import ACCEPTED_ENTRIES
from cairn.standards.types import Json

# The list of the standard's examples: 131,072 zeros.
EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def encoded(data: bytes) -> str:
    """Compress and write any bytes as a list."""
    return "u" + encode_base64url(gzip.compress(data, mtime=0))


def test_the_left_most_bit_is_the_first() -> None:
    bits = Bitstring.empty()
    bits[0] = 1
    assert bits.data[:2] == b"\x80\x00"
    bits[7] = 1
    bits[8] = 1
    assert bits.data[:2] == b"\x81\x80"
    bits[0] = 0
    assert bits.data[:2] == b"\x01\x80"
    bits[MIN_ENTRIES - 1] = 1
    assert bits.data[-1] == 1
    assert [bits[index] for index in (0, 6, 7, 8, 9, MIN_ENTRIES - 1)] == [0, 0, 1, 1, 0, 1]


@pytest.mark.parametrize(
    ("size", "first", "expected"),
    [
        (1, [1, 0, 1], "a0"),
        (2, [3, 1, 2], "d8"),
        (3, [5, 2, 7], "ab80"),
        (4, [0xA, 0xB], "ab"),
        (5, [0b10101, 0b01010], "aa80"),
        (6, [0b111000, 0b000111], "e070"),
        (7, [0b1000001, 0b1111111], "83fc"),
        (8, [0x12, 0xFE], "12fe"),
    ],
)
def test_statuses_of_several_bits_lie_side_by_side(size: int, first: list[int], expected: str) -> None:
    bits = Bitstring.empty(size=size)
    for index, status in enumerate(first):
        bits[index] = status
    assert bits.data[: len(expected) // 2].hex() == expected
    assert [bits[index] for index in range(len(first))] == first
    assert bits[len(first)] == 0


@pytest.mark.parametrize("size", range(1, 9))
def test_setting_one_status_leaves_the_others(size: int) -> None:
    draw = random.Random(size)
    bits, model = Bitstring.empty(size=size), {}
    for _ in range(500):
        index, status = draw.randrange(MIN_ENTRIES), draw.randrange(1 << size)
        for near in (index, max(index - 1, 0), min(index + 1, MIN_ENTRIES - 1)):
            bits[near] = model[near] = status
    assert {index: bits[index] for index in model} == model
    assert sum(map(int.bit_count, bits.data)) == sum(map(int.bit_count, model.values()))


def test_a_set_bit_stays_set_over_ten_thousand_events() -> None:
    """Revoke, reinstate, publish and read again in any order: the list says what the model says."""
    draw = random.Random(20_260_301)
    bits, revoked = Bitstring.empty(), set[int]()
    used = [draw.randrange(MIN_ENTRIES) for _ in range(3_000)]
    for _ in range(10_000):
        index = draw.choice(used)
        event = draw.choices(["revoke", "reinstate", "publish", "look"], [60, 10, 0.3, 30])[0]
        if event == "revoke":
            bits[index] = 1
            revoked.add(index)
        elif event == "reinstate":
            bits[index] = 0
            revoked.discard(index)
        elif event == "publish":
            bits = Bitstring.decode(bits.encode())
        assert bits[index] == (index in revoked)
    assert {index for index in range(MIN_ENTRIES) if bits[index]} == revoked
    assert len(revoked) > 1_000


@given(st.binary(min_size=1, max_size=2_000), st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_a_list_goes_there_and_back(data: bytes, size: int) -> None:
    bits = Bitstring.empty(MIN_ENTRIES, size=size)
    bits.data[: len(data)] = data
    text = bits.encode()
    again = Bitstring.decode(text, size=size)
    assert (again.data, again.size, len(again)) == (bits.data, size, MIN_ENTRIES)
    assert again.encode() == text


def test_the_example_of_the_standard_is_read() -> None:
    bits = Bitstring.decode(EMPTY)
    assert (len(bits), bytes(bits.data)) == (MIN_ENTRIES, bytes(MIN_ENTRIES // 8))
    assert Bitstring.decode(Bitstring.empty().encode()).data == bits.data


def test_the_older_form_has_no_letter_in_front() -> None:
    assert len(Bitstring.decode(EMPTY[1:], multibase=False)) == MIN_ENTRIES
    assert len(Bitstring.decode(EMPTY[1:] + "==", multibase=False)) == MIN_ENTRIES
    with pytest.raises(StatusError) as refused:
        Bitstring.decode(EMPTY, multibase=False)
    assert refused.value.code == "MALFORMED_VALUE_ERROR"


@pytest.mark.parametrize("index", [-1, MIN_ENTRIES, 2**31, -(2**31)])
def test_an_index_beyond_the_list_is_refused(index: int) -> None:
    bits = Bitstring.empty()
    with pytest.raises(StatusError) as reading:
        bits[index]
    with pytest.raises(StatusError) as writing:
        bits[index] = 1
    assert (reading.value.code, writing.value.code) == ("RANGE_ERROR", "RANGE_ERROR")
    assert not any(bits.data)


@pytest.mark.parametrize(("size", "status"), [(1, 2), (1, -1), (2, 4), (8, 256)])
def test_a_status_that_does_not_fit_is_refused(size: int, status: int) -> None:
    bits = Bitstring.empty(size=size)
    with pytest.raises(StatusError) as refused:
        bits[0] = status
    assert refused.value.code == "RANGE_ERROR"
    assert not any(bits.data)


@pytest.mark.parametrize(
    ("entries", "size"),
    [(0, 1), (MIN_ENTRIES - 8, 1), (MIN_ENTRIES + 1, 1), (MAX_BYTES * 8 + 8, 1), (MAX_BYTES * 8, 2), (-MIN_ENTRIES, 1)],
)
def test_a_list_too_short_or_too_long_is_not_made(entries: int, size: int) -> None:
    with pytest.raises(StatusError) as refused:
        Bitstring.empty(entries, size=size)
    assert refused.value.code == "STATUS_LIST_LENGTH_ERROR"


def test_the_longest_list_is_made_and_read() -> None:
    bits = Bitstring.empty(MAX_BYTES * 8)
    assert len(Bitstring.decode(bits.encode())) == MAX_BYTES * 8


@pytest.mark.parametrize(
    ("entries", "size", "code"),
    [
        (ACCEPTED_ENTRIES, 1, ""),
        (ACCEPTED_ENTRIES - 8, 1, "STATUS_LIST_LENGTH_ERROR"),
        (8, 1, "STATUS_LIST_LENGTH_ERROR"),
        (0, 1, "STATUS_LIST_LENGTH_ERROR"),
        (MIN_ENTRIES, 2, "STATUS_LIST_LENGTH_ERROR"),
        (MAX_BYTES * 8 + 8, 1, "MALFORMED_VALUE_ERROR"),
    ],
)
def test_a_list_of_others_has_a_length_too(entries: int, size: int, code: str) -> None:
    text = encoded(bytes(entries // 8))
    if not code:
        assert len(Bitstring.decode(text, size=size)) == entries
        return
    with pytest.raises(StatusError) as refused:
        Bitstring.decode(text, size=size)
    assert refused.value.code == code


_ZEROS = bytes(MIN_ENTRIES // 8)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        [EMPTY],
        EMPTY[1:],
        "z" + EMPTY[1:],
        "u",
        "u=",
        EMPTY + "=",
        EMPTY + "\n",
        EMPTY[:-1] + "B",
        EMPTY[:-10],
        "uAAAA",
        "u" + encode_base64url(_ZEROS),
        "u" + encode_base64url(zlib.compress(_ZEROS)),
        "u" + encode_base64url(gzip.compress(_ZEROS, mtime=0)[:-4]),
        "u" + encode_base64url(gzip.compress(_ZEROS, mtime=0)[:-8] + bytes(8)),
        "u" + encode_base64url(gzip.compress(_ZEROS, mtime=0) + b"\x00"),
        "u" + encode_base64url(gzip.compress(_ZEROS, mtime=0) * 2),
    ],
)
def test_what_is_no_list_is_refused(text: Json) -> None:
    with pytest.raises(StatusError) as refused:
        Bitstring.decode(text)
    assert refused.value.code == "MALFORMED_VALUE_ERROR"


def _bomb(size: int) -> str:
    """Compress zeros piece by piece, so that making the bomb costs no memory."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    piece = bytes(2**20)
    parts = [deflater.compress(piece) for _ in range(size // len(piece))]
    return "u" + encode_base64url(b"".join(parts) + deflater.flush())


def test_a_bomb_of_512_mebibytes_does_not_go_off() -> None:
    bomb = _bomb(512 * 2**20)
    tracemalloc.start()
    started = time.perf_counter()
    try:
        with pytest.raises(StatusError) as refused:
            Bitstring.decode(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.code == "MALFORMED_VALUE_ERROR"
    assert peak < 100 * 2**20
    assert time.perf_counter() - started < 3
