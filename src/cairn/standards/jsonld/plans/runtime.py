# SPDX-License-Identifier: Apache-2.0
"""What generated code calls: guards and writers of single values. A value that a plan cannot hold is a ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from cairn.standards.jsonld.iri import IRI_CHARACTERS
from cairn.standards.jsonld.literals import canonical_double
from cairn.standards.jsonld.nquads import quote
from cairn.standards.jsonld.plans.shape import SAFE_INTEGER
from cairn.standards.types import Json

_MAX_DOUBLE: Final = 1e300


def quote_exactly(text: str) -> bytes:
    """Quote a text in canonical N-Quads form, whatever it holds.

    JSON quoting differs only for DEL and the rarer control characters; plans use it first, because it is faster.
    """
    return quote(text).encode()


def is_inexact(nquads: bytes) -> bool:
    """Tell whether JSON quoting may have written something that canonical N-Quads writes otherwise."""
    return b"\\u" in nquads or b"\x7f" in nquads


def iri_guard(schemes: Iterable[str], count: int) -> Callable[[str], object]:
    """Return a test for `count` IRIs, each in angle brackets on a line, each of an allowed scheme and well formed."""
    iri = f"<(?:{'|'.join(schemes)}):{IRI_CHARACTERS}*>"
    return re.compile(rf"{iri}(?:\n{iri}){{{count - 1}}}").fullmatch


def write_whole_number(value: Json) -> bytes:
    """Write a whole number that is one in every reader, as a quoted literal without type.

    Raises ValueError.
    """
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is not int or not -SAFE_INTEGER <= value <= SAFE_INTEGER:
        raise ValueError(value)
    return b'"%d"' % value


def write_fraction(value: Json) -> bytes:
    """Write a number that is not whole as a quoted canonical double without type.

    Raises ValueError.
    """
    if type(value) is not float or value.is_integer() or not -_MAX_DOUBLE < value < _MAX_DOUBLE:
        raise ValueError(value)
    return f'"{canonical_double(value)}"'.encode()


def write_number(value: Json) -> bytes:
    """Write any number of a property whose type is given, as a quoted literal without that type.

    Raises ValueError.
    """
    is_fraction = type(value) is float and not value.is_integer()
    return write_fraction(value) if is_fraction else write_whole_number(value)
