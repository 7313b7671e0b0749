# SPDX-License-Identifier: Apache-2.0
"""What everybody must be told before they begin. Source: Council Recommendation 2022/C 243/02, Annex I."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements.conditions import conditions_of
from cairn.achievements.definition import Definition
from cairn.achievements.readiness.finding import Finding, Section, Weight

ANNEX_I: Final = "Council Recommendation 2022/C 243/02, Annex I"


def check_facts(definition: Definition) -> Iterator[Finding]:
    """Find what is missing of the facts that are the same for every credential."""
    yield from _naming(definition)
    if definition.kind.is_tested:
        yield from _testing(definition)
    yield from _reach(definition)
    if definition.image_id and not definition.image_alt:
        yield Finding(
            "IMG-01",
            Section.LOOK,
            "image_alt",
            _("The picture has no words"),
            _("Somebody who cannot see it must learn the same from words."),
            _("Say in a sentence what the picture shows."),
            source="WCAG 2.2, 1.1.1",
        )


def _naming(definition: Definition) -> Iterator[Finding]:
    if not definition.name:
        what, why = _("It has no name"), _("The name is what people look for and what stands on the badge.")
        yield Finding("BAS-01", Section.BASICS, "name", what, why, _("Write a name of a few words."), source=ANNEX_I)
    if not definition.promise:
        yield Finding(
            "BAS-02",
            Section.BASICS,
            "promise",
            _("The promise is missing"),
            _("It is the one sentence that everybody reads: in the catalog, on the badge’s page, at a check."),
            _("Write one sentence: “You can …”."),
        )
    if not definition.description:
        yield Finding(
            "BAS-03",
            Section.BASICS,
            "description",
            _("The description is missing"),
            _("A credential without one is not valid Open Badges."),
            _("Say in a few sentences what a holder did to earn it."),
            source="Open Badges 3.0, Achievement",
        )


def _testing(definition: Definition) -> Iterator[Finding]:
    needed = (
        (
            "BAS-04",
            "delivery",
            _("How people take part is not said"),
            _("Say whether it is online, in person or both."),
        ),
        ("ASM-01", "assessment/type", _("How it is tested is not said"), _("Name it: portfolio, test, observed task.")),
        (
            "QUA-01",
            "quality_assurance",
            _("Nobody says how quality is kept"),
            _("Say who checks the assessment, how often, and what was found."),
        ),
    )
    why = _("Learners, colleges and employers in many countries may count on being told this.")
    for code, place, what, fix in needed:
        if not _text(definition, place):
            section = Section.BASICS if place == "delivery" else Section.EVIDENCE
            yield Finding(code, section, place, what, why, fix, source=ANNEX_I)
    if not definition.assessment.identity and conditions_of(definition.assessment) is None:
        yield Finding(
            "ASM-02",
            Section.EVIDENCE,
            "assessment/identity",
            _("How you know who did the work is not said"),
            _("An employer’s first doubt is whether it was really this person."),
            _("Say it plainly, also if nobody checks."),
            Weight.ADVICE,
            ANNEX_I,
        )


def _reach(definition: Definition) -> Iterator[Finding]:
    if definition.kind.is_tested and not definition.level:
        yield Finding(
            "BAS-05",
            Section.BASICS,
            "level",
            _("No level is given"),
            _("A level lets people compare this with a course or a degree."),
            _("Name the level and its framework, or write that there is none."),
            Weight.ADVICE,
            ANNEX_I,
        )
    if not definition.audience:
        yield Finding(
            "BAS-06",
            Section.BASICS,
            "audience",
            _("It does not say who it is for"),
            _("People decide in seconds whether a page is meant for them."),
            _("Name the people: their job, grade or situation."),
            Weight.ADVICE,
        )


def _text(definition: Definition, place: str) -> str:
    texts = {
        "delivery": definition.delivery,
        "assessment/type": definition.assessment.type,
        "quality_assurance": definition.quality_assurance,
    }
    return texts[place]
