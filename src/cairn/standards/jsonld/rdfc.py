# SPDX-License-Identifier: Apache-2.0
"""RDF Dataset Canonicalization, RDFC-1.0, with a limit on the work that a dataset may ask for.

Most datasets have no two blank nodes that look alike, and cost one hash for each. Only where some do are their
neighbourhoods compared, which an attacker can make endless; the limit is counted in steps, so that a dataset is either
always canonicalized or always refused. Source: RDFC-1.0 §4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final, Literal, TypeAlias

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.nquads import Quad, is_blank

HashName: TypeAlias = Literal["sha256", "sha384"]

WORK_LIMIT: Final = 100_000
"""How many steps of neighbourhood comparison a dataset may cost; a credential costs none or a few dozen."""

MAX_DISTANCE: Final = 128
"""How many blank nodes away two that look alike may first differ, so that the comparison never exhausts the stack."""


@dataclass(frozen=True, slots=True)
class CanonicalDataset:
    """A dataset in canonical form: its sorted N-Quads lines, and the canonical label of each blank node.

    `labels` maps the labels of the input to the canonical ones, both without `_:`, as the standard's map does.
    """

    lines: tuple[str, ...]
    labels: Mapping[str, str]

    @property
    def nquads(self) -> bytes:
        """The canonical N-Quads document, which is what is hashed and signed."""
        return "".join(self.lines).encode()


def canonicalize_quads(
    quads: Iterable[Quad], *, hash_name: HashName = "sha256", work_limit: int = WORK_LIMIT
) -> CanonicalDataset:
    """Canonicalize a dataset (§4.4).

    Raises JsonLdError: work_limit.
    """
    distinct = tuple(dict.fromkeys(quads))
    labels = _Canonicalization(distinct, hash_name, work_limit).labels()
    lines = tuple(sorted([quad.relabel(labels).to_line() for quad in distinct]))
    return CanonicalDataset(lines, {label[2:]: canonical[2:] for label, canonical in labels.items()})


def relabel_quads(quads: Iterable[Quad], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Write a dataset as sorted N-Quads lines under other blank node labels (without `_:`).

    Selective disclosure signs lines whose labels are replaced by keyed hashes (ECDSA cryptosuites 1.0 §3.4).
    """
    terms = {f"_:{label}": f"_:{other}" for label, other in labels.items()}
    return tuple(sorted({quad.relabel(terms).to_line() for quad in quads}))


class _Issuer:
    """Gives out labels in order and remembers to whom (§4.5)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self._prefix = prefix
        self.issued = issued or {}

    def issue(self, node: str) -> str:
        if node not in self.issued:
            self.issued[node] = f"{self._prefix}{len(self.issued)}"
        return self.issued[node]

    def copy(self) -> _Issuer:
        return _Issuer(self._prefix, dict(self.issued))


class _Canonicalization:
    """The state of one canonicalization (§4.3)."""

    def __init__(self, quads: tuple[Quad, ...], hash_name: HashName, work_limit: int) -> None:
        self._hash: Callable[[bytes], hashlib._Hash] = getattr(hashlib, hash_name)
        self._work_left = work_limit
        self._distance = 0
        self._mentions: dict[str, list[Quad]] = {}
        for quad in quads:
            for node in {term for term in (quad.subject, quad.object, quad.graph) if is_blank(term)}:
                self._mentions.setdefault(node, []).append(quad)
        self._first_degree = {node: self._hash_first_degree(node) for node in self._mentions}
        self._canonical = _Issuer("_:c14n")

    def labels(self) -> Mapping[str, str]:
        """Give each blank node its canonical label (§4.4.3 steps 3 to 5)."""
        alike: dict[str, list[str]] = {}
        for node, digest in self._first_degree.items():
            alike.setdefault(digest, []).append(node)
        for digest in sorted(alike):
            if len(alike[digest]) == 1:
                self._canonical.issue(alike[digest][0])
        for digest in sorted(alike):
            if len(alike[digest]) > 1:
                self._label_alike(alike[digest])
        return self._canonical.issued

    def _label_alike(self, nodes: list[str]) -> None:
        """Tell nodes that look alike apart by their neighbourhoods (§4.4.3 step 5)."""
        results: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                results.append(self._hash_n_degree(node, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for node in issuer.issued:
                self._canonical.issue(node)

    def _digest(self, text: str) -> str:
        return self._hash(text.encode()).hexdigest()

    def _hash_first_degree(self, node: str) -> str:
        """Hash the statements about a node, itself as `_:a` and every other blank node as `_:z` (§4.6)."""
        lines = sorted([_mask(quad, node).to_line() for quad in self._mentions[node]])
        return self._digest("".join(lines))

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Hash how a node is related to another one (§4.7)."""
        predicate = "" if position == "g" else quad.predicate
        label = self._canonical.issued.get(related) or issuer.issued.get(related) or self._first_degree[related]
        return self._digest(f"{position}{predicate}{label}")

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash a node by its neighbourhood and return the labels that the hash was made with (§4.8)."""
        data: list[str] = []
        self._distance += 1
        for digest, related in sorted(self._related(node, issuer).items()):
            path, issuer = self._shortest_path(related, issuer)
            data += (digest, path)
        self._distance -= 1
        return self._digest("".join(data)), issuer

    def _related(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        """Group the neighbours of a node by how they are related to it (§4.8.3 steps 1 to 3)."""
        groups: dict[str, list[str]] = {}
        for quad in self._mentions[node]:
            for position, term in (("s", quad.subject), ("o", quad.object), ("g", quad.graph)):
                if term != node and is_blank(term):
                    self._work(1)
                    groups.setdefault(self._hash_related(term, quad, issuer, position), []).append(term)
        return groups

    def _shortest_path(self, related: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """Try the neighbours in every order and keep the least path (§4.8.3 step 5.4)."""
        best: tuple[str, _Issuer] | None = None
        for order in permutations(related):
            self._work(len(related) + len(issuer.issued))
            found = self._path(order, issuer.copy(), best[0] if best else None)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        return best or ("", issuer)

    def _path(self, order: tuple[str, ...], issuer: _Issuer, best: str | None) -> tuple[str, _Issuer] | None:
        """Walk the neighbours in one order; None as soon as the path cannot become the least."""
        path = ""
        to_visit: list[str] = []
        for node in order:
            canonical = self._canonical.issued.get(node)
            if canonical is None and node not in issuer.issued:
                to_visit.append(node)
            path += canonical or issuer.issue(node)
            if _is_worse(path, best):
                return None
        for node in to_visit:
            digest, visited = self._hash_n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{digest}>"
            issuer = visited
            if _is_worse(path, best):
                return None
        return path, issuer

    def _work(self, steps: int) -> None:
        self._work_left -= steps
        if self._work_left < 0 or self._distance > MAX_DISTANCE:
            raise JsonLdError(
                "work_limit", "The dataset has too many blank nodes that look alike to be canonicalized safely."
            )


def _is_worse(path: str, best: str | None) -> bool:
    return best is not None and len(path) >= len(best) and path > best


def _mask(quad: Quad, node: str) -> Quad:
    """Hide the labels of blank nodes, telling only the node itself from others."""
    subject, predicate, object_, graph = quad
    return Quad(_mask_term(subject, node), predicate, _mask_term(object_, node), _mask_term(graph, node))


def _mask_term(term: str, node: str) -> str:
    if not is_blank(term):
        return term
    return "_:a" if term == node else "_:z"
