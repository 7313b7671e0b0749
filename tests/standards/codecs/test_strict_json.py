# SPDX-License-Identifier: Apache-2.0
"""The strict reader: what two parsers could read in two ways is refused, each refusal with its code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.codecs import JsonLimits, dump_json, parse_json, parse_json_object
from cairn.standards.errors import CodecError
from cairn.standards.types import Json

REFUSED: dict[str, tuple[bytes | str, str]] = {
    "a key twice": (b'{"a": 1, "a": 1}', "duplicate_key"),
    "a key twice, deep inside": (b'[{"x": {"y": [{"a": 1, "b": 2, "a": 3}]}}]', "duplicate_key"),
    "a key twice, once escaped": (b'{"alg": 1, "\\u0061lg": 2}', "duplicate_key"),
    "the empty key twice": (b'{"": 1, "": 2}', "duplicate_key"),
    "NaN": (b"[NaN]", "invalid_number"),
    "Infinity": (b'{"a": Infinity}', "invalid_number"),
    "-Infinity": (b"-Infinity", "invalid_number"),
    "beyond a double": (b"[1e400]", "invalid_number"),
    "beyond a double, negative": (b"-1e400", "invalid_number"),
    "6000 digits": (b"9" * 6000, "invalid_number"),
    "6000 digits and a fraction": (b"9" * 6000 + b".5", "invalid_number"),
    "2^53 + 1": (b"9007199254740993", "invalid_number"),
    "-2^53 - 1": (b"-9007199254740993", "invalid_number"),
    "a high surrogate": (b'"\\ud83d"', "invalid_unicode"),
    "a low surrogate": (b'"x\\ude00"', "invalid_unicode"),
    "a pair in the wrong order": (b'"\\ude00\\ud83d"', "invalid_unicode"),
    "a lone surrogate in a key": (b'{"a": {"\\udfff": 1}}', "invalid_unicode"),
    "a lone surrogate deep inside": (b'[0, {"a": ["\\uDEAD"]}]', "invalid_unicode"),
    "a lone surrogate in a text": ('"\ud83d"', "invalid_unicode"),
    "bytes that are not UTF-8": (b'"\xff"', "invalid_unicode"),
    "an overlong form": (b'"\xc0\xaf"', "invalid_unicode"),
    "a surrogate in UTF-8": (b'"\xed\xa0\x80"', "invalid_unicode"),
    "UTF-16": ('{"a": 1}'.encode("utf-16-le"), "invalid_json"),
    "UTF-16 the other way": ('{"a": 1}'.encode("utf-16-be"), "invalid_json"),
    "UTF-32": ('{"a": 1}'.encode("utf-32-le"), "invalid_json"),
    "UTF-16 that hides a lone surrogate": ('"\ud880"'.encode("utf-16-be", "surrogatepass"), "invalid_json"),
    "a second byte order mark": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "invalid_json"),
    "a byte order mark inside": (b'{\xef\xbb\xbf"a": 1}', "invalid_json"),
    "65 levels": (b"[" * 65 + b"]" * 65, "too_deep"),
    "65 levels of objects": (b'{"a":' * 65 + b"1" + b"}" * 65, "too_deep"),
    "100,000 brackets": (b"[" * 100_000, "too_deep"),
    "nothing": (b"", "invalid_json"),
    "a comment": (b"{} // hello", "invalid_json"),
    "a trailing comma": (b"[1,]", "invalid_json"),
    "two documents": (b"{}{}", "invalid_json"),
    "a leading zero": (b"01", "invalid_json"),
    "a plus": (b"+1", "invalid_json"),
    "no digit after the point": (b"1.", "invalid_json"),
    "a line break in a text": (b'"a\nb"', "invalid_json"),
    "a bare NUL in a text": (b'"a\x00b"', "invalid_json"),
    "single quotes": (b"{'a': 1}", "invalid_json"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_can_be_read_in_two_ways_is_refused(data: bytes | str, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        parse_json(data)
    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


ACCEPTED: dict[str, tuple[bytes | str, Json]] = {
    "an object": (b'{"b": [1, 2.5, null], "a": true}', {"b": [1, 2.5, None], "a": True}),
    "a text": (b'"text"', "text"),
    "a number": (b"-12", -12),
    "true": (b"true", True),
    "null": (b" null\r\n", None),
    "a Python text": ('{"a": "é"}', {"a": "é"}),
    "a byte order mark in front": (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    "an escaped NUL": (b'"a\\u0000b"', "a\x00b"),
    "a pair of surrogates": (b'"\\ud83d\\ude00"', "\U0001f600"),
    "the same beyond the basic plane": ('"\U0001f600"'.encode(), "\U0001f600"),
    "2^53": (b"9007199254740992", 2**53),
    "-2^53": (b"-9007199254740992", -(2**53)),
    "the largest double": (b"1.7976931348623157e308", 1.7976931348623157e308),
    "64 levels": (b"[" * 64 + b"]" * 64, None),
    "brackets in a text": (b'["' + b"[{" * 500 + b'"]', ["[{" * 500]),
    "brackets after an escaped quote": (b'["\\"' + b"[" * 500 + b'\\\\"]', ['"' + "[" * 500 + "\\"]),
    "many brackets side by side": (b"[" + b"[]," * 500 + b"[]]", [[]] * 501),
    "one key in two objects": (b'[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
    "keys that differ in case": (b'{"a": 1, "A": 2}', {"a": 1, "A": 2}),
}


@pytest.mark.parametrize(("data", "value"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_has_one_reading_is_accepted(data: bytes | str, value: Json) -> None:
    parsed = parse_json(data)
    assert parsed == value or (value is None and dump_json(parsed) == data.strip())


def test_the_duplicate_key_is_named() -> None:
    with pytest.raises(CodecError, match=r'^The key "grade" stands twice in one object\.$'):
        parse_json(b'{"name": 1, "grade": 1, "grade": 2}')


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b'"1234567"', JsonLimits(size=8), "too_large"),
        (b"[[[1]]]", JsonLimits(depth=2), "too_deep"),
        (b'["12345"]', JsonLimits(text=4), "text_too_long"),
        (b'{"12345": 1}', JsonLimits(text=4), "text_too_long"),
        (b'["\\u0031\\u0032345"]', JsonLimits(text=4), "text_too_long"),
    ],
)
def test_each_limit_has_its_own_refusal(data: bytes, limits: JsonLimits, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        parse_json(data, limits=limits)
    assert refused.value.code == code


def test_a_document_at_each_limit_is_read() -> None:
    limits = JsonLimits(size=12, depth=2, text=4)
    assert parse_json(b'[["1234",1]]', limits=limits) == [["1234", 1]]


def test_the_default_size_is_four_mebibytes() -> None:
    limit = 4 * 1024 * 1024
    assert parse_json(b" " * (limit - 1) + b"1") == 1
    with pytest.raises(CodecError) as refused:
        parse_json(b" " * limit + b"1")
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("data", [b"[]", b'"{}"', b"1", b"null", b"true"])
def test_an_object_is_asked_for(data: bytes) -> None:
    with pytest.raises(CodecError) as refused:
        parse_json_object(data)
    assert refused.value.code == "not_an_object"


def test_an_object_keeps_the_order_of_its_keys() -> None:
    assert list(parse_json_object(b'{"b": 1, "a": 2, "c": 3}')) == ["b", "a", "c"]


def test_json_is_written_compact_or_indented() -> None:
    value = {"b": [1, None], "a": "é\x00/"}
    assert dump_json(value) == b'{"b":[1,null],"a":"\xc3\xa9\\u0000/"}'
    assert dump_json({"a": 1}, indent=True) == b'{\n  "a": 1\n}'


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**53, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_as_it_was(value: Json) -> None:
    assert repr(parse_json(dump_json(value))) == repr(value)
    assert repr(parse_json(dump_json(value, indent=True))) == repr(value)


@given(st.binary(max_size=60) | st.text('{}[]":,\\u0dD8 1e-.NaIfty', max_size=40))
def test_any_input_is_read_or_refused(data: bytes | str) -> None:
    known = {"invalid_json", "invalid_unicode", "invalid_number", "duplicate_key", "too_deep"}
    assert _code_or_round_trip(data) in known | {"read"}


def _code_or_round_trip(data: bytes | str) -> str:
    try:
        value = parse_json(data)
    except CodecError as refused:
        return refused.code
    return "read" if parse_json(dump_json(value)) == value else "read as something else"
