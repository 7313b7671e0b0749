# SPDX-License-Identifier: Apache-2.0
"""ecdsa-sd-2023 beyond its vectors: what a holder may show, and what nobody can make of it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from cairn.standards.errors import ProofError
from cairn.standards.jsonld import canonicalize_quads, to_rdf
from cairn.standards.keys import KeyKind
from cairn.standards.proofs import ProofOptions, add_proof, without_proof
from cairn.standards.proofs.ecdsa_sd_2023 import derive_proof
from cairn.standards.proofs.ecdsa_sd_2023.pointers import parse_pointer, select
from cairn.standards.proofs.ecdsa_sd_2023.values import (
    DerivedProofValue,
    read_derived_value,
)
from cairn.standards.types import JsonObject
from tests.standards.proofs.samples import (
    CANONICALIZER,
    RANDOMNESS,
    SIGNED_AT,
    badge,
    did_of,
    key,
    secure,
    verdict,
)

SUITE = "ecdsa-sd-2023"
ACHIEVEMENT = "/credentialSubject/achievement"


def anonymous() -> JsonObject:
    """Return a credential whose subject and achievement have no ids, so they are blank nodes."""
    document = badge(did_of(key(KeyKind.P256)))
    del document["credentialSubject"]["id"], document["credentialSubject"]["achievement"]["id"]
    return document


def issued(document: JsonObject | None = None, *mandatory: str) -> JsonObject:
    """Sign a credential for selective disclosure."""
    options = ProofOptions(created=SIGNED_AT, mandatory_pointers=mandatory or ("/issuer",))
    return secure(document or anonymous(), SUITE, key(KeyKind.P256), options)


def shown(signed: JsonObject, *pointers: str) -> JsonObject:
    """Derive what a holder shows."""
    return derive_proof(without_proof(signed), signed["proof"], pointers, canonicalizer=CANONICALIZER)


def with_value(document: JsonObject, value: DerivedProofValue) -> JsonObject:
    """Return a disclosure with another proof value."""
    return {**document, "proof": {**document["proof"], "proofValue": value.encode()}}


@pytest.mark.parametrize(
    "pointers",
    [
        (),
        ("/name",),
        ("/validFrom", f"{ACHIEVEMENT}/name"),
        ("/credentialSubject",),
        (f"{ACHIEVEMENT}/criteria/narrative", f"{ACHIEVEMENT}/description"),
        ("/type/1",),
        ("",),
    ],
)
def test_any_selection_verifies(pointers: tuple[str, ...]) -> None:
    assert verdict(shown(issued(), *pointers)) == "holds"


def test_only_what_was_selected_is_shown() -> None:
    disclosure = without_proof(shown(issued(), f"{ACHIEVEMENT}/name"))
    assert disclosure == {
        "id": "https://issuer.example/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "@context": anonymous()["@context"],
        "issuer": anonymous()["issuer"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {"type": ["Achievement"], "name": "Rope access I"},
        },
    }


def test_lists_are_shown_in_part_or_whole() -> None:
    document = anonymous()
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://frameworks.example/{name}"} for name in "abc"
    ]
    signed = issued(document)
    disclosure = shown(signed, f"{ACHIEVEMENT}/alignment/2", f"{ACHIEVEMENT}/alignment/0/targetName")
    assert verdict(disclosure) == "holds"
    assert disclosure["credentialSubject"]["achievement"]["alignment"] == [
        {"type": ["Alignment"], "targetName": "a"},
        {"type": ["Alignment"], "targetName": "c", "targetUrl": "https://frameworks.example/c"},
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d.update(name="Rope access II"), "invalid_signature"),
        (lambda d: d.pop("validFrom"), "invalid_signature"),
        (lambda d: d.update(description="More"), "invalid_signature"),
        (lambda d: d["issuer"].update(name="Another"), "invalid_signature"),
        (lambda d: d["credentialSubject"].update(id="did:example:thief"), "invalid_signature"),
        (lambda d: d.update(grade="A"), "undefined_term"),
        (lambda d: d["proof"].update(created="2026-01-16T10:00:00Z"), "invalid_signature"),
    ],
)
@pytest.mark.parametrize("derived", [True, False], ids=["derived", "base"])
def test_a_changed_credential_is_refused(change: Any, code: str, *, derived: bool) -> None:
    document = shown(issued(), "/name", "/validFrom", "/credentialSubject") if derived else issued()
    assert verdict(document) == "holds"
    change(document)
    assert verdict(document) in {code, "invalid_proof_value"}


def test_a_statement_that_was_not_signed_cannot_be_shown() -> None:
    narrow, wide = shown(issued(), "/name"), shown(issued(), "/name", "/validFrom")
    assert verdict({**wide, "proof": narrow["proof"]}) == "invalid_signature"
    assert verdict({**narrow, "proof": wide["proof"]}) == "invalid_signature"


def test_one_object_cannot_be_shown_as_two() -> None:
    """Both halves would go by the issuer's one name for the object, so the names must differ."""
    disclosure = shown(issued(), ACHIEVEMENT)
    value = read_derived_value(disclosure["proof"])
    achievement = disclosure["credentialSubject"]["achievement"]
    halves = [
        {"type": ["Achievement"], "name": achievement["name"]},
        {name: value for name, value in achievement.items() if name != "name"},
    ]
    split = {**disclosure, "credentialSubject": {**disclosure["credentialSubject"], "achievement": halves}}
    names = canonicalize_quads(to_rdf(without_proof(split))).labels.values()
    for labels in itertools.product(value.label_map.values(), repeat=len(names)):
        forged = replace(value, label_map=dict(zip(sorted(names), labels, strict=True)))
        assert verdict(with_value(split, forged)) in {"invalid_proof_value", "invalid_signature"}


