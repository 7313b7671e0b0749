# SPDX-License-Identifier: Apache-2.0
"""The canonicalizer: plans are made when a shape comes again, checked when they are made, and bounded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, Canonicalizer, ContextStore, locate_nodes
from cairn.standards.jsonld.plans import cache
from cairn.standards.jsonld.plans.cache import PlanCache, bucket_of
from cairn.standards.types import JsonObject
from tests.standards.jsonld.samples import EXAMPLES, V2, peer_credential, proof_options


def thing(number: int, *, extra: str = "text") -> JsonObject:
    return {"@context": [V2, EXAMPLES], "id": f"urn:{number}", "type": "Thing", extra: str(number)}


def twins(number: int) -> JsonObject:
    return {**thing(number), "part": [{"name": "same"}, {"name": "same"}]}


def plans(canonicalizer: Canonicalizer) -> int:
    return len(canonicalizer._plans)


def test_a_plan_is_made_when_a_shape_comes_again() -> None:
    canonicalizer = Canonicalizer()
    expected = [canonicalizer.canonicalize_full(thing(number)).nquads for number in range(4)]
    counts = []
    for number in range(4):
        assert canonicalizer.canonicalize(thing(number)) == expected[number]
        counts.append(plans(canonicalizer))
    assert counts == [0, 1, 1, 1]


def test_proof_options_have_a_plan_of_their_own() -> None:
    canonicalizer = Canonicalizer()
    for seed in range(3):
        document = peer_credential(seed)
        for signed in (document, proof_options(document)):
            assert canonicalizer.canonicalize(signed) == canonicalizer.canonicalize_full(signed).nquads
    assert plans(canonicalizer) == 2


def test_a_shape_that_cannot_be_compiled_takes_the_full_algorithm() -> None:
    canonicalizer = Canonicalizer()
    for number in range(8):
        assert canonicalizer.canonicalize(twins(number)) == canonicalizer.canonicalize_full(twins(number)).nquads
    assert plans(canonicalizer) == 0


def test_the_number_of_plans_is_capped() -> None:
    canonicalizer = Canonicalizer(max_plans=2)
    for name in ("a", "b", "c", "a", "b", "c"):
        for number in range(2):
            document = thing(number, extra=name)
            assert canonicalizer.canonicalize(document) == canonicalizer.canonicalize_full(document).nquads
        assert plans(canonicalizer) <= 2
    assert plans(canonicalizer) == 2


def test_constants_that_vary_are_not_compiled_without_end() -> None:
    canonicalizer = Canonicalizer()
    types = [*"ABCDEFGHIJ"]
    for name in types:
        document = {**thing(1), "type": name}
        assert canonicalizer.canonicalize(document) == canonicalizer.canonicalize_full(document).nquads
    assert plans(canonicalizer) == 4
    assert all(canonicalizer.canonicalize({**thing(2), "type": name}) for name in types)


def test_the_plan_that_was_useful_last_is_tried_first() -> None:
    canonicalizer = Canonicalizer()
    for name in ("A", "A", "B"):
        canonicalizer.canonicalize({**thing(1), "type": name})
    buckets = canonicalizer._plans._buckets
    (bucket,) = buckets
    newest = buckets[bucket]
    canonicalizer.canonicalize({**thing(1), "type": "A"})
    assert buckets[bucket] == tuple(reversed(newest))
    assert len(newest) == 2


def test_documents_cannot_fill_the_memory_with_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MAX_OUTLINES", 3)
    plans_ = PlanCache()
    assert [plans_.is_worth_compiling(outline) for outline in (1, 1, 2, 3, 4, 1)] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]
    assert len(plans_._misses) <= 3


def test_refusals_are_the_same_with_and_without_a_plan() -> None:
    canonicalizer = Canonicalizer()
    for number in range(3):
        canonicalizer.canonicalize(thing(number))
    with pytest.raises(JsonLdError) as refused:
        canonicalizer.canonicalize({**thing(1), "id": "relative"})
    assert (refused.value.code, refused.value.path) == ("relative_iri", "/id")


def break_plans(canonicalizer: Canonicalizer) -> None:
    """Replace every plan by one that leaves out the last line, as a fault in the compiler could."""
    buckets = canonicalizer._plans._buckets
    for bucket, found in buckets.items():
        buckets[bucket] = tuple(replace(plan, fill=lambda _: b"<urn:wrong> <urn:p> <urn:o> .\n") for plan in found)


def test_a_checked_document_is_compared_and_a_wrong_plan_dropped() -> None:
    canonicalizer = Canonicalizer()
    for number in range(2):
        canonicalizer.canonicalize(thing(number))
    expected = canonicalizer.canonicalize_full(thing(5)).nquads
    assert canonicalizer.canonicalize_checked(thing(5)) == expected
    break_plans(canonicalizer)
    with pytest.raises(JsonLdError) as refused:
        canonicalizer.canonicalize_checked(thing(5))
    assert refused.value.code == "plan_mismatch"
    assert canonicalizer.canonicalize(thing(5)) == expected


def test_a_plan_that_is_wrong_from_the_start_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    canonicalizer = Canonicalizer()
    canonicalizer.canonicalize(thing(1))
    compiled = canonicalizer._compile(thing(1))
    assert compiled is not None
    monkeypatch.setattr(canonicalizer, "_compile", lambda _: replace(compiled, fill=lambda _: b"wrong"))
    with pytest.raises(JsonLdError) as refused:
        canonicalizer.canonicalize(thing(2))
    assert refused.value.code == "plan_mismatch"
    assert plans(canonicalizer) == 0


def test_inline_contexts_are_canonicalized_but_never_compiled() -> None:
    canonicalizer = Canonicalizer(allow_inline=True)
    for number in range(4):
        document = {"@context": {"text": "urn:text"}, "@id": "urn:s", "text": str(number)}
        assert canonicalizer.canonicalize(document) == f'<urn:s> <urn:text> "{number}" .\n'.encode()
    assert plans(canonicalizer) == 0


def test_another_store_knows_other_contexts() -> None:
    store = ContextStore(PINNED.folder, {V2: PINNED.entry(V2)})
    with pytest.raises(JsonLdError) as refused:
        Canonicalizer(store=store).canonicalize(thing(1))
    assert (refused.value.code, refused.value.path) == ("unknown_context", "/@context/1")


def test_the_labels_of_the_full_form() -> None:
    document = {"@context": [V2], "type": "VerifiableCredential", "credentialSubject": {"name": "x"}}
    dataset = Canonicalizer().canonicalize_full(document, hash_name="sha384")
    assert set(dataset.labels) == {"b0", "b1"}
    assert set(dataset.labels.values()) == {"c14n0", "c14n1"}
    assert dataset.nquads == "".join(dataset.lines).encode()


@pytest.mark.parametrize("variables", [["/nosuch"], ["/type/5"], ["/part/x"], ["/part"], ["/none"], ["/text/0"]])
def test_a_variable_must_be_a_text_or_number(variables: list[str]) -> None:
    with pytest.raises(JsonLdError) as refused:
        Canonicalizer().bind({**twins(1), "none": None}, variables)
    assert (refused.value.code, refused.value.path) == ("unknown_variable", variables[0])


@pytest.mark.parametrize("path", ["/type", "/part/0/name"])
def test_a_template_whose_own_values_do_not_fit_has_no_plan(path: str) -> None:
    bound = Canonicalizer().bind(twins(1), [path])
    assert bound.plan is None
    assert bound.reason == "the template's own values do not pass the guards"


def test_a_template_that_cannot_be_compiled_is_still_filled_in() -> None:
    template = {**thing(1), "text": {"@value": "x", "@language": "en"}}
    bound = Canonicalizer().bind(template, ["/id"])
    assert bound.plan is None
    assert bound.reason == "the keyword @value at /text/@value"
    assert bound.fill({"/id": "urn:2"}) is None
    assert bound.document({"/id": "urn:2"}) == {**template, "id": "urn:2"}


@pytest.mark.parametrize(
    ("values", "code"), [({}, "missing_variable"), ({"/id": "urn:2", "/text": "x"}, "unknown_variable")]
)
def test_a_template_takes_exactly_its_values(values: JsonObject, code: str) -> None:
    with pytest.raises(JsonLdError) as refused:
        Canonicalizer().bind(thing(1), ["/id"]).document(values)
    assert refused.value.code == code


def test_a_bad_template_is_refused() -> None:
    with pytest.raises(JsonLdError) as refused:
        Canonicalizer().bind({**thing(1), "@nosuch": "x"}, ["/id"])
    assert refused.value.code == "keyword_lookalike"


def test_nodes_are_located_with_the_same_contexts() -> None:
    canonicalizer = Canonicalizer(allow_inline=True)
    document = {"@context": {"text": "urn:text"}, "@id": "urn:s", "text": "x"}
    assert locate_nodes(document, contexts=canonicalizer.contexts) == {"": "<urn:s>"}


def test_many_blank_nodes_are_not_tabulated() -> None:
    template = {**thing(1), "part": [{"name": str(number)} for number in range(70)]}
    bound = Canonicalizer().bind(template, ["/id"])
    expected = Canonicalizer().canonicalize_full({**template, "id": "urn:2"}).nquads
    assert bound.fill({"/id": "urn:2"}) == expected
    assert bound.plan is not None
    assert "blocks_of_" not in bound.plan.source


def test_buckets_tell_shapes_apart() -> None:
    assert bucket_of(peer_credential(1)) == bucket_of(peer_credential(2))
    assert bucket_of(peer_credential(1)) != bucket_of(peer_credential(1, n_evid=1))


def test_threads_share_one_canonicalizer() -> None:
    canonicalizer = Canonicalizer(max_plans=3)
    documents = [thing(number, extra="abcdef"[number % 6]) for number in range(300)]
    expected = [canonicalizer.canonicalize_full(document).nquads for document in documents]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(canonicalizer.canonicalize, documents)) == expected
    assert plans(canonicalizer) <= 3
