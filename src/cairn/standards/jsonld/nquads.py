# SPDX-License-Identifier: Apache-2.0
"""RDF quads and N-Quads, in the canonical form that RDFC-1.0 hashes.

A term is held as its canonical N-Quads text (`<iri>`, `_:label` or `"text"^^<type>`), so writing a quad is joining it
and comparing terms is comparing texts. Sources: RDF 1.1 N-Quads §3 (grammar); RDFC-1.0 §5 (canonical form).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from cairn.standards.errors import JsonLdError

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DEFAULT_GRAPH: Final = ""

_TO_ESCAPE: Final = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff]')
_SHORT_ESCAPES: Final = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


class Quad(NamedTuple):
    """One statement, each term in canonical N-Quads form; the default graph is the empty text."""

    subject: str
    predicate: str
    object: str
    graph: str = DEFAULT_GRAPH

    def to_line(self) -> str:
        """Write the quad as one canonical N-Quads line, with its line feed."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"

    def relabel(self, labels: Mapping[str, str]) -> Quad:
        """Return the quad with its blank nodes renamed; a node that `labels` does not name keeps its own."""
        subject, predicate, object_, graph = self
        return Quad(labels.get(subject, subject), predicate, labels.get(object_, object_), labels.get(graph, graph))


def is_blank(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term.startswith("_:")


def quote(text: str) -> str:
    """Write a text as an N-Quads literal without type: quoted, and escaped only where the canonical form escapes.

    Raises JsonLdError: invalid_unicode (half of a surrogate pair, which no encoding can carry).
    """
    if _TO_ESCAPE.search(text) is None:
        return f'"{text}"'
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if character >= "\ud800":
        raise JsonLdError("invalid_unicode", "The text holds half of a surrogate pair, which is no character.")
    return f"\\u{ord(character):04X}"


_IRI: Final = r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
_LABEL: Final = r"_:[\w:](?:[\w:.·‿⁀-]*[\w:·‿⁀-])?"
_TEXT: Final = r'"(?:[^"\\\n\r]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"'
_LITERAL: Final = rf"{_TEXT}(?:\^\^{_IRI}|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?"
_OBJECT: Final = rf"{_IRI}|{_LABEL}|{_LITERAL}"
_LINE: Final = re.compile(
    rf"[ \t]*({_IRI}|{_LABEL})[ \t]*({_IRI})[ \t]*({_OBJECT})[ \t]*({_IRI}|{_LABEL})?[ \t]*\.[ \t]*(?:#.*)?"
)
_BLANK_LINE: Final = re.compile(r"[ \t]*(?:#.*)?")
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_LONG_ESCAPES: Final = {escape[1]: character for character, escape in _SHORT_ESCAPES.items()} | {"'": "'"}
_LITERAL_PARTS: Final = re.compile(r'"(.*)"(?:\^\^<(.*)>|(@.*))?', re.DOTALL)


def parse_nquads(text: str) -> list[Quad]:
    """Read N-Quads; each distinct statement is returned once, in its first place.

    Raises JsonLdError: invalid_nquads (the path is the number of the line).
    """
    quads = (_parse_line(line, number) for number, line in enumerate(re.split(r"[\n\r]+", text), 1))
    return list(dict.fromkeys(quad for quad in quads if quad is not None))


def _parse_line(line: str, number: int) -> Quad | None:
    if _BLANK_LINE.fullmatch(line):
        return None
    match = _LINE.fullmatch(line)
    if match is None:
        raise JsonLdError("invalid_nquads", f"Line {number} is not an N-Quads statement.", path=f"/{number}")
    subject, predicate, object_, graph = match.groups(default="")
    return Quad(_normalize(subject), _normalize(predicate), _normalize(object_), _normalize(graph))


def _normalize(term: str) -> str:
    """Bring one parsed term into canonical form."""
    parts = _LITERAL_PARTS.fullmatch(term)
    if parts is None:
        return _unescape(term)
    text, datatype, language = parts.groups()
    return literal(_unescape(text), None if datatype is None else _unescape(datatype)) + (language or "")


def literal(text: str, datatype: str | None = None) -> str:
    """Write a typed literal; a plain string has no type (RDF 1.1 §3.3)."""
    if datatype is None or datatype == f"{XSD}string":
        return quote(text)
    return f"{quote(text)}^^<{datatype}>"


def _unescape(text: str) -> str:
    return _ESCAPED.sub(_unescape_one, text) if "\\" in text else text


def _unescape_one(match: re.Match[str]) -> str:
    short, long, character = match.groups()
    if character is not None:
        return _LONG_ESCAPES[character]
    return chr(int(short or long, 16))


def write_nquads(quads: Iterable[Quad]) -> str:
    """Write a dataset as canonical N-Quads: distinct lines in code point order."""
    return "".join(sorted({quad.to_line() for quad in quads}))
