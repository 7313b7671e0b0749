# SPDX-License-Identifier: Apache-2.0
"""Safe mode: whatever RDF would not hold is refused, with a code, the place and a sentence that names the term."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, ContextProcessor, to_rdf
from cairn.standards.jsonld.to_rdf import MAX_DEPTH
from cairn.standards.types import Json, JsonObject
from tests.shared_data import shared_path
from tests.standards.jsonld.samples import OB, V2

WORDS = {
    "n": "urn:n",
    "gone": None,
    "ref": {"@id": "urn:ref", "@type": "@id"},
    "word": {"@id": "urn:word", "@type": "@vocab"},
    "list": {"@id": "urn:list", "@container": "@list"},
    "back": {"@reverse": "urn:back"},
    "texts": {"@id": "urn:texts", "@container": "@language"},
    "byIndex": {"@id": "urn:i", "@container": "@index"},
    "byKey": {"@id": "urn:k", "@container": "@index", "@index": "n"},
    "byId": {"@id": "urn:byId", "@container": "@id"},
    "byType": {"@id": "urn:byType", "@container": "@type"},
    "graph": {"@id": "urn:graph", "@container": "@graph"},
    "json": {"@id": "urn:json", "@type": "@json"},
    "double": {"@id": "urn:double", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    "badtype": {"@id": "urn:bt", "@type": "urn:a b"},
    "nested": "@nest",
}


def convert(entries: Json, **options: Any) -> list[Any]:
    contexts = ContextProcessor(PINNED, allow_inline=True)
    return list(to_rdf({"@context": WORDS, "@id": "urn:s", **entries}, contexts=contexts, **options))


REFUSED: list[tuple[JsonObject, str, str, str]] = [
    ({"nosuch": "x"}, "undefined_term", "/nosuch", "'nosuch'"),
    ({"n": {"nosuch": "x"}}, "undefined_term", "/n/nosuch", "'nosuch'"),
    ({"n": [1, {"a/b~c": "x"}]}, "undefined_term", "/n/1/a~1b~0c", "'a/b~c'"),
    ({"gone": "x"}, "null_term", "/gone", "'gone'"),
    ({"@nosuch": "x"}, "keyword_lookalike", "/@nosuch", "'@nosuch'"),
    ({"_:p": "x"}, "blank_node_predicate", "/_:p", "'_:p'"),
    ({"urn:a b": "x"}, "malformed_iri", "/urn:a b", "'urn:a b'"),
    ({"@type": "Nosuch"}, "undefined_type", "/@type", "'Nosuch'"),
    ({"@type": ["urn:t", "Nosuch"]}, "undefined_type", "/@type/1", "'Nosuch'"),
    ({"@type": "urn:a b"}, "undefined_type", "/@type", "'urn:a b'"),
    ({"@type": 5}, "invalid_type_value", "/@type", "text"),
    ({"@id": "relative"}, "relative_iri", "/@id", "'relative'"),
    ({"@id": ""}, "relative_iri", "/@id", "''"),
    ({"@id": "@nosuch"}, "relative_iri", "/@id", "'@nosuch'"),
    ({"@id": "urn:a b"}, "malformed_iri", "/@id", "'urn:a b'"),
    ({"@id": "urn:a>"}, "malformed_iri", "/@id", "'urn:a>'"),
    ({"@id": "urn:a\n"}, "malformed_iri", "/@id", "urn:a"),
    ({"@id": "urn:\ud800"}, "malformed_iri", "/@id", "urn:"),
    ({"@id": None}, "invalid_id_value", "/@id", "@id"),
    ({"@id": ["urn:a"]}, "invalid_id_value", "/@id", "@id"),
    ({"ref": "relative"}, "relative_iri", "/ref", "'relative'"),
    ({"ref": ["urn:o", "../up"]}, "relative_iri", "/ref/1", "'../up'"),
    ({"ref": {"@id": "relative"}}, "relative_iri", "/ref/@id", "'relative'"),
    ({"word": "nosuch"}, "relative_iri", "/word", "'nosuch'"),
    ({"n": {"@value": None}}, "null_value", "/n", "without value"),
    ({"n": {"@value": {}}}, "invalid_value_object_value", "/n/@value", "@value"),
    ({"n": {"@value": "x", "n": "y"}}, "invalid_value_object", "/n/n", "properties"),
    ({"n": {"@value": "x", "@id": "urn:o"}}, "invalid_value_object", "/n/@id", "@id"),
    ({"n": {"@value": "x", "@index": "1"}}, "invalid_value_object", "/n/@index", "@index"),
    ({"n": {"@value": "x", "@type": "Nosuch"}}, "invalid_typed_value", "/n/@type", "'Nosuch'"),
    ({"n": {"@value": "x", "@type": ["urn:d"]}}, "invalid_typed_value", "/n/@type", "urn:d"),
    ({"n": {"@value": "x", "@type": "_:d"}}, "invalid_typed_value", "/n/@type", "_:d"),
    ({"n": {"@value": "x", "@type": "urn:d", "@language": "en"}}, "invalid_value_object", "/n", "without type"),
    ({"n": {"@value": 5, "@language": "en"}}, "invalid_value_object", "/n", "text"),
    ({"n": {"@value": "x", "@language": "e n"}}, "invalid_language", "/n", "'e n'"),
    ({"n": {"@value": "x", "@language": ""}}, "invalid_language", "/n", "''"),
    ({"n": {"@value": "x", "@language": 5}}, "invalid_language_tagged_string", "/n", "language"),
    ({"n": {"@value": "x", "@direction": "up"}}, "invalid_base_direction", "/n", "ltr"),
    ({"n": {"@language": "en"}}, "dropped_value", "/n/@language", "@language"),
    ({"n": "x", "@index": "1"}, "dropped_value", "/@index", "@index"),
    ({"n": "x", "@vocab": "urn:v#"}, "dropped_value", "/@vocab", "@vocab"),
    ({"byIndex": {"a": "x"}}, "dropped_value", "/byIndex/a", "'a'"),
    ({"byKey": {"a": "x"}}, "invalid_value_object", "/byKey/a", "index"),
    ({"byType": {"Nosuch": {"n": "x"}}}, "undefined_type", "/byType/Nosuch", "'Nosuch'"),
    ({"byId": {"relative": {"n": "x"}}}, "relative_iri", "/byId/relative", "'relative'"),
    ({"texts": {"e n": "x"}}, "invalid_language", "/texts/e n", "'e n'"),
    ({"texts": {"en": 5}}, "invalid_language_map_value", "/texts/en", "texts"),
    ({"n": {"@list": [["x"]]}}, "list_of_lists", "/n/@list/0", "list"),
    ({"list": ["x", ["y"]]}, "list_of_lists", "/list/1", "list"),
    ({"list": [{"@list": []}]}, "list_of_lists", "/list/0", "list"),
    ({"n": {"@list": [], "n": "x"}}, "invalid_set_or_list_object", "/n/n", "properties"),
    ({"n": {"@set": [], "@id": "urn:o"}}, "invalid_set_or_list_object", "/n/@id", "@id"),
    ({"back": "x"}, "invalid_reverse_property_value", "/back", "node"),
    ({"back": {"@list": []}}, "invalid_reverse_property_value", "/back/@list", "list"),
    ({"@reverse": "x"}, "invalid_reverse_value", "/@reverse", "@reverse"),
    ({"@reverse": {"@id": "urn:o"}}, "invalid_reverse_property_map", "/@reverse", "@id"),
    ({"@reverse": {"n": "x"}}, "invalid_reverse_property_value", "/@reverse/n", "node"),
    ({"@graph": ["x"]}, "free_floating", "/@graph/0", "lost"),
    ({"@graph": {"@id": "urn:o"}}, "free_floating", "/@graph", "lost"),
    ({"@graph": [{}]}, "free_floating", "/@graph/0", "lost"),
    ({"@graph": [{"@value": "x"}]}, "free_floating", "/@graph/0", "lost"),
    ({"@graph": [{"@set": ["x"]}]}, "free_floating", "/@graph/0/@set/0", "lost"),
    ({"graph": "urn:o"}, "free_floating", "/graph", "lost"),
    ({"graph": [{"n": "x"}, {"@id": "urn:o"}]}, "free_floating", "/graph/1", "lost"),
    ({"@included": [{"@id": "urn:o"}]}, "free_floating", "/@included/0", "lost"),
    ({}, "free_floating", "", "lost"),
    ({"n": []}, "free_floating", "", "lost"),
    ({"nested": "x"}, "invalid_nest_value", "/nested", "object"),
    ({"nested": [{"@value": "x"}]}, "invalid_nest_value", "/nested/0", "object"),
    ({"n": "\ud800"}, "invalid_unicode", "/n", "surrogate"),
    ({"n": math.nan}, "invalid_number", "/n", "number"),
    ({"n": math.inf}, "invalid_number", "/n", "number"),
    ({"n": 2**53 + 1}, "invalid_number", "/n", "number"),
    ({"n": 10**400}, "invalid_number", "/n", "number"),
    ({"json": {"x": 2**53 + 1}}, "invalid_json_literal", "/json", "JSON"),
    ({"badtype": "x"}, "malformed_iri", "/badtype", "urn:a b"),
]


@pytest.mark.parametrize(("entries", "code", "path", "named"), REFUSED)
def test_what_would_be_lost_is_refused(entries: JsonObject, code: str, path: str, named: str) -> None:
    with pytest.raises(JsonLdError) as refused:
        convert(entries)
    assert (refused.value.code, refused.value.path) == (code, path)
    assert named in refused.value.detail


@pytest.mark.parametrize(
    "document",
    ["text", 5, None, True, ["text"], {"@value": "x"}, {"@list": []}, [{"@id": "urn:o"}], {"@graph": "x"}],
)
def test_what_is_no_node_is_refused(document: Json) -> None:
    with pytest.raises(JsonLdError) as refused:
        to_rdf(document)
    assert refused.value.code == "free_floating"


def test_keywords_under_two_names_collide() -> None:
    context = {"id": "@id", "@version": 1.1}
    with pytest.raises(JsonLdError) as refused:
        to_rdf(
            {"@context": context, "@id": "urn:s", "id": "urn:s"}, contexts=ContextProcessor(PINNED, allow_inline=True)
        )
    assert (refused.value.code, refused.value.path) == ("colliding_keywords", "/id")


def test_a_document_too_deep_is_refused_before_it_is_read() -> None:
    document: JsonObject = {"urn:p": "x"}
    for _ in range(MAX_DEPTH - 1):
        document = {"urn:p": document}
    with pytest.raises(JsonLdError) as refused:
        to_rdf(document)
    assert refused.value.code == "too_deep"
    assert len(to_rdf(document["urn:p"])) == MAX_DEPTH - 1


@pytest.mark.parametrize("entries", [{"n": ["x", None]}, {"n": "x", "ref": None}, {"n": "x", "list": None}])
def test_null_says_that_there_is_no_value(entries: JsonObject) -> None:
    assert [quad.to_line() for quad in convert(entries)] == ['<urn:s> <urn:n> "x" .\n']


HOSTILE = {
    "002-unmapped-term-added": ("undefined_term", "/credentialSubject/gradeAwarded"),
    "003-context-prefix-injected": ("inline_context", "/@context/0"),
    "005-context-vocab": ("inline_context", "/@context/2"),
    "006-context-ssrf": ("unknown_context", "/@context/2"),
    "007-context-file": ("unknown_context", "/@context/2"),
    "009-context-missing": ("undefined_term", "/id"),
    "011-context-null-reset": ("inline_context", "/@context/2"),
    "012-context-lookalike": ("unknown_context", "/@context/0"),
    "026-lone-surrogate": ("invalid_unicode", "/name"),
    "048-id-not-url": ("relative_iri", "/id"),
    "050-type-both-ob-clr": ("undefined_type", "/type/2"),
    "051-schema-ssrf": ("undefined_type", "/credentialSchema/0/type"),
}


@pytest.mark.parametrize(("name", "expected"), HOSTILE.items())
def test_hostile_documents_are_refused(name: str, expected: tuple[str, str]) -> None:
    document = json.loads(shared_path(f"hostile/credential/{name}.json").read_bytes())
    document.pop("proof", None)
    with pytest.raises(JsonLdError) as refused:
        to_rdf(document)
    assert (refused.value.code, refused.value.path) == expected


def test_the_control_of_the_hostile_documents_is_accepted() -> None:
    document = json.loads(shared_path("hostile/credential/000-control-valid.json").read_bytes())
    del document["proof"]
    assert len(to_rdf(document)) == 15


_KEYS = st.sampled_from(
    [
        *WORDS,
        *("@id", "@type", "@value", "@list", "@set", "@graph", "@reverse", "@included", "@language", "@index"),
        *("@context", "@direction", "@nest", "@none", "@nosuch", "urn:x", "nosuch", ":", "a:b", "_:b", ""),
    ]
)
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | _KEYS | st.sampled_from([V2, OB, "en"])
_DOCUMENTS = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=15
)


@given(st.dictionaries(_KEYS, _DOCUMENTS, max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_document_is_converted_or_refused(document: JsonObject) -> None:
    with suppress(JsonLdError):
        quads = convert(document)
        assert len(quads) == len(set(quads)) > 0


@given(st.dictionaries(_KEYS, _DOCUMENTS, max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_context_is_applied_or_refused(local: JsonObject) -> None:
    processor = ContextProcessor(PINNED, allow_inline=True)
    with suppress(JsonLdError):
        active = processor.document_context(processor.initial, local)
        assert active is processor.document_context(processor.initial, local)
