# SPDX-License-Identifier: Apache-2.0
"""Plans: what is compiled, what each guard refuses, and that a plan gives what the full algorithm gives."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.jsonld import PINNED, Canonicalizer, ContextProcessor, Quad
from cairn.standards.jsonld.plans.plan import Plan, compile_plan
from cairn.standards.jsonld.plans.shape import NotCompilable, Slot, SlotKind
from cairn.standards.jsonld.plans.tracing import SlotTerm, Statement, Use, trace_quads
from cairn.standards.jsonld.plans.vocabulary import read_vocabulary
from cairn.standards.jsonld.pointers import read_at, replace_at
from cairn.standards.types import Json, JsonObject
from tests.standards.jsonld.mutations import hunt
from tests.standards.jsonld.samples import EXAMPLES, OB, V2, peer_credential, proof_options

CREDENTIAL: JsonObject = {
    "@context": [V2, OB],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "A name",
    "description": "",
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": None,
    "issuer": {"id": "did:example:issuer", "type": ["Profile"], "name": "Profile"},
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "creditsEarned": 7.5,
        "identifier": [{"type": "IdentityObject", "hashed": True, "identityHash": "h", "identityType": "emailAddress"}],
        "achievement": {
            "id": "https://example.org/a",
            "type": ["Achievement"],
            "name": "B",
            "description": "C",
            "criteria": {"narrative": "D"},
            "tag": ["x", "y"],
            "alignment": [
                {"type": ["Alignment"], "targetName": "E", "targetUrl": "https://example.org/e"},
                {"type": ["Alignment"], "targetName": "F", "targetUrl": "https://example.org/f"},
            ],
        },
    },
}
OPTIONS = {**proof_options(CREDENTIAL), "proofPurpose": "assertionMethod"}
EXAMPLE: JsonObject = {
    "@context": [V2, EXAMPLES],
    "id": "urn:s",
    "type": "Thing",
    "size": 5,
    "weight": 7.5,
    "text": "t",
}


def plan_for(document: JsonObject, **options: Any) -> Plan:
    return compile_plan(document, ContextProcessor(PINNED), **options)


def changed(document: JsonObject, path: str, value: Json) -> JsonObject:
    result: JsonObject = replace_at(document, path, value)
    return result


def full(document: JsonObject) -> bytes:
    return Canonicalizer().canonicalize_full(document).nquads


def test_a_plan_takes_every_document_of_its_shape() -> None:
    plan = plan_for(peer_credential(0))
    for seed in range(300):
        document = peer_credential(seed)
        assert plan.fill(document) == full(document)


def test_a_plan_can_be_printed_and_inspected() -> None:
    plan = plan_for(OPTIONS)
    assert str(plan).splitlines() == [
        f"contexts: {V2}, {OB}",
        "statements: 5, blank nodes: 1",
        "v0 = /cryptosuite (text)",
        "v1 = /created (text)",
        "v2 = /verificationMethod (iri)",
    ]
    assert plan.source.startswith("def fill(document, quote=quote):\n    try:\n        x0 = document\n")
    assert "if x0['proofPurpose'] != 'assertionMethod': return None" in plan.source
    assert "return None" in plan.source


def test_how_each_value_comes_out() -> None:
    plan = plan_for(EXAMPLE)
    assert dict(zip([slot.place for slot in plan.slots], plan.trace.uses, strict=True)) == {
        "/id": Use.IRI,
        "/size": Use.WHOLE_NUMBER,
        "/weight": Use.FRACTION,
        "/text": Use.TEXT,
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/@context", [V2, OB, EXAMPLES]),
        ("/@context", [OB, V2]),
        ("/@context", [V2]),
        ("/type", ["VerifiableCredential"]),
        ("/type", "VerifiableCredential"),
        ("/id", "relative"),
        ("/id", "name"),
        ("/id", "_:b0"),
        ("/id", "urn:a b"),
        ("/id", "urn:a>"),
        ("/id", "urn:a\n"),
        ("/id", "urn:a>\n<urn:b"),
        ("/id", "urn:\x85"),
        ("/id", "urn:\ud800"),
        ("/id", "schema:name"),
        ("/id", "javascript:x"),
        ("/id", ""),
        ("/id", 5),
        ("/id", None),
        ("/id", ["urn:a"]),
        ("/id", {"id": "urn:a"}),
        ("/id", "did:example:issuer"),
        ("/name", 5),
        ("/name", None),
        ("/name", True),
        ("/name", ["x"]),
        ("/name", {"x": "y"}),
        ("/name", "\ud800"),
        ("/description", "no longer empty"),
        ("/validUntil", "2027-01-01T00:00:00Z"),
        ("/issuer/name", "not a word of a context"),
        ("/issuer", "did:example:issuer"),
        ("/issuer", ["did:example:issuer"]),
        ("/credentialSubject/creditsEarned", "7.5"),
        ("/credentialSubject/creditsEarned", True),
        ("/credentialSubject/creditsEarned", None),
        ("/credentialSubject/creditsEarned", 2**53 + 2),
        ("/credentialSubject/creditsEarned", 1e21),
        ("/credentialSubject/creditsEarned", float("inf")),
        ("/credentialSubject/creditsEarned", float("nan")),
        ("/credentialSubject/identifier/0/hashed", False),
        ("/credentialSubject/identifier/0/hashed", 1),
        ("/credentialSubject/identifier", []),
        ("/credentialSubject/identifier", {"0": "x"}),
        ("/credentialSubject/achievement/tag", ["x"]),
        ("/credentialSubject/achievement/tag", ["x", "y", "z"]),
        ("/credentialSubject/achievement/tag", "xy"),
        ("/credentialSubject/achievement/tag", {"x": 1, "y": 2}),
        ("/credentialSubject/achievement/alignment/1", CREDENTIAL["credentialSubject"]["achievement"]["alignment"][0]),
    ],
)
def test_every_guard_refuses(path: str, value: Json) -> None:
    plan = plan_for(CREDENTIAL)
    assert plan.fill(CREDENTIAL) == full(CREDENTIAL)
    assert plan.fill(changed(CREDENTIAL, path, value)) is None


@pytest.mark.parametrize("key", ["undefinedTerm", "@id", "@index", "evidence"])
def test_another_key_is_refused(key: str) -> None:
    plan = plan_for(CREDENTIAL)
    assert plan.fill({**CREDENTIAL, key: "urn:x"}) is None
    without = {name: value for name, value in CREDENTIAL.items() if name != "name"}
    assert plan.fill(without) is None
    assert plan.fill({**without, key: "urn:x"}) is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/id", "https://example.org/ü?q=%20#f"),
        ("/id", "did:example:other"),
        ("/name", ""),
        ("/name", "name"),
        ("/name", "urn:x-cairn-slot:0:"),
        ("/name", 'quote " backslash \\ newline \n tab \t'),
        ("/name", "\x00\x0b\x1b\x1f\x7f"),
        ("/name", "C:\\users \\u0041"),
        ("/name", '_:a" .\n_:z <urn:p> _:c14n0 .'),
        ("/name", "é\u2028🎓\uffff"),
        ("/credentialSubject/creditsEarned", 7),
        ("/credentialSubject/creditsEarned", 7.0),
        ("/credentialSubject/creditsEarned", -0.0),
        ("/credentialSubject/creditsEarned", 2**53),
        ("/credentialSubject/creditsEarned", 1e-9),
        ("/credentialSubject/achievement/tag", ["y", "y"]),
        ("/credentialSubject/achievement/tag", ["z", "\x7f"]),
        ("/credentialSubject/achievement/criteria/narrative", "narrative"),
    ],
)
def test_values_that_vary_come_out_as_the_full_algorithm_writes_them(path: str, value: Json) -> None:
    document = changed(CREDENTIAL, path, value)
    assert plan_for(CREDENTIAL).fill(document) == full(document)


@pytest.mark.parametrize(("path", "value"), [("/size", 5.5), ("/weight", 7), ("/weight", 8.0), ("/weight", 1e301)])
def test_a_number_keeps_the_type_that_it_had(path: str, value: float) -> None:
    assert plan_for(EXAMPLE).fill(changed(EXAMPLE, path, value)) is None


def test_whole_floats_are_integers() -> None:
    document = changed(EXAMPLE, "/size", 6.0)
    assert plan_for(EXAMPLE).fill(document) == full(document)


VP: JsonObject = {"@context": [V2], "type": "VerifiablePresentation"}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({**EXAMPLE, "text": {"@value": "x", "@language": "en"}}, "keyword @value"),
        ({**EXAMPLE, "@index": "1"}, "keyword @index"),
        ({**EXAMPLE, "size": 2**53 + 2}, "too large"),
        ({**EXAMPLE, "undefined": {"@context": {"x": "urn:x"}}}, "not named by its URL"),
        ({"id": "urn:s"}, "not named by its URL"),
        ({**CREDENTIAL, "undefinedTerm": "x"}, "only the full algorithm can read"),
        ({**EXAMPLE, "description": "urn:x-cairn-slot:0:", "urn:x-cairn-slot:0:": "x"}, "looks like a mark"),
        ({**VP, "verifiableCredential": EXAMPLE}, "a named graph"),
        ({**EXAMPLE, "more": [f"text {number}" for number in range(1000)]}, "too many values"),
    ],
)
def test_what_is_not_compiled(document: JsonObject, reason: str) -> None:
    with pytest.raises(NotCompilable) as refused:
        plan_for(document)
    assert reason in str(refused.value)


def test_a_lost_value_is_not_compiled() -> None:
    document = {**CREDENTIAL, "credentialSubject": {"type": "AchievementSubject", "nosuch": "x"}}
    with pytest.raises(NotCompilable) as refused:
        plan_for(document)
    assert "/credentialSubject/nosuch" in str(refused.value)


SLOT = Slot(0, SlotKind.TEXT, "/name")
MARK = "urn:x-cairn-slot:0:"
FOUND = Quad("<urn:s>", "<urn:p>", f'"{MARK}"@en')


def test_a_mark_is_found_again() -> None:
    traced = trace_quads([FOUND], (SLOT,))
    assert traced.statements == (Statement("<urn:s>", "<urn:p>", SlotTerm(0, "@en")),)
    assert traced.uses == (Use.TEXT,)


@pytest.mark.parametrize(
    ("quads", "reason"),
    [
        ([], "the value at /name is lost"),
        ([Quad("<urn:s>", f"<{MARK}>", '"x"')], "a slot in a property"),
        ([FOUND._replace(graph="<urn:g>")], "a named graph"),
        ([Quad("<urn:s>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{MARK}>")], "a slot that is a type"),
        ([FOUND, Quad(f"<{MARK}>", "<urn:p>", '"x"')], "comes out in two ways"),
        ([FOUND, Quad("<urn:s>", "<urn:p>", f'"x {MARK}"')], "a value that becomes part of"),
        ([FOUND, Quad("<urn:s>", "<urn:p>", f"<urn:x:{MARK}>")], "a value that becomes part of"),
        ([FOUND, Quad("_:a", "<urn:p>", "_:a")], "links to itself"),
        ([FOUND, Quad("_:a", "<urn:p>", "_:b"), Quad("_:c", "<urn:p>", "_:b")], "several links"),
        ([FOUND, Quad("<urn:s>", "<urn:p>", "_:b"), Quad("<urn:s>", "<urn:q>", "_:b")], "several links"),
    ],
)
def test_a_value_that_cannot_be_followed_is_not_compiled(quads: list[Quad], reason: str) -> None:
    with pytest.raises(NotCompilable) as refused:
        trace_quads(quads, (SLOT,))
    assert reason in str(refused.value)


def test_a_document_without_identifiers() -> None:
    document = {"@context": [V2], "type": "VerifiableCredential", "name": "x"}
    assert plan_for(document).fill({**document, "name": "y"}) == full({**document, "name": "y"})


def test_alike_blank_nodes_are_left_to_the_full_algorithm() -> None:
    twins = changed(
        CREDENTIAL, "/credentialSubject/achievement/alignment", 2 * [{"type": ["Alignment"], "targetName": "E"}]
    )
    assert plan_for(twins).fill(twins) is None
    other = changed(twins, "/credentialSubject/achievement/alignment/1/targetName", "F")
    assert plan_for(twins).fill(other) == full(other)


def test_more_than_ten_blank_nodes_are_in_the_order_of_their_labels() -> None:
    document = peer_credential(0, n_align=9, n_evid=0, n_result=6)
    plan = plan_for(document)
    assert plan.trace.blank_nodes > 11
    assert plan.fill(document) == full(document)


def test_the_words_of_the_contexts() -> None:
    vocabulary = read_vocabulary((V2, OB), PINNED)
    assert {"name", "Profile", "AchievementSubject", "creditsEarned", "BitstringStatusListEntry"} <= vocabulary.terms
    assert vocabulary.type_keys == {"@type", "type"}
    assert vocabulary.schemes == ("https", "http", "urn", "did", "mailto")


def test_the_words_of_a_context_made_of_others() -> None:
    vocabulary = read_vocabulary(("https://w3id.org/security/v2",), PINNED)
    assert {"Ed25519Signature2018", "EncryptedMessage", "assertionMethod"} <= vocabulary.terms


def test_a_scheme_that_is_a_word_is_no_scheme() -> None:
    vocabulary = read_vocabulary((V2,), PINNED)
    hostile = type(vocabulary)((V2,), vocabulary.terms | {"did", "urn:x"}, vocabulary.type_keys)
    assert hostile.schemes == ("https", "http", "mailto", "tag")


VARIABLES = ("/id", "/credentialSubject/identifier/0/identityHash", "/credentialSubject/creditsEarned", "/issuer/name")


def test_a_bound_template_takes_other_values() -> None:
    bound = Canonicalizer().bind(CREDENTIAL, VARIABLES)
    values: dict[str, Json] = dict(zip(VARIABLES, ("urn:uuid:2", 'x" \x7f', 5, "a name"), strict=True))
    document = bound.document(values)
    assert [read_at(document, path) for path in VARIABLES] == list(values.values())
    assert bound.fill(values) == full(document)
    assert CREDENTIAL["id"] == "urn:uuid:1"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"/id": "urn:uuid:2"},
        {"/id": "relative", "/name": "x"},
        {"/id": "did:example:issuer", "/name": "x"},
        {"/id": "https://example.org/a", "/name": "x"},
        {"/id": "urn:uuid:2", "/name": 5},
        {"/id": "urn:uuid:2", "/name": None},
        {"/id": "urn:uuid:2", "/name": "x", "/description": "y"},
    ],
)
def test_a_bound_template_refuses_values_that_do_not_fit(values: dict[str, Json]) -> None:
    assert Canonicalizer().bind(CREDENTIAL, ("/id", "/name")).fill(values) is None


@given(st.text(st.characters(exclude_categories=["Cs"])), st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=150, deadline=None)
def test_any_text_and_number_come_out_right(text: str, number: float) -> None:
    document = changed(changed(CREDENTIAL, "/name", text), "/credentialSubject/creditsEarned", number)
    filled = PLAN.fill(document)
    assert filled == full(document) or (filled is None and abs(number) > 2**53)


PLAN = plan_for(CREDENTIAL)


def test_no_change_makes_a_plan_give_wrong_bytes() -> None:
    tally = hunt(seed=2026, cases=6000)
    assert tally.unsound is None
    assert tally.taken > 600


def test_a_plan_does_not_change_its_document() -> None:
    document = copy.deepcopy(CREDENTIAL)
    PLAN.fill(document)
    assert document == CREDENTIAL


def test_a_shuffled_document_has_the_same_bytes() -> None:
    keys = list(CREDENTIAL)
    random.Random(1).shuffle(keys)
    assert PLAN.fill({key: CREDENTIAL[key] for key in keys}) == full(CREDENTIAL)
