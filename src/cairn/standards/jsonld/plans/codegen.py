# SPDX-License-Identifier: Apache-2.0
"""Writes the Python function of a plan: read the values, guard them, hash the blank nodes, label, sort and join.

Canonical N-Quads lines are in code point order, so all lines of a subject stand together, by predicate, and a blank
node's first-degree hash is over its own lines and the one that links to it. What is constant is joined here, once.

Only constants reach the source as text, and each as its `repr`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from cairn.standards.jsonld.plans.shape import ArrayShape, Constant, ObjectShape, Shape, Slot, slots_of
from cairn.standards.jsonld.plans.tracing import BlankTerm, SlotTerm, Statement, Term, Trace, Use

Piece: TypeAlias = bytes | str
"""A part of the output: constant bytes, or the name of the variable that holds it."""

_MAX_TABULATED: Final = 64
"""With more blank nodes than this, a table of blocks by label would take more memory than it saves time."""

_END: Final = b" .\n"
_SELF: Final = b"_:a"
_OTHER: Final = b"_:z"
_WRITERS: Final = {
    Use.TEXT: "quote",
    Use.WHOLE_NUMBER: "write_whole_number",
    Use.FRACTION: "write_fraction",
    Use.NUMBER: "write_number",
}
_TEMPLATE: Final = """\
def fill(document, quote=quote):
    try:
{body}
    except (KeyError, TypeError, ValueError):
        return None
    if (b"\\\\" in result or b"\\x7f" in result) and quote is not quote_exactly and is_inexact(result):
        return fill(document, quote_exactly)
    return result
