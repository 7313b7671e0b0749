# SPDX-License-Identifier: Apache-2.0
"""Many credentials of one shape: the same bytes as one by one, or the batch stops."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import dump_json, parse_json
from cairn.standards.errors import JsonLdError, ProofError
from cairn.standards.findings import pointer
from cairn.standards.keys import KeyKind
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.batch import BatchIssuer, JsonTemplate, Path, text_paths, value_at
from cairn.standards.vc.issue import VC_JWT, LintError, issue_credential
from tests.standards.codecs.test_strict_json import TEXTS
from tests.standards.proofs.samples import RecordingSigner
from tests.standards.vc.test_issue import credential_of, issuance, signer_of

NAME: Path = ("credentialSubject", "identifier", 0, "identityHash")
HOSTILE = [
    'Ann "the Rope" O\'Hara',
    "back\\slash \\u0000 \\",
    "\x00",
    "\x000\x00",
    "\x001\x00",
    "a\x00b\x1f\x7f\u2028",
    "\U0001f9d7\u200d\u2640\ufe0f e\u0301 \u202eabc",
    "",
    " ",
    "\n\r\t",
    '","proof":{"x":"',
    "}]",
    "a" * 5000,
    "did:example:a",
    "@type",
]


def named(signer: RecordingSigner, learner: str, text: str = "Ann", narrative: str = "Climbs.") -> JsonObject:
    """Return a credential of one learner; the texts vary from row to row."""
    document = credential_of(signer)
    document["id"] = f"urn:uuid:{learner}"
    document["credentialSubject"]["id"] = f"did:example:{learner}"
    document["credentialSubject"]["narrative"] = narrative
    document["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": text}
    ]
    return document


def paths_of(signer: RecordingSigner) -> list[Path]:
    """Return where the rows differ."""
    return text_paths(named(signer, "1", "Ann", "Climbs."), named(signer, "2", "Bo", "Falls."))


def test_the_texts_that_vary_are_found() -> None:
    assert paths_of(signer_of(KeyKind.ED25519)) == [
        ("id",),
        ("credentialSubject", "id"),
        ("credentialSubject", "narrative"),
        NAME,
    ]


@pytest.mark.parametrize("rows", [300])
def test_a_batch_gives_the_bytes_of_one_by_one(rows: int) -> None:
    signer, single = signer_of(KeyKind.ED25519), signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), paths_of(signer), issuance(signer))
    one_by_one = issuance(single)
    for number in range(rows):
        row = named(signer, str(number), HOSTILE[number % len(HOSTILE)], f"Row {number} {HOSTILE[-number % 7]}")
        assert batch.issue(copy.deepcopy(row)) == issue_credential(row, one_by_one)
    assert rows <= len(signer.signed) <= rows * 1.1


@pytest.mark.parametrize(
    ("suite", "kind"),
    [
        ("eddsa-jcs-2022", KeyKind.ED25519),
        ("ecdsa-rdfc-2019", KeyKind.P256),
        ("ecdsa-rdfc-2019", KeyKind.P384),
        ("ecdsa-jcs-2019", KeyKind.P256),
        (VC_JWT, KeyKind.ED25519),
        (VC_JWT, KeyKind.P256),
    ],
)
def test_other_suites_go_one_by_one_to_the_same_bytes(suite: str, kind: KeyKind) -> None:
    signer, single = signer_of(kind), signer_of(kind)
    batch = BatchIssuer(named(signer, "0"), paths_of(signer), issuance(signer, suite))
    for number in range(5):
        row = named(signer, str(number), HOSTILE[number])
        assert batch.issue(row) == issue_credential(row, issuance(single, suite))


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_texts_give_the_bytes_of_one_by_one(texts: list[tuple[str, str]]) -> None:
    signer, single = signer_of(KeyKind.ED25519), signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), paths_of(signer), issuance(signer))
    for number, (name, narrative) in enumerate(texts):
        row = named(signer, str(number), name, narrative)
        assert batch.issue(row) == issue_credential(row, issuance(single))


SHAPES = {
    "texts only": lambda document: document,
    "blank nodes": lambda document: document["credentialSubject"].pop("id") and document,
    "an issuer by its name": lambda document: document,
    "several achievements' alignments": lambda document: (
        document["credentialSubject"]["achievement"].update(
            alignment=[
                {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://frameworks.example/{name}"}
                for name in "abc"
            ]
        )
        or document
    ),
    "evidence": lambda document: document.update(evidence=[{"type": ["Evidence"], "narrative": "Seen."}]) or document,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_batches_of_many_shapes(shape: str) -> None:
    signer, single = signer_of(KeyKind.ED25519), signer_of(KeyKind.ED25519)
    rows = [SHAPES[shape](named(signer, str(number), f"Name {number}")) for number in range(12)]
    batch = BatchIssuer(rows[0], text_paths(rows[0], rows[1]), issuance(signer))
    for row in rows:
        assert batch.issue(row) == issue_credential(row, issuance(single))


def test_rows_that_equal_the_template_are_issued_too() -> None:
    signer = signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), [], issuance(signer))
    assert batch.issue(named(signer, "0")) == batch.issue(named(signer, "0"))


def test_a_difference_stops_the_batch() -> None:
    """A row that differs where the template says it does not: the fast way would sign the template's words."""
    signer = signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), [("id",)], issuance(signer))
    with pytest.raises(ProofError) as refused:
        batch.issue(named(signer, "1", "Bo"))
    assert refused.value.code == "batch_mismatch"


