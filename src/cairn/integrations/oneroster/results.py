# SPDX-License-Identifier: Apache-2.0
"""The scores of a bundle: plain decimals from 0 to 100 count, and nothing else that a computer might take for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from cairn.integrations.oneroster.findings import Finding
from cairn.integrations.oneroster.tables import Row

_PLAIN: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", re.ASCII)
_HIGHEST: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class RosterResult:
    """One score that counts, exactly."""

    line: int
    student: str
    line_item: str
    score: Decimal


def list_results(file: str, rows: Sequence[Row]) -> tuple[tuple[RosterResult, ...], tuple[Finding, ...]]:
    """Return the scores that count, and why others do not."""
    results: list[RosterResult] = []
    findings: list[Finding] = []
    taken: set[tuple[str, str]] = set()
    for row in rows:
        key = (row["studentSourcedId"], row["lineItemSourcedId"])
        problem = next(_problems(row["score"], is_taken=key in taken), None)
        if problem is None:
            taken.add(key)
            results.append(RosterResult(row.line, *key, Decimal(row["score"])))
        else:
            findings.append(Finding(file, row.line, *problem, name=row["sourcedId"]))
    return tuple(results), tuple(findings)


def _problems(score: str, *, is_taken: bool) -> Iterator[tuple[str, str]]:
    if not _PLAIN.fullmatch(score):
        yield "not_a_score", _("“%(score)s” is not a score. Write a number such as 87.5.") % {"score": score}
    elif Decimal(score) > _HIGHEST:
        yield "out_of_range", _("%(score)s is more than 100.") % {"score": score}
    if is_taken:
        yield "duplicate_result", _("There is a score of this person for this already; the first one stands.")
