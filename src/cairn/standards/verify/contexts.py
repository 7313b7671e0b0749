# SPDX-License-Identifier: Apache-2.0
"""Do the words of the document mean what everybody takes them to mean?

A signature over RDF covers meanings, not words: an attacker's context can swap two terms and leave the signature
intact, and a word written as an IRI is one that nobody reads. So only contexts that are pinned in the package and short
names are accepted, each thing described in one way, and this is checked before any field is read.
"""

from __future__ import annotations

from typing import Final

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld import PINNED, to_rdf
from cairn.standards.proofs import without_proof
from cairn.standards.types import Json
from cairn.standards.vc.rules import CREDENTIALS_V1, CREDENTIALS_V2, as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.compaction import find_long_name
from cairn.standards.verify.report import Check
from cairn.standards.verify.sameness import find_split_thing

CONTEXTS: Final = CheckName("contexts", "Verifiable Credential Data Integrity 1.0 §2.4.1 (Validating Contexts)")


def check_contexts(case: Case) -> Check:
    """Compare the document's contexts with the allow-list."""
    contexts = case.document.get("@context")
    if contexts is None or contexts == []:
        return CONTEXTS.failed("missing_context", "The document has no @context, so its words have no agreed meaning.")
    listed = as_list(contexts)
    for index, context in enumerate(listed):
        problem = _problem(context, case)
        if problem is not None:
            return CONTEXTS.failed(*problem, path=f"/@context/{index}")
    if listed[0] not in (CREDENTIALS_V2, CREDENTIALS_V1):
        return CONTEXTS.failed("wrong_first_context", f"The first @context must be {CREDENTIALS_V2}.")
    long_name = find_long_name(case.document)
    if long_name is not None:
        message = "A word is written in a long form that hides what it says; use its short name."
        return CONTEXTS.failed("not_compacted", message, path=long_name)
    split = find_split_thing(case.document) if case.read.token is None else None
    if split is not None:
        message = "One thing is described in two places that do not say the same, so readers would disagree about it."
        return CONTEXTS.failed("split_description", message, path=split)
    return CONTEXTS.passed("known_contexts", "Every word is used in its published meaning.")


def check_terms(case: Case) -> Check | None:
    """Note words that no context defines, where the signature covers the text itself (tokens and JCS proofs).

    The RDF suites refuse such words while they verify; here nobody can have added them after signing.
    """
    try:
        to_rdf(without_proof(case.document), contexts=case.tools.canonicalizer.contexts)
    except JsonLdError as error:
        return CONTEXTS.noted(error.code, f"{error.detail} The issuer signed it as it stands.", path=error.path)
    return None


def _problem(context: Json, case: Case) -> tuple[str, str] | None:
    if isinstance(context, dict):
        allowed = case.policy.inline_contexts
        return None if allowed else (
            "inline_context", "The document brings its own definitions of words; only published ones are accepted."
        )  # fmt: skip
    if not isinstance(context, str):
        return "invalid_context", "A context must be given by its address."
    if context not in PINNED:
        return "unknown_context", f"The context {context[:120]!r} is not one of those that are known and pinned."
    return None
