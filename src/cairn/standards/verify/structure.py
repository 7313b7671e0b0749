# SPDX-License-Identifier: Apache-2.0
"""Does the document keep to its data model?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cairn.standards.clr import rules as clr_rules
from cairn.standards.findings import Finding, Level, pointer
from cairn.standards.openbadges import rules as openbadges_rules
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.rules import check_credential, check_presentation
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.reading import Kind
from cairn.standards.verify.report import Check

STRUCTURE: Final = CheckName("structure", "Verifiable Credentials Data Model 2.0 §4; Open Badges 3.0 §5 and appendix B")
MAX_NOTES: Final = 5
_DECIDING: Final = frozenset({"type_conflict"})
_UNREADABLE: Final = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{33,}"
)
"""More combining marks on one character than any script uses: text that covers its neighbours."""


def check_structure(case: Case) -> list[Check]:
    """Apply the rules of the data model, which decide, and those of the credential's type, which are worth a note.

    Whether a credential is genuine does not depend on every word of its achievement; what its issuer got wrong is told.
    """
    profile = profile_findings(case.document) if case.read.kind is Kind.CREDENTIAL else ()
    errors = [*_errors(case), *(found for found in profile if _decides(found, case))]
    if errors:
        more = f" ({len(errors) - 1} more places are wrong.)" if len(errors) > 1 else ""
        return [STRUCTURE.failed(errors[0].code, f"{errors[0].detail}{more}", path=errors[0].path)]
    notes = [STRUCTURE.noted(found.code, found.detail, path=found.path) for found in profile[:MAX_NOTES]]
    if len(profile) > MAX_NOTES:
        notes.append(
            STRUCTURE.noted("further_notes", f"{len(profile) - MAX_NOTES} more places depart from the standard.")
        )
    return notes or [STRUCTURE.passed("well_formed", "The credential is complete and written as the standard says.")]


def profile_findings(credential: JsonObject) -> tuple[Finding, ...]:
    """Apply the rules of Open Badges or of the learner record, by the type of the credential; others have none."""
    types = set(openbadges_rules.declared_types(credential))
    if "ClrCredential" in types:
        return clr_rules.check(credential)
    return openbadges_rules.check(credential) if types & openbadges_rules.CREDENTIAL_TYPES.keys() else ()


def _decides(found: Finding, case: Case) -> bool:
    return found.code in _DECIDING or (case.policy.strict and found.level is Level.ERROR)


def _errors(case: Case) -> Iterator[Finding]:
    is_presentation = case.read.kind is Kind.PRESENTATION
    yield from check_presentation(case.document) if is_presentation else check_credential(case.document)
    yield from _unreadable_texts(case.document, "")


def _unreadable_texts(value: Json, path: str) -> Iterator[Finding]:
    if isinstance(value, str) and not value.isascii() and _UNREADABLE.search(value):
        yield Finding("unreadable_text", path, "A text is overloaded with marks and cannot be read.")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unreadable_texts(item, pointer(path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unreadable_texts(item, pointer(path, index))
