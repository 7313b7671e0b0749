# SPDX-License-Identifier: Apache-2.0
"""Known works to train, qualify and watch by, for the achievement of the factory; all through the services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import services
from cairn.assessment.models import Anchor, AnchorUse, Qualification
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import organization_scope
from tests.factories.assessment import ANSWERS, PASSING


def make_draft(**changes: Any) -> services.AnchorDraft:
    """Make what is written of an anchor; `changes` are the members of an AnchorDraft."""
    words = {
        "title": "Grade 6 fractions",
        "answers": ANSWERS,
        "levels": PASSING,
        "reasons": {"plan": "Task 5 comes back to a goal of the unit before."},
        "rationale": "Strong tasks, and one change with its reason.",
        "agreed_by": "Three assessors, apart from each other",
    }
    return services.AnchorDraft(**{**words, **changes})


def make_anchor(version: AchievementVersion, use: AnchorUse = AnchorUse.TRAINING, **changes: Any) -> Anchor:
    """Make an anchor of a published version."""
    with organization_scope(version.organization_id):
        return services.write_anchor(version, make_draft(use=use, **changes), acting=SYSTEM)


def make_anchors(version: AchievementVersion, count: int, use: AnchorUse = AnchorUse.EXAM) -> list[Anchor]:
    """Make several anchors, each with a title of its own."""
    return [make_anchor(version, use, title=f"{use.value} {number}") for number in range(count)]


def sit(
    version: AchievementVersion, assessor: Person, levels: Mapping[str, str] | None = None, *, works: int = 99
) -> Qualification:
    """Sit, and give these levels to each of so many works; the agreed ones, where none are given."""
    acting = assessor.as_actor()
    with organization_scope(version.organization_id):
        row = services.begin_sitting(version, acting=acting)
        for text in row.anchors[:works]:
            anchor = Anchor.objects.get(pk=text)
            row = services.rate_in_sitting(row, anchor.pk, levels or anchor.levels, acting=acting)
    return row
