# SPDX-License-Identifier: Apache-2.0
"""RDFC-1.0: the W3C suite, the work limit, and what canonicalization promises."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import Quad, canonicalize_quads, parse_nquads, relabel_quads
from tests.shared_data import SHARED, shared_path

SUITE = "vectors/w3c-rdf-canon"
MANIFEST = SHARED / SUITE / "manifest.jsonld"
ENTRIES = json.loads(MANIFEST.read_bytes())["entries"] if MANIFEST.exists() else []


def read(name: str) -> bytes:
    return shared_path(f"{SUITE}/{name}").read_bytes()


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(entry, id=entry["id"]) for entry in ENTRIES if entry["type"] == f"rdfc:RDFC10{kind}Test"]


def hash_of(entry: dict[str, str]) -> Any:
    return "sha384" if entry.get("hashAlgorithm") == "SHA384" else "sha256"


def test_the_whole_suite_is_there() -> None:
    assert shared_path(SUITE).is_dir()
    assert [len(of_kind(kind)) for kind in ("Eval", "Map", "NegativeEval")] == [64, 21, 1]


@pytest.mark.parametrize("entry", of_kind("Eval"))
def test_evaluation(entry: dict[str, str]) -> None:
    quads = parse_nquads(read(entry["action"]).decode())
    assert canonicalize_quads(quads, hash_name=hash_of(entry)).nquads == read(entry["result"])


@pytest.mark.parametrize("entry", of_kind("Map"))
def test_labels(entry: dict[str, str]) -> None:
    quads = parse_nquads(read(entry["action"]).decode())
    assert canonicalize_quads(quads, hash_name=hash_of(entry)).labels == json.loads(read(entry["result"]))


@pytest.mark.parametrize("entry", of_kind("NegativeEval"))
def test_the_poison_clique_is_refused_within_a_second(entry: dict[str, str]) -> None:
    quads = parse_nquads(read(entry["action"]).decode())
    started = time.process_time()
    with pytest.raises(JsonLdError) as refused:
        canonicalize_quads(quads)
    assert refused.value.code == "work_limit"
    assert time.process_time() - started < 1


def link(subject: object, object_: object) -> Quad:
    return Quad(f"_:n{subject}", "<urn:p>", f"_:n{object_}")


POISON = {
    "clique": [link(a, b) for a in range(8) for b in range(8) if a != b],
    "cycle": [link(a, (a + 1) % 1000) for a in range(1000)],
    "bipartite": [link(a, f"x{b}") for a in range(6) for b in range(6)],
    "grid": [link(f"{a}-{b}", f"{(a + d) % 9}-{(b + 1 - d) % 9}") for a in range(9) for b in range(9) for d in (0, 1)],
    "two chains": [link(f"{chain}-{a}", f"{chain}-{a + 1}") for chain in "ab" for a in range(1000)],
}


@pytest.mark.parametrize("quads", POISON.values(), ids=POISON)
def test_poison_is_refused_within_a_second(quads: list[Quad]) -> None:
    started = time.process_time()
    with pytest.raises(JsonLdError) as refused:
        canonicalize_quads(quads)
    assert refused.value.code == "work_limit"
    assert time.process_time() - started < 1


def test_the_limit_is_counted_in_steps() -> None:
    pair = [link("a", "b"), link("b", "a")]
    assert canonicalize_quads(pair, work_limit=40).labels == canonicalize_quads(pair).labels
    with pytest.raises(JsonLdError):
        canonicalize_quads(pair, work_limit=5)


def test_many_alike_nodes_that_are_not_connected_are_no_work() -> None:
    star = [Quad("<urn:s>", "<urn:p>", f"_:n{number}") for number in range(3000)]
    assert len(canonicalize_quads(star, work_limit=0).labels) == 3000


def test_relabelling_writes_sorted_lines() -> None:
    quads = [Quad("_:b0", "<urn:p>", "_:b1"), Quad("_:b1", "<urn:p>", '"x"'), Quad("_:b2", "<urn:p>", '"y"', "_:b0")]
    assert relabel_quads(quads, {"b0": "z", "b1": "a"}) == (
        '_:a <urn:p> "x" .\n',
        '_:b2 <urn:p> "y" _:z .\n',
        "_:z <urn:p> _:a .\n",
    )


_TERMS = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "<urn:x>", "<urn:y>"])
_QUADS = st.lists(
    st.builds(Quad, _TERMS, st.sampled_from(["<urn:p>", "<urn:q>"]), _TERMS, st.sampled_from(["", "<urn:g>", "_:a"])),
    max_size=8,
)


@given(_QUADS, st.randoms(use_true_random=False))
def test_neither_labels_nor_order_matter(quads: list[Quad], rng: random.Random) -> None:
    names = ["_:w", "_:x", "_:y", "_:z"]
    rng.shuffle(names)
    labels = dict(zip(["_:a", "_:b", "_:c", "_:d"], names, strict=True))
    other = [quad.relabel(labels) for quad in quads]
    rng.shuffle(other)
    assert canonicalize_quads(other).nquads == canonicalize_quads(quads).nquads


@given(_QUADS)
def test_canonicalizing_again_changes_nothing(quads: list[Quad]) -> None:
    canonical = canonicalize_quads(quads)
    assert canonicalize_quads(parse_nquads(canonical.nquads.decode())).nquads == canonical.nquads


@given(_QUADS)
def test_the_labels_lead_to_the_lines(quads: list[Quad]) -> None:
    canonical = canonicalize_quads(quads)
    assert relabel_quads(quads, canonical.labels) == canonical.lines
