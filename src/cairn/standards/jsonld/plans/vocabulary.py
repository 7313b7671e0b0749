# SPDX-License-Identifier: Apache-2.0
"""The words of the contexts that a document names: what a value must not be taken for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cairn.standards.jsonld.store import ContextStore
from cairn.standards.types import Json

_SCHEMES: Final = ("https", "http", "urn", "did", "mailto", "tag")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every term that some contexts define at any depth, and the keys among them that mean `@type`."""

    contexts: tuple[str, ...]
    terms: frozenset[str]
    type_keys: frozenset[str]

    @property
    def schemes(self) -> tuple[str, ...]:
        """The IRI schemes that no term can be mistaken for, so that an IRI with one of them expands to itself."""
        return tuple(scheme for scheme in _SCHEMES if not self._defines_scheme(scheme))

    def _defines_scheme(self, scheme: str) -> bool:
        return any(term == scheme or term.startswith(f"{scheme}:") for term in self.terms)


def contexts_of(document: Json) -> Iterator[Json]:
    """Yield every entry of every `@context` in a document."""
    if isinstance(document, dict):
        local = document.get("@context", [])
        yield from local if isinstance(local, list) else [local]
        for key, value in document.items():
            if key != "@context":
                yield from contexts_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from contexts_of(value)


def read_vocabulary(urls: tuple[str, ...], store: ContextStore) -> Vocabulary:
    """Collect the words of contexts and of all that they load.

    Raises JsonLdError: unknown_context.
    """
    words = _Words(store)
    for url in urls:
        words.add_context(url)
    return Vocabulary(urls, frozenset(words.terms), frozenset(words.type_keys))


class _Words:
    """The words found so far."""

    def __init__(self, store: ContextStore) -> None:
        self.terms: set[str] = set()
        self.type_keys = {"@type"}
        self._store = store
        self._seen: set[str] = set()

    def add_context(self, local: Json) -> None:
        if isinstance(local, list):
            for entry in local:
                self.add_context(entry)
        elif isinstance(local, dict):
            self.add_context(local.get("@import"))
            for term, definition in local.items():
                if not term.startswith("@"):
                    self._add_term(term, definition)
        elif isinstance(local, str) and local not in self._seen:
            self._seen.add(local)
            self.add_context(self._store.get(local)["@context"])

    def _add_term(self, term: str, definition: Json) -> None:
        self.terms.add(term)
        entry = definition if isinstance(definition, dict) else {"@id": definition}
        if entry.get("@id") == "@type":
            self.type_keys.add(term)
        self.add_context(entry.get("@context"))