"""


class Generator:
    """Writes the body of one plan's function. `constants` are the values that the source refers to by name."""

    def __init__(self, shape: Shape, trace: Trace, *, is_bound: bool) -> None:
        self.constants: dict[str, object] = {}
        self._shape = shape
        self._trace = trace
        self._is_bound = is_bound
        self._lines: list[str] = []
        self._names = 0
        self._about: dict[Term, dict[str, list[Term]]] = {}
        self._sorted: dict[tuple[Term, str], str] = {}
        for statement in trace.statements:
            self._about.setdefault(statement.subject, {}).setdefault(statement.predicate, []).append(statement.object)

    def source(self) -> str:
        """Return the source of `fill(document)`, which returns canonical N-Quads, or None where a guard fails."""
        if self._is_bound:
            self._read_values()
        else:
            self._read_document()
        self._write_values()
        self._guard_subjects()
        self._sort_objects()
        self._hash_blank_nodes()
        self._label_blank_nodes()
        self._join_blocks()
        return _TEMPLATE.format(body="\n".join(f"        {line}" for line in self._lines))

    # --- reading ---

    def _read_values(self) -> None:
        slots = tuple(slots_of(self._shape))
        self._guard(f"len(document) != {len(slots)}")
        for slot in slots:
            self._emit(f"{slot.variable} = document[{slot.place!r}]")

    def _read_document(self) -> None:
        self._read(self._shape, "document")

    def _read(self, shape: Shape, expression: str) -> None:
        """Read one value into the variables of its slots and guard everything that is not a slot."""
        if isinstance(shape, Slot):
            self._emit(f"{shape.variable} = {expression}")
        elif isinstance(shape, Constant):
            self._guard_constant(shape, expression)
        elif isinstance(shape, ObjectShape):
            self._read_object(shape, expression)
        else:
            self._read_array(shape, expression)

    def _guard_constant(self, constant: Constant, expression: str) -> None:
        is_identity = isinstance(constant.value, bool | None)
        self._guard(f"{expression} {'is not' if is_identity else '!='} {constant.value!r}")

    def _read_object(self, shape: ObjectShape, expression: str) -> None:
        name = self._assign(expression)
        self._guard(f"type({name}) is not dict or len({name}) != {len(shape.entries)}")
        for key, inner in shape.entries:
            self._read(inner, f"{name}[{key!r}]")

    def _read_array(self, shape: ArrayShape, expression: str) -> None:
        name = self._assign(expression)
        self._guard(f"type({name}) is not list or len({name}) != {len(shape.items)}")
        for position, inner in enumerate(shape.items):
            self._read(inner, f"{name}[{position}]")

    # --- values ---

    def _write_values(self) -> None:
        """Guard the type of every value and turn it into the bytes of its term."""
        slots = tuple(zip(slots_of(self._shape), self._trace.uses, strict=True))
        texts = [slot.variable for slot, use in slots if use is Use.TEXT]
        iris = [slot.variable for slot, use in slots if use is Use.IRI]
        if texts:
            self._guard(f"{{*map(type, {_tuple(texts)})}} != {{str}}")
        if iris:
            self._emit(f"iris = '<' + '>\\n<'.join({_tuple(iris)}) + '>'")
            self._guard("not are_iris(iris)")
            self._emit(f"{_tuple(iris)} = iris.encode().split(b'\\n')")
        for slot, use in slots:
            if use is not Use.IRI:
                self._emit(f"{slot.variable} = {_WRITERS[use]}({slot.variable})")

    def _guard_subjects(self) -> None:
        """Two subjects that become one would mix their lines."""
        subjects = [subject for subject in self._about if not isinstance(subject, BlankTerm)]
        if any(isinstance(subject, SlotTerm) for subject in subjects):
            self._guard(f"len({{{', '.join(_join(_pieces(subject)) for subject in subjects)}}}) != {len(subjects)}")

    def _sort_objects(self) -> None:
        """Sort the objects of predicates that have several, where that can only be done with the values."""
        for subject, predicates in self._about.items():
            for predicate, objects in predicates.items():
                known = [object_ for object_ in objects if not isinstance(object_, BlankTerm)]
                if len(known) > 1 and any(isinstance(object_, SlotTerm) for object_ in known):
                    terms = ", ".join(_join(_pieces(object_)) for object_ in known)
                    self._sorted[subject, predicate] = self._assign(f"sorted({{{terms}}})")

    # --- blank nodes ---

    def _hash_blank_nodes(self) -> None:
        """Hash the lines that mention each blank node (RDFC-1.0 §4.6)."""
        links = {link.object: link for link in self._trace.statements if isinstance(link.object, BlankTerm)}
        for number in range(self._trace.blank_nodes):
            node = BlankTerm(number)
            link = links.get(node)
            lines = _merge([*_link_before(link), *self._block(node, hashing=True), *_link_after(link)])
            if len(lines) == 1 and isinstance(lines[0], bytes):
                self.constants[f"h{number}"] = hashlib.sha256(lines[0]).digest()
            else:
                self._emit(f"h{number} = sha256({_join(lines)}).digest()")

    def _label_blank_nodes(self) -> None:
        """Label the blank nodes in the order of their hashes; equal hashes are left to the full algorithm (§4.4)."""
        count = self._trace.blank_nodes
        if not count:
            return
        self.constants["canonical_labels"] = _canonical_labels(count)
        self._emit(f"hashes = {_tuple(f'h{node}' for node in range(count))}")
        self._emit("labels = dict(zip(sorted(hashes), canonical_labels))")
        self._guard(f"len(labels) != {count}")
        self._emit(f"{_tuple(f'b{node}' for node in range(count))} = map(labels.__getitem__, hashes)")

    # --- output ---

    def _join_blocks(self) -> None:
        """Join the lines of each subject and sort the blocks: each begins with its subject, so that sorts the lines."""
        blocks = []
        for subject in self._about:
            block = _merge(self._block(subject, hashing=False))
            blocks.append(self._tabulated(subject, block) or _join(block))
        self._emit(f"result = join(sorted({_tuple(blocks)}))")

    def _tabulated(self, subject: Term, block: list[Piece]) -> str | None:
        """Where only the label of a block varies, write it once for each label that it can have."""
        names = {piece for piece in block if isinstance(piece, str)}
        if not isinstance(subject, BlankTerm) or names != {f"b{subject.node}"}:
            return None
        if self._trace.blank_nodes > _MAX_TABULATED:
            return None
        labels = _canonical_labels(self._trace.blank_nodes)
        table = {label: b"".join(piece if isinstance(piece, bytes) else label for piece in block) for label in labels}
        self.constants[f"blocks_of_{subject.node}"] = table
        return f"blocks_of_{subject.node}[b{subject.node}]"

    def _block(self, subject: Term, *, hashing: bool) -> list[Piece]:
        """Return all lines of a subject, in code point order; for hashing, with itself as `_:a` and others as `_:z`."""
        name = [_SELF] if hashing else _pieces(subject)
        block: list[Piece] = []
        for predicate, objects in sorted(self._about.get(subject, {}).items()):
            start = _merge([*name, f" {predicate} ".encode()])
            blank = [f"b{object_.node}" for object_ in objects if isinstance(object_, BlankTerm)]
            block += self._known_lines(start, subject, predicate, objects)
            if hashing:
                block += [*start, _OTHER, _END] * len(blank)
            elif len(blank) > 1:
                block.append(self._lines_of(start, f"sorted({_tuple(blank)})"))
            elif blank:
                block += [*start, blank[0], _END]
        return block

    def _known_lines(self, start: list[Piece], subject: Term, predicate: str, objects: list[Term]) -> list[Piece]:
        """Return the lines whose objects are no blank nodes; these stand first."""
        if (subject, predicate) in self._sorted:
            return [self._lines_of(start, self._sorted[subject, predicate])]
        slots: list[Term] = [object_ for object_ in objects if isinstance(object_, SlotTerm)]
        constants = sorted(object_ for object_ in objects if isinstance(object_, str))
        return [piece for object_ in slots + constants for piece in (*start, *_pieces(object_), _END)]

    def _lines_of(self, start: list[Piece], objects: str) -> str:
        """Write the lines of sorted objects, known only at run time."""
        between = _join(_merge([_END, *start]))
        return self._assign(_join([*start, f"({between}).join({objects})", _END]))

    # --- source ---

    def _emit(self, line: str) -> None:
        self._lines.append(line)

    def _guard(self, failure: str) -> None:
        self._lines.append(f"if {failure}: return None")

    def _assign(self, expression: str) -> str:
        name = f"x{self._names}"
        self._names += 1
        self._emit(f"{name} = {expression}")
        return name


