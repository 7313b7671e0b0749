# SPDX-License-Identifier: Apache-2.0
"""Who wrote, changed and remarked in a document of an office program: blanked where the parts tell it.

The parts are read tag by tag and written as they were but for the values that are blanked, because office programs
refuse a document whose prefixes have changed. Names are looked for under every prefix. Source: ECMA-376 part 1 §17.13
(remarks and changes), §18.7 and §18.11 (the same in sheets), §19.4 (in slides); ODF 1.3 part 3 §14.1, §4.3.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_TOKEN: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)([^\s<>/!?]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(rb"(\s)([^\s=<>\"'/]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_ANYWHERE: Final = frozenset({b"author", b"initials", b"userId", b"providerId", b"userName", b"displayName"})
"""Attributes that name a person, whatever they stand at."""
_AT: Final = {
    b"cmAuthor": frozenset({b"name"}),
    b"author": frozenset({b"name"}),
    b"userInfo": frozenset({b"name"}),
    b"absPath": frozenset({b"url"}),
    b"presenceInfo": frozenset({b"providerId", b"userId"}),
    b"person": frozenset({b"displayName"}),
}
"""Attributes that name a person, or a place on their machine, at some elements."""
_NAMING: Final = frozenset(
    [
        b"creator",
        b"lastModifiedBy",
        b"initial-creator",
        b"creator-initials",
        b"sender-initials",
        b"author-name",
        b"author-initials",
        b"printed-by",
        b"DisplayName",
        b"AccountId",
    ]
)
"""Elements whose words are a person's name."""
_LIST_OF_AUTHORS: Final = b"authors"
_SETTINGS_OF_PRINTER: Final = re.compile(rb"config:name=\"(?:Printer\w+|CurrentDatabase\w+|RedlineProtectionKey)\"")
_HINT: Final = re.compile(
    rb"(?i)author|initials|creator|userid|username|displayname|userinfo|absPath|lastModifiedBy|printed-by|sender-|"
    rb"Printer|CurrentDatabase|AccountId|<!--"
)
_BOM: Final = (b"\xff\xfe", b"\xfe\xff")
_ENCODING: Final = re.compile(r"encoding=[\"'][^\"']*[\"']")


def blank_people(content: bytes) -> bytes:
    """Return an XML part of a document without the names of people; remarks and changes themselves stay."""
    plain = _as_utf8(content)
    if not _HINT.search(plain):
        return content
    return _Blanker().blank(plain)


class _Blanker:
    """Goes through the tags of a part and remembers whether words that stand now are a name."""

    def __init__(self) -> None:
        self._naming: list[bytes] = []
        self._in_authors = False

    def blank(self, content: bytes) -> bytes:
        """Write the part anew."""
        pieces: list[bytes] = []
        last = 0
        for token in _TOKEN.finditer(content):
            pieces.append(self._words(content[last : token.start()]))
            pieces.append(self._tag(token))
            last = token.end()
        return b"".join([*pieces, content[last:]])

    def _words(self, words: bytes) -> bytes:
        return b"" if self._naming and words.strip() else words

    def _tag(self, token: re.Match[bytes]) -> bytes:
        if token[2] is None:
            return b"" if token[0].startswith(b"<!--") else self._words(token[0])
        name = _local(token[2])
        is_closed = token[0].endswith(b"/>")
        if token[1]:
            self._leave(name)
            return token[0]
        if not is_closed:
            self._enter(name, token[0])
        return b"<" + token[2] + _ATTRIBUTE.sub(_blank_at(name), token[3]) + b">"

    def _enter(self, name: bytes, tag: bytes) -> None:
        self._in_authors |= name == _LIST_OF_AUTHORS
        if self._naming or name in _NAMING or self._is_listed(name) or _SETTINGS_OF_PRINTER.search(tag):
            self._naming.append(name)

    def _leave(self, name: bytes) -> None:
        if self._naming:
            self._naming.pop()
        self._in_authors &= name != _LIST_OF_AUTHORS

    def _is_listed(self, name: bytes) -> bool:
        """Tell the name of an author of remarks in a sheet; elsewhere `author` may be one who is cited."""
        return self._in_authors and name == b"author"


def _blank_at(element: bytes) -> Callable[[re.Match[bytes]], bytes]:
    naming = _ANYWHERE | _AT.get(element, frozenset())

    def blank(attribute: re.Match[bytes]) -> bytes:
        if _local(attribute[2]) not in naming:
            return attribute[0]
        quote = attribute[4][:1]
        return attribute[1] + attribute[2] + attribute[3] + quote + quote

    return blank


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2]


def _as_utf8(content: bytes) -> bytes:
    """Return a part as UTF-8, which nearly all are already."""
    if not content.startswith(_BOM):
        return content
    return _ENCODING.sub('encoding="UTF-8"', content.decode("utf-16", "replace"), count=1).encode()
