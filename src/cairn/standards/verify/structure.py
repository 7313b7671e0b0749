# SPDX-License-Identifier: Apache-2.0
"""Does the document keep to its data model?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cairn.standards.findings import Finding, Level, pointer
from cairn.standards.openbadges import rules as openbadges_rules
from cairn.standards.types import Json
from cairn.standards.vc.rules import check_credential, check_presentation
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.reading import Kind
from cairn.standards.verify.report import Check

STRUCTURE: Final = CheckName("structure", "Verifiable Credentials Data Model 2.0 §4; Open Badges 3.0 §5 and appendix B")
_UNREADABLE: Final = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{33,}"
)
"""More combining marks on one character than any script uses: text that covers its neighbours."""


def check_structure(case: Case) -> list[Check]:
    """Apply the rules of the data model and of the credential's type."""
    findings = list(_findings(case))
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if errors:
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        return [STRUCTURE.failed(errors[0].code, f"{errors[0].detail}{more}", path=errors[0].path)]
    notes = [STRUCTURE.noted(note.code, note.detail, path=note.path) for note in findings]
    return notes or [STRUCTURE.passed("well_formed", "The credential is complete and written as the standard says.")]


def _findings(case: Case) -> Iterator[Finding]:
    if case.read.kind is Kind.PRESENTATION:
        yield from check_presentation(case.document)
    else:
        yield from check_credential(case.document)
        yield from openbadges_rules.check(case.document)
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
