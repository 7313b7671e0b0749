# SPDX-License-Identifier: Apache-2.0
"""The canonical statements of a document under names that only its issuer can make, and which a selection holds.

To find the statements of a selection among those of the whole document, every object without an id first gets one that
nobody else uses (skolemization), so that it is the same node in both.
Source: ECDSA Cryptosuites 1.0 §3.4.1 to §3.4.10 and §3.4.16.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from cairn.standards.codecs import encode_base64url
from cairn.standards.errors import ProofError
from cairn.standards.jsonld import Canonicalizer, Quad, canonicalize_quads, locate_nodes, relabel_quads, to_rdf
from cairn.standards.proofs.ecdsa_sd_2023.pointers import parse_pointer, select
from cairn.standards.types import Json, JsonObject

Labels: TypeAlias = Mapping[str, str]
"""From blank node labels to others, both without `_:`."""

_SKOLEM: Final = "urn:bnid:"


@dataclass(frozen=True, slots=True)
class Group:
    """A selection: the positions of its statements among the canonical ones, and its own statements as input."""

    matching: Mapping[int, str]
    rest: Mapping[int, str]
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a document, and how its blank nodes were renamed."""

    groups: Mapping[str, Group]
    labels: Labels


def hmac_labels(key: bytes, canonical: Labels) -> dict[str, str]:
    """Rename nodes so that their names say nothing to those who do not hold the key (§3.4.4)."""
    return {
        label: "u" + encode_base64url(hmac.digest(key, name.encode("ascii"), hashlib.sha256))
        for label, name in canonical.items()
    }


def group_statements(
    document: JsonObject, hmac_key: bytes, pointers: Mapping[str, Iterable[str]], *, canonicalizer: Canonicalizer
) -> Grouping:
    """Canonicalize a document and sort its statements into the groups that the pointers select.

    Raises ProofError: invalid_pointer, statement_not_found; JsonLdError.
    """
    skolemized = _skolemize(document, canonicalizer)
    quads = _deskolemize(to_rdf(skolemized, contexts=canonicalizer.contexts))
    labels = hmac_labels(hmac_key, canonicalize_quads(quads).labels)
    positions = {line: position for position, line in enumerate(relabel_quads(quads, labels))}
    groups = {
        name: _group(select(skolemized, chosen), labels, positions, canonicalizer) for name, chosen in pointers.items()
    }
    return Grouping(groups, labels)


def _group(
    selection: JsonObject | None, labels: Labels, positions: Mapping[str, int], canonicalizer: Canonicalizer
) -> Group:
    quads = tuple(_deskolemize(to_rdf(selection, contexts=canonicalizer.contexts))) if selection is not None else ()
    found = set(relabel_quads(quads, labels))
    if not found <= positions.keys():
        raise ProofError("statement_not_found", "A part of a list cannot be disclosed; name the whole list.")
    matching = {position: line for line, position in positions.items() if line in found}
    rest = {position: line for line, position in positions.items() if line not in found}
    return Group(dict(sorted(matching.items())), dict(sorted(rest.items())), quads)


def _skolemize(document: JsonObject, canonicalizer: Canonicalizer) -> JsonObject:
    """Give every object that is a blank node an identifier of its own (§3.4.6)."""
    skolemized = copy.deepcopy(document)
    for pointer, node in locate_nodes(document, contexts=canonicalizer.contexts).items():
        if node.startswith("_:"):
            _object_at(skolemized, pointer)["@id"] = _SKOLEM + node.removeprefix("_:")
    return skolemized


def _object_at(document: JsonObject, pointer: str) -> JsonObject:
    value: Json = document
    for step in parse_pointer(pointer):
        value = value[int(step)] if isinstance(value, list) else value[step]
    found: JsonObject = value
    return found


def _deskolemize(quads: Iterable[Quad]) -> list[Quad]:
    """Turn the identifiers that were given back into blank nodes (§3.4.8)."""
    return [Quad(*map(_deskolemize_term, quad)) for quad in quads]


def _deskolemize_term(term: str) -> str:
    return f"_:{term[len(_SKOLEM) + 1 : -1]}" if term.startswith(f"<{_SKOLEM}") else term
