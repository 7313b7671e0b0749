# SPDX-License-Identifier: Apache-2.0
"""The shape of a document: its keys, array lengths and constants, with a slot for every value that may vary.

Two documents of one shape become the same N-Quads but for the values in the slots. Whatever could make a value mean
something else elsewhere is a constant of the shape: contexts, types, words that a context defines, empty texts, true,
false and null. What no shape can describe raises `NotCompilable`, and such documents take the full algorithm.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from cairn.standards.jsonld.plans.vocabulary import Vocabulary
from cairn.standards.jsonld.pointers import Place, pointer
from cairn.standards.types import Json, JsonObject

SAFE_INTEGER: Final = 2**53
"""Whole numbers up to here are the same in every JSON reader."""


class NotCompilable(Exception):  # not an error: the full algorithm takes over
    """This document has no plan, and why."""


class SlotKind(StrEnum):
    """What a slot holds. Whether a number is whole decides its RDF type, so it is part of the shape."""

    TEXT = "text"
    INTEGER = "integer"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that may vary, named by its number in the plan and its place in the document."""

    number: int
    kind: SlotKind
    place: str

    @property
    def variable(self) -> str:
        """The name of the slot in generated code."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that must be exactly this one."""

    value: Json


@dataclass(frozen=True, slots=True)
class ObjectShape:
    """An object with exactly these keys."""

    entries: tuple[tuple[str, Shape], ...]


@dataclass(frozen=True, slots=True)
class ArrayShape:
    """An array with exactly these items."""

    items: tuple[Shape, ...]


Shape: TypeAlias = "Slot | Constant | ObjectShape | ArrayShape"


def read_shape(document: JsonObject, vocabulary: Vocabulary, variables: AbstractSet[str] | None = None) -> Shape:
    """Read the shape of a document. With `variables` (JSON Pointers) only those values are slots, all else is constant.

    Raises NotCompilable.
    """
    return _ShapeReader(vocabulary, variables).read(document, None)


def slots_of(shape: Shape) -> Iterator[Slot]:
    """Yield the slots of a shape in order."""
    if isinstance(shape, Slot):
        yield shape
    elif isinstance(shape, ObjectShape):
        for _, inner in shape.entries:
            yield from slots_of(inner)
    elif isinstance(shape, ArrayShape):
        for inner in shape.items:
            yield from slots_of(inner)


class _ShapeReader:
    def __init__(self, vocabulary: Vocabulary, variables: AbstractSet[str] | None) -> None:
        self._vocabulary = vocabulary
        self._variables = variables
        self._slots = 0

    def read(self, value: Json, place: Place) -> Shape:
        if isinstance(value, dict):
            return ObjectShape(tuple((key, self._entry(key, inner, (place, key))) for key, inner in value.items()))
        if isinstance(value, list):
            return ArrayShape(tuple(self.read(inner, (place, position)) for position, inner in enumerate(value)))
        if self._variables is not None:
            is_slot = pointer(place) in self._variables and not isinstance(value, bool | None)
        else:
            is_slot = not self._is_constant(value)
        return self._slot(value, place) if is_slot else Constant(value)

    def _entry(self, key: str, value: Json, place: Place) -> Shape:
        if key == "@context" or key in self._vocabulary.type_keys:
            return Constant(value)
        if key.startswith("@"):
            raise NotCompilable(f"the keyword {key} at {pointer(place)}")
        return self.read(value, place)

    def _is_constant(self, value: Json) -> bool:
        """Tell whether a value may be read as more than itself: a word of a context, or nothing at all."""
        return value == "" or isinstance(value, bool | None) or value in self._vocabulary.terms

    def _slot(self, value: str | float, place: Place) -> Slot:
        slot = Slot(self._slots, _kind(value, place), pointer(place))
        self._slots += 1
        return slot


def _kind(value: str | float, place: Place) -> SlotKind:
    if isinstance(value, str):
        return SlotKind.TEXT
    if value % 1 != 0:
        return SlotKind.DOUBLE
    if abs(value) > SAFE_INTEGER:
        raise NotCompilable(f"the number at {pointer(place)} is too large")
    return SlotKind.INTEGER
