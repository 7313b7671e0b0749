# SPDX-License-Identifier: Apache-2.0
"""Follows the slots of a shape through the full conversion, to learn where in the dataset each value comes out.

The document is converted once with a recognizable mark in every slot. A mark that does not come out whole means that
the value is interpreted on its way, and one that does not come out at all that it is lost; neither can be compiled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.literals import canonical_double
from cairn.standards.jsonld.nquads import RDF, XSD, Quad, is_blank
from cairn.standards.jsonld.plans.shape import (
    ArrayShape,
    Constant,
    NotCompilable,
    ObjectShape,
    Shape,
    Slot,
    SlotKind,
    slots_of,
)
from cairn.standards.jsonld.to_rdf import to_rdf
from cairn.standards.types import Json

_TEXT_MARK: Final = "urn:x-cairn-slot:"
_INTEGER_MARK: Final = 8_111_222_333_444_000
_DOUBLE_MARK: Final = 8_111_222_333.5
_MARKS: Final = (_TEXT_MARK, "8111222333444", "8.11122")
_MAX_SLOTS: Final = 900
"""How many slots have a mark of their own: the marks of numbers are counted in their last digits."""

_TYPE: Final = f"<{RDF}type>"
_NATIVE_TYPES: Final = (f"^^<{XSD}integer>", f"^^<{XSD}double>")


class Use(StrEnum):
    """How a slot comes out: as an IRI, a text, a number whose RDF type is its own, or a number of a given type."""

    IRI = "iri"
    TEXT = "text"
    WHOLE_NUMBER = "whole number"
    FRACTION = "fraction"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SlotTerm:
    """A term made of a slot; a literal has a suffix with its type or language."""

    slot: int
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class BlankTerm:
    """A blank node, by its number in the plan."""

    node: int


Term: TypeAlias = str | SlotTerm | BlankTerm
"""A term of the traced dataset: constant text, or what it is made of."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One traced statement of the default graph."""

    subject: Term
    predicate: str
    object: Term


@dataclass(frozen=True, slots=True)
class Trace:
    """A dataset with slots: its statements, how many blank nodes it has, and how each slot comes out."""

    statements: tuple[Statement, ...]
    blank_nodes: int
    uses: tuple[Use, ...]


def trace(shape: Shape, contexts: ContextProcessor) -> Trace:
    """Convert a shape to RDF and find its slots again.

    Raises NotCompilable: a value interpreted or lost, a named graph, a slot that is a type or part of an IRI, a blank
    node that is mentioned by more than one other or by itself.
    """
    _refuse_marks(shape)
    try:
        quads = to_rdf(_mark(shape), contexts=contexts)
    except JsonLdError as error:
        raise NotCompilable(f"a value that only the full algorithm can read: {error}") from error
    return trace_quads(quads, tuple(slots_of(shape)))


def trace_quads(quads: Iterable[Quad], slots: tuple[Slot, ...]) -> Trace:
    """Find slots by their marks in a dataset.

    Raises NotCompilable as `trace` does.
    """
    tracer = _Tracer(slots)
    statements = tuple(tracer.statement(quad) for quad in quads)
    _check_blank_nodes(statements)
    return Trace(statements, len(tracer.blank_nodes), tracer.uses())


def _mark(shape: Shape) -> Json:
    if isinstance(shape, ObjectShape):
        return {key: _mark(inner) for key, inner in shape.entries}
    if isinstance(shape, ArrayShape):
        return [_mark(inner) for inner in shape.items]
    return shape.value if isinstance(shape, Constant) else _mark_of(shape)


def _mark_of(slot: Slot) -> Json:
    if slot.kind is SlotKind.TEXT:
        return f"{_TEXT_MARK}{slot.number}:"
    return (_INTEGER_MARK if slot.kind is SlotKind.INTEGER else _DOUBLE_MARK) + slot.number


