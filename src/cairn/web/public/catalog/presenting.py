# SPDX-License-Identifier: Apache-2.0
"""An achievement as its page shows it: the card of facts, outcomes with what shows them, the rubric word for word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cairn.achievements.art import badge_svg
from cairn.achievements.conditions import say_stated
from cairn.achievements.definition import (
    Alignment,
    Definition,
    Descriptor,
    Exemplar,
    Rubric,
    RubricCriterion,
    RubricLevel,
)
from cairn.achievements.models import AchievementVersion
from cairn.achievements.translate import in_language
from cairn.achievements.wording import (
    say_attempts,
    say_credit,
    say_end,
    say_pass_rule,
    say_testing,
    say_weeks,
)
from cairn.web.components.facts import Fact, FactsCard, Figure
from cairn.web.components.formats import format_hours, format_money
from cairn.web.components.marks import Words, draw_kind
from cairn.web.public.reliability.fact import reliability_of

# Languages of learners that Django has no name for.
_LANGUAGES: Final[dict[str, Words]] = {
    "am": gettext_lazy("Amharic"),
    "ht": gettext_lazy("Haitian Creole"),
    "so": gettext_lazy("Somali"),
    "ti": gettext_lazy("Tigrinya"),
    "tl": gettext_lazy("Tagalog"),
    "zh": gettext_lazy("Chinese"),
}


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome, the evidence that shows it, and the statements that it matches."""

    text: str
    shown_with: tuple[str, ...]
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class RubricCell:
    """What work at one level looks like; `passes` where this is the level that is needed."""

    level: RubricLevel
    text: str
    passes: bool
    exemplars: tuple[Exemplar, ...] = ()


@dataclass(frozen=True, slots=True)
class RubricRow:
    """One criterion across all levels; `own_text` are the attributes of words in another language than the page's."""

    criterion: RubricCriterion
    cells: tuple[RubricCell, ...]
    own_text: SafeString

    @property
    def explained(self) -> bool:
        """Whether there is more about it than the table says: a note or an example."""
        return bool(self.criterion.note) or any(cell.exemplars for cell in self.cells)


@dataclass(frozen=True, slots=True)
class RubricView:
    """A rubric as everybody reads it: learners, raters, whoever looks for one to use.

    The caption of its table is the rule for passing, or else its name, which then only a screen reader hears.
    """

    levels: tuple[RubricLevel, ...]
    rows: tuple[RubricRow, ...]
    caption: str
    says_rule: bool
    pass_level: str = ""

    @property
    def explained(self) -> tuple[RubricRow, ...]:
        """The criteria about which there is more to say."""
        return tuple(row for row in self.rows if row.explained)

    @property
    def count_explained(self) -> str:
        """How much more there is, in words."""
        examples = sum(len(cell.exemplars) for row in self.rows for cell in row.cells)
        return ngettext("%(count)s example", "%(count)s examples", examples) % {"count": examples} if examples else ""


@dataclass(frozen=True, slots=True)
class AchievementView:
    """All that the page of an achievement shows, in the reader's language as far as it is there."""

    version: AchievementVersion
    definition: Definition
    badge: SafeString
    card: FactsCard

    @property
    def is_translated(self) -> bool:
        """Whether the texts are in the language of the page."""
        return _same_language(self.definition.language, get_language() or "en")

    @property
    def own_text(self) -> SafeString:
        """The attributes of an element whose text is the issuer's, where it is in another language than the page."""
        return _marked(self.definition.language)

    @property
    def language_name(self) -> str:
        """The language of the texts, in the language of the page."""
        return name_language(self.definition.language)

    @property
    def outcomes(self) -> tuple[OutcomeRow, ...]:
        """Outcomes with what shows them."""
        return tuple(list_outcomes(self.definition))

    @property
    def pass_rule(self) -> str:
        """When work passes, in words."""
        return say_pass_rule(self.definition)

    @property
    def rubric(self) -> RubricView:
        """The rubric, row by row, with the rule for passing."""
        caption = _("To pass: %(rule)s") % {"rule": self.pass_rule}
        return view_rubric(self.definition.rubric, self.definition.language, caption, says_rule=True)

    @property
    def attempts(self) -> str:
        """How often one may try, in words."""
        return say_attempts(self.definition)

    @property
    def supervision(self) -> str:
        """Whether somebody watches, in words."""
        return say_stated(self.definition.assessment.supervision)

    @property
    def takes_evidence(self) -> bool:
        """Whether somebody can begin: it is open, tested, and asks for something."""
        retired = self.version.achievement.retired_at is not None
        return self.definition.kind.is_tested and bool(self.definition.evidence) and not retired


