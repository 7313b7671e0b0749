# SPDX-License-Identifier: Apache-2.0
"""Independent implementations give the same bytes: pyoxigraph and pyld, on the benchmark's documents and random ones.

pyld leaves most control characters unescaped, which RDFC-1.0 §5 does not; documents that hold one are not compared.
"""

from __future__ import annotations

import json
import random
import re
from typing import Any

import orjson
import pytest

from cairn.standards.jsonld import PINNED, Canonicalizer, canonicalize_quads, parse_nquads, write_nquads
from cairn.standards.jsonld.nquads import Quad
from cairn.standards.types import Json, JsonObject
from tests.standards.jsonld.samples import peer_credential, proof_options, random_document

CONTROL = re.compile("[\x00-\x1f\x7f]")


def by_oxigraph(document: JsonObject) -> bytes:
    """Canonicalize with pyoxigraph, which loads no contexts: they are written into the document."""
    ox = pytest.importorskip("pyoxigraph")
    dataset = ox.Dataset(ox.parse(orjson.dumps(_inline(document)), ox.RdfFormat.JSON_LD))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines: list[bytes] = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).splitlines(keepends=True)
    return b"".join(sorted(lines))


def _inline(value: Json) -> Json:
    if isinstance(value, list):
        return [_inline(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    inlined = {key: _inline(inner) for key, inner in value.items()}
    if "@context" in value:
        inlined["@context"] = [PINNED.get(url)["@context"] for url in value["@context"]]
    return inlined


def by_pyld(document: JsonObject) -> bytes:
    """Canonicalize with pyld, which calls the algorithm by its older name."""
    pyld: Any = pytest.importorskip("pyld.jsonld")

    def load(url: str, _options: object) -> JsonObject:
        return {"contextUrl": None, "documentUrl": url, "document": PINNED.get(url)}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    nquads: str = pyld.normalize(document, options)
    return nquads.encode()


def holds_control_characters(document: Json) -> bool:
    return CONTROL.search(json.dumps(document, ensure_ascii=False).encode().decode("unicode_escape")) is not None


def test_pyoxigraph_agrees_on_the_documents_of_the_benchmark() -> None:
    canonicalizer = Canonicalizer()
    for seed in range(300):
        document = peer_credential(seed, extras=seed % 10 == 0)
        assert canonicalizer.canonicalize(document) == by_oxigraph(document), seed


def test_pyld_agrees_on_the_documents_of_the_benchmark() -> None:
    canonicalizer = Canonicalizer()
    for seed in range(300):
        document = peer_credential(seed)
        assert canonicalizer.canonicalize(document) == by_pyld(document), seed


def test_pyoxigraph_agrees_on_random_documents() -> None:
    canonicalizer = Canonicalizer()
    for seed in range(500):
        document = random_document(random.Random(seed))
        assert canonicalizer.canonicalize(document) == by_oxigraph(document), seed


def test_pyld_agrees_on_random_documents() -> None:
    canonicalizer, compared = Canonicalizer(), 0
    for seed in range(600):
        document = random_document(random.Random(seed))
        if not holds_control_characters(document):
            assert canonicalizer.canonicalize(document) == by_pyld(document), seed
            compared += 1
    assert compared > 60


def test_both_agree_on_proof_options() -> None:
    options = proof_options(peer_credential(0))
    assert Canonicalizer().canonicalize(options) == by_oxigraph(options) == by_pyld(options)


def test_pyoxigraph_agrees_on_random_datasets() -> None:
    ox = pytest.importorskip("pyoxigraph")
    rng = random.Random(7)
    terms = ["_:a", "_:b", "_:c", "_:d", "_:e", "<urn:x>", "<urn:y>"]
    for _ in range(400):
        quads = [
            Quad(rng.choice(terms), rng.choice(["<urn:p>", "<urn:q>"]), rng.choice(terms), rng.choice(["", "_:a"]))
            for _ in range(rng.randrange(1, 9))
        ]
        dataset = ox.Dataset(ox.parse(write_nquads(quads).encode(), ox.RdfFormat.N_QUADS))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        expected = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).decode()
        assert canonicalize_quads(quads).nquads.decode() == write_nquads(parse_nquads(expected))
