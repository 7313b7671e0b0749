# SPDX-License-Identifier: Apache-2.0
"""The one door to canonical forms: what proofs hash and sign.

Documents of a shape that was seen before go through a plan compiled for it; all others, and whatever a plan's guards
refuse, through the full algorithm. Both give the same bytes, and the first document of each plan proves it.
Source: Data Integrity EdDSA Cryptosuites 1.0 §3.2.3 (transformation).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.plans.bound import BoundPlan, template_values
from cairn.standards.jsonld.plans.cache import MAX_PLANS, PlanCache, bucket_of, outline_of
from cairn.standards.jsonld.plans.plan import Plan, compile_plan
from cairn.standards.jsonld.plans.shape import NotCompilable
from cairn.standards.jsonld.rdfc import CanonicalDataset, HashName, canonicalize_quads
from cairn.standards.jsonld.store import PINNED, ContextStore
from cairn.standards.jsonld.to_rdf import to_rdf
from cairn.standards.types import JsonObject


class Canonicalizer:
    """Canonicalizes documents in safe mode, with pinned contexts and RDFC-1.0 within its work limit.

    One instance serves all threads. `allow_inline` accepts contexts written into documents, for conformance suites
    only; such documents are never compiled.
    """

    def __init__(self, *, store: ContextStore = PINNED, allow_inline: bool = False, max_plans: int = MAX_PLANS) -> None:
        self._contexts = ContextProcessor(store, allow_inline=allow_inline)
        self._plans = PlanCache(max_plans)

    @property
    def contexts(self) -> ContextProcessor:
        """The context processing that this canonicalizer uses, for `to_rdf` and `locate_nodes`."""
        return self._contexts

    def canonicalize(self, document: JsonObject) -> bytes:
        """Return the canonical N-Quads of a document.

        Raises JsonLdError as `to_rdf` does, and work_limit, plan_mismatch.
        """
        bucket = bucket_of(document)
        filled = self._plans.fill(bucket, document)
        return filled[1] if filled is not None else self._canonicalize_new(document, bucket)

    def canonicalize_checked(self, document: JsonObject) -> bytes:
        """Return the canonical N-Quads of a document, by the plan and by the full algorithm, which must agree.

        For every single credential that is issued, and a sample of each batch. Raises JsonLdError as `canonicalize`.
        """
        bucket = bucket_of(document)
        filled = self._plans.fill(bucket, document)
        nquads = self.canonicalize_full(document).nquads
        if filled is not None and filled[1] != nquads:
            self._plans.drop(bucket, filled[0])
            raise _mismatch()
        return nquads

    def canonicalize_full(self, document: JsonObject, *, hash_name: HashName = "sha256") -> CanonicalDataset:
        """Run the full algorithm and return the canonical lines with the labels of the blank nodes.

        Raises JsonLdError as `to_rdf` does, and work_limit.
        """
        return canonicalize_quads(to_rdf(document, contexts=self._contexts), hash_name=hash_name)

    def bind(self, template: JsonObject, variables: Iterable[str]) -> BoundPlan:
        """Compile a template of which only the values at some JSON Pointers will vary.

        Raises JsonLdError: unknown_variable, plan_mismatch, and as `to_rdf` does for the template itself.
        """
        names = tuple(variables)
        values = template_values(template, names)
        nquads = self.canonicalize_full(template).nquads
        try:
            plan = compile_plan(template, self._contexts, frozenset(names))
        except NotCompilable as reason:
            return BoundPlan(template, names, None, str(reason))
        if not _compare(plan.fill(values), nquads):
            return BoundPlan(template, names, None, "the template's own values do not pass the guards")
        return BoundPlan(template, names, plan)

    def _canonicalize_new(self, document: JsonObject, bucket: Hashable) -> bytes:
        """Run the full algorithm, and compile a plan where a document of this outline came before."""
        nquads = self.canonicalize_full(document).nquads
        outline = outline_of(document)
        if self._plans.is_worth_compiling(outline):
            plan = self._compile(document)
            if plan is not None and _compare(plan.fill(document), nquads):
                self._plans.add(bucket, outline, plan)
        return nquads

    def _compile(self, document: JsonObject) -> Plan | None:
        try:
            return compile_plan(document, self._contexts)
        except NotCompilable:
            return None


def _compare(filled: bytes | None, nquads: bytes) -> bool:
    """Tell whether a plan took the document that it was compiled for; what it gave must be right.

    Raises JsonLdError: plan_mismatch.
    """
    if filled is not None and filled != nquads:
        raise _mismatch()
    return filled is not None


def _mismatch() -> JsonLdError:
    detail = "The fast and the full canonicalization of this document differ: nothing was signed. Please report it."
    return JsonLdError("plan_mismatch", detail)