def view_achievement(version: AchievementVersion) -> AchievementView:
    """Prepare a version for its page, in the language of the reader."""
    language = get_language() or "en"
    definition = in_language(version.definition, language)
    badge = badge_svg(version, language=language, label=definition.picture_words)
    return AchievementView(version, definition, badge, facts_of(definition, reliability_of(version)))


def view_rubric(rubric: Rubric, language: str, caption: str, *, says_rule: bool = False) -> RubricView:
    """Prepare a rubric whose words are in a language."""
    rows = tuple(_row(rubric, criterion, language) for criterion in rubric.criteria)
    return RubricView(rubric.levels, rows, caption, says_rule, rubric.pass_rule.each_at_least)


def facts_of(definition: Definition, reliability: Words | None = None) -> FactsCard:
    """Return the card of facts: the same lines in the same order for every credential."""
    assessment = definition.assessment
    return FactsCard(
        leading=(
            Figure(_("Price"), price_of(definition), definition.cost.who_pays, _("Not disclosed")),
            Figure(_("Hours"), hours_of(definition), say_weeks(definition), _("Not disclosed")),
        ),
        facts=(
            Fact(_("Kind"), format_html("{}<br>{}", draw_kind(definition.kind), definition.kind.sentence)),
            Fact(_("How tested"), capfirst(say_testing(definition)) or None),
            Fact(_("Supervision"), _stated(assessment.supervision)),
            Fact(_("Who did the work"), _stated(assessment.identity)),
            Fact(_("Do assessors agree?"), reliability, _("Not measured yet")),
            Fact(_("Credit"), _credit_lines(definition)),
            Fact(_("Level"), definition.level or None),
            Fact(_("Other costs"), definition.cost.extra or None, _("None named")),
            Fact(_("How to take part"), definition.delivery or None),
            Fact(_("Languages"), ", ".join(name_language(tag) for tag in definition.languages) or None),
            Fact(_("Quality"), definition.quality_assurance or None),
            Fact(_("Ends"), " ".join(part for part in (say_end(definition), definition.renewal) if part)),
        ),
    )


def _stated(text: str) -> str | None:
    """Write what an author states of every attempt; None where nothing is."""
    return capfirst(say_stated(text).replace("_", " ")) or None


def price_of(definition: Definition) -> str | None:
    """Write the price; None where it is not stated."""
    cost = definition.cost
    return None if cost.price is None else format_money(cost.price, cost.currency)


def hours_of(definition: Definition) -> str | None:
    """Write the hours; None where they are not stated."""
    return None if definition.effort.hours is None else format_hours(definition.effort.hours)


def name_language(tag: str) -> str:
    """Return the name of a language in the language of the page, or its tag where we have no name for it."""
    for known in (tag.lower(), tag.partition("-")[0].lower()):
        try:
            return str(get_language_info(known)["name_translated"])
        except KeyError:
            continue
    return str(_LANGUAGES.get(tag, tag))


def list_outcomes(definition: Definition) -> list[OutcomeRow]:
    """Pair outcomes with the evidence of the criteria that are tied to them."""
    asks = {item.id: item.ask for part in definition.evidence for item in part.items}
    rows = []
    for outcome in definition.outcomes:
        tied = (name for row in definition.rubric.criteria if outcome.id in row.outcomes for name in row.evidence)
        shown = tuple(dict.fromkeys(asks[name] for name in tied if name in asks))
        rows.append(OutcomeRow(outcome.text, shown, outcome.alignments))
    return rows


def _row(rubric: Rubric, criterion: RubricCriterion, language: str) -> RubricRow:
    known = {descriptor.level: descriptor for descriptor in criterion.descriptors}
    rule = rubric.pass_rule
    needed = next((need.level for need in rule.required_levels if need.criterion == criterion.id), rule.each_at_least)
    cells = (_cell(level, known.get(level.id), passes=level.id == needed) for level in rubric.levels)
    return RubricRow(criterion, tuple(cells), _marked(criterion.language or language))


def _cell(level: RubricLevel, descriptor: Descriptor | None, *, passes: bool) -> RubricCell:
    if descriptor is None:
        return RubricCell(level, "", passes)
    return RubricCell(level, descriptor.text, passes, descriptor.exemplars)


def _marked(language: str) -> SafeString:
    """Return the attributes of an element whose words are in a language, where the page is in another one."""
    if _same_language(language, get_language() or "en"):
        return SafeString()
    return format_html(' lang="{}" dir="auto"', language)


def _credit_lines(definition: Definition) -> SafeString | None:
    lines = [" ".join(part for part in (say_credit(item), item.conditions) if part) for item in definition.credit]
    return format_html("{}", "; ".join(lines)) if lines else None


def _same_language(first: str, second: str) -> bool:
    return first.partition("-")[0] == second.partition("-")[0]