def test_a_template_that_cannot_be_compiled_goes_one_by_one() -> None:
    """A text that looks like one of the compiler's own marks is left to the full algorithm."""
    signer, single = signer_of(KeyKind.ED25519), signer_of(KeyKind.ED25519)
    rows = [{**named(signer, str(number)), "name": "urn:x-cairn-slot:1"} for number in range(3)]
    batch = BatchIssuer(rows[0], paths_of(signer), issuance(signer))
    assert [batch.issue(row) for row in rows] == [issue_credential(row, issuance(single)) for row in rows]


def test_the_first_row_is_linted() -> None:
    signer = signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), paths_of(signer), issuance(signer))
    with pytest.raises(LintError):
        batch.issue({**named(signer, "1"), "validUntil": "2020-01-01T00:00:00Z"})


def test_one_row_in_a_hundred_is_linted_too() -> None:
    signer = signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), [("id",)], issuance(signer))
    batch.issue(named(signer, "0"))
    with pytest.raises(ProofError) as refused:
        list(map(batch.issue, (named(signer, str(number), "Bo") for number in range(1000))))
    assert refused.value.code == "batch_mismatch"
    assert 1 < len(signer.signed) < 1000


def test_a_value_that_the_plan_is_not_certain_of_goes_the_long_way() -> None:
    """An id that is no IRI changes the dataset, so the plan refuses it, and so does the full algorithm."""
    signer, single = signer_of(KeyKind.ED25519), signer_of(KeyKind.ED25519)
    batch = BatchIssuer(named(signer, "0"), paths_of(signer), issuance(signer))
    batch.issue(named(signer, "0"))
    same = named(signer, "1")
    same["credentialSubject"]["id"] = same["id"]
    assert batch.issue(same) == issue_credential(same, issuance(single))
    with pytest.raises(JsonLdError) as refused:
        batch.issue({**named(signer, "2"), "id": "not an IRI"})
    assert (refused.value.code, refused.value.path) == ("relative_iri", "/id")


def fill(document: JsonObject, values: dict[Path, str]) -> bytes:
    """Cut a document and fill other texts in."""
    named_values = {pointer("", *path): value for path, value in values.items()}
    return JsonTemplate.cut(document, list(values)).fill(named_values)


DOCUMENT: JsonObject = {"a": "1", "b": [{"c": "2", "d": 'x"\\'}, "3"], "e": {"f/g~h": "4"}, "n": 7, "z": None}
PATHS: list[Path] = [("b", 0, "c"), ("e", "f/g~h"), ("a",), ("b", 1)]


def replaced(document: Json, values: dict[Path, str]) -> Json:
    """Put values at their paths, in the plainest way there is."""
    changed = copy.deepcopy(document)
    for path, value in values.items():
        value_at(changed, path[:-1])[path[-1]] = value
    return changed


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cut_document_takes_any_text(text: str) -> None:
    values = {path: f"{text}{number}" if number else text for number, path in enumerate(PATHS)}
    assert fill(DOCUMENT, values) == dump_json(replaced(DOCUMENT, values))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_document_may_hold_any_text_where_it_is_not_cut(text: str) -> None:
    document = {**DOCUMENT, "note": text, "notes": [text, text], "quoted": dump_json(text).decode()}
    values = dict.fromkeys(PATHS, "Ann")
    assert fill(document, values) == dump_json(replaced(document, values))


@given(st.lists(TEXTS, min_size=4, max_size=4), TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_cutting_and_filling_is_writing(texts: list[str], note: str, key: str) -> None:
    document = {**DOCUMENT, "note": note, "other": {key: note}}
    values = dict(zip(PATHS, texts, strict=True))
    assert fill(document, values) == dump_json(replaced(document, values))
    assert parse_json(fill(document, values)) == replaced(document, values)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"a": "1"}, {"b": "1"}),
        ({"a": "1"}, {"a": 1}),
        ({"a": ["1"]}, {"a": ["1", "2"]}),
        ({"a": {"b": "1"}}, {"a": "1"}),
        ({"a": 1}, {"a": 2}),
        ({"a": "1", "b": "2"}, {"b": "2", "a": "3"}),
    ],
)
def test_documents_of_two_shapes_are_no_batch(first: JsonObject, second: JsonObject) -> None:
    with pytest.raises(ProofError) as refused:
        text_paths(first, second)
    assert refused.value.code == "shapes_differ"


def test_equal_documents_differ_nowhere() -> None:
    assert text_paths(DOCUMENT, copy.deepcopy(DOCUMENT)) == []


def values_of(document: JsonObject, paths: list[Path]) -> dict[str, Json]:
    """Return the values of a row, named as a batch names them."""
    return {pointer("", *path): value_at(document, path) for path in paths}


def test_rows_given_by_their_values_alone_get_the_bytes_of_one_by_one() -> None:
    signer, single = signer_of(KeyKind.ED25519), signer_of(KeyKind.ED25519)
    paths = paths_of(signer)
    rows = [named(signer, str(number), HOSTILE[number % len(HOSTILE)]) for number in range(40)]
    batch = BatchIssuer(named(signer, "0"), paths, issuance(signer))
    issued = batch.issue_all([values_of(row, paths) for row in rows], rows.__getitem__)
    assert issued == [issue_credential(row, issuance(single)) for row in rows]


def test_nothing_of_a_chunk_is_signed_where_a_checked_row_does_not_pass() -> None:
    signer = signer_of(KeyKind.ED25519)
    paths = paths_of(signer)
    rows = [named(signer, str(number)) for number in range(20)]
    # The first row of a batch is always checked.
    rows[0]["credentialSubject"]["achievement"]["criteria"] = 7
    batch = BatchIssuer(named(signer, "0"), paths, issuance(signer))
    with pytest.raises(LintError):
        batch.issue_all([values_of(row, paths) for row in rows], rows.__getitem__)
    assert signer.signed == []