def test_every_node_that_is_shown_must_be_named() -> None:
    disclosure = shown(issued(), ACHIEVEMENT)
    value = read_derived_value(disclosure["proof"])
    fewer = dict(list(value.label_map.items())[:-1])
    assert verdict(with_value(disclosure, replace(value, label_map=fewer))) == "invalid_proof_value"
    swapped = dict(zip(value.label_map, reversed(list(value.label_map.values())), strict=True))
    assert verdict(with_value(disclosure, replace(value, label_map=swapped))) == "invalid_signature"


@pytest.mark.parametrize("index", [0, 1, 10**6])
def test_mandatory_statements_stay_mandatory(index: int) -> None:
    disclosure = shown(issued(), "/name")
    value = read_derived_value(disclosure["proof"])
    moved = replace(value, mandatory_indexes=(*value.mandatory_indexes[:-1], index))
    assert verdict(with_value(disclosure, moved)) == "invalid_signature"


def test_the_key_of_the_statements_is_signed() -> None:
    disclosure = shown(issued(), "/name")
    value = read_derived_value(disclosure["proof"])
    other = b"\x80\x24" + key(KeyKind.P256).public_key.to_raw()
    assert verdict(with_value(disclosure, replace(value, public_key=other))) == "invalid_signature"
    no_point = replace(value, public_key=b"\x80\x24\x02" + b"\xff" * 32)
    assert verdict(with_value(disclosure, no_point)) in {"invalid_proof_value", "invalid_signature"}


def test_a_statement_key_that_is_no_point_is_refused() -> None:
    from cairn.standards.proofs.ecdsa_sd_2023.suite import _statement_key

    with pytest.raises(ProofError) as refused:
        _statement_key(b"\x80\x24\x02" + b"\xff" * 32)
    assert refused.value.code == "invalid_proof_value"


@pytest.mark.parametrize("randomness", [None, b"", bytes(63), bytes(65)])
def test_fresh_randomness_is_asked_for(randomness: bytes | None) -> None:
    options = ProofOptions(randomness=randomness)
    with pytest.raises(ProofError) as refused:
        add_proof(anonymous(), key(KeyKind.P256), canonicalizer=CANONICALIZER, suite=SUITE, options=options)
    assert refused.value.code == "randomness_needed"
    assert str(RANDOMNESS) not in repr(ProofOptions(randomness=RANDOMNESS))


