# SPDX-License-Identifier: Apache-2.0
"""Term definitions and the active context: what a key means at one place of a document.

Source: JSON-LD 1.1 Processing Algorithms and API §4.1 (active context) and §5.2 (IRI expansion).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar

from cairn.standards.jsonld.iri import KEYWORDS, has_keyword_form, has_scheme, resolve
from cairn.standards.types import Json

MEMO_LIMIT: Final = 1024
"""How many results one context remembers before it forgets them all: documents must not be able to fill the memory."""

_T = TypeVar("_T")


class Unset:
    """The type of `UNSET`: no value was given, which differs from null."""


UNSET: Final = Unset()


@dataclass(frozen=True, slots=True, eq=False)
class TermDefinition:
    """What one term means. Compared by identity; `same_meaning` compares by content."""

    iri: str | None
    prefix: bool = False
    protected: bool = False
    reverse: bool = False
    type: str | None = None
    language: str | Unset | None = UNSET
    direction: str | Unset | None = UNSET
    container: frozenset[str] = frozenset()
    index: str | None = None
    nest: str | None = None
    context: Json | Unset = UNSET

    def same_meaning(self, other: TermDefinition) -> bool:
        """Tell whether two definitions are equal but for protection (§4.2.2 step 27)."""
        return all(
            getattr(self, name) == getattr(other, name) for name in self.__dataclass_fields__ if name != "protected"
        )


UNDEFINED: Final = TermDefinition(iri=None)
"""The definition of a key that has none of its own, such as an absolute IRI."""


class Vocabulary(Protocol):
    """What IRI expansion looks names up in: an active context, finished or in the making."""

    @property
    def terms(self) -> Mapping[str, TermDefinition]:
        """The term definitions."""

    @property
    def vocab(self) -> str | None:
        """The prefix of terms that have no definition."""

    @property
    def base(self) -> str | None:
        """The IRI that relative references are resolved against."""


@dataclass(frozen=True, slots=True, eq=False)
class ActiveContext:
    """The meaning of every key at one place of a document. Never changed once made, so it is shared between documents.

    `previous` is the context to return to when a node ends whose type brought its own words.
    """

    terms: Mapping[str, TermDefinition]
    base: str | None = None
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: ActiveContext | None = None
    _memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def derive(self, **changes: Any) -> ActiveContext:
        """Return a context that differs in some fields and remembers nothing yet."""
        return replace(self, _memo={}, **changes)

    def remember(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what `make` returned for this key the last time, or call it."""
        try:
            remembered: _T = self._memo[key]
        except KeyError:
            result = make()
        else:
            return remembered
        if len(self._memo) >= MEMO_LIMIT:
            self._memo.clear()
        self._memo[key] = result
        return result

    def expand_name(self, name: str) -> str | None:
        """Expand a key or a type: a keyword, an IRI, the name itself where nothing defines it, or None (null)."""
        definition = self.terms.get(name)
        return definition.iri if definition is not None else expand_iri(name, self, vocab=True)

    def expand_type(self, name: str) -> str | None:
        """Expand a name that may also be relative to the document: a type, or a value of a `@vocab` property."""
        return expand_iri(name, self, vocab=True, relative=True)

    def expand_reference(self, reference: str) -> str | None:
        """Expand an identifier: absolute, compact, or relative to the document."""
        return expand_iri(reference, self, relative=True)


def expand_iri(
    value: str,
    names: Vocabulary,
    *,
    vocab: bool = False,
    relative: bool = False,
    define: Callable[[str], None] = lambda _: None,
) -> str | None:
    """Expand a name to a keyword, an IRI or a blank node label (§5.2.2).

    Returns None for what is defined as null or only looks like a keyword, and the value itself where nothing
    defines it. `define` is called for each term that a context in the making has yet to define.
    """
    if value in KEYWORDS:
        return value
    if has_keyword_form(value):
        return None
    define(value)
    definition = names.terms.get(value)
    if definition is not None and (vocab or definition.iri in KEYWORDS):
        return definition.iri
    expanded = _expand_compact(value, names, define) if value.find(":", 1) > 0 else None
    if expanded is not None:
        return expanded
    if vocab and names.vocab is not None:
        return names.vocab + value
    return resolve(value, names.base) if relative else value


def _expand_compact(value: str, names: Vocabulary, define: Callable[[str], None]) -> str | None:
    """Expand `prefix:suffix`, or return the value where it is an IRI already, or None where it is neither."""
    prefix, _, suffix = value.partition(":")
    if prefix == "_" or suffix.startswith("//"):
        return value
    define(prefix)
    definition = names.terms.get(prefix)
    if definition is not None and definition.iri is not None and definition.prefix:
        return definition.iri + suffix
    return value if has_scheme(value) else None