def _canonical_labels(count: int) -> tuple[bytes, ...]:
    return tuple(b"_:c14n%d" % number for number in range(count))


def _pieces(term: Term) -> list[Piece]:
    """The output of one term."""
    if isinstance(term, str):
        return [term.encode()]
    if isinstance(term, BlankTerm):
        return [f"b{term.node}"]
    return [f"v{term.slot}", term.suffix.encode()] if term.suffix else [f"v{term.slot}"]


def _link_before(link: Statement | None) -> Iterator[Piece]:
    """The line by which an IRI links to a blank node stands before the node's own lines."""
    if link is not None and not isinstance(link.subject, BlankTerm):
        yield from _pieces(link.subject)
        yield f" {link.predicate} ".encode() + _SELF + _END


def _link_after(link: Statement | None) -> Iterator[Piece]:
    """The line by which another blank node links to it stands after them."""
    if link is not None and isinstance(link.subject, BlankTerm):
        yield _OTHER + f" {link.predicate} ".encode() + _SELF + _END


def _merge(pieces: Iterable[Piece]) -> list[Piece]:
    """Join constants that stand side by side."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and isinstance(piece, bytes) and isinstance(merged[-1], bytes):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged


def _join(pieces: list[Piece]) -> str:
    """Write the expression that joins pieces."""
    parts = [repr(piece) if isinstance(piece, bytes) else piece for piece in pieces]
    return parts[0] if len(parts) == 1 else f"join({_tuple(parts)})"


def _tuple(parts: Iterable[str]) -> str:
    return f"({''.join(f'{part}, ' for part in parts)})"
