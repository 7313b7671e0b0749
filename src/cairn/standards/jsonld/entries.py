# SPDX-License-Identifier: Apache-2.0
"""Reads one JSON object of a document: finds the context that holds in it, then sorts its keys by what they mean.

Source: JSON-LD 1.1 API §5.1.2 steps 7 to 14.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.iri import KEYWORDS, has_keyword_form, has_scheme, is_absolute_iri, is_blank_label
from cairn.standards.jsonld.nquads import DEFAULT_GRAPH
from cairn.standards.jsonld.pointers import Place, pointer
from cairn.standards.jsonld.terms import UNDEFINED, UNSET, ActiveContext, TermDefinition
from cairn.standards.types import Json, JsonObject

MAX_CONTEXTS: Final = 200
"""How many contexts one document may have applied: each costs about a millisecond, and credentials name a handful."""

_REPEATABLE: Final = ("@type", "@included")


class Keyword(NamedTuple):
    """The value of a keyword and where it stands."""

    value: Json
    place: Place


class Scope(NamedTuple):
    """The circumstances of a value: how its property is read, in which context, and the graph it belongs to."""

    definition: TermDefinition
    context: ActiveContext
    graph: str = DEFAULT_GRAPH

    def inside(self, context: ActiveContext) -> Scope:
        """The same property and graph, in another context."""
        return Scope(self.definition, context, self.graph)


class Property(NamedTuple):
    """A key that stands for a property: its IRI, how its values are read, and where it stands."""

    iri: str
    definition: TermDefinition
    context: ActiveContext
    value: Json
    place: Place


@dataclass(frozen=True, slots=True)
class Entries:
    """One object, read: the context inside it, the one its types are named in, its keywords and its properties."""

    context: ActiveContext
    type_context: ActiveContext
    keywords: dict[str, list[Keyword]] = field(default_factory=dict)
    properties: list[Property] = field(default_factory=list)

    def only(self, keyword: str) -> Keyword:
        """Return the one value of a keyword that cannot be repeated."""
        return self.keywords[keyword][0]

    def find(self, keyword: str) -> Json:
        """Return the value of a keyword that cannot be repeated, or None."""
        return self.keywords[keyword][0].value if keyword in self.keywords else None

    def refuse_others(self, allowed: frozenset[str], code: str) -> None:
        """Refuse what cannot stand beside the keywords of this kind of object.

        Raises JsonLdError: `code`.
        """
        for keyword in self.keywords.keys() - allowed:
            raise refusal(code, f"{keyword} cannot stand here.", self.only(keyword).place)
        for entry in self.properties:
            raise refusal(code, "A value or list object cannot have properties.", entry.place)


class EntryReader:
    """Reads the objects of one document."""

    def __init__(self, contexts: ContextProcessor) -> None:
        self._contexts = contexts
        self._contexts_left = MAX_CONTEXTS
        self._applied: dict[int, ActiveContext] = {}

    def read(self, node: JsonObject, scope: Scope, place: Place, *, from_map: bool = False) -> Entries:
        """Read an object that is the value of a property (or stands alone, with the definition `UNDEFINED`).

        Raises JsonLdError: undefined_term, null_term, keyword_lookalike, malformed_iri, blank_node_predicate,
        colliding_keywords, invalid_nest_value, and every error of a context.
        """
        context = scope.context
        if context.previous is not None and not from_map and not _is_value_or_reference(node, context):
            context = context.previous
        context = self.property_context(context, scope.definition, place)
        if "@context" in node:
            context = self._document_context(context, node["@context"], place)
        entries = Entries(self._typed_context(node, context, place), context)
        self._sort_keys(entries, entries.context, node, place)
        return entries

    def property_context(self, context: ActiveContext, definition: TermDefinition, place: Place) -> ActiveContext:
        """Apply the context that a property brings for its values, if it brings one."""
        return self._scoped_context(context, definition, place, of_type=False)

    def type_context(self, context: ActiveContext, definition: TermDefinition, place: Place) -> ActiveContext:
        """Apply the context that a type brings for one node, if it brings one."""
        return self._scoped_context(context, definition, place, of_type=True)

    def _scoped_context(
        self, context: ActiveContext, definition: TermDefinition, place: Place, *, of_type: bool
    ) -> ActiveContext:
        if definition.context is UNSET:
            return context
        try:
            return self._contexts.scoped_context(context, definition, of_type=of_type)
        except JsonLdError as error:
            raise refusal(error.code, error.detail, place) from error

    def _document_context(self, context: ActiveContext, local: Json, place: Place) -> ActiveContext:
        count = len(local) if isinstance(local, list) else 1
        if count > self._contexts_left:
            raise refusal("context_overflow", f"The document names more than {MAX_CONTEXTS} contexts.", place)
        result = self._apply(context, local, place)
        if id(result) not in self._applied:
            self._applied[id(result)] = result
            self._contexts_left -= count
        return result

    def _apply(self, context: ActiveContext, local: Json, place: Place) -> ActiveContext:
        try:
            return self._contexts.document_context(context, local)
        except JsonLdError as error:
            raise JsonLdError(error.code, error.detail, path=pointer((place, "@context")) + error.path) from error

    def _typed_context(self, node: JsonObject, context: ActiveContext, place: Place) -> ActiveContext:
        """Apply the contexts that the types of a node bring, in the order of their names (step 11)."""
        outer = context
        for key in sorted(key for key in node if outer.expand_name(key) == "@type"):
            given = node[key] if isinstance(node[key], list) else [node[key]]
            for name in sorted(name for name in given if isinstance(name, str)):
                context = self.type_context(context, outer.terms.get(name, UNDEFINED), (place, key))
        return context

    def _sort_keys(self, entries: Entries, context: ActiveContext, node: JsonObject, place: Place) -> None:
        """Sort the keys of an object into keywords and properties; nested ones are lifted (steps 13 and 14)."""
        for key, value in node.items():
            name = context.expand_name(key)
            if name == "@nest":
                inner = self.property_context(context, context.terms.get(key, UNDEFINED), place)
                self._lift_nested(entries, inner, Keyword(value, (place, key)))
            elif name in KEYWORDS:
                _add_keyword(entries, name, Keyword(value, (place, key)))
            elif name is None or not is_absolute_iri(name):
                raise _meaningless(key, name, (place, key))
            else:
                definition = context.terms.get(key, UNDEFINED)
                entries.properties.append(Property(name, definition, context, value, (place, key)))

    def _lift_nested(self, entries: Entries, context: ActiveContext, keyword: Keyword) -> None:
        is_list = isinstance(keyword.value, list)
        for position, nested in enumerate(keyword.value if is_list else [keyword.value]):
            place = (keyword.place, position) if is_list else keyword.place
            if not isinstance(nested, dict) or any(context.expand_name(key) == "@value" for key in nested):
                raise refusal("invalid_nest_value", "Nested properties must be an object.", place)
            self._sort_keys(entries, context, nested, place)


def refusal(code: str, detail: str, place: Place) -> JsonLdError:
    """Make the error for one place of the document."""
    return JsonLdError(code, detail, path=pointer(place))


def _is_value_or_reference(node: JsonObject, context: ActiveContext) -> bool:
    """Tell whether an object is a value or only names a node, so that it stays in its parent's words (step 7)."""
    names = [context.expand_name(key) for key in node]
    return "@value" in names or names == ["@id"]


def _add_keyword(entries: Entries, name: str, keyword: Keyword) -> None:
    if name == "@context":
        return
    same = entries.keywords.setdefault(name, [])
    if same and name not in _REPEATABLE:
        raise refusal("colliding_keywords", f"{name} is given more than once.", keyword.place)
    same.append(keyword)


def _meaningless(key: str, name: str | None, place: Place) -> JsonLdError:
    """Say why a key means nothing in its context."""
    if name is None and has_keyword_form(key):
        return refusal("keyword_lookalike", f"The key {key!r} looks like a JSON-LD keyword but is none.", place)
    if name is None:
        return refusal("null_term", f"The context says that {key!r} means nothing, so it would be lost.", place)
    if is_blank_label(name):
        return refusal("blank_node_predicate", f"The key {key!r} is a blank node, which no property can be.", place)
    if has_scheme(name):
        return refusal("malformed_iri", f"The key {key!r} stands for {name!r}, which is no well-formed IRI.", place)
    return refusal("undefined_term", f"No context of this document defines {key!r}, so it would be lost.", place)
