# SPDX-License-Identifier: Apache-2.0
"""Creates term definitions from one context object. Source: JSON-LD 1.1 API §4.2.2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.iri import (
    GENERIC_DELIMITERS,
    KEYWORDS,
    has_keyword_form,
    has_scheme,
    is_blank_label,
    is_language_tag,
)
from cairn.standards.jsonld.terms import UNSET, TermDefinition, Unset, expand_iri
from cairn.standards.types import Json, JsonObject

_CONTEXT_KEYWORDS: Final = frozenset(
    ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"]
)
_DEFINITION_KEYS: Final = frozenset(
    ("@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest", "@prefix", "@protected")
) | {"@type"}
_CONTAINERS: Final = frozenset(["@graph", "@id", "@index", "@language", "@list", "@set", "@type"])
_GRAPH_PARTNERS: Final = frozenset(["@graph", "@id", "@index", "@set"])
_DIRECTIONS: Final = ("ltr", "rtl", None)

ScopedContextCheck = Callable[["TermDefinitions", Json], None]
"""Processes a scoped context to see that it is valid. Raises JsonLdError."""


class TermDefinitions:
    """The term definitions while one context object is applied: those there were, and those it brings.

    A term may be written with prefixes that the same object defines later, so each is defined when first needed.
    """

    def __init__(
        self,
        local: JsonObject,
        terms: dict[str, TermDefinition],
        *,
        base: str | None,
        vocab: str | None,
        override_protected: bool,
        check_scoped: ScopedContextCheck,
    ) -> None:
        self.terms = terms
        self.base = base
        self.vocab = vocab
        self._local = local
        self._protected_by_default = read_boolean(local, "@protected", default=False)
        self._override_protected = override_protected
        self._check_scoped = check_scoped
        self._finished: dict[str, bool] = {}

    def define_all(self) -> None:
        """Define every term of the context object.

        Raises JsonLdError: invalid_term_definition, cyclic_iri_mapping, keyword_redefinition,
        protected_term_redefinition and the other errors that the standard names for a definition.
        """
        for term in self._local:
            if term not in _CONTEXT_KEYWORDS:
                self.define(term)

    def define(self, term: str) -> None:
        """Define one term of the context object, unless it is defined already or belongs to no context object."""
        if self._finished.get(term) or term not in self._local or term in _CONTEXT_KEYWORDS:
            return
        if term in self._finished:
            raise _invalid("cyclic_iri_mapping", term, "is defined by way of itself")
        self._finished[term] = False
        _check_name(term, self._local[term])
        previous = self.terms.pop(term, None)
        definition = self._create(term, self._local[term])
        self.terms[term] = self._guard(term, definition, previous)
        self._finished[term] = True

    def expand(self, name: str) -> str | None:
        """Expand a name in the words of the context being made."""
        return expand_iri(name, self, vocab=True, define=self.define)

    def _guard(self, term: str, definition: TermDefinition, previous: TermDefinition | None) -> TermDefinition:
        """Keep a protected term as it was, or refuse to change it (step 27)."""
        if self._override_protected or previous is None or not previous.protected:
            return definition
        if not definition.same_meaning(previous):
            raise _invalid("protected_term_redefinition", term, "is protected and must not be given another meaning")
        return previous

    def _create(self, term: str, given: Json) -> TermDefinition:
        entry = given if isinstance(given, dict) else {"@id": given}
        if not (given is None or isinstance(given, str | dict)) or entry.keys() - _DEFINITION_KEYS:
            raise _invalid("invalid_term_definition", term, "has a definition that is no text or known object")
        is_reverse = "@reverse" in entry
        iri = self._reverse_iri(term, entry) if is_reverse else self._iri(term, entry)
        container = _container(term, entry)
        definition = TermDefinition(
            iri=iri,
            prefix=_prefix(term, entry, iri, is_simple=isinstance(given, str)),
            protected=read_boolean(entry, "@protected", default=self._protected_by_default),
            reverse=is_reverse,
            type=self._type(term, entry, container),
            language=_language(term, entry),
            direction=_direction(term, entry),
            container=container,
            index=self._index(term, entry, container),
            nest=_nest(term, entry),
            context=entry.get("@context", UNSET),
        )
        if not isinstance(definition.context, Unset):
            self._check_context(term, definition)
        return definition

    def _check_context(self, term: str, definition: TermDefinition) -> None:
        try:
            self._check_scoped(self, definition.context)
        except JsonLdError as error:
            if error.code in ("context_overflow", "unknown_context"):
                raise
            raise _invalid("invalid_scoped_context", term, f"has an invalid context: {error.detail}") from error

    def _iri(self, term: str, entry: JsonObject) -> str | None:
        """The IRI that a term stands for (steps 14 to 18)."""
        if "@id" in entry and entry["@id"] != term:
            return self._given_iri(term, entry["@id"])
        if term.find(":", 1) > 0 or "/" in term:
            return self._iri_of_compact_term(term)
        if term == "@type":
            return "@type"
        if self.vocab is None:
            raise _invalid("invalid_iri_mapping", term, "is given no IRI")
        return self.vocab + term

    def _given_iri(self, term: str, given: Json) -> str | None:
        if given is None:
            return None
        iri = self._expand_to_name(term, given)
        if iri == "@context":
            raise _invalid("invalid_keyword_alias", term, "cannot be another name of @context")
        if term.find(":", 1) > 0 or "/" in term:
            self._finished[term] = True
            if expand_iri(term, self, vocab=True, define=self.define) != iri:
                raise _invalid("invalid_iri_mapping", term, "looks like an IRI but is given another one")
        return iri

    def _iri_of_compact_term(self, term: str) -> str:
        prefix, colon, suffix = term.partition(":")
        if colon:
            self.define(prefix)
            definition = self.terms.get(prefix)
            if definition is not None and definition.iri is not None:
                return definition.iri + suffix
        self._finished[term] = True
        iri = self.expand(term)
        if iri is None or not (has_scheme(iri) or is_blank_label(iri)):
            raise _invalid("invalid_iri_mapping", term, "does not become an absolute IRI")
        return iri

    def _reverse_iri(self, term: str, entry: JsonObject) -> str:
        """The IRI of a property that points backwards (step 13)."""
        if "@id" in entry or "@nest" in entry:
            raise _invalid("invalid_reverse_property", term, "cannot have @reverse together with @id or @nest")
        iri = self._expand_to_name(term, entry["@reverse"])
        if iri in KEYWORDS:
            raise _invalid("invalid_iri_mapping", term, "cannot be the reverse of a keyword")
        if entry.get("@container") not in ("@set", "@index", None):
            raise _invalid("invalid_reverse_property", term, "points backwards and can only have @set or @index")
        return iri

    def _expand_to_name(self, term: str, given: Json) -> str:
        """Expand what a term is said to stand for; it must become a keyword, an IRI or a blank node label."""
        iri = self.expand(given) if isinstance(given, str) else None
        if iri is None and isinstance(given, str) and has_keyword_form(given):
            raise _invalid("keyword_lookalike", term, f"stands for {given!r}, which looks like a keyword but is none")
        if iri is None or not (iri in KEYWORDS or has_scheme(iri) or is_blank_label(iri)):
            raise _invalid("invalid_iri_mapping", term, f"stands for {given!r}, which does not become an absolute IRI")
        return iri

    def _type(self, term: str, entry: JsonObject, container: frozenset[str]) -> str | None:
        """The type that values are read as (steps 12 and 19.4)."""
        if "@type" not in entry:
            return "@id" if "@type" in container else None
        given = entry["@type"]
        iri = self.expand(given) if isinstance(given, str) else None
        if iri is None or not (iri in ("@id", "@vocab", "@json", "@none") or has_scheme(iri)):
            raise _invalid("invalid_type_mapping", term, f"has the type {given!r}, which is not an IRI")
        if "@type" in container and iri not in ("@id", "@vocab"):
            raise _invalid("invalid_type_mapping", term, "is a map by type and can only have the type @id or @vocab")
        return iri

    def _index(self, term: str, entry: JsonObject, container: frozenset[str]) -> str | None:
        """The property that the keys of an index map become (step 20)."""
        if "@index" not in entry:
            return None
        given = entry["@index"]
        iri = self.expand(given) if isinstance(given, str) else None
        if "@index" not in container or iri is None or iri in KEYWORDS or not has_scheme(iri):
            raise _invalid("invalid_term_definition", term, "has an @index that is not a property")
        return str(given)


def read_boolean(entry: JsonObject, key: str, *, default: bool) -> bool:
    """Read a flag of a context or a term definition.

    Raises JsonLdError: invalid_<key>_value.
    """
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise JsonLdError(f"invalid_{key[1:]}_value", f"{key} must be true or false.")
    return value


def _check_name(term: str, given: Json) -> None:
    if not term:
        raise _invalid("invalid_term_definition", term, "is empty")
    if term == "@type":
        _check_type_definition(given)
    elif term in KEYWORDS:
        raise _invalid("keyword_redefinition", term, "is a keyword and cannot be defined")
    elif has_keyword_form(term):
        raise _invalid("keyword_lookalike", term, "looks like a keyword but is none")


def _check_type_definition(given: Json) -> None:
    """`@type` itself may only be given a set container and protection (step 4)."""
    allowed = isinstance(given, dict) and given and not given.keys() - {"@container", "@protected"}
    if not allowed or given.get("@container", "@set") != "@set":
        raise _invalid("keyword_redefinition", "@type", "can only be given the container @set")


def _container(term: str, entry: JsonObject) -> frozenset[str]:
    """How several values of a term are arranged (step 19)."""
    given = entry.get("@container", [])
    names = given if isinstance(given, list) else [given]
    if given is None and "@reverse" in entry:
        return frozenset()
    parts = frozenset(name for name in names if isinstance(name, str))
    if len(parts) != len(names) or not _is_container(parts):
        raise _invalid("invalid_container_mapping", term, f"has the container {given!r}, which JSON-LD does not have")
    return parts


def _is_container(parts: frozenset[str]) -> bool:
    if not parts <= _CONTAINERS:
        return False
    if "@graph" in parts:
        return parts <= _GRAPH_PARTNERS and not {"@id", "@index"} <= parts
    if "@list" in parts:
        return len(parts) == 1
    return len(parts - {"@set"}) <= 1


def _prefix(term: str, entry: JsonObject, iri: str | None, *, is_simple: bool) -> bool:
    """Whether a term can begin a compact IRI (steps 14.2.5 and 25)."""
    looks_compact = ":" in term or "/" in term
    if "@prefix" not in entry:
        return is_simple and not looks_compact and iri is not None and _ends_as_prefix(iri)
    is_prefix = read_boolean(entry, "@prefix", default=False)
    if looks_compact or (is_prefix and iri in KEYWORDS):
        raise _invalid("invalid_term_definition", term, "cannot be a prefix")
    return is_prefix


def _ends_as_prefix(iri: str) -> bool:
    return iri.endswith(GENERIC_DELIMITERS) or is_blank_label(iri)


def _language(term: str, entry: JsonObject) -> str | Unset | None:
    """The language of the term's texts; a type wins over it (step 22)."""
    if "@language" not in entry or "@type" in entry:
        return UNSET
    return read_language(entry["@language"], code="invalid_language_mapping", owner=f"The term {term!r}")


