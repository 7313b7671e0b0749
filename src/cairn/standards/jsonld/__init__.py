# SPDX-License-Identifier: Apache-2.0
"""JSON-LD 1.1 to RDF in safe mode with pinned contexts, and RDFC-1.0 canonicalization."""

from cairn.standards.jsonld.canonicalizer import Canonicalizer
from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.nquads import Quad, parse_nquads, write_nquads
from cairn.standards.jsonld.plans.bound import BoundPlan
from cairn.standards.jsonld.rdfc import CanonicalDataset, canonicalize_quads, relabel_quads
from cairn.standards.jsonld.store import PINNED, ContextStore
from cairn.standards.jsonld.to_rdf import locate_nodes, to_rdf

__all__ = [
    "PINNED",
    "BoundPlan",
    "CanonicalDataset",
    "Canonicalizer",
    "ContextProcessor",
    "ContextStore",
    "Quad",
    "canonicalize_quads",
    "locate_nodes",
    "parse_nquads",
    "relabel_quads",
    "to_rdf",
    "write_nquads",
]
