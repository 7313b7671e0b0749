# SPDX-License-Identifier: Apache-2.0
"""The tabs of the studio, each a form made from the draft as it stands.

A field's name is the place of its value in the definition (`outcomes/O1/text`), so a form needs no mapping of its own
and rows keep their identity while others come and go. Rows are added, moved and removed by plain submit buttons.

::

    parts       groups, rows and spots: what a form is built from
    basics …    the groups of one tab each
    form        the Django form around them
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.achievements.definition import Definition
from cairn.achievements.readiness import Section
from cairn.web.issuer.studio.sections.basics import build_basics
from cairn.web.issuer.studio.sections.cost import build_cost
from cairn.web.issuer.studio.sections.credit import build_credit
from cairn.web.issuer.studio.sections.evidence import build_evidence
from cairn.web.issuer.studio.sections.form import SectionForm
from cairn.web.issuer.studio.sections.look import build_look
from cairn.web.issuer.studio.sections.method import build_method
from cairn.web.issuer.studio.sections.outcomes import build_outcomes
from cairn.web.issuer.studio.sections.parts import Group
from cairn.web.issuer.studio.sections.rubric import build_rubric
from cairn.web.issuer.studio.sections.translation import build_translation

__all__ = ["TABS", "SectionForm", "Tab", "build"]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name in the address, its words, what builds it, and whose findings it shows."""

    slug: str
    label: str | Promise
    build: Callable[[Definition], tuple[Group, ...]]
    section: Section | None


TABS: Final[dict[str, Tab]] = {
    tab.slug: tab
    for tab in (
        Tab("basics", _("Basics"), build_basics, Section.BASICS),
        Tab("outcomes", _("Outcomes"), build_outcomes, Section.OUTCOMES),
        Tab("method", _("Method"), build_method, Section.METHOD),
        Tab("evidence", _("Evidence"), build_evidence, Section.EVIDENCE),
        Tab("rubric", _("Rubric"), build_rubric, Section.RUBRIC),
        Tab("cost", _("Cost and hours"), build_cost, Section.COST),
        Tab("credit", _("Credit and validity"), build_credit, Section.CREDIT),
        Tab("look", _("Look"), build_look, Section.LOOK),
        Tab("translations", _("Translations"), build_translation, None),
    )
}


def build(tab: Tab, definition: Definition, data: object = None) -> SectionForm:
    """Make the form of a tab."""
    return SectionForm(definition, tab.build(definition), data=data)
