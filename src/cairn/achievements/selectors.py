# SPDX-License-Identifier: Apache-2.0
"""Reading achievements: an organization's own within its scope, and what is public for everybody.

What is published is public for good, so the public readers enter a scope of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from cairn.achievements.definition import RubricSource
from cairn.achievements.models import Achievement, AchievementVersion, SavedRubric, VersionState
from cairn.foundation.errors import NotFound
from cairn.foundation.scopes import everything

PUBLIC_FACTS: Final = "what is published is public"
_OPEN: Final = Q(achievement__retired_at=None)
_STATES: Final[dict[str, Q]] = {
    "draft": Q(state=VersionState.DRAFT),
    "published": Q(state=VersionState.PUBLISHED) & _OPEN,
    "retired": ~_OPEN,
}


def get_achievement(achievement_id: UUID) -> Achievement:
    """Return an achievement of the scope. Raises NotFound."""
    row: Achievement | None = Achievement.objects.select_related("organization").filter(pk=achievement_id).first()
    if row is None:
        raise _not_found()
    return row


def get_version(version_id: UUID) -> AchievementVersion:
    """Return a version of the scope. Raises NotFound."""
    row: AchievementVersion | None = _versions().filter(pk=version_id).first()
    if row is None:
        raise _not_found()
    return row


def current_version(achievement_id: UUID) -> AchievementVersion | None:
    """Return the latest published version, within the scope."""
    row: AchievementVersion | None = (
        _versions().filter(achievement_id=achievement_id, state=VersionState.PUBLISHED).order_by("-number").first()
    )
    return row


def find_draft(achievement_id: UUID) -> AchievementVersion | None:
    """Return the draft, within the scope."""
    row: AchievementVersion | None = _versions().filter(achievement_id=achievement_id, state=VersionState.DRAFT).first()
    return row


def list_versions(achievement_id: UUID) -> list[AchievementVersion]:
    """Return every version, the newest first, within the scope."""
    return list(_versions().filter(achievement_id=achievement_id).order_by("-number"))


def list_latest(*, words: str = "", state: str = "") -> QuerySet[AchievementVersion]:
    """Return the newest version of each achievement of the scope, by name: all, or `draft`, `published`, `retired`."""
    rows = matching(_latest(), words)
    return rows.filter(_STATES[state] if state in _STATES else Q()).order_by("name", "pk")


def count_states() -> dict[str, int]:
    """Count the achievements of the scope by state; the blank name counts all."""
    counts: dict[str, int] = _latest().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in _STATES.items()}, every=Count("pk")
    )
    return {"": counts.pop("every"), **counts}


def list_published() -> QuerySet[AchievementVersion]:
    """Return the latest published version of each achievement of the scope that is not retired, by name."""
    return _current(_versions()).filter(achievement__retired_at=None).order_by("name", "pk")


def list_public(*, organization_id: UUID | None = None) -> QuerySet[AchievementVersion]:
    """Return what the public can earn: the latest published version of each achievement that is not retired."""
    with everything(PUBLIC_FACTS):
        rows = list_published().filter(organization__is_active=True)
        return rows.filter(organization_id=organization_id) if organization_id else rows


def get_public_version(achievement_id: UUID, number: int | None = None) -> AchievementVersion:
    """Return a published version, the latest unless a number is given; retired ones too. Raises NotFound."""
    with everything(PUBLIC_FACTS):
        rows = _versions().filter(achievement_id=achievement_id, state=VersionState.PUBLISHED)
        chosen = rows if number is None else rows.filter(number=number)
        row: AchievementVersion | None = chosen.order_by("-number").first()
    if row is None:
        raise _not_found()
    return row


def list_public_versions(achievement_id: UUID) -> list[AchievementVersion]:
    """Return every published version, the newest first."""
    with everything(PUBLIC_FACTS):
        return list(_versions().filter(achievement_id=achievement_id, state=VersionState.PUBLISHED).order_by("-number"))


def list_rubrics(*, words: str = "") -> QuerySet[SavedRubric]:
    """Return the newest version of each rubric that the organization of the scope keeps, by name."""
    newer = SavedRubric.objects.filter(series=OuterRef("series"), number__gt=OuterRef("number"))
    rows: QuerySet[SavedRubric] = SavedRubric.objects.filter(~Exists(newer))
    for word in _searched(words):
        rows = rows.filter(name__icontains=word)
    return rows.order_by("name", "pk")


def get_rubric(series: UUID, number: int | None = None) -> SavedRubric:
    """Return a version of a kept rubric of the scope, the newest unless a number is given. Raises NotFound."""
    rows = SavedRubric.objects.filter(series=series)
    chosen = rows if number is None else rows.filter(number=number)
    row: SavedRubric | None = chosen.order_by("-number").first()
    if row is None:
        raise NotFound(_("There is no such rubric here. Look for it in the list of rubrics."), code="rubric_not_found")
    return row


def list_rubric_versions(series: UUID) -> list[SavedRubric]:
    """Return every version of a kept rubric, the newest first, within the scope."""
    return list(SavedRubric.objects.filter(series=series).order_by("-number"))


def list_uses(series: UUID) -> list[AchievementVersion]:
    """Return the newest version of each achievement of the scope whose rubric came from this one, by name."""
    return list(_latest().filter(stored__rubric__source__id=str(series)).order_by("name", "pk"))


def count_uses() -> Counter[str]:
    """Count by kept rubric the achievements of the scope whose newest version has its rubric from there."""
    rows = _latest().annotate(kept=KT("stored__rubric__source__id")).exclude(kept__isnull=True)
    return Counter(rows.values_list("kept", flat=True))


def find_rubric_from(source: RubricSource) -> SavedRubric | None:
    """Return the newest version of the rubric of the scope that was brought in from this place."""
    rows = SavedRubric.objects.filter(origin=source.origin, source_id=source.id)
    row: SavedRubric | None = rows.order_by("-kept_at", "-number").first()
    return row


def matching(rows: QuerySet[AchievementVersion], words: str) -> QuerySet[AchievementVersion]:
    """Keep the rows that hold every word that is looked for."""
    for word in _searched(words):
        rows = rows.filter(search__contains=word)
    return rows


def _searched(words: str) -> Iterable[str]:
    return words.casefold().split()[:12]


def _latest() -> QuerySet[AchievementVersion]:
    return _versions().filter(~Exists(_newer(AchievementVersion.objects.all())))


def _versions() -> QuerySet[AchievementVersion]:
    rows: QuerySet[AchievementVersion] = AchievementVersion.objects.select_related("achievement", "organization")
    return rows


def _current(rows: QuerySet[AchievementVersion]) -> QuerySet[AchievementVersion]:
    newer = _newer(AchievementVersion.objects.filter(state=VersionState.PUBLISHED))
    return rows.filter(~Exists(newer), state=VersionState.PUBLISHED)


def _newer(rows: QuerySet[AchievementVersion]) -> QuerySet[AchievementVersion]:
    return rows.filter(achievement_id=OuterRef("achievement_id"), number__gt=OuterRef("number"))


def _not_found() -> NotFound:
    return NotFound(_("There is no such credential. Look for it by name in the catalog."), code="achievement_not_found")
