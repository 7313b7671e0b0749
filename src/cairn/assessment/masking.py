# SPDX-License-Identifier: Apache-2.0
"""Hides who somebody is in what they wrote: pure, from the words and from what the person is called.

What is hidden, whatever the case, the accents, and the invisible letters in between:

* the whole name, in either order, with initials, and written together (adaokafor, Ada.Okafor);
* every part of it with three letters or more, as a whole word, also before an apostrophe or a number;
* e-mail addresses, their first half, and sign-in names.

A part that is an ordinary word too (Will, Mark, Hope; Paz, Luz; a word of hope in Arabic) is hidden beside another part
of the name, or where a capital stands that no beginning of a sentence explains. Particles (de, van, bin) and parts of
one or two letters are hidden beside another part only. Where a script has no spaces between words, none are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from cairn.assessment.masking_words import GENERIC, ORDINARY, PARTICLES
from cairn.foundation.folding import Folded, fold

MARK: Final = "[name hidden]"
_SHORTEST: Final = 3
_SHORTEST_JOINED: Final = 6
_SHORTEST_INSIDE: Final = 5
_PIECE: Final = re.compile(r"[^\W\d_]+")
_BETWEEN: Final = re.compile(r"(?:[\s,'’_+-]|\.(?!\s)|%20)*")
_OPENING: Final = " \t\"'“”‘’«»()[]{}*_#>¿¡"
_ENDING: Final = ".!?…:;\n\r•-–—؟。！？"
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ARABIC: Final = re.compile(r"[\u0621-\u064a]")
_BEFORE: Final = r"(?<![^\W\d_])"
_AFTER: Final = r"(?![^\W\d_])"
_ATTACHED: Final = "[وفبلك]?"
"""And, so, in, to and like are written together with the word after them in Arabic."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What somebody is called: names as they are shown, e-mail addresses, and names to sign in with."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A place in a text, which part of a name stands there, and whether it says enough by itself."""

    start: int
    end: int
    part: str
    is_telling: bool


def mask_identity(text: str, identity: Identity, mark: str = MARK) -> str:
    """Return the text with every place that tells who this is replaced by a mark."""
    spans = find_identity(text, identity)
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], mark]
        last = end
    return "".join([*pieces, text[last:]])


def find_identity(text: str, identity: Identity) -> list[tuple[int, int]]:
    """Return where a text tells who this is, from left to right, without overlaps."""
    folded, patterns = fold(text), _patterns_of(identity)
    whole = [folded.place(*match.span()) for pattern in patterns.whole for match in pattern.finditer(folded.text)]
    runs = (run for run in _runs(folded, _find_parts(folded, patterns)) if _tells(run, text))
    return _join([*whole, *((run[0].start, run[-1].end) for run in runs)], text)


def names_in_address(address: str, identity: Identity) -> bool:
    """Say whether the address of a page tells who this is; there, words are often written together."""
    plain = unquote(address)
    if find_identity(plain, identity):
        return True
    letters = fold(plain).text
    return any(len(part) >= _SHORTEST_INSIDE and part in letters for part in _parts(identity) if _is_telling(part))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What finds a person: wholes that need no neighbor, and each part of the names."""

    whole: tuple[re.Pattern[str], ...]
    parts: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=128)
def _patterns_of(identity: Identity) -> _Patterns:
    parts = tuple((part, _bounded(re.escape(part))) for part in _parts(identity))
    return _Patterns(tuple(_whole_patterns(identity)), parts)


def _parts(identity: Identity) -> list[str]:
    """Return the parts of every name, folded, the longest first."""
    found = {piece for name in identity.names for piece in _PIECE.findall(fold(name).text)}
    return sorted(found, key=lambda part: (-len(part), part))


def _is_telling(part: str) -> bool:
    if _UNSPACED.search(part):
        return len(part) > 1
    return len(part) >= _SHORTEST and part not in ORDINARY and part not in PARTICLES


def _whole_patterns(identity: Identity) -> Iterable[re.Pattern[str]]:
    """Yield what finds addresses, sign-in names, and names that are written together."""
    halves = [email.partition("@")[0] for email in identity.emails]
    words = [*identity.emails, *(word for word in (*halves, *identity.handles) if _is_handle(word))]
    for word in words:
        yield _bounded(re.escape(fold(word).text))
    for name in identity.names:
        pieces = _PIECE.findall(fold(name).text)
        for order in (pieces, pieces[::-1]):
            if len(pieces) > 1 and len("".join(order)) >= _SHORTEST_JOINED:
                yield _bounded(re.escape("".join(order)))


def _is_handle(word: str) -> bool:
    folded = fold(word).text
    return len(folded) >= _SHORTEST and folded not in GENERIC and folded not in ORDINARY


def _bounded(pattern: str) -> re.Pattern[str]:
    before = f"{_BEFORE}{_ATTACHED}" if _ARABIC.search(pattern) else _BEFORE
    return re.compile(pattern if _UNSPACED.search(pattern) else f"{before}{pattern}{_AFTER}")


def _find_parts(folded: Folded, patterns: _Patterns) -> list[_Found]:
    found = [
        _Found(*folded.place(*match.span()), part, _is_telling(part))
        for part, pattern in patterns.parts
        for match in pattern.finditer(folded.text)
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _runs(folded: Folded, found: list[_Found]) -> list[list[_Found]]:
    """Put together what stands side by side."""
    runs: list[list[_Found]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last is not None and one.start < last.end:
            continue
        if last is not None and _belong(last, one, folded.source):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _belong(first: _Found, second: _Found, text: str) -> bool:
    """Say whether two parts are one name: nothing stands between them, and a capital has no small one beside it."""
    if not _BETWEEN.fullmatch(text, first.end, second.start):
        return False
    particles = first.part in PARTICLES or second.part in PARTICLES
    return particles or text[first.start].isupper() == text[second.start].isupper()


def _tells(run: list[_Found], text: str) -> bool:
    if any(one.is_telling for one in run):
        return True
    named = [one for one in run if one.part not in PARTICLES]
    if len({one.part for one in named}) > 1:
        return True
    return any(len(one.part) >= _SHORTEST and _has_telling_capital(one, text) for one in named)


def _has_telling_capital(one: _Found, text: str) -> bool:
    """Say whether a capital stands here that no beginning of a sentence explains."""
    before = text[: one.start].rstrip(_OPENING)
    return text[one.start].isupper() and bool(before) and before[-1] not in _ENDING


def _join(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Make one of spans that overlap, or between which only what joins the parts of a name stands."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or _BETWEEN.fullmatch(text, joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
