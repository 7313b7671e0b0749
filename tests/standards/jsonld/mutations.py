# SPDX-License-Identifier: Apache-2.0
"""Adversarial changes to documents, to hunt for a plan that takes a document and gives other bytes than it should.

A plan compiled for one document is run on changed ones: it must refuse, or give what the full algorithm gives. Taking a
document that the full algorithm refuses is as wrong as giving other bytes.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, Canonicalizer, ContextProcessor
from cairn.standards.jsonld.plans.plan import Plan, compile_plan
from cairn.standards.jsonld.plans.shape import NotCompilable
from cairn.standards.types import Json, JsonObject
from tests.standards.jsonld.samples import peer_credential, random_document

_MUTANTS_OF_EACH: Final = 60
_TRICKY: Final[tuple[Json, ...]] = (
    *("_:b0", "_:c14n1", "foo/bar", "", "#x", "name", "Profile", "name:x", "xsd:y", "assertionMethod", "schema:name"),
    *("http://a b", "http://a\nhttps://b", "http://a>\n<http://b", 'x" .\n<urn:a> <urn:b> "y', "a\0b", "a\x7fb"),
    *("\u2028", "\ud7ff", "\ud800", "http://ex.org/ü", "http://ex.org/{a}", "http://EX.org:80/a/../b", "a\\u0041"),
    *("urn:x-cairn-slot:3:", "8111222333444001", "8.1112223335E9", "@type", "@json", "@ignored", "javascript:alert(1)"),
    *("data:text/plain,x", "🎓", 'a\tb\\"c', "https:", "urn:", "did:", "tag:", "HTTPS://EX.org", "https:\x85"),
    *(0, 1, -1, 1.5, 1e21, 1e-7, 2**53, 2**53 + 1, 2**60, -0.0, 1e300, 1e301, float("inf"), 8111222333444001),
    *(True, False, None, [], {}, ["a", "a"], [[]], [None], {"id": "urn:q"}, {"@value": "x", "@language": "en"}),
    *({"type": "Profile", "name": "z"}, {"@list": ["a"]}, {"@id": "urn:q"}, {"@graph": []}),
)
_NEW_KEYS: Final = ("name", "undefinedTerm", "id", "type", "@id", "@index", "description", "@context", "evidence")


@dataclass
class Tally:
    """What a hunt found: how many documents were tried and taken, and those that were taken wrongly."""

    tried: int = 0
    taken: int = 0
    plans: int = 0
    unsound: list[JsonObject] | None = None

    def add(self, document: JsonObject) -> None:
        """Note a document that a plan took wrongly."""
        self.unsound = [*(self.unsound or []), document]


def hunt(seed: int, cases: int) -> Tally:
    """Try that many changed documents, the same ones for the same seed."""
    rng = random.Random(seed)
    tally = Tally()
    canonicalizer = Canonicalizer()
    while tally.tried < cases:
        base = _base(rng)
        try:
            plan = compile_plan(base, ContextProcessor(PINNED))
        except NotCompilable:
            continue
        tally.plans += 1
        for _ in range(min(_MUTANTS_OF_EACH, cases - tally.tried)):
            _try(plan, mutate(base, rng), canonicalizer, tally)
    return tally


def _base(rng: random.Random) -> JsonObject:
    if rng.random() < 0.5:
        return random_document(rng)
    sizes = {"n_align": rng.randrange(3), "n_evid": rng.randrange(3), "n_result": rng.randrange(3)}
    return peer_credential(rng.randrange(10**6), **sizes)


def _try(plan: Plan, document: JsonObject, canonicalizer: Canonicalizer, tally: Tally) -> None:
    tally.tried += 1
    filled = plan.fill(document)
    if filled is None:
        return
    tally.taken += 1
    try:
        full = canonicalizer.canonicalize_full(document).nquads
    except JsonLdError:
        full = b"refused"
    if filled != full:
        tally.add(document)


def mutate(document: JsonObject, rng: random.Random) -> JsonObject:
    """Return a copy of a document with one to three changes."""
    changed = copy.deepcopy(document)
    for _ in range(rng.choice([1, 1, 2, 3])):
        places = list(_places(changed))
        if places:
            container, key = rng.choice(places)
            _change(container, key, rng, places)
    return changed


def _change(container: Json, key: str | int, rng: random.Random, places: list[tuple[Json, str | int]]) -> None:
    """Change one value: replace it, copy another over it, remove it, add to it, wrap it, or alter a text."""
    kind = rng.random()
    value = container[key]
    if kind < 0.40:
        container[key] = copy.deepcopy(rng.choice(_TRICKY))
    elif kind < 0.60:
        other, other_key = rng.choice(places)
        container[key] = copy.deepcopy(other[other_key])
    elif kind < 0.70:
        del container[key]
    elif kind < 0.80:
        _add_to(value, rng)
    elif kind < 0.85:
        container[key] = [value]
    elif isinstance(value, str):
        container[key] = value + rng.choice([" x", "é", "\n", "\x7f", ">", '"', "\\"])
    elif isinstance(value, int | float):
        container[key] = value + rng.choice([1, -1, 0.5, 2**53])


def _add_to(value: Json, rng: random.Random) -> None:
    if isinstance(value, dict):
        value[rng.choice(_NEW_KEYS)] = copy.deepcopy(rng.choice(["v", "urn:v", *_TRICKY]))
    elif isinstance(value, list):
        value.append(copy.deepcopy(rng.choice(["zz", *value, *_TRICKY])))


def _places(value: Json) -> Iterator[tuple[Json, str | int]]:
    """Yield every place of a document as its container and key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
