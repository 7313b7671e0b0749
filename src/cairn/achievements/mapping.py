# SPDX-License-Identifier: Apache-2.0
"""A version as an Open Badges 3.0 Achievement. Source: Open Badges 3.0, Achievement.

Its texts are those of the achievement's own language; `related` names the translations. The ids of results are
fragments of its address, so that a credential can name the level that was reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.achievements.definition import Alignment, Credit, Definition, PassRule, RubricCriterion
from cairn.achievements.kinds import Kind
from cairn.achievements.models import AchievementVersion
from cairn.achievements.wording import say_pass_rule
from cairn.organizations.mapping import profile_document
from cairn.standards.openbadges import dump, parse
from cairn.standards.openbadges import models as ob
from cairn.standards.openbadges.vocabulary import AchievementType, ResultType
from cairn.standards.types import JsonObject

_T = TypeVar("_T")

TYPES: Final[dict[Kind, str]] = {
    # Open Badges has no word for having been there; a stronger one would claim too much.
    Kind.PARTICIPATION: "ext:Participation",
    Kind.RECOGNITION: AchievementType.AWARD.value,
    Kind.KNOWLEDGE: AchievementType.ASSESSMENT.value,
    Kind.APPLICATION: AchievementType.MICRO_CREDENTIAL.value,
    Kind.CERTIFICATION: AchievementType.CERTIFICATION.value,
}


def page_of(version: AchievementVersion) -> str:
    """Return the address of the achievement's page, which shows its latest version."""
    return f"{settings.CAIRN_BASE_URL}/achievements/{version.achievement_id}"


def id_of(version: AchievementVersion) -> str:
    """Return the id of exactly this version, which is its address."""
    return f"{page_of(version)}?version={version.number}"


def percent_id(version: AchievementVersion) -> str:
    """Return the id of the result that is the percent of the points."""
    return f"{id_of(version)}#percent"


def criterion_id(version: AchievementVersion, criterion: str) -> str:
    """Return the id of the result of one criterion."""
    return f"{id_of(version)}#criterion.{criterion}"


def level_id(version: AchievementVersion, criterion: str, level: str) -> str:
    """Return the id of one level of one criterion, for `achievedLevel`."""
    return f"{criterion_id(version, criterion)}.{level}"


def achievement_document(version: AchievementVersion) -> JsonObject:
    """Return the version as an Open Badges Achievement, without a context of its own."""
    definition = version.definition
    with override(definition.language):
        return dump(_achievement(version, definition))


def criteria_narrative(definition: Definition) -> str:
    """Say, in Markdown, what has to be done and reached."""
    lines = [f"{definition.kind.word}: {definition.kind.sentence}"]
    lines += [definition.criteria] if definition.criteria else []
    lines += ["\n".join(f"- {outcome.text}" for outcome in definition.outcomes)] if definition.outcomes else []
    lines += ["\n".join(f"- {row.name}: {row.text}" for row in definition.method_components)]
    lines += [f"{_('To pass')}: {say_pass_rule(definition)}"] if definition.rubric.criteria else []
    return "\n\n".join(line for line in lines if line)


def _achievement(version: AchievementVersion, definition: Definition) -> ob.Achievement:
    return ob.Achievement(
        id=id_of(version),
        name=definition.name,
        description=definition.description or definition.promise,
        criteria=ob.Criteria(id=f"{id_of(version)}#rubric", narrative=criteria_narrative(definition)),
        achievement_type=TYPES[definition.kind],
        alignment=_many(_alignment(item) for outcome in definition.outcomes for item in outcome.alignments if item.url),
        creator=parse(ob.Profile, profile_document(version.organization)),
        credits_available=_credits(definition.credit),
        human_code=version.achievement.slug,
        image=ob.Image(
            id=f"{page_of(version)}/image.png?version={version.number}",
            caption=definition.picture_words,
        ),
        in_language=definition.language,
        related=_many(_related(version, item.language) for item in definition.translations if item.texts),
        result_description=_many(_results(version, definition)),
        tag=_many(_tags(definition)),
        version=str(version.number),
    )


def _results(version: AchievementVersion, definition: Definition) -> list[ob.ResultDescription]:
    rubric = definition.rubric
    if not rubric.criteria:
        return []
    percent = ob.ResultDescription(
        id=percent_id(version),
        name=_("Percent of the points"),
        result_type=ResultType.PERCENT.value,
        value_min="0",
        value_max="100",
        required_value=str(rubric.pass_rule.min_percent) if rubric.pass_rule.min_percent else None,
    )
    return [percent, *(_criterion(version, definition, criterion) for criterion in rubric.criteria)]


def _criterion(version: AchievementVersion, definition: Definition, criterion: RubricCriterion) -> ob.ResultDescription:
    texts = {descriptor.level: descriptor.text for descriptor in criterion.descriptors}
    levels = tuple(
        ob.RubricCriterionLevel(
            id=level_id(version, criterion.id, level.id),
            name=level.name,
            description=texts.get(level.id) or None,
            level=level.id,
            points=str(level.points),
        )
        for level in definition.rubric.levels
    )
    required = _required_level(definition.rubric.pass_rule, criterion.id)
    return ob.ResultDescription(
        id=criterion_id(version, criterion.id),
        name=criterion.name,
        result_type=ResultType.RUBRIC_CRITERION_LEVEL.value,
        required_level=level_id(version, criterion.id, required) if required else None,
        rubric_criterion_level=levels,
    )


def _required_level(rule: PassRule, criterion: str) -> str:
    own = {item.criterion: item.level for item in rule.required_levels}
    return own.get(criterion, rule.each_at_least)


def _alignment(item: Alignment) -> ob.Alignment:
    return ob.Alignment(
        target_name=item.name or item.code or item.url,
        target_url=item.url,
        target_code=item.code or None,
        target_framework=item.framework or None,
    )


def _related(version: AchievementVersion, language: str) -> ob.Related:
    return ob.Related(id=f"{id_of(version)}&language={language}", in_language=language, version=str(version.number))


def _credits(credit: tuple[Credit, ...]) -> float | int | None:
    """Return the units of the first credit that says how many; Open Badges holds one number and no unit."""
    units: Decimal | None = next((item.units for item in credit if item.units is not None), None)
    if units is None:
        return None
    return int(units) if units == units.to_integral_value() else float(units)


def _tags(definition: Definition) -> list[str]:
    names = (item.name for outcome in definition.outcomes for item in outcome.alignments if item.name)
    return list(dict.fromkeys(names))


def _many(items: Iterable[_T]) -> tuple[_T, ...] | None:
    return tuple(items) or None
