# SPDX-License-Identifier: Apache-2.0
"""N-Quads: reading what others write, and writing it canonically."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import Quad, parse_nquads, write_nquads
from cairn.standards.jsonld.nquads import literal, quote


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("<urn:s> <urn:p> <urn:o> .", "<urn:s> <urn:p> <urn:o> .\n"),
        ('<urn:s><urn:p>"x".', '<urn:s> <urn:p> "x" .\n'),
        ("\t<urn:s>\t<urn:p> _:b.1 <urn:g> . # note", "<urn:s> <urn:p> _:b.1 <urn:g> .\n"),
        ('_:s <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .', '_:s <urn:p> "x" .\n'),
        ('_:s <urn:p> "x"@en-GB _:g .', '_:s <urn:p> "x"@en-GB _:g .\n'),
        (r"<urn:s> <urn:p> <urn:\u00E9> .", "<urn:s> <urn:p> <urn:é> .\n"),
        (
            r'<urn:s> <urn:p> "\t\b\n\r\f\"\'\\\u000b\u00e9\U0001F393" .',
            r'<urn:s> <urn:p> "\t\b\n\r\f\"' + "'\\\\\\u000Bé🎓\" .\n",
        ),
        ("  # only a note", ""),
        ("", ""),
    ],
)
def test_lines_are_read_and_written_canonically(line: str, canonical: str) -> None:
    assert write_nquads(parse_nquads(line)) == canonical


@pytest.mark.parametrize(
    "line",
    [
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> .",
        '"x" <urn:p> <urn:o> .',
        "<urn:s> _:p <urn:o> .",
        '<urn:s> <urn:p> <urn:o> "g" .',
        '<urn:s> <urn:p> "x .',
        '<urn:s> <urn:p> "a"b" .',
        r'<urn:s> <urn:p> "\x" .',
        "<urn: s> <urn:p> <urn:o> .",
        "<urn:s> <urn:p> <urn:o> . <urn:s>",
    ],
)
def test_what_is_no_statement_is_refused(line: str) -> None:
    with pytest.raises(JsonLdError) as refused:
        parse_nquads(f"<urn:s> <urn:p> <urn:o> .\n{line}\n")
    assert (refused.value.code, refused.value.path) == ("invalid_nquads", "/2")


def test_repeated_statements_are_read_once() -> None:
    assert parse_nquads("<urn:s> <urn:p> <urn:o> .\r\n" * 2) == [Quad("<urn:s>", "<urn:p>", "<urn:o>")]


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(JsonLdError) as refused:
        quote("\udfff")
    assert refused.value.code == "invalid_unicode"


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_IRIS = st.text(st.sampled_from("abcé/#?%:")).map(lambda text: f"<urn:{text}>")
_BLANKS = st.integers(0, 5).map(lambda number: f"_:b{number}")
_LITERALS = st.builds(literal, _TEXTS, st.none() | st.just("urn:d")) | _TEXTS.map(lambda text: f"{quote(text)}@en")
_QUADS = st.builds(Quad, _IRIS | _BLANKS, _IRIS, _IRIS | _BLANKS | _LITERALS, st.just("") | _IRIS | _BLANKS)


@given(st.lists(_QUADS, unique=True))
def test_what_is_written_is_read_again(quads: list[Quad]) -> None:
    assert sorted(parse_nquads(write_nquads(quads))) == sorted(quads)
