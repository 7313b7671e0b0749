# SPDX-License-Identifier: Apache-2.0
"""Evidence: there where work is judged, asked for in words, with limits that are told before."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, EvidenceItem, EvidencePart, ItemForm
from cairn.achievements.kinds import Kind
from cairn.achievements.readiness.finding import Finding, Section, Weight


def check_evidence(definition: Definition) -> Iterator[Finding]:
    """Find evidence that is missing, or asked for without words."""
    if definition.kind in (Kind.APPLICATION, Kind.CERTIFICATION) and not definition.evidence:
        yield Finding(
            "EVD-01",
            Section.EVIDENCE,
            "evidence",
            _("No evidence is asked for"),
            _("This kind says that work was shown and judged."),
            _("Add a part: what the learner hands in."),
        )
    if not definition.kind.is_tested and definition.evidence:
        yield Finding(
            "EVD-02",
            Section.EVIDENCE,
            "evidence",
            _("Evidence is asked for, but nothing is tested"),
            _("Whoever hands in work expects that it is judged."),
            _("Remove the parts, or choose a kind that is tested."),
        )
    for number, part in enumerate(definition.evidence, 1):
        yield from _check_part(number, part)


def _check_part(number: int, part: EvidencePart) -> Iterator[Finding]:
    place = f"evidence/{part.id}"
    if not part.items:
        what = _("Part %(number)s asks for nothing") % {"number": number}
        why = _("A part without a question or a piece of work cannot be filled in.")
        yield Finding("EVD-03", Section.EVIDENCE, place, what, why, _("Add an item, or remove the part."))
    for item in part.items:
        yield from _check_item(number, f"{place}/items/{item.id}", item)


def _check_item(number: int, place: str, item: EvidenceItem) -> Iterator[Finding]:
    if not item.ask:
        yield Finding(
            "EVD-04",
            Section.EVIDENCE,
            f"{place}/ask",
            _("An item of part %(number)s is blank") % {"number": number},
            _("The learner must read what to hand in."),
            _("Write the question, or name the piece of work."),
        )
    elif item.form is ItemForm.TEXT and not item.max_words:
        yield Finding(
            "EVD-05",
            Section.EVIDENCE,
            f"{place}/max_words",
            _("A question of part %(number)s has no word limit") % {"number": number},
            _("Without one, learners write too much or too little, and raters judge the length."),
            _("Set a limit, such as 300 words."),
            Weight.ADVICE,
        )
