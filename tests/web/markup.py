# SPDX-License-Identifier: Apache-2.0
"""HTML as a browser reads it, so that a test compares what a page says and not how its template is laid out."""

from __future__ import annotations

import re
from typing import Final

# What keeps its white space; then a comment; then a tag, whose quoted values may hold any sign; then text.
_PIECES: Final = re.compile(
    r"(?P<kept><(?P<name>pre|textarea|script|style)\b.*?</(?P=name)\s*>|<!--.*?-->)"
    r"|(?P<tag></?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^\"'>])*>)"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL,
)
_IN_A_TAG: Final = re.compile(r"(\"[^\"]*\"|'[^']*')|\s+")
_VOID: Final = r"(?:br|hr|img|input|link|meta)\b"
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
# Stand in for the ends of a tag, and for white space that has a line end in it.
_EDGE, _LINE = "\0", "\1"


def flat(html: str) -> str:
    """Give the same page on one line, without the white space that only lays its template out.

    Runs of white space become one space. A run with a line end in it goes where an element begins or ends and between
    two tags; a space on one line stays, and so does the one between a word and the tag before or after it.
    """
    joined = "".join(_flat_piece(found) for found in _PIECES.finditer(html))
    joined = re.sub(rf"{_EDGE}{_LINE}{_EDGE}", _EDGE * 2, joined)  # between two tags
    joined = re.sub(rf"({_EDGE}<(?!/|{_VOID})[^{_EDGE}]*{_EDGE}){_LINE}", r"\1", joined)  # where an element begins
    joined = re.sub(rf"{_LINE}({_EDGE}</)", r"\1", joined)  # where it ends
    return joined.replace(_EDGE, "").replace(_LINE, " ").strip()


def _flat_piece(found: re.Match[str]) -> str:
    """Return a piece with single spaces; a tag stands between two edges."""
    if found["kept"]:
        return found["kept"]
    if found["tag"]:
        tag = _IN_A_TAG.sub(lambda part: part[1] or " ", found["tag"])
        return _EDGE + re.sub(r" >$", ">", tag) + _EDGE
    return _SPACE.sub(lambda run: _LINE if "\n" in run[0] else " ", found["text"])
