# SPDX-License-Identifier: Apache-2.0
"""The one reader of XML, which never fetches, never expands and never includes anything.

Document types, entities and XInclude are refused, because with them a document means what another place says, or
grows without end. A bare `<!DOCTYPE svg PUBLIC …>`, which many drawing programs write, may be allowed: it declares
nothing and is never followed. Source: XML 1.0 §4.4.3, OWASP ASVS 5.0 1.5.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

from cairn.standards.archives.errors import ArchiveError
from cairn.standards.errors import StandardsError

XINCLUDE: Final = "http://www.w3.org/2001/XInclude"
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """How large a document may be: bytes, levels of nesting, elements, attributes of one element."""

    size: int = 8 * 1024 * 1024
    depth: int = 128
    elements: int = 200_000
    attributes: int = 4_096


DEFAULT_LIMITS: Final = XmlLimits()


class XmlVisitor(Protocol):
    """Is told of every element in document order; names are `{namespace}local`, offsets are in bytes."""

    def start(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        """Tell of an element's start tag and where it begins."""

    def text(self, data: str) -> None:
        """Tell of a piece of text."""

    def end(self, tag: str, offset: int) -> None:
        """Tell of an element's end and where its end tag begins."""


def walk_xml(
    data: bytes, visitor: XmlVisitor, *, limits: XmlLimits = DEFAULT_LIMITS, bare_doctype: bool = False
) -> None:
    """Read a document and tell a visitor of its elements.

    `bare_doctype` allows a document type without declarations of its own. UTF-8, UTF-16 and the encodings of one byte
    are understood. Raises ArchiveError: too_large, too_deep, too_many_elements, too_many_attributes, dtd_not_allowed,
    xinclude_not_allowed, malformed_xml.
    """
    if len(data) > limits.size:
        raise ArchiveError("too_large", f"The XML has {len(data)} bytes; at most {limits.size} are read.")
    guard = _Guard(visitor, limits)
    parser = DefusedXMLParser(target=guard, forbid_dtd=not bare_doctype)
    guard.expat = parser.parser
    if bare_doctype:
        guard.expat.StartDoctypeDeclHandler = _refuse_declarations
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            guard.check_pending(data, start + _CHUNK)
        parser.close()
    except DefusedXmlException:
        raise ArchiveError(
            "dtd_not_allowed", "The XML declares a document type or entities. Save it without its DOCTYPE."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        _raise_refusal(error)


def parse_xml(data: bytes, *, limits: XmlLimits = DEFAULT_LIMITS) -> Element:
    """Read a document into an element tree.

    Raises ArchiveError: those of `walk_xml`.
    """
    builder = _Tree()
    walk_xml(data, builder, limits=limits)
    return builder.tree.close()


class _Tree:
    def __init__(self) -> None:
        self.tree = TreeBuilder()

    def start(self, tag: str, attributes: dict[str, str], _offset: int) -> None:
        self.tree.start(tag, attributes)

    def text(self, data: str) -> None:
        self.tree.data(data)

    def end(self, tag: str, _offset: int) -> None:
        self.tree.end(tag)


class _Guard:
    """Counts before it passes on, so that no visitor ever sees too much."""

    def __init__(self, visitor: XmlVisitor, limits: XmlLimits) -> None:
        self.visitor = visitor
        self.limits = limits
        self.depth = 0
        self.elements = 0
        self.expat: Any = None

    def check_pending(self, data: bytes, fed: int) -> None:
        """Refuse a tag that has not ended and has thousands of attributes, before they are all built."""
        begun = max(self.expat.CurrentByteIndex, 0)
        if fed - begun > _CHUNK and data.count(b"=", begun, fed) > self.limits.attributes:
            raise ArchiveError("too_many_attributes", f"One tag has more than {self.limits.attributes} attributes.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > self.limits.depth:
            raise ArchiveError("too_deep", f"The XML is nested more than {self.limits.depth} levels deep.")
        if self.elements > self.limits.elements:
            raise ArchiveError("too_many_elements", f"The XML has more than {self.limits.elements} elements.")
        if tag.startswith(f"{{{XINCLUDE}}}"):
            raise ArchiveError("xinclude_not_allowed", "The XML includes another file. Put the content itself into it.")
        self.visitor.start(tag, attributes, self.expat.CurrentByteIndex)

    def data(self, data: str) -> None:
        self.visitor.text(data)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.visitor.end(tag, self.expat.CurrentByteIndex)

    def close(self) -> None:
        """End the document; the parser calls this and there is nothing left to do."""


def _refuse_declarations(name: str, system_id: str | None, public_id: str | None, internal_subset: int) -> None:
    if internal_subset:
        raise DTDForbidden(name, system_id, public_id)


def _raise_refusal(error: Exception) -> None:
    if isinstance(error, StandardsError):
        raise error
    raise ArchiveError("malformed_xml", f"This is not well-formed XML: {error}.") from None