def read_language(given: Json, *, code: str, owner: str) -> str | None:
    """Read a language tag or null; tags are compared in lower case.

    Raises JsonLdError: `code` where it is no text, invalid_language where it is no well-formed tag.
    """
    if given is None:
        return None
    if not isinstance(given, str):
        raise JsonLdError(code, f"{owner} has a language that is not a text.")
    if not is_language_tag(given):
        raise JsonLdError("invalid_language", f"{owner} has the language {given!r}, which is not a language tag.")
    return given.lower()


def _direction(term: str, entry: JsonObject) -> str | Unset | None:
    if "@direction" not in entry or "@type" in entry:
        return UNSET
    return read_direction(entry["@direction"], owner=f"The term {term!r}")


def read_direction(given: Json, *, owner: str) -> str | None:
    """Read a base direction: ltr, rtl or null.

    Raises JsonLdError: invalid_base_direction.
    """
    if given not in _DIRECTIONS:
        raise JsonLdError("invalid_base_direction", f"{owner} has a direction that is neither ltr nor rtl.")
    return None if given is None else str(given)


def _nest(term: str, entry: JsonObject) -> str | None:
    if "@nest" not in entry:
        return None
    given = entry["@nest"]
    if not isinstance(given, str) or (given in KEYWORDS and given != "@nest"):
        raise _invalid("invalid_nest_value", term, "has an @nest that is not a term")
    return given


def _invalid(code: str, term: str, what: str) -> JsonLdError:
    return JsonLdError(code, f"The context's term {term!r} {what}.")
