# SPDX-License-Identifier: Apache-2.0
"""Is everything in the document called by its short name?

A signature over RDF covers meanings: `https://www.w3.org/2018/credentials#credentialStatus` means the same to it as
`credentialStatus`, and nothing to whoever reads the JSON. Whoever holds a revoked credential could rename its status
and leave the signature intact. Source: Verifiable Credentials Data Model 2.0 §1.3 (compact JSON-LD documents).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cairn.standards.errors import JsonLdError
from cairn.standards.findings import pointer
from cairn.standards.jsonld import PINNED, ContextProcessor
from cairn.standards.jsonld.terms import UNSET, ActiveContext, TermDefinition
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.rules import as_list

_OF_VALUES: Final = frozenset({"@context", "@value", "@language", "@direction"})
_NAMED: Final = frozenset({"id", "type"})
_CACHED: Final = 64


@dataclass(frozen=True, slots=True)
class _Words:
    """What some contexts name anywhere: the IRIs behind each term, all of these, and what a prefix stands for.

    `plain` are the IRIs that have a name without a colon.
    """

    terms: dict[str, set[str]] = field(default_factory=dict)
    iris: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    prefixes: dict[str, set[str]] = field(default_factory=dict)

    def shorten(self, key: str) -> bool:
        """Say whether there is a shorter name for a key."""
        prefix, _, rest = key.partition(":")
        if key in self.terms:
            return not self.terms[key].isdisjoint(self.plain)
        meanings = {key, *(iri + rest for iri in self.prefixes.get(prefix, ()))}
        return not meanings.isdisjoint(self.iris)

    def is_alias_of_keyword(self, key: str) -> bool:
        """Say whether a key is another name for a keyword than `id` and `type`, such as `uid` of ODRL."""
        return key not in _NAMED and any(iri.startswith("@") for iri in self.terms.get(key, ()))

    def is_type_of(self, key: str) -> bool:
        """Say whether a key is the name of a type that shares its IRI with a property, such as `Criteria`."""
        own, other = (self.terms.get(name, set()) for name in (key, key[:1].lower() + key[1:]))
        return not own.isdisjoint(other)


def find_long_name(document: JsonObject) -> str | None:
    """Return the place of the first key that hides what it says behind an IRI, a keyword or a type; None without one.

    The contexts of the document must be known ones.
    """
    return next(_long_names(document, (), ""), None)


def _long_names(value: Json, contexts: tuple[str, ...], path: str) -> Iterator[str]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _long_names(item, contexts, pointer(path, index))
    elif isinstance(value, dict):
        contexts = _extended(contexts, value)
        for key, item in value.items():
            if _is_long(key, value, contexts):
                yield pointer(path, key)
            if key != "@context":
                yield from _long_names(item, contexts, pointer(path, key))


def _extended(contexts: tuple[str, ...], holder: JsonObject) -> tuple[str, ...]:
    """Add the contexts that an object brings; each counts once, so that a long list costs nothing."""
    local = [item for item in as_list(holder.get("@context", [])) if isinstance(item, str) and item in PINNED]
    return tuple(dict.fromkeys((*contexts, *local))) if local else contexts


def _is_long(key: str, holder: JsonObject, contexts: tuple[str, ...]) -> bool:
    if key.startswith("@"):
        return key not in _OF_VALUES and not (key == "@type" and "@value" in holder)
    words = _words_of(contexts)
    if key[:1].isupper():
        return words.is_type_of(key)
    return words.shorten(key) if ":" in key else words.is_alias_of_keyword(key)


@lru_cache(maxsize=_CACHED)
def _words_of(contexts: tuple[str, ...]) -> _Words:
    """Collect the words of pinned contexts, and of those that their terms and types bring along."""
    processor, words = ContextProcessor(PINNED), _Words()
    seen: set[tuple[str, str | None, int]] = set()
    waiting = [_active(processor, context) for context in contexts]
    while waiting:
        active = waiting.pop()
        for name, term in active.terms.items():
            # A context may bring itself along; the text of a definition is the same object each time.
            mark = (name, term.iri, id(term.context))
            if mark not in seen:
                seen.add(mark)
                _add(words, name, term)
                if term.context is not UNSET:
                    waiting.append(processor.scoped_context(active, term))
    return words


def _active(processor: ContextProcessor, context: str) -> ActiveContext:
    try:
        return processor.document_context(processor.initial, context)
    except JsonLdError:
        # A context that cannot be used names nothing; the document is refused for it elsewhere.
        return processor.initial


def _add(words: _Words, name: str, term: TermDefinition) -> None:
    # A context may also take a word out of use: such a term stands for nothing.
    iris: set[str] = set() if term.iri is None else {term.iri}
    words.terms.setdefault(name, set()).update(iris)
    words.iris.update(iris)
    if ":" not in name:
        words.plain.update(iris)
    if term.prefix:
        words.prefixes.setdefault(name, set()).update(iris)
