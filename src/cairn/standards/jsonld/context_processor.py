# SPDX-License-Identifier: Apache-2.0
"""Applies local contexts to the active context. Source: JSON-LD 1.1 API §4.1.2."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Final

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.iri import has_scheme, is_blank_label, resolve
from cairn.standards.jsonld.store import ContextStore
from cairn.standards.jsonld.term_definitions import TermDefinitions, read_boolean, read_direction, read_language
from cairn.standards.jsonld.terms import ActiveContext, TermDefinition, expand_iri
from cairn.standards.types import Json, JsonObject

MAX_NESTING: Final = 16
"""How deep contexts may stand inside or load one another."""


@dataclass(frozen=True, slots=True)
class _Mode:
    """How one local context is applied: the optional inputs of §4.1.2."""

    override_protected: bool = False
    propagate: bool = True
    loaded: tuple[str, ...] = ()
    validating: bool = False
    depth: int = 0

    def deeper(self) -> _Mode:
        """The mode for a context inside this one."""
        if self.depth >= MAX_NESTING:
            raise JsonLdError("context_overflow", f"Contexts are nested more than {MAX_NESTING} deep.")
        return replace(self, depth=self.depth + 1)


class ContextProcessor:
    """Turns the contexts that documents name into active contexts, and remembers them.

    `allow_inline` lets documents define words of their own; it is for conformance suites only, because a signature
    over RDF does not cover the words that the reader sees. Contexts are loaded from `store` and nowhere else.
    """

    def __init__(self, store: ContextStore, *, allow_inline: bool = False, base: str | None = None) -> None:
        self.store = store
        self.allow_inline = allow_inline
        self.initial = ActiveContext(terms={}, base=base)

    def document_context(self, active: ActiveContext, local: Json) -> ActiveContext:
        """Apply the `@context` of a document or of a node in it. Paths of errors are relative to it.

        Raises JsonLdError: inline_context, unknown_context, context_overflow and the errors of §4.1.2.
        """
        return active.remember(_key(local), lambda: self._document_context(active, local))

    def scoped_context(
        self, active: ActiveContext, definition: TermDefinition, *, of_type: bool = False
    ) -> ActiveContext:
        """Apply the context that a property or a type brings; that of a type ends with its node.

        Raises JsonLdError as `document_context` does.
        """
        mode = _Mode(propagate=False) if of_type else _Mode(override_protected=True)
        return active.remember((definition, of_type), lambda: self._process(active, definition.context, mode))

    def _document_context(self, active: ActiveContext, local: Json) -> ActiveContext:
        if not self.allow_inline:
            _refuse_inline(local)
        return self._process(active, local, _Mode())

    def _process(self, active: ActiveContext, local: Json, mode: _Mode) -> ActiveContext:
        if isinstance(local, dict):
            mode = replace(mode, propagate=read_boolean(local, "@propagate", default=mode.propagate))
        result = active
        if not mode.propagate and result.previous is None:
            result = result.derive(previous=active)
        is_list = isinstance(local, list)
        for position, entry in enumerate(local if is_list else [local]):
            try:
                result = self._apply(result, entry, mode)
            except JsonLdError as error:
                path = f"/{position}{error.path}" if is_list else error.path
                raise JsonLdError(error.code, error.detail, path=path) from error
        return result

    def _apply(self, active: ActiveContext, entry: Json, mode: _Mode) -> ActiveContext:
        if entry is None:
            return self._nullify(active, mode)
        if isinstance(entry, str):
            return self._apply_remote(active, entry, mode)
        if isinstance(entry, dict) and entry.keys() == {"@context"}:
            return self._process(active, entry["@context"], mode)  # a context wrapped as in its own document
        if isinstance(entry, dict):
            return self._apply_object(active, entry, mode)
        raise JsonLdError("invalid_local_context", "A context must be a URL or an object.")

    def _nullify(self, active: ActiveContext, mode: _Mode) -> ActiveContext:
        if not mode.override_protected and any(term.protected for term in active.terms.values()):
            raise JsonLdError("invalid_context_nullification", "A null context would clear protected terms.")
        return self.initial.derive(previous=None if mode.propagate else active.previous or active)

    def _apply_remote(self, active: ActiveContext, url: str, mode: _Mode) -> ActiveContext:
        """Load a context. Inside a validation, one that is being loaded already is taken as valid."""
        url = resolve(url, mode.loaded[-1] if mode.loaded else self.initial.base)
        if mode.validating and url in mode.loaded:
            return active
        document = self.store.get(url)
        if not isinstance(document, dict) or "@context" not in document:
            raise JsonLdError("invalid_remote_context", f"The document at {url} is not a context.")
        inner = replace(mode.deeper(), loaded=(*mode.loaded, url))
        return self._process(active, document["@context"], inner)

    def _apply_object(self, active: ActiveContext, entry: JsonObject, mode: _Mode) -> ActiveContext:
        if entry.get("@version", 1.1) != 1.1:  # noqa: PLR2004 (the version of JSON-LD)
            raise JsonLdError("invalid_version_value", "@version must be 1.1.")
        if "@import" in entry:
            entry = self._import(entry, mode)
        base = _base(active, entry, mode)
        vocab = _vocab(active, entry, base)
        terms = TermDefinitions(
            entry,
            dict(active.terms),
            base=base,
            vocab=vocab,
            override_protected=mode.override_protected,
            check_scoped=lambda names, local: self._check_scoped(active, names, local, mode),
        )
        terms.define_all()
        return ActiveContext(
            terms=terms.terms,
            base=base,
            vocab=vocab,
            language=_language(active, entry),
            direction=_direction(active, entry),
            previous=active.previous,
        )

    def _check_scoped(self, active: ActiveContext, names: TermDefinitions, local: Json, mode: _Mode) -> None:
        """See that a scoped context can be applied where it is defined (§4.2.2 step 21)."""
        so_far = active.derive(terms=dict(names.terms), base=names.base, vocab=names.vocab)
        self._process(so_far, local, replace(mode.deeper(), override_protected=True, validating=True, propagate=True))

    def _import(self, entry: JsonObject, mode: _Mode) -> JsonObject:
        """Merge the context object that `@import` names under the one that names it (§4.1.2 step 5.6)."""
        url = entry["@import"]
        if not isinstance(url, str):
            raise JsonLdError("invalid_import_value", "@import must be a URL.")
        document = self.store.get(resolve(url, mode.loaded[-1] if mode.loaded else self.initial.base))
        imported = document.get("@context") if isinstance(document, dict) else None
        if not isinstance(imported, dict):
            raise JsonLdError("invalid_remote_context", f"The document at {url} is not one context object.")
        if "@import" in imported:
            raise JsonLdError("invalid_context_entry", f"The imported context {url} imports another.")
        return {**imported, **{key: value for key, value in entry.items() if key != "@import"}}


def _key(local: Json) -> Hashable:
    """What a context is remembered by: the URLs that it names, or the digest of its JSON."""
    urls = local if isinstance(local, list) else [local]
    if all(isinstance(url, str) for url in urls):
        return ("@context", *urls)
    return hashlib.sha256(json.dumps(local, sort_keys=True).encode()).digest()


def _refuse_inline(local: Json) -> None:
    is_list = isinstance(local, list)
    for position, entry in enumerate(local if is_list else [local]):
        if entry is None or isinstance(entry, dict):
            what = "A null context" if entry is None else "A context written into the document"
            detail = f"{what} can change what the words mean: name a published context by its URL."
            raise JsonLdError("inline_context", detail, path=f"/{position}" if is_list else "")


def _base(active: ActiveContext, entry: JsonObject, mode: _Mode) -> str | None:
    if "@base" not in entry or mode.loaded:
        return active.base
    given = entry["@base"]
    if given is None:
        return None
    if not isinstance(given, str) or not (has_scheme(given) or active.base):
        raise JsonLdError("invalid_base_iri", "@base must be an absolute IRI or null.")
    return resolve(given, active.base)


def _vocab(active: ActiveContext, entry: JsonObject, base: str | None) -> str | None:
    if "@vocab" not in entry:
        return active.vocab
    given = entry["@vocab"]
    if given is None:
        return None
    names = active.derive(base=base)
    iri = expand_iri(given, names, vocab=True, relative=True) if isinstance(given, str) else None
    if iri is None or not (has_scheme(iri) or is_blank_label(iri)):
        raise JsonLdError("invalid_vocab_mapping", "@vocab must become an absolute IRI, or be null.")
    return iri


def _language(active: ActiveContext, entry: JsonObject) -> str | None:
    if "@language" not in entry:
        return active.language
    return read_language(entry["@language"], code="invalid_default_language", owner="The context")


def _direction(active: ActiveContext, entry: JsonObject) -> str | None:
    return read_direction(entry["@direction"], owner="The context") if "@direction" in entry else active.direction
