# SPDX-License-Identifier: Apache-2.0
"""The strict JSON reader: one reading of a document, the same for everybody, or a clear refusal.

Two parsers that disagree on a duplicate key or a huge number see two documents under one signature. So duplicate
keys, NaN and Infinity, numbers that a double cannot hold, lone surrogates, deep nesting and large sizes are refused.
Source: RFC 8259 §4, §6, §8.1; RFC 7493 (I-JSON).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, NoReturn

import orjson

from cairn.standards.errors import CodecError
from cairn.standards.types import Json, JsonObject

_BOM: Final = b"\xef\xbb\xbf"
_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SAFE_INTEGER: Final = 2**53


@dataclass(frozen=True, slots=True)
class JsonLimits:
    """How large a document may be: bytes, levels of nesting, and bytes of one text."""

    size: int = 4 * 1024 * 1024
    depth: int = 64
    text: int = 1024 * 1024


DEFAULT_LIMITS: Final = JsonLimits()


def parse_json(data: bytes | str, *, limits: JsonLimits = DEFAULT_LIMITS) -> Json:
    """Parse one JSON document; a UTF-8 byte order mark in front of it is ignored.

    Raises CodecError: too_large, invalid_unicode, too_deep, duplicate_key, invalid_number, text_too_long, invalid_json.
    """
    raw = _to_bytes(data, limits)
    text = _to_text(raw)
    _check_depth(raw, limits)
    try:
        # A text, not bytes: of bytes Python would guess the encoding, and read UTF-16 that happens to be UTF-8 as well.
        value = json.loads(
            text,
            object_pairs_hook=_unique_object,
            parse_constant=_refuse_constant,
            parse_int=_safe_integer,
            parse_float=_safe_float,
        )
    except json.JSONDecodeError as error:
        raise CodecError(
            "invalid_json", f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from None
    if b"\\u" in raw or len(raw) > limits.text:
        _check_texts(value, limits)
    return value


def parse_json_object(data: bytes | str, *, limits: JsonLimits = DEFAULT_LIMITS) -> JsonObject:
    """Parse a document whose outermost value must be an object.

    Raises CodecError: those of `parse_json`, not_an_object.
    """
    value = parse_json(data, limits=limits)
    if not isinstance(value, dict):
        raise CodecError("not_an_object", "The JSON must be an object, written in braces.")
    return value


def dump_json(value: Json, *, indent: bool = False) -> bytes:
    """Write JSON as compact (or indented) UTF-8, keys in their given order."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else None)


def _to_bytes(data: bytes | str, limits: JsonLimits) -> bytes:
    try:
        raw = data.encode("utf-8") if isinstance(data, str) else data
    except UnicodeEncodeError:
        raise CodecError("invalid_unicode", "The text contains half a character (a lone surrogate).") from None
    if len(raw) > limits.size:
        raise CodecError("too_large", f"The document has {len(raw)} bytes; at most {limits.size} are read.")
    return raw.removeprefix(_BOM)


def _to_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CodecError("invalid_unicode", f"The document is not UTF-8 (byte {error.start}).") from None


def _check_depth(raw: bytes, limits: JsonLimits) -> None:
    """Count brackets outside of texts before the parser recurses into them."""
    if raw.count(b"{") + raw.count(b"[") <= limits.depth:
        return
    depth = 0
    for byte in re.findall(rb"[\[\]{}]", _STRINGS.sub(b"", raw)):
        depth += 1 if byte in b"[{" else -1
        if depth > limits.depth:
            raise CodecError("too_deep", f"The document is nested more than {limits.depth} levels deep.")


def _unique_object(pairs: list[tuple[str, Json]]) -> JsonObject:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise CodecError("duplicate_key", f"The key {json.dumps(key)} stands twice in one object.")
        seen.add(key)
    raise AssertionError(pairs)


def _refuse_constant(name: str) -> NoReturn:
    raise CodecError("invalid_number", f"{name} is not a JSON number.")


def _safe_integer(digits: str) -> int:
    # The length is looked at first: int() of thousands of digits is slow, and refused by Python with another error.
    value = int(digits) if len(digits) <= len(str(_SAFE_INTEGER)) + 1 else _SAFE_INTEGER + 1
    if abs(value) > _SAFE_INTEGER:
        raise CodecError("invalid_number", f"The number {digits[:24]}… does not fit in a double (±2^53).")
    return value


def _safe_float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise CodecError("invalid_number", f"The number {digits[:24]} does not fit in a double.")
    return value


def _check_texts(value: Json, limits: JsonLimits) -> None:
    stack: list[Json] = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            _check_text(item, limits)


def _check_text(text: str, limits: JsonLimits) -> None:
    if _SURROGATE.search(text):
        raise CodecError("invalid_unicode", "The document contains half a character (a lone surrogate).")
    if len(text) > limits.text:
        raise CodecError("text_too_long", f"One text has {len(text)} characters; at most {limits.text} are read.")
