# SPDX-License-Identifier: Apache-2.0
"""Plans: canonicalization compiled for one shape of document, or for one template of which only some values vary."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import orjson

from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.plans import runtime
from cairn.standards.jsonld.plans.codegen import Generator
from cairn.standards.jsonld.plans.shape import NotCompilable, Slot, read_shape, slots_of
from cairn.standards.jsonld.plans.tracing import Trace, Use, trace
from cairn.standards.jsonld.plans.vocabulary import Vocabulary, contexts_of, read_vocabulary
from cairn.standards.types import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled canonicalization. `str(plan)` tells what it holds; `source` is the function that was generated.

    `fill` takes a document (or, for a bound plan, the varying values by JSON Pointer) and returns canonical N-Quads, or
    None where a guard fails and the full algorithm must decide.
    """

    contexts: tuple[str, ...]
    slots: tuple[Slot, ...]
    trace: Trace
    source: str
    fill: Callable[[Mapping[str, Json]], bytes | None]

    def __str__(self) -> str:
        lines = [
            f"contexts: {', '.join(self.contexts)}",
            f"statements: {len(self.trace.statements)}, blank nodes: {self.trace.blank_nodes}",
            *(f"{slot.variable} = {slot.place} ({use})" for slot, use in zip(self.slots, self.trace.uses, strict=True)),
        ]
        return "\n".join(lines)


def compile_plan(document: JsonObject, contexts: ContextProcessor, variables: AbstractSet[str] | None = None) -> Plan:
    """Compile a plan for every document of this shape, or for this template with only `variables` varying.

    Raises NotCompilable.
    """
    vocabulary = _vocabulary(document, contexts)
    shape = read_shape(document, vocabulary, variables)
    traced = trace(shape, contexts)
    generator = Generator(shape, traced, is_bound=variables is not None)
    source = generator.source()
    iris = sum(use is Use.IRI for use in traced.uses)
    names: dict[str, Any] = {
        "are_iris": runtime.iri_guard(vocabulary.schemes, iris) if iris else None,
        "is_inexact": runtime.is_inexact,
        "join": b"".join,
        "quote": orjson.dumps,
        "quote_exactly": runtime.quote_exactly,
        "sha256": hashlib.sha256,
        "write_fraction": runtime.write_fraction,
        "write_number": runtime.write_number,
        "write_whole_number": runtime.write_whole_number,
        **generator.constants,
    }
    exec(compile(source, "<canonicalization plan>", "exec"), names)  # noqa: S102 (our own source; constants as repr)
    return Plan(vocabulary.contexts, tuple(slots_of(shape)), traced, source, names["fill"])


def _vocabulary(document: JsonObject, contexts: ContextProcessor) -> Vocabulary:
    urls = dict.fromkeys(entry if isinstance(entry, str) else None for entry in contexts_of(document))
    if not urls or None in urls:
        raise NotCompilable("a context that is not named by its URL")
    return read_vocabulary(tuple(filter(None, urls)), contexts.store)
