# SPDX-License-Identifier: Apache-2.0
"""The canonical form of JSON, by the rules and the number samples of RFC 8785."""

from __future__ import annotations

import json
import math
import struct

import pytest
from hypothesis import given

from cairn.standards.codecs import canonicalize_jcs, parse_json
from cairn.standards.errors import CodecError
from cairn.standards.types import Json
from tests.standards.codecs.test_strict_json import VALUES

# RFC 8785 appendix B: a double by its bits, and how ECMAScript writes it.
NUMBERS = {
    "0000000000000000": b"0",
    "8000000000000000": b"0",
    "0000000000000001": b"5e-324",
    "8000000000000001": b"-5e-324",
    "7fefffffffffffff": b"1.7976931348623157e+308",
    "ffefffffffffffff": b"-1.7976931348623157e+308",
    "4340000000000000": b"9007199254740992",
    "c340000000000000": b"-9007199254740992",
    "4430000000000000": b"295147905179352830000",
    "44b52d02c7e14af5": b"9.999999999999997e+22",
    "44b52d02c7e14af6": b"1e+23",
    "44b52d02c7e14af7": b"1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": b"999999999999999700000",
    "444b1ae4d6e2ef4f": b"999999999999999900000",
    "444b1ae4d6e2ef50": b"1e+21",
    "3eb0c6f7a0b5ed8c": b"9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": b"0.000001",
    "41b3de4355555553": b"333333333.3333332",
    "41b3de4355555554": b"333333333.33333325",
    "41b3de4355555555": b"333333333.3333333",
    "41b3de4355555556": b"333333333.3333334",
    "41b3de4355555557": b"333333333.33333343",
    "becbf647612f3696": b"-0.0000033333333333333333",
    "43143ff3c1cb0959": b"1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_written_as_ecmascript_writes_them(bits: str, text: bytes) -> None:
    assert canonicalize_jcs(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


RULES: list[tuple[Json, bytes]] = [
    (None, b"null"),
    ([True, False], b"[true,false]"),
    (["\b\t\n\f\r", '"\\/'], b'["\\b\\t\\n\\f\\r","\\"\\\\/"]'),
    ("\x00\x0f\x1f\x7f", b'"\\u0000\\u000f\\u001f\x7f"'),
    ("€ö😀\u2028", '"€ö😀\u2028"'.encode()),
    ("e\u0301", b'"e\xcc\x81"'),
    ({}, b"{}"),
    ({"b": 1, "a": {"d": [], "c": {}}}, b'{"a":{"c":{},"d":[]},"b":1}'),
    ({"": 1, "a": 2, "A": 3, "aa": 4}, b'{"":1,"A":3,"a":2,"aa":4}'),
    ([56.0, 4.50, 2e-3, 1e30, 10], b"[56,4.5,0.002,1e+30,10]"),
]


@pytest.mark.parametrize(("value", "text"), RULES)
def test_each_rule_of_the_form_is_kept(value: Json, text: bytes) -> None:
    assert canonicalize_jcs(value) == text


def test_keys_are_sorted_by_their_utf16_units() -> None:
    # As code points U+1F600 comes last; as UTF-16 its first half comes before U+FB33.
    document = {"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\U0001f600": 6, "\u0080": 3, "\u00f6": 4}
    assert canonicalize_jcs(document) == '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}'.encode()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**53, -(2**60), "\ud800", {"\udfff": 1}])
def test_what_has_no_canonical_form_is_refused(value: Json) -> None:
    with pytest.raises(CodecError) as refused:
        canonicalize_jcs([value])
    assert refused.value.code == "not_canonicalizable"


@given(VALUES)
def test_the_canonical_form_is_its_own(value: Json) -> None:
    canonical = canonicalize_jcs(value)
    # Whole numbers are doubles in ECMAScript, and may be larger than what our reader takes for an integer.
    assert canonicalize_jcs(json.loads(canonical, parse_int=float)) == canonical


def test_the_form_does_not_depend_on_how_the_json_was_written() -> None:
    loose = parse_json(b' { "b" : 1.0 , "a" : "\\u0041" } ')
    assert canonicalize_jcs(loose) == canonicalize_jcs({"a": "A", "b": 1}) == b'{"a":"A","b":1}'
