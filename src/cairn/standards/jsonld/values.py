# SPDX-License-Identifier: Apache-2.0
"""Literals of a document: bare values under a property, and value objects. Source: JSON-LD 1.1 API §5.3.2 and §9.5."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.entries import Entries, refusal
from cairn.standards.jsonld.iri import is_absolute_iri
from cairn.standards.jsonld.literals import json_literal, language_literal, native_literal
from cairn.standards.jsonld.nquads import literal
from cairn.standards.jsonld.pointers import Place
from cairn.standards.jsonld.term_definitions import read_direction, read_language
from cairn.standards.jsonld.terms import ActiveContext, TermDefinition, Unset
from cairn.standards.types import Json

_T = TypeVar("_T")

_VALUE_KEYWORDS: Final = frozenset(["@value", "@type", "@language", "@direction"])
_NO_DATATYPE: Final = ("@id", "@vocab", "@none")


class LiteralWriter:
    """Writes JSON values as RDF literals. `i18n` keeps base directions as datatypes; else RDF does not carry them."""

    def __init__(self, *, i18n: bool) -> None:
        self._i18n = i18n

    def bare(self, value: Json, definition: TermDefinition, context: ActiveContext, place: Place) -> str:
        """Write a text, number or boolean as its property says.

        Raises JsonLdError: invalid_number, invalid_unicode, malformed_iri.
        """
        datatype = None if definition.type in _NO_DATATYPE else definition.type
        if datatype is not None or not isinstance(value, str):
            return _at(place, lambda: self._typed(value, datatype))
        language = context.language if isinstance(definition.language, Unset) else definition.language
        direction = context.direction if isinstance(definition.direction, Unset) else definition.direction
        return _at(place, lambda: self._text(value, language, direction))

    def language(self, tag: str, place: Place) -> str | None:
        """Read the key of a language map.

        Raises JsonLdError: invalid_language.
        """
        return _at(place, lambda: read_language(tag, code="invalid_language", owner="The map"))

    def in_language(self, text: str, language: str | None, direction: str | None, place: Place) -> str:
        """Write one entry of a language map."""
        return _at(place, lambda: self._text(text, language, direction))

    def json(self, value: Json, place: Place) -> str:
        """Write any JSON as one literal."""
        return _at(place, lambda: json_literal(value))

    def value_object(self, entries: Entries, place: Place) -> str:
        """Write a value object.

        Raises JsonLdError: invalid_value_object, null_value, invalid_value_object_value, invalid_typed_value,
        invalid_language_tagged_string, invalid_language, invalid_base_direction.
        """
        entries.refuse_others(_VALUE_KEYWORDS, "invalid_value_object")
        value, value_place = entries.only("@value")
        datatype = _datatype(entries)
        if datatype == "@json":
            return self.json(value, value_place)
        if value is None:
            raise refusal("null_value", "A value object without value would be lost: leave it out.", place)
        if not isinstance(value, str | int | float):
            raise refusal("invalid_value_object_value", "@value must be a text, a number, true or false.", value_place)
        return _at(place, lambda: self._value(value, datatype, entries))

    def _value(self, value: str | float, datatype: str | None, entries: Entries) -> str:
        owner = "The value"
        language = read_language(entries.find("@language"), code="invalid_language_tagged_string", owner=owner)
        direction = read_direction(entries.find("@direction"), owner=owner)
        if language is None and direction is None:
            return self._typed(value, datatype)
        if datatype is not None or not isinstance(value, str):
            raise JsonLdError("invalid_value_object", "Only a text without type can have a language or direction.")
        return self._text(value, language, direction)

    def _text(self, text: str, language: str | None, direction: str | None) -> str:
        return language_literal(text, language, direction if self._i18n else None)

    def _typed(self, value: str | float, datatype: str | None) -> str:
        if datatype is not None and not is_absolute_iri(datatype):
            raise JsonLdError("malformed_iri", f"The datatype {datatype!r} is no well-formed absolute IRI.")
        return literal(value, datatype) if isinstance(value, str) else native_literal(value, datatype)


def _datatype(entries: Entries) -> str | None:
    """Read the `@type` of a value object: an IRI or `@json` (§5.1.2 step 15)."""
    types = entries.keywords.get("@type", [])
    if not types:
        return None
    given, place = types[0]
    iri = entries.type_context.expand_type(given) if isinstance(given, str) else None
    if len(types) > 1 or iri is None or not (iri == "@json" or is_absolute_iri(iri)):
        raise refusal("invalid_typed_value", f"The type {given!r} of a value must be one absolute IRI.", place)
    return iri


def _at(place: Place, write: Callable[[], _T]) -> _T:
    """Write a literal, naming the place in its errors."""
    try:
        return write()
    except JsonLdError as error:
        raise refusal(error.code, error.detail, place) from error