def _refuse_marks(shape: Shape) -> None:
    """Refuse a document that needs too many marks, or whose constants could be taken for them."""
    if sum(1 for _ in slots_of(shape)) > _MAX_SLOTS:
        raise NotCompilable("too many values")
    if any(mark in text for text in _constants(shape) for mark in _MARKS):
        raise NotCompilable("a constant that looks like a mark")


def _constants(shape: Shape) -> Iterable[str]:
    if isinstance(shape, ObjectShape):
        for key, inner in shape.entries:
            yield key
            yield from _constants(inner)
    elif isinstance(shape, ArrayShape):
        for inner in shape.items:
            yield from _constants(inner)
    elif isinstance(shape, Constant):
        yield str(shape.value)
        if isinstance(shape.value, int | float):
            yield canonical_double(shape.value)


class _Tracer:
    """Turns quads with marks into statements with slots."""

    def __init__(self, slots: tuple[Slot, ...]) -> None:
        self._slots = slots
        self._iris = {f"<{_mark_of(slot)}>": slot for slot in slots if slot.kind is SlotKind.TEXT}
        self._literals = {_lexical_mark(slot): slot for slot in slots}
        self._uses: dict[int, Use] = {}
        self.blank_nodes: dict[str, int] = {}

    def uses(self) -> tuple[Use, ...]:
        """How each slot came out. Raises NotCompilable where one did not."""
        for slot in self._slots:
            if slot.number not in self._uses:
                raise NotCompilable(f"the value at {slot.place} is lost or written in another form")
        return tuple(self._uses[slot.number] for slot in self._slots)

    def statement(self, quad: Quad) -> Statement:
        """Trace one quad."""
        if quad.graph:
            raise NotCompilable("a named graph")
        if _TEXT_MARK in quad.predicate:
            raise NotCompilable("a slot in a property")
        statement = Statement(self._term(quad.subject), quad.predicate, self._term(quad.object))
        if statement.predicate == _TYPE and isinstance(statement.object, SlotTerm):
            raise NotCompilable("a slot that is a type")
        return statement

    def _term(self, term: str) -> Term:
        if is_blank(term):
            return BlankTerm(self.blank_nodes.setdefault(term, len(self.blank_nodes)))
        if term in self._iris:
            return self._use(self._iris[term], Use.IRI)
        if term.startswith('"'):
            return self._literal(term)
        return self._constant(term)

    def _literal(self, term: str) -> Term:
        end = term.rindex('"')
        slot, suffix = self._literals.get(term[1:end]), term[end + 1 :]
        if slot is None:
            return self._constant(term)
        if slot.kind is SlotKind.TEXT:
            return self._use(slot, Use.TEXT, suffix)
        own = Use.WHOLE_NUMBER if slot.kind is SlotKind.INTEGER else Use.FRACTION
        return self._use(slot, own if suffix in _NATIVE_TYPES else Use.NUMBER, suffix)

    def _use(self, slot: Slot, use: Use, suffix: str = "") -> SlotTerm:
        if self._uses.setdefault(slot.number, use) is not use:
            raise NotCompilable(f"the value at {slot.place} comes out in two ways")
        return SlotTerm(slot.number, suffix)

    def _constant(self, term: str) -> str:
        if any(mark in term for mark in _MARKS):
            raise NotCompilable(f"a value that becomes part of {term}")
        return term


def _lexical_mark(slot: Slot) -> str:
    mark = _mark_of(slot)
    return canonical_double(mark) if slot.kind is SlotKind.DOUBLE else str(mark)


def _check_blank_nodes(statements: Iterable[Statement]) -> None:
    """Refuse blank nodes whose first-degree hash is not made of their own statements and one link to them."""
    links: Counter[BlankTerm] = Counter()
    for statement in statements:
        if isinstance(statement.object, BlankTerm):
            links[statement.object] += 1
            if statement.object == statement.subject:
                raise NotCompilable("a blank node that links to itself")
    if any(count > 1 for count in links.values()):
        raise NotCompilable("a blank node with several links to it")
