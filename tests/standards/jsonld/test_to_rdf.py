# SPDX-License-Identifier: Apache-2.0
"""What documents become: containers, lists, values, graphs. Statements are given in canonical N-Quads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, Canonicalizer, ContextProcessor, locate_nodes, to_rdf
from cairn.standards.types import Json, JsonObject
from tests.shared_data import shared_files, shared_path
from tests.standards.jsonld.samples import V2

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def lines(definition: Json, value: Json) -> list[str]:
    """Convert one property `p` with a definition, and return the canonical lines."""
    context = {"@version": 1.1, "p": definition, "q": "urn:q", "T": "urn:T"}
    document = {"@context": context, "@id": "urn:s", "p": value}
    canonical = Canonicalizer(allow_inline=True).canonicalize_full(document)
    return [line.removesuffix("\n") for line in canonical.lines]


def container(*kinds: str, **more: str) -> JsonObject:
    return {"@id": "urn:p", "@container": list(kinds), **{f"@{key}": value for key, value in more.items()}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, f'"5"^^<{XSD}integer>'),
        (5.0, f'"5"^^<{XSD}integer>'),
        (-0.0, f'"0"^^<{XSD}integer>'),
        (2**53, f'"9007199254740992"^^<{XSD}integer>'),
        (1e20, f'"100000000000000000000"^^<{XSD}integer>'),
        (1e21, f'"1.0E21"^^<{XSD}double>'),
        (10**21, f'"1.0E21"^^<{XSD}double>'),
        (7.5, f'"7.5E0"^^<{XSD}double>'),
        (0.1, f'"1.0E-1"^^<{XSD}double>'),
        (-1e-9, f'"-1.0E-9"^^<{XSD}double>'),
        (True, f'"true"^^<{XSD}boolean>'),
        (False, f'"false"^^<{XSD}boolean>'),
        ("x", '"x"'),
        ("", '""'),
        ('"\\\n\r\t\b\f', r'"\"\\\n\r\t\b\f"'),
        ("\x00\x0b\x1f\x7f", r'"\u0000\u000B\u001F\u007F"'),
        ("é\u2028🎓", '"é\u2028🎓"'),
        ({"@value": "x", "@type": f"{XSD}string"}, '"x"'),
        ({"@value": 5, "@type": f"{XSD}double"}, f'"5.0E0"^^<{XSD}double>'),
        ({"@value": 5, "@type": "urn:d"}, '"5"^^<urn:d>'),
        ({"@value": True, "@type": "urn:d"}, '"true"^^<urn:d>'),
        ({"@value": "x", "@language": "EN-gb"}, '"x"@en-gb'),
        ({"@value": "x", "@direction": "rtl"}, '"x"'),
        ({"@value": {"b": 1, "a": [True, None]}, "@type": "@json"}, rf'"{{\"a\":[true,null],\"b\":1}}"^^<{RDF}JSON>'),
    ],
)
def test_values(value: Json, expected: str) -> None:
    assert lines("urn:p", value) == [f"<urn:s> <urn:p> {expected} ."]


def test_any_json_can_be_one_literal() -> None:
    expected = rf'<urn:s> <urn:p> "[1,\"\\u000b\",null]"^^<{RDF}JSON> .'
    assert lines({"@id": "urn:p", "@type": "@json"}, [1.0, "\x0b", None]) == [expected]
    assert lines({"@id": "urn:p", "@type": "@json"}, None) == [f'<urn:s> <urn:p> "null"^^<{RDF}JSON> .']


def test_directions_are_kept_as_datatypes_where_asked_for() -> None:
    contexts = ContextProcessor(PINNED, allow_inline=True)
    document = {"urn:p": {"@value": "x", "@language": "ar", "@direction": "rtl"}, "@id": "urn:s"}
    assert [quad.object for quad in to_rdf(document, contexts=contexts)] == ['"x"@ar']
    assert [quad.object for quad in to_rdf(document, contexts=contexts, i18n=True)] == [
        '"x"^^<https://www.w3.org/ns/i18n#ar_rtl>'
    ]


def test_lists_keep_order_and_repetition() -> None:
    assert to_rdf({"@id": "urn:s", "urn:p": {"@list": ["b", "a", "b"]}}) == [
        ("_:b0", f"<{RDF}first>", '"b"', ""),
        ("_:b0", f"<{RDF}rest>", f"<{RDF}nil>", ""),
        ("_:b1", f"<{RDF}first>", '"a"', ""),
        ("_:b1", f"<{RDF}rest>", "_:b0", ""),
        ("_:b2", f"<{RDF}first>", '"b"', ""),
        ("_:b2", f"<{RDF}rest>", "_:b1", ""),
        ("<urn:s>", "<urn:p>", "_:b2", ""),
    ]


@pytest.mark.parametrize("value", [[], {"@list": []}, [None]])
def test_an_empty_list_is_nil(value: Json) -> None:
    assert lines(container("@list"), value) == [f"<urn:s> <urn:p> <{RDF}nil> ."]


def test_a_list_object_in_a_list_container_is_one_list() -> None:
    assert lines(container("@list"), {"@list": ["a"]}) == lines(container("@list"), ["a"])
    assert lines("urn:p", {"@list": "a"}) == lines(container("@list"), "a")


@pytest.mark.parametrize("value", [["a", "b", "a"], [["a"], ["b"]], {"@set": ["b", "a"]}, ["a", {"@set": "b"}]])
def test_sets_are_flat_and_without_repetition(value: Json) -> None:
    assert lines(container("@set"), value) == ['<urn:s> <urn:p> "a" .', '<urn:s> <urn:p> "b" .']


def test_language_maps() -> None:
    assert lines(container("@language"), {"en": ["a", None], "MI": "b", "@none": "c"}) == [
        '<urn:s> <urn:p> "a"@en .',
        '<urn:s> <urn:p> "b"@mi .',
        '<urn:s> <urn:p> "c" .',
    ]


def test_identifier_maps() -> None:
    value = {"urn:o": {"q": "x"}, "@none": {"@id": "urn:n", "q": "y"}}
    assert lines(container("@id"), value) == [
        '<urn:n> <urn:q> "y" .',
        '<urn:o> <urn:q> "x" .',
        "<urn:s> <urn:p> <urn:n> .",
        "<urn:s> <urn:p> <urn:o> .",
    ]


def test_type_maps() -> None:
    assert lines(container("@type"), {"T": ["urn:o", {"@id": "urn:n", "q": "x"}]}) == [
        f"<urn:n> <{RDF}type> <urn:T> .",
        '<urn:n> <urn:q> "x" .',
        f"<urn:o> <{RDF}type> <urn:T> .",
        "<urn:s> <urn:p> <urn:n> .",
        "<urn:s> <urn:p> <urn:o> .",
    ]


def test_index_maps_whose_index_is_a_property() -> None:
    assert lines(container("@index", index="q"), {"a": {"@id": "urn:o"}, "@none": {"@id": "urn:n"}}) == [
        '<urn:o> <urn:q> "a" .',
        "<urn:s> <urn:p> <urn:n> .",
        "<urn:s> <urn:p> <urn:o> .",
    ]


def test_graph_containers() -> None:
    assert lines(container("@graph"), [{"@id": "urn:o", "q": "x"}, None]) == [
        '<urn:o> <urn:q> "x" _:c14n0 .',
        "<urn:s> <urn:p> _:c14n0 .",
    ]
    assert lines(container("@graph", "@id"), {"urn:g": {"@id": "urn:o", "q": "x"}}) == [
        '<urn:o> <urn:q> "x" <urn:g> .',
        "<urn:s> <urn:p> <urn:g> .",
    ]


def test_named_graphs_and_included_nodes() -> None:
    document = {
        "@id": "urn:g",
        "urn:p": "x",
        "@graph": [{"@id": "urn:a", "urn:p": "y"}],
        "@included": {"@id": "urn:b", "urn:p": "z"},
    }
    assert [quad.to_line() for quad in to_rdf(document)] == [
        '<urn:g> <urn:p> "x" .\n',
        '<urn:a> <urn:p> "y" <urn:g> .\n',
        '<urn:b> <urn:p> "z" .\n',
    ]


def test_a_document_that_is_only_a_graph_is_the_default_graph() -> None:
    node = {"@id": "urn:a", "urn:p": "y"}
    assert to_rdf({"@graph": [node]}) == to_rdf([node]) == to_rdf(node)


def test_sets_of_nodes_in_a_graph() -> None:
    node = {"@id": "urn:a", "urn:p": "y"}
    assert to_rdf({"@graph": {"@set": [node]}}) == to_rdf({"@set": node}) == to_rdf(node)


def test_a_type_may_be_a_blank_node() -> None:
    assert to_rdf({"@id": "urn:s", "@type": "_:t"}) == [("<urn:s>", f"<{RDF}type>", "_:b0", "")]


def test_reverse_properties() -> None:
    document = {"@id": "urn:s", "@reverse": {"urn:p": [{"@id": "urn:a"}, {"@id": "urn:b"}]}}
    assert [quad.to_line() for quad in to_rdf(document)] == [
        "<urn:a> <urn:p> <urn:s> .\n",
        "<urn:b> <urn:p> <urn:s> .\n",
    ]


def test_blank_nodes_are_labelled_in_order_and_kept_apart() -> None:
    document = {"@id": "_:b5", "urn:p": [{"@id": "_:b5"}, {"urn:q": 1}, {"@id": "_:x"}, {"urn:q": 1}]}
    assert [(quad.subject, quad.object[:4]) for quad in to_rdf(document)] == [
        ("_:b1", '"1"^'),
        ("_:b3", '"1"^'),
        ("_:b0", "_:b0"),
        ("_:b0", "_:b1"),
        ("_:b0", "_:b2"),
        ("_:b0", "_:b3"),
    ]


def test_nodes_are_located_by_their_place() -> None:
    document = {
        "@context": [V2],
        "type": "VerifiableCredential",
        "issuer": {"id": "did:example:1", "name": "A"},
        "credentialSubject": [{"name": "B"}, {"id": "did:example:2"}],
    }
    assert locate_nodes(document) == {
        "": "_:b0",
        "/issuer": "<did:example:1>",
        "/credentialSubject/0": "_:b1",
        "/credentialSubject/1": "<did:example:2>",
    }


def outcome(path: Path, contexts: ContextProcessor) -> str:
    """Convert a credential from a file without its proof, and return the code of the error or `converted`."""
    document = json.loads(path.read_bytes())
    document.pop("proof", None)
    try:
        to_rdf(document, contexts=contexts)
    except JsonLdError as refused:
        return refused.code
    return "converted"


FIXTURES = shared_files("real/dcc-vc-fixtures/**/*.json")
EXCEPTIONS = {
    "legacy/did.json": "unknown_context",
    "oidf/did.json": "undefined_term",
    "didKey/twoOIDF-revoked-notExpired-badSchema.json": "inline_context",
}


def test_the_real_credentials_are_there() -> None:
    assert shared_path("real/dcc-vc-fixtures").is_dir()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_real_credentials_are_converted(path: Path) -> None:
    name = f"{path.parent.name}/{path.name}"
    assert outcome(path, ContextProcessor(PINNED)) == EXCEPTIONS.get(name, "converted")


EXAMPLES = shared_files("vectors/vcdm2-spec-examples/*.json")
CONTEXTS_ONLY = ("index-22.json", "index-32.json")
UNPUBLISHED = ("index-23.json", "index-26.json", "index-29.json", "index-33.json", "index-39.json")


def test_the_examples_of_the_data_model_are_there() -> None:
    assert shared_path("vectors/vcdm2-spec-examples").is_dir()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_of_the_data_model_are_converted(path: Path) -> None:
    special = dict.fromkeys(CONTEXTS_ONLY, "free_floating") | dict.fromkeys(UNPUBLISHED, "unknown_context")
    assert outcome(path, ContextProcessor(PINNED, allow_inline=True)) == special.get(path.name, "converted")


SUITE = shared_files("vectors/w3c-vcdm2-inputs/**/*-ok.json")


def test_the_inputs_of_the_data_model_suite_are_there() -> None:
    assert len(list(shared_path("vectors/w3c-vcdm2-inputs").glob("**/*-ok.json"))) == len(SUITE) > 45


@pytest.mark.parametrize("path", SUITE, ids=lambda path: path.name)
def test_the_good_inputs_of_the_data_model_suite_are_converted(path: Path) -> None:
    assert outcome(path, ContextProcessor(PINNED, allow_inline=True)) == "converted"


REFUSED_BY_JSON_LD = {
    "credential-context-combo3-fail": ("unknown_context", "/@context/1"),
    "credential-context-combo4-fail": ("invalid_local_context", "/@context/1"),
    "credential-id-not-url-fail": ("relative_iri", "/id"),
    "credential-issuer-no-url-fail": ("relative_iri", "/issuer"),
    "credential-redef-type-fail": ("protected_term_redefinition", "/@context/1"),
    "credential-redef-type2-fail": ("protected_term_redefinition", "/@context/2"),
    "credential-type-unmapped-fail": ("undefined_type", "/type/1"),
    "presentation-vc-as-string-fail": ("free_floating", "/verifiableCredential/0"),
    "names-and-descriptions/issuer-name-extra-prop-en-fail": ("undefined_term", "/issuer/name/url"),
}


@pytest.mark.parametrize(("name", "expected"), REFUSED_BY_JSON_LD.items())
def test_bad_inputs_of_the_data_model_suite_are_refused(name: str, expected: tuple[str, str]) -> None:
    document = json.loads(shared_path(f"vectors/w3c-vcdm2-inputs/{name}.json").read_bytes())
    with pytest.raises(JsonLdError) as refused:
        to_rdf(document, contexts=ContextProcessor(PINNED, allow_inline=True))
    assert (refused.value.code, refused.value.path) == expected
