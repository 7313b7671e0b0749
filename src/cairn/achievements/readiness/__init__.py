# SPDX-License-Identifier: Apache-2.0
"""What a draft still lacks: findings that block publishing, and advice.

::

    finding    what a finding says
    facts      what everybody must be told (Council Recommendation 2022/C 243/02, Annex I)
    outcomes   outcomes one by one, each beginning with a verb that can be watched
    verbs      which verbs those are
    method     a method with names, research and addresses that open
    evidence   what is asked for
    rubric     criteria, levels, words that raters read alike
    passing    a pass rule that fits the rubric
    terms      price, hours, credit, end
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from cairn.achievements.definition import Definition
from cairn.achievements.readiness.evidence import check_evidence
from cairn.achievements.readiness.facts import check_facts
from cairn.achievements.readiness.finding import Finding, Section, Weight
from cairn.achievements.readiness.method import check_method
from cairn.achievements.readiness.outcomes import check_outcomes
from cairn.achievements.readiness.passing import check_pass_rule
from cairn.achievements.readiness.rubric import check_rubric
from cairn.achievements.readiness.terms import check_terms

__all__ = ["Finding", "Section", "Weight", "find_problems"]

_CHECKS: Final[tuple[Callable[[Definition], Iterator[Finding]], ...]] = (
    check_facts,
    check_outcomes,
    check_method,
    check_evidence,
    check_rubric,
    check_pass_rule,
    check_terms,
)


def find_problems(definition: Definition) -> tuple[Finding, ...]:
    """Return what is to be fixed or thought about: what blocks first, each kind in the order of the studio."""
    found = [finding for check in _CHECKS for finding in check(definition)]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))
