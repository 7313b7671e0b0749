# SPDX-License-Identifier: Apache-2.0
"""JSON-LD to RDF, in safe mode: what cannot be carried over is an error that names its place, never a silent loss.

Expansion and conversion are one walk, so what is checked and what is signed cannot differ. Sources: JSON-LD 1.1 API
§5.1 (expansion) and §8.1 (deserialization); the losses refused are those that Data Integrity 1.0 §4.6 warns of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.entries import Entries, EntryReader, Keyword, Property, Scope, refusal
from cairn.standards.jsonld.iri import has_scheme, is_absolute_iri, is_blank_label
from cairn.standards.jsonld.nquads import RDF, Quad
from cairn.standards.jsonld.pointers import Place, pointer
from cairn.standards.jsonld.store import PINNED
from cairn.standards.jsonld.terms import UNDEFINED, ActiveContext, Unset
from cairn.standards.jsonld.values import LiteralWriter
from cairn.standards.types import Json, JsonObject

MAX_DEPTH: Final = 64
"""How deep a document may be nested: credentials stay far below, and the reader's stack is never at risk."""

MAX_STATEMENTS: Final = 50_000
"""How much one document may say: a learner record of some hundred credentials says less, and each costs time."""

_TYPE: Final = f"<{RDF}type>"
_FIRST: Final = f"<{RDF}first>"
_REST: Final = f"<{RDF}rest>"
_NIL: Final = f"<{RDF}nil>"
_NODE_KEYWORDS: Final = frozenset(["@id", "@type", "@graph", "@included", "@reverse"])
_LIST_KEYWORDS: Final = frozenset(["@list"])
_SET_KEYWORDS: Final = frozenset(["@set"])
_MAP_CONTAINERS: Final = frozenset(["@language", "@index", "@id", "@type"])
_PINNED_CONTEXTS: Final = ContextProcessor(PINNED)


class MapItem(NamedTuple):
    """What the key of a map says about its values: their context, statements about them, their identifier."""

    context: ActiveContext
    statements: tuple[tuple[str, str], ...] = ()
    default_id: str | None = None


def to_rdf(
    document: JsonObject | list[Json], *, contexts: ContextProcessor = _PINNED_CONTEXTS, i18n: bool = False
) -> list[Quad]:
    """Convert a document to its distinct RDF statements; blank nodes are labelled `_:b0`, `_:b1` and on.

    `i18n` carries base directions over as i18n datatypes; without it the standard leaves them out of RDF.

    Raises JsonLdError, with the place as its path, for whatever RDF would not hold: undefined_term, null_term,
    keyword_lookalike, undefined_type, relative_iri, malformed_iri, dropped_value, free_floating, list_of_lists,
    too_deep, too_many_statements, and for each error that the JSON-LD API names.
    """
    return _Converter(contexts, i18n=i18n).convert(document)


def locate_nodes(
    document: JsonObject | list[Json], *, contexts: ContextProcessor = _PINNED_CONTEXTS
) -> Mapping[str, str]:
    """Return for each node object of a document its JSON Pointer and the term that `to_rdf` gives it.

    Selective disclosure needs it, to name the blank nodes of a document. Raises JsonLdError as `to_rdf` does.
    """
    converter = _Converter(contexts)
    converter.convert(document)
    return {pointer(place): term for place, term in converter.nodes}


