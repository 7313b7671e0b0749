# SPDX-License-Identifier: Apache-2.0
"""Contexts: JSON-LD 1.1 §4, each rule seen in the statements that a document becomes, or in the error it gives."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, ContextProcessor, ContextStore, to_rdf, write_nquads
from cairn.standards.jsonld.terms import MEMO_LIMIT
from cairn.standards.types import Json, JsonObject
from tests.standards.jsonld.samples import EXAMPLES, OB, V2

PROTECTED = {"@protected": True, "name": "urn:p:name", "Kind": {"@id": "urn:t:Kind", "@context": {"inner": "urn:p:in"}}}


def lines(document: JsonObject, **options: Any) -> list[str]:
    """Convert a document that may define words of its own."""
    quads = to_rdf(document, contexts=ContextProcessor(PINNED, allow_inline=True, base=options.pop("base", None)))
    return write_nquads(quads).splitlines()


def refusal(local: Json, **entries: Json) -> JsonLdError:
    with pytest.raises(JsonLdError) as refused:
        lines({"@context": local, "@id": "urn:s", **entries})
    return refused.value


@pytest.mark.parametrize(
    ("context", "entries", "expected"),
    [
        ({"name": "urn:p:name"}, {"name": "x"}, '<urn:s> <urn:p:name> "x" .'),
        ({"p": "urn:p:", "name": "p:name"}, {"name": "x"}, '<urn:s> <urn:p:name> "x" .'),
        ({"name": "p:name", "p": "urn:p:"}, {"name": "x"}, '<urn:s> <urn:p:name> "x" .'),
        ({"p": "urn:p:"}, {"p:other": "x"}, '<urn:s> <urn:p:other> "x" .'),
        ({"p": {"@id": "urn:p", "@prefix": True}}, {"p:other": "x"}, '<urn:s> <urn:pother> "x" .'),
        ({"p": {"@id": "urn:p"}}, {"p:other": "x"}, '<urn:s> <p:other> "x" .'),
        ({"@vocab": "urn:v#"}, {"name": "x"}, '<urn:s> <urn:v#name> "x" .'),
        ({"@vocab": "urn:v#", "name": "urn:n"}, {"name": "x"}, '<urn:s> <urn:n> "x" .'),
        ([{"name": "urn:1"}, {"name": "urn:2"}], {"name": "x"}, '<urn:s> <urn:2> "x" .'),
        ([{"@vocab": "urn:v#"}, {"@vocab": None}, {"n": "urn:n"}], {"n": "x"}, '<urn:s> <urn:n> "x" .'),
        ([{"@vocab": "urn:v/"}, {"@vocab": "w#"}], {"name": "x"}, '<urn:s> <urn:v/w#name> "x" .'),
        ({"n": {"@id": "urn:n", "@language": "MI-nz"}}, {"n": "x"}, '<urn:s> <urn:n> "x"@mi-nz .'),
        ({"@language": "mi", "n": "urn:n"}, {"n": "x"}, '<urn:s> <urn:n> "x"@mi .'),
        ({"@language": "mi", "n": {"@id": "urn:n", "@language": None}}, {"n": "x"}, '<urn:s> <urn:n> "x" .'),
        ({"n": {"@id": "urn:n", "@type": "urn:d"}}, {"n": "x"}, '<urn:s> <urn:n> "x"^^<urn:d> .'),
        ({"n": {"@id": "urn:n", "@type": "@none"}}, {"n": "x"}, '<urn:s> <urn:n> "x" .'),
        ({"n": {"@id": "urn:n", "@type": "@id"}}, {"n": "urn:o"}, "<urn:s> <urn:n> <urn:o> ."),
        ({"n": {"@id": "urn:n", "@type": "@vocab"}, "o": "urn:o"}, {"n": "o"}, "<urn:s> <urn:n> <urn:o> ."),
        ({"n": {"@reverse": "urn:n", "@type": "@id"}}, {"n": "urn:o"}, "<urn:o> <urn:n> <urn:s> ."),
        ({"n": "urn:n", "own": "@nest"}, {"own": {"n": "x"}}, '<urn:s> <urn:n> "x" .'),
        ({"own": {"@id": "@nest", "@context": {"n": "urn:n"}}}, {"own": {"n": "x"}}, '<urn:s> <urn:n> "x" .'),
        ({"n": "urn:n", "value": "@value"}, {"n": {"value": "x"}}, '<urn:s> <urn:n> "x" .'),
        ({"@version": 1.1, "n": "urn:n"}, {"n": "x"}, '<urn:s> <urn:n> "x" .'),
        ({"@type": {"@container": "@set"}, "n": "urn:n"}, {"n": "x"}, '<urn:s> <urn:n> "x" .'),
        ({"urn:n": {"@type": "@id"}}, {"urn:n": "urn:o"}, "<urn:s> <urn:n> <urn:o> ."),
        ({"@import": EXAMPLES, "n": "urn:n"}, {"n": "x"}, '<urn:s> <urn:n> "x" .'),
        ({"@vocab": "urn:v#", "n": {"@type": "@id"}}, {"n": "urn:o"}, "<urn:s> <urn:v#n> <urn:o> ."),
        ({"p": "urn:p:", "p:n": {"@id": "urn:p:n"}}, {"p:n": "x"}, '<urn:s> <urn:p:n> "x" .'),
        ({"n": {"@reverse": "urn:n", "@type": "@id", "@container": None}}, {"n": "urn:o"}, "<urn:o> <urn:n> <urn:s> ."),
        ({"n": {"@id": "urn:n", "@nest": "own"}, "own": "@nest"}, {"own": {"n": "x"}}, '<urn:s> <urn:n> "x" .'),
    ],
)
def test_a_definition_gives_its_meaning(context: Json, entries: JsonObject, expected: str) -> None:
    assert lines({"@context": context, "@id": "urn:s", **entries}) == [expected]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("g", "http://a/b/c/g"),
        ("./g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y#s", "http://a/b/c/g?y#s"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("", "http://a/b/c/d;p?q"),
        ("..", "http://a/b/"),
        ("../../../g", "http://a/g"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("http:g", "http:g"),
    ],
)
def test_references_are_resolved_as_rfc_3986_says(reference: str, expected: str) -> None:
    document = {"@context": {"@base": "http://a/b/c/d;p?q"}, "@id": reference, "urn:p": "x"}
    assert lines(document) == [f'<{expected}> <urn:p> "x" .']


def test_a_base_without_a_path_gets_a_slash() -> None:
    assert lines({"@id": "g", "urn:p": "x"}, base="http://a") == ['<http://a/g> <urn:p> "x" .']


def test_a_base_can_be_taken_away() -> None:
    assert refusal({"@base": None}, **{"urn:p": {"@id": "g"}}).code == "relative_iri"


def test_a_type_brings_words_for_its_node_only() -> None:
    context = {"Kind": {"@id": "urn:t:Kind", "@context": {"inner": "urn:p:in"}}, "child": "urn:p:child"}
    document = {"@context": context, "@id": "urn:s", "@type": "Kind", "inner": "x"}
    assert '<urn:s> <urn:p:in> "x" .' in lines(document)
    with pytest.raises(JsonLdError) as refused:
        lines({**document, "child": {"inner": "y"}})
    assert (refused.value.code, refused.value.path) == ("undefined_term", "/child/inner")


def test_a_type_can_bring_words_for_all_below() -> None:
    scoped = {"@propagate": True, "inner": "urn:p:in"}
    context = {"Kind": {"@id": "urn:t:Kind", "@context": scoped}, "child": "urn:p:child"}
    document = {"@context": context, "@id": "urn:s", "@type": "Kind", "child": {"@id": "urn:c", "inner": "y"}}
    assert '<urn:c> <urn:p:in> "y" .' in lines(document)


def test_several_types_bring_their_words_in_the_order_of_their_names() -> None:
    context = {name: {"@id": f"urn:t:{name}", "@context": {"n": f"urn:p:{name}"}} for name in ("A", "B")}
    document = {"@context": context, "@id": "urn:s", "@type": ["B", "A"], "n": "x"}
    assert '<urn:s> <urn:p:B> "x" .' in lines(document)


def test_a_property_brings_words_for_all_below() -> None:
    context = {"outer": {"@id": "urn:p:out", "@context": {"inner": "urn:p:in"}}, "child": "urn:p:child"}
    document = {"@context": context, "@id": "urn:s", "outer": {"@id": "urn:o", "child": {"@id": "urn:c", "inner": "x"}}}
    assert '<urn:c> <urn:p:in> "x" .' in lines(document)


@pytest.mark.parametrize(
    ("context", "code", "path"),
    [
        ({"name": "@nosuch"}, "keyword_lookalike", "/@context"),
        ({"@nosuch": "urn:x"}, "keyword_lookalike", "/@context"),
        ({"name": "relative"}, "invalid_iri_mapping", "/@context"),
        ({"name": 5}, "invalid_term_definition", "/@context"),
        ({"name": {"@id": "urn:n", "@nosuch": 1}}, "invalid_term_definition", "/@context"),
        ({"name": {"@id": 5}}, "invalid_iri_mapping", "/@context"),
        ({"": "urn:x"}, "invalid_term_definition", "/@context"),
        ({"a": "b:x", "b": "a:x"}, "cyclic_iri_mapping", "/@context"),
        ({"@id": "urn:x"}, "keyword_redefinition", "/@context"),
        ({"@type": {"@container": "@list"}}, "keyword_redefinition", "/@context"),
        ({"context": "@context"}, "invalid_keyword_alias", "/@context"),
        ({"n": {"@id": "urn:n", "@type": "relative"}}, "invalid_type_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@container": "@type", "@type": "urn:d"}}, "invalid_type_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@container": "@nosuch"}}, "invalid_container_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@container": ["@list", "@set"]}}, "invalid_container_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@container": ["@graph", "@list"]}}, "invalid_container_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@container": None}}, "invalid_container_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@container": [["@set"]]}}, "invalid_container_mapping", "/@context"),
        ({"n": {"@reverse": "urn:n", "@id": "urn:m"}}, "invalid_reverse_property", "/@context"),
        ({"n": {"@reverse": "urn:n", "@container": "@list"}}, "invalid_reverse_property", "/@context"),
        ({"n": {"@reverse": "@type"}}, "invalid_iri_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@index": "urn:i"}}, "invalid_term_definition", "/@context"),
        ({"n": {"@id": "urn:n", "@nest": "@id"}}, "invalid_nest_value", "/@context"),
        ({"n": {"@id": "urn:n", "@prefix": 1}}, "invalid_prefix_value", "/@context"),
        ({"n:m": {"@id": "n:m", "@prefix": True}}, "invalid_term_definition", "/@context"),
        ({"n": {"@id": "urn:n", "@language": 5}}, "invalid_language_mapping", "/@context"),
        ({"n": {"@id": "urn:n", "@language": "e n"}}, "invalid_language", "/@context"),
        ({"n": {"@id": "urn:n", "@direction": "up"}}, "invalid_base_direction", "/@context"),
        ({"n": {"@id": "urn:n", "@context": {"m": 5}}}, "invalid_scoped_context", "/@context"),
        ({"n": {"@id": "urn:n", "@protected": 1}}, "invalid_protected_value", "/@context"),
        ({"urn:n": "urn:m"}, "invalid_iri_mapping", "/@context"),
        ({"a/b": {"@type": "@id"}}, "invalid_iri_mapping", "/@context"),
        ({"n": {"@type": "@id"}}, "invalid_iri_mapping", "/@context"),
        ({"@base": 5}, "invalid_base_iri", "/@context"),
        ({"@vocab": "no:", "x": None, "@language": 5}, "invalid_default_language", "/@context"),
        ({"@vocab": "relative"}, "invalid_vocab_mapping", "/@context"),
        ({"@direction": "up"}, "invalid_base_direction", "/@context"),
        ({"@version": 1.0}, "invalid_version_value", "/@context"),
        ({"@propagate": 1}, "invalid_propagate_value", "/@context"),
        ({"@import": 5}, "invalid_import_value", "/@context"),
        ({"@import": "https://www.w3.org/2018/credentials/examples/v1"}, "invalid_remote_context", "/@context"),
        ([V2, {"@import": "urn:unknown"}], "unknown_context", "/@context/1"),
        ([V2, "urn:unknown"], "unknown_context", "/@context/1"),
        ([V2, 5], "invalid_local_context", "/@context/1"),
        ([PROTECTED, {"name": "urn:other"}], "protected_term_redefinition", "/@context/1"),
        ([PROTECTED, None], "invalid_context_nullification", "/@context/1"),
    ],
)
def test_a_bad_context_is_refused(context: Json, code: str, path: str) -> None:
    error = refusal(context)
    assert (error.code, error.path) == (code, path)


def test_a_type_cannot_change_protected_words() -> None:
    kind = {"Kind": {"@id": "urn:t", "@context": {"name": "urn:other"}}}
    error = refusal([{"@protected": True, "name": "urn:p:name"}, kind], **{"@type": "Kind"})
    assert (error.code, error.path) == ("protected_term_redefinition", "/@type")


def test_a_protected_term_may_be_said_again() -> None:
    assert lines({"@context": [PROTECTED, {"name": "urn:p:name"}], "@id": "urn:s", "name": "x"}) == [
        '<urn:s> <urn:p:name> "x" .'
    ]


def test_a_null_context_clears_what_is_not_protected() -> None:
    error = refusal([{"name": "urn:n"}, None], name="x")
    assert (error.code, error.path) == ("undefined_term", "/name")


def test_a_context_may_be_wrapped_as_in_a_document_of_its_own() -> None:
    assert lines({"@context": [{"@context": {"n": "urn:n"}}], "@id": "urn:s", "n": "x"}) == ['<urn:s> <urn:n> "x" .']


@pytest.mark.parametrize("local", [{"name": "urn:n"}, None, [V2, {"name": "urn:n"}], [V2, None]])
def test_inline_contexts_are_refused_unless_allowed(local: Json) -> None:
    with pytest.raises(JsonLdError) as refused:
        to_rdf({"@context": local, "@id": "urn:s"})
    assert refused.value.code == "inline_context"
    assert refused.value.path == ("/@context/1" if isinstance(local, list) else "/@context")


def test_contexts_nested_without_end_are_refused() -> None:
    local: JsonObject = {"n": "urn:n"}
    for _ in range(25):
        local = {"n": {"@id": "urn:n", "@context": local}}
    assert refusal(local).code == "context_overflow"


def test_contexts_nested_deeply_do_not_exhaust_the_stack() -> None:
    local: Json = {}
    for _ in range(sys.getrecursionlimit()):
        local = [local]
    with pytest.raises(JsonLdError) as refused:
        lines({"@context": local})
    assert refused.value.code == "too_deep"


def test_a_document_cannot_name_contexts_without_end() -> None:
    started = time.process_time()
    with pytest.raises(JsonLdError) as refused:
        to_rdf({"@context": [V2] * 100_000, "@id": "urn:s"})
    assert (refused.value.code, refused.value.path) == ("context_overflow", "")
    nodes = [{"@context": [V2, EXAMPLES, OB] * (1 + number), "@id": "urn:s"} for number in range(100)]
    with pytest.raises(JsonLdError) as refused:
        to_rdf({"@id": "urn:s", "urn:p": nodes})
    assert (refused.value.code, refused.value.path) == ("context_overflow", "/urn:p/11")
    assert time.process_time() - started < 3


def test_naming_the_same_contexts_again_costs_nothing() -> None:
    nodes = [{"@context": [V2, OB], "id": f"urn:{number}", "name": "x"} for number in range(1000)]
    assert len(to_rdf({"@id": "urn:s", "urn:p": nodes})) == 2000


def applied(url: str, documents: dict[str, Json]) -> JsonObject:
    """Apply a context from a store that holds these documents, and return what its terms stand for."""
    processor = ContextProcessor(ContextStore("", {}, documents))
    return {term: found.iri for term, found in processor.document_context(processor.initial, url).terms.items()}


def test_a_context_may_name_itself_in_a_scope() -> None:
    local = {"@context": {"n": {"@id": "urn:n", "@context": "urn:self"}}}
    assert applied("urn:self", {"urn:self": local}) == {"n": "urn:n"}


@pytest.mark.parametrize(
    ("documents", "code"),
    [
        ({"urn:a": ["no context"]}, "invalid_remote_context"),
        ({"urn:a": {"no": "context"}}, "invalid_remote_context"),
        ({"urn:a": {"@context": {"@import": "urn:b"}}, "urn:b": {"@context": []}}, "invalid_remote_context"),
        (
            {"urn:a": {"@context": {"@import": "urn:b"}}, "urn:b": {"@context": {"@import": "urn:a"}}},
            "invalid_context_entry",
        ),
        ({"urn:a": {"@context": "urn:b"}, "urn:b": {"@context": "urn:a"}}, "context_overflow"),
    ],
)
def test_a_bad_stored_context_is_refused(documents: dict[str, Json], code: str) -> None:
    with pytest.raises(JsonLdError) as refused:
        applied("urn:a", documents)
    assert refused.value.code == code


def test_a_known_context_is_processed_once() -> None:
    processor = ContextProcessor(PINNED)
    first = processor.document_context(processor.initial, [V2, OB])
    assert processor.document_context(processor.initial, [V2, OB]) is first
    assert processor.document_context(processor.initial, [OB, V2]) is not first


def test_an_inline_context_is_remembered_by_its_content() -> None:
    processor = ContextProcessor(PINNED, allow_inline=True)
    first = processor.document_context(processor.initial, {"a": "urn:a", "b": "urn:b"})
    assert processor.document_context(processor.initial, {"b": "urn:b", "a": "urn:a"}) is first
    assert processor.document_context(processor.initial, {"b": "urn:b"}) is not first


def test_documents_cannot_fill_the_memory_with_contexts() -> None:
    processor = ContextProcessor(PINNED, allow_inline=True)
    for number in range(2 * MEMO_LIMIT + 1):
        processor.document_context(processor.initial, {"n": f"urn:{number}"})
    assert len(processor.initial._memo) <= MEMO_LIMIT