def test_something_must_be_shown() -> None:
    options = ProofOptions(created=SIGNED_AT, randomness=RANDOMNESS)
    signed = add_proof(anonymous(), key(KeyKind.P256), canonicalizer=CANONICALIZER, suite=SUITE, options=options)
    assert verdict(signed) == "holds"
    assert verdict(shown(signed, "/name")) == "holds"
    with pytest.raises(ProofError) as refused:
        shown(signed)
    assert refused.value.code == "invalid_pointer"


def test_a_disclosure_is_derived_from_what_was_signed() -> None:
    signed = issued()
    with pytest.raises(ProofError) as refused:
        shown({**signed, "description": "Added"}, "/name")
    assert refused.value.code == "invalid_proof_value"


def test_a_part_of_an_ordered_list_cannot_be_shown() -> None:
    document = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential", "id": "urn:uuid:1"}
    steps = {"@list": ["one", "two"]}
    signed = issued({**document, "issuer": did_of(key(KeyKind.P256)), "name": steps})
    assert verdict(signed) == "holds"
    with pytest.raises(ProofError) as refused:
        shown(signed, "/name/@list/1")
    assert refused.value.code == "statement_not_found"


@pytest.mark.parametrize(
    "pointer",
    ["name", "#/name", "/nothing", "/name/deeper", "/type/2", "/type/-1", "/type/-", "/type/01", "/type/x", "/type/١",
     "/type/" + "9" * 5000, "/type/0/x", "/", "/issuer/id/", "/credentialSubject//x"],
)  # fmt: skip
def test_a_pointer_that_leads_nowhere_is_refused(pointer: str) -> None:
    with pytest.raises(ProofError) as selecting:
        shown(issued(), pointer)
    with pytest.raises(ProofError) as signing:
        issued(None, pointer)
    assert (selecting.value.code, signing.value.code) == ("invalid_pointer", "invalid_pointer")


def test_pointers_are_unescaped() -> None:
    assert parse_pointer("/a~1b/c~0d/~01/") == ["a/b", "c~d", "~1", ""]
    assert parse_pointer("") == []


DOCUMENT: JsonObject = {
    "@context": "x",
    "id": "_:b0",
    "type": "T",
    "a": [{"id": "urn:1", "b": 1, "c": 2}, [7, 8], "text"],
    "d": {"@id": "urn:2", "@type": "D", "e": {"f": 1, "g": 2}},
}


@pytest.mark.parametrize(
    ("pointers", "selection"),
    [
        (["/d/e/f"], {"d": {"@id": "urn:2", "@type": "D", "e": {"f": 1}}}),
        (["/a/1/1", "/a/0/b"], {"a": [{"id": "urn:1", "b": 1}, [8]]}),
        (["/a/2"], {"a": ["text"]}),
        (["/a", "/a/0/b"], {"a": DOCUMENT["a"]}),
        (["/a/0/b", "/a"], {"a": DOCUMENT["a"]}),
        (["/a/1", "/a/1/0"], {"a": [[7, 8]]}),
        (["/a", "/a/1/0", "/d/e"], {"a": DOCUMENT["a"], "d": DOCUMENT["d"]}),
    ],
)
def test_a_selection_keeps_the_way_down(pointers: list[str], selection: JsonObject) -> None:
    assert select(DOCUMENT, pointers) == {"@context": "x", "type": "T", **selection}


@pytest.mark.parametrize("pointers", [[""], ["", "/a/0/b"], ["/a/1/0", ""], ["", "/a/1/0", "/d/e"]])
def test_the_empty_pointer_selects_everything(pointers: list[str]) -> None:
    assert select(DOCUMENT, pointers) == DOCUMENT


def test_no_pointer_selects_nothing() -> None:
    assert select(DOCUMENT, []) is None
