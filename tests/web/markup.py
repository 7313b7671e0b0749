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


def flat(html: str) -> str:
    """Give the same page on one line, without the white space that shows nowhere.

    Runs of white space become one space. None is left inside a tag but between attributes, at the beginning or the end
    of an element, or between two tags; a space between a word and a tag that follows or precedes it is kept.
    """
    pieces = [_flat_piece(found) for found in _PIECES.finditer(html)]
    joined = "".join(f"\0{piece}\0" if is_tag else piece for is_tag, piece in pieces)
    joined = re.sub(r"\0 ?\0", "\0\0", joined)  # between two tags
    joined = re.sub(rf"(\0<(?!/|{_VOID})[^\0]*\0) ", r"\1", joined)  # where an element begins
    joined = re.sub(r" (\0</)", r"\1", joined)  # where it ends
    return joined.replace("\0", "").strip()


def _flat_piece(found: re.Match[str]) -> tuple[bool, str]:
    """Return a piece with single spaces, and whether it is a tag."""
    if found["kept"]:
        return False, found["kept"]
    if found["tag"]:
        tag = _IN_A_TAG.sub(lambda part: part[1] or " ", found["tag"])
        return True, re.sub(r"\s+>$", ">", tag)
    return False, _SPACE.sub(" ", found["text"])
