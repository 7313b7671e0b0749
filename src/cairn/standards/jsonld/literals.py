# SPDX-License-Identifier: Apache-2.0
"""RDF literals from JSON values. Source: JSON-LD 1.1 API §8.2.2 (object to RDF) and §8.6 (data round tripping)."""

from __future__ import annotations

import math
from typing import Final

import rfc8785

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.nquads import RDF, XSD, literal, quote
from cairn.standards.types import Json

_BOOLEAN: Final = f"{XSD}boolean"
_INTEGER: Final = f"{XSD}integer"
_DOUBLE: Final = f"{XSD}double"
_I18N: Final = "https://www.w3.org/ns/i18n#"
_FIRST_DOUBLE: Final = 10**21
"""Whole numbers from here on are written as doubles, as JavaScript does."""


def native_literal(value: float, datatype: str | None) -> str:
    """Write a JSON number or boolean.

    Raises JsonLdError: invalid_number (not finite, or an integer that readers with 64-bit floats would change).
    """
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype or _BOOLEAN)
    _check_number(value)
    if value % 1 == 0 and abs(value) < _FIRST_DOUBLE and datatype != _DOUBLE:
        return literal(str(int(value)), datatype or _INTEGER)
    return literal(canonical_double(value), datatype or _DOUBLE)


def _check_number(value: float) -> None:
    try:
        is_exact = math.isfinite(value) and float(value) == value
    except OverflowError:
        is_exact = False
    if not is_exact:
        raise JsonLdError("invalid_number", "The number is too large or too precise for JSON: write it as a text.")


def canonical_double(value: float) -> str:
    """Write a number in the canonical form of xsd:double: `1.5E0`."""
    mantissa, exponent = f"{value:1.15E}".split("E")
    digits = mantissa.rstrip("0")
    return f"{digits}0E{int(exponent)}" if digits.endswith(".") else f"{digits}E{int(exponent)}"


def language_literal(text: str, language: str | None, direction: str | None) -> str:
    """Write a text with its language and, where one is asked for, its direction as an i18n datatype."""
    if direction is not None:
        return literal(text, f"{_I18N}{language or ''}_{direction}")
    return f"{quote(text)}@{language}" if language else quote(text)


def json_literal(value: Json) -> str:
    """Write any JSON value as a literal of type rdf:JSON, in the canonical form of RFC 8785.

    Raises JsonLdError: invalid_json_literal.
    """
    try:
        text = rfc8785.dumps(value).decode()
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise JsonLdError("invalid_json_literal", "The JSON literal cannot be written canonically.") from error
    return literal(text, f"{RDF}JSON")