class _Converter:
    """One conversion: the statements so far and the labels given to blank nodes."""

    def __init__(self, contexts: ContextProcessor, *, i18n: bool = False) -> None:
        self._contexts = contexts
        self._reader = EntryReader(contexts)
        self._literals = LiteralWriter(i18n=i18n)
        self._quads: list[Quad] = []
        self._labels: dict[str, str] = {}
        self._blank_nodes = 0
        self.nodes: list[tuple[Place, str]] = []

    def convert(self, document: Json) -> list[Quad]:
        _check_depth(document)
        if isinstance(document, dict):
            self._whole_document(document)
        else:
            self._standing_alone(document, Scope(UNDEFINED, self._contexts.initial), None)
        return list(dict.fromkeys(self._quads))

    def _whole_document(self, document: JsonObject) -> None:
        """Convert the outermost object; one that only holds a graph holds the default graph (§5.1.1 step 8)."""
        scope = Scope(UNDEFINED, self._contexts.initial)
        entries = self._reader.read(document, scope, None)
        if entries.keywords.keys() == {"@graph"} and not entries.properties:
            value, place = entries.only("@graph")
            self._standing_alone(value, scope.inside(entries.context), place)
        else:
            self._node_alone(entries, scope, None)

    # --- nodes ---

    def _standing_alone(self, value: Json, scope: Scope, place: Place) -> None:
        """Convert what is no property's value: the nodes of a graph. Anything else there would be lost."""
        if isinstance(value, list):
            for position, item in enumerate(value):
                self._standing_alone(item, scope, (place, position))
        elif isinstance(value, dict):
            self._node_alone(self._reader.read(value, scope, place), scope, place)
        else:
            raise refusal("free_floating", "A bare value in a graph belongs to no property and would be lost.", place)

    def _node_alone(self, entries: Entries, scope: Scope, place: Place) -> None:
        if "@value" in entries.keywords or "@list" in entries.keywords:
            raise refusal("free_floating", "A value in a graph belongs to no property and would be lost.", place)
        if "@set" in entries.keywords:
            entries.refuse_others(_SET_KEYWORDS, "invalid_set_or_list_object")
            value, inner = entries.only("@set")
            self._standing_alone(value, scope.inside(entries.context), inner)
            return
        before = len(self._quads)
        self._node(entries, scope.graph, place)
        if len(self._quads) == before:
            raise refusal("free_floating", "The object says nothing and would be lost.", place)

    def _node(self, entries: Entries, graph: str, place: Place, default_id: str | None = None) -> str:
        """Convert a node object and return its term."""
        for keyword in entries.keywords.keys() - _NODE_KEYWORDS:
            detail = f"{keyword} has no effect here and would be lost."
            raise refusal("dropped_value", detail, entries.only(keyword).place)
        subject = self._subject(entries, default_id)
        self.nodes.append((place, subject))
        for types in entries.keywords.get("@type", ()):
            self._types(subject, types, entries.type_context, graph)
        for entry in entries.properties:
            self._property(subject, entry, graph)
        if "@graph" in entries.keywords:
            value, inner = entries.only("@graph")
            self._standing_alone(value, Scope(UNDEFINED, entries.context, subject), inner)
        for value, inner in entries.keywords.get("@included", ()):
            self._standing_alone(value, Scope(UNDEFINED, entries.context, graph), inner)
        if "@reverse" in entries.keywords:
            self._reverse(subject, entries.only("@reverse"), entries.context, graph)
        return subject

    def _subject(self, entries: Entries, default_id: str | None) -> str:
        if "@id" not in entries.keywords:
            return default_id or self._new_blank_node()
        value, place = entries.only("@id")
        if not isinstance(value, str):
            raise refusal("invalid_id_value", "@id must be one text.", place)
        return self._reference(value, entries.context, place)

    def _types(self, subject: str, types: Keyword, context: ActiveContext, graph: str) -> None:
        is_list = isinstance(types.value, list)
        for position, name in enumerate(types.value if is_list else [types.value]):
            place = (types.place, position) if is_list else types.place
            if not isinstance(name, str):
                raise refusal("invalid_type_value", "A type must be a text.", place)
            self._add(subject, _TYPE, self._type(name, context, place), graph)

    def _type(self, name: str, context: ActiveContext, place: Place) -> str:
        iri = context.expand_type(name)
        if iri is not None and is_blank_label(iri):
            return self._blank_node(iri)
        if iri is None or not is_absolute_iri(iri):
            raise refusal("undefined_type", f"No context of this document defines the type {name!r}.", place)
        return f"<{iri}>"

    def _property(self, subject: str, entry: Property, graph: str) -> None:
        predicate = f"<{entry.iri}>"
        terms = self._terms(entry.value, Scope(entry.definition, entry.context, graph), entry.place)
        for term in terms:
            if not entry.definition.reverse:
                self._add(subject, predicate, term, graph)
            elif term.startswith('"'):
                raise refusal("invalid_reverse_property_value", "Only a node can be pointed from.", entry.place)
            else:
                self._add(term, predicate, subject, graph)

    def _reverse(self, subject: str, reverse: Keyword, context: ActiveContext, graph: str) -> None:
        """Convert `@reverse`: its properties point at this node (§5.1.2 step 13.4.13)."""
        if not isinstance(reverse.value, dict):
            raise refusal("invalid_reverse_value", "@reverse must be an object.", reverse.place)
        entries = self._reader.read(reverse.value, Scope(UNDEFINED, context), reverse.place, from_map=True)
        for keyword in entries.keywords:
            raise refusal("invalid_reverse_property_map", f"{keyword} cannot stand in @reverse.", reverse.place)
        for entry in entries.properties:
            backwards = replace(entry.definition, reverse=not entry.definition.reverse)
            self._property(subject, entry._replace(definition=backwards), graph)

    # --- values ---

    def _terms(self, value: Json, scope: Scope, place: Place) -> list[str]:
        """Return the terms that the value of a property becomes (§5.1.2 steps 13.6 to 13.12)."""
        container = scope.definition.container
        if scope.definition.type == "@json":
            return [self._literals.json(value, place)]
        if "@list" in container and not _has_keyword(value, scope.context, "@list"):
            return [] if value is None else [self._list(value, scope, place)]
        if isinstance(value, dict) and container & _MAP_CONTAINERS:
            return list(self._map(value, scope, place))
        if "@graph" in container and not container & _MAP_CONTAINERS:
            return list(self._graphs(value, scope, place))
        return self._plain(value, scope, place)

    def _plain(self, value: Json, scope: Scope, place: Place) -> list[str]:
        if isinstance(value, dict):
            return self._object(value, scope, place)
        if isinstance(value, list):
            items = enumerate(value)
            return [term for position, item in items for term in self._plain(item, scope, (place, position))]
        return [] if value is None else [self._scalar(value, scope, place)]

    def _scalar(self, value: Json, scope: Scope, place: Place) -> str:
        definition = scope.definition
        context = self._reader.property_context(scope.context, definition, place)
        if isinstance(value, str) and definition.type == "@id":
            return self._reference(value, context, place)
        if isinstance(value, str) and definition.type == "@vocab":
            return self._resource(value, context.expand_type(value), place)
        return self._literals.bare(value, definition, context, place)

    def _object(self, value: JsonObject, scope: Scope, place: Place, item: MapItem | None = None) -> list[str]:
        entries = self._reader.read(value, scope, place, from_map=item is not None)
        inner = scope.inside(entries.context)
        if "@value" in entries.keywords:
            return [self._literals.value_object(entries, place)]
        if "@list" in entries.keywords:
            entries.refuse_others(_LIST_KEYWORDS, "invalid_set_or_list_object")
            return [self._list(entries.only("@list").value, inner, entries.only("@list").place)]
        if "@set" in entries.keywords:
            entries.refuse_others(_SET_KEYWORDS, "invalid_set_or_list_object")
            return self._plain(entries.only("@set").value, inner, entries.only("@set").place)
        return [self._node(entries, scope.graph, place, item.default_id if item else None)]

    def _list(self, value: Json, scope: Scope, place: Place) -> str:
        """Write an ordered list as a chain of blank nodes (§8.2.3) and return its head."""
        if scope.definition.reverse:
            raise refusal("invalid_reverse_property_value", "A list cannot be pointed from.", place)
        items = value if isinstance(value, list) else [value]
        for position, item in enumerate(items):
            if isinstance(item, list) or _has_keyword(item, scope.context, "@list"):
                raise refusal("list_of_lists", "A list inside a list is not accepted.", (place, position))
        head = _NIL
        for term in reversed(self._plain(items, scope, place)):
            cell = self._new_blank_node()
            self._add(cell, _FIRST, term, scope.graph)
            self._add(cell, _REST, head, scope.graph)
            head = cell
        return head

    def _graphs(self, value: Json, scope: Scope, place: Place) -> Iterator[str]:
        """Put each value of a graph container into a graph of its own, named by a blank node (step 13.12)."""
        is_list = isinstance(value, list)
        for position, item in enumerate(value if is_list else [value]):
            if item is not None:
                name = self._new_blank_node()
                self._standing_alone(item, scope._replace(graph=name), (place, position) if is_list else place)
                yield name

    # --- terms ---

    def _reference(self, value: str, context: ActiveContext, place: Place) -> str:
        return self._resource(value, context.expand_reference(value), place)

    def _resource(self, value: str, iri: str | None, place: Place) -> str:
        """Return the term of an identifier, which must have become an absolute IRI or a blank node."""
        if iri is not None and is_absolute_iri(iri):
            return f"<{iri}>"
        if iri is not None and is_blank_label(iri):
            return self._blank_node(iri)
        if iri is not None and has_scheme(iri):
            raise refusal("malformed_iri", f"{value!r} holds characters that no IRI can hold.", place)
        raise refusal("relative_iri", f"{value!r} is no absolute IRI, so it would name nothing.", place)

    def _blank_node(self, label: str) -> str:
        if label not in self._labels:
            self._labels[label] = self._new_blank_node()
        return self._labels[label]

    def _new_blank_node(self) -> str:
        label = f"_:b{self._blank_nodes}"
        self._blank_nodes += 1
        return label

    def _add(self, subject: str, predicate: str, object_: str, graph: str) -> None:
        if len(self._quads) >= MAX_STATEMENTS:
            raise JsonLdError("too_many_statements", f"The document makes more than {MAX_STATEMENTS} statements.")
        self._quads.append(Quad(subject, predicate, object_, graph))

    # --- maps ---

    def _map(self, value: JsonObject, scope: Scope, place: Place) -> Iterator[str]:
        """Convert a map by language, index, identifier or type (§5.1.2 steps 13.7 and 13.8)."""
        if "@language" in scope.definition.container:
            yield from self._language_map(value, scope, place)
            return
        for key, content in value.items():
            item = self._map_item(key, scope, (place, key))
            for term in self._map_terms(content, item, scope, (place, key)):
                for predicate, object_ in item.statements:
                    if term.startswith('"'):
                        raise refusal("invalid_value_object", "A value cannot have an index.", (place, key))
                    self._add(term, predicate, object_, scope.graph)
                yield term

    def _map_item(self, key: str, scope: Scope, place: Place) -> MapItem:
        """Read what one key of a map says about its values: an identifier, a type, a property, or nothing (`@none`)."""
        definition, context, _ = scope
        is_none = context.expand_name(key) == "@none"
        if "@index" in definition.container:
            return MapItem(context, () if is_none else (self._index(key, scope, place),))
        outer = context.previous or context
        if "@id" in definition.container:
            return MapItem(outer, (), None if is_none else self._reference(key, context, place))
        inner = self._reader.property_context(outer, outer.terms.get(key, UNDEFINED), place)
        return MapItem(inner, () if is_none else ((_TYPE, self._type(key, context, place)),))

    def _index(self, key: str, scope: Scope, place: Place) -> tuple[str, str]:
        """Return the property and value that the key of an index map stands for."""
        index = scope.definition.index
        predicate = None if index is None else scope.context.expand_name(index)
        if index is None or predicate is None:
            raise refusal("dropped_value", f"The index {key!r} is no part of the data and would be lost.", place)
        definition = scope.context.terms.get(index, UNDEFINED)
        return f"<{predicate}>", self._scalar(key, Scope(definition, scope.context), place)

    def _map_terms(self, content: Json, item: MapItem, scope: Scope, place: Place) -> Iterator[str]:
        inner = scope.inside(item.context)
        is_list = isinstance(content, list)
        for position, value in enumerate(content if is_list else [content]):
            value_place = (place, position) if is_list else place
            if "@graph" in scope.definition.container and not _has_keyword(value, item.context, "@graph"):
                name = item.default_id or self._new_blank_node()
                self._standing_alone(value, inner._replace(graph=name), value_place)
                yield name
            elif isinstance(value, dict):
                yield from self._object(value, inner, value_place, item)
            else:
                yield from self._plain(value, inner, value_place)

    def _language_map(self, value: JsonObject, scope: Scope, place: Place) -> Iterator[str]:
        definition, context, _ = scope
        direction = context.direction if isinstance(definition.direction, Unset) else definition.direction
        for key, content in value.items():
            language = None if context.expand_name(key) == "@none" else self._literals.language(key, (place, key))
            for text in content if isinstance(content, list) else [content]:
                if isinstance(text, str):
                    yield self._literals.in_language(text, language, direction, (place, key))
                elif text is not None:
                    raise refusal("invalid_language_map_value", "A language map holds texts only.", (place, key))


def _has_keyword(value: Json, context: ActiveContext, keyword: str) -> bool:
    return isinstance(value, dict) and any(context.expand_name(key) == keyword for key in value)


def _check_depth(document: Json) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise JsonLdError("too_deep", f"The document is nested more than {MAX_DEPTH} deep.")


def _children(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
