# SPDX-License-Identifier: Apache-2.0
"""Achievements to test with: a complete definition that can be published, and a version made from it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from cairn.achievements.definition import (
    Alignment,
    AssessmentMethod,
    Cost,
    Credit,
    Definition,
    Descriptor,
    Effort,
    EvidenceItem,
    EvidencePart,
    ItemForm,
    Judged,
    Outcome,
    PartType,
    PassRule,
    RequiredLevel,
    Rubric,
    RubricCriterion,
    RubricLevel,
)
from cairn.achievements.kinds import Kind
from cairn.achievements.models import AchievementVersion
from cairn.achievements.services import create_achievement, publish_version
from cairn.foundation.actors import SYSTEM, Actor
from cairn.organizations.models import Organization

OUTCOMES: Final = (
    Outcome(
        id="O1",
        text="Plan six recall tasks that match the goals of a unit",
        alignments=(
            Alignment(
                framework="ESCO",
                code="d39a5880",
                name="provide lesson materials",
                url="https://data.europa.eu/esco/skill/d39a5880-7d0a-4573-9f70-a75ff875bf83",
            ),
        ),
    ),
    Outcome(id="O2", text="Explain which tasks worked and for which students"),
)
EVIDENCE: Final = (
    EvidencePart(
        id="overview",
        type=PartType.OVERVIEW,
        title="About your class",
        judged=Judged.COMPLETE,
        items=(EvidenceItem(id="q1", ask="Who are your students?", max_words=100),),
    ),
    EvidencePart(
        id="work",
        type=PartType.WORK_EXAMPLES,
        title="Your tasks",
        items=(EvidenceItem(id="a1", ask="Six recall tasks", rules="No student names", form=ItemForm.WORK),),
    ),
    EvidencePart(
        id="reflection",
        type=PartType.REFLECTION,
        title="Looking back",
        items=(EvidenceItem(id="r1", ask="What would you change?", max_words=300),),
    ),
)
RUBRIC: Final = Rubric(
    levels=(
        RubricLevel(id="not_yet", name="Not yet", points=0),
        RubricLevel(id="meets", name="Meets", points=1),
        RubricLevel(id="exceeds", name="Exceeds", points=2),
    ),
    criteria=(
        RubricCriterion(
            id="plan",
            name="Match to goals",
            weight=2,
            outcomes=("O1",),
            evidence=("a1",),
            descriptors=(
                Descriptor(level="not_yet", text="A task has no goal"),
                Descriptor(level="meets", text="Every task names its goal"),
                Descriptor(level="exceeds", text="Tasks also return to earlier goals"),
            ),
        ),
        RubricCriterion(
            id="insight",
            name="Use of results",
            weight=1,
            outcomes=("O2",),
            evidence=("r1",),
            descriptors=(
                Descriptor(level="not_yet", text="Retells what happened"),
                Descriptor(level="meets", text="Names one change and its reason"),
                Descriptor(level="exceeds", text="Shows what came of the change"),
            ),
        ),
    ),
    pass_rule=PassRule(
        min_percent=50,
        each_at_least="meets",
        required_levels=(RequiredLevel(criterion="plan", level="meets"),),
        parts_complete=("overview",),
        max_attempts=3,
        text="“Meets” or better on both criteria, and the questions answered.",
    ),
)


def make_definition(**changes: Any) -> Definition:
    """Make a complete definition of something that can be done, which can be published; `changes` are its members."""
    complete = Definition(
        name="Retrieval practice",
        kind=Kind.APPLICATION,
        promise="You can plan recall tasks that show what stayed.",
        description="You plan six recall tasks, use them for four weeks and say what you would change.",
        criteria="Hand in the tasks and the reflection.",
        audience="Teachers of grades 6 to 12",
        delivery="Online, at your own pace",
        level="EQF 5",
        outcomes=OUTCOMES,
        evidence=EVIDENCE,
        rubric=RUBRIC,
        assessment=AssessmentMethod(type="portfolio", supervision="unsupervised", identity="own account"),
        quality_assurance="One portfolio in five is rated twice.",
        cost=Cost(price=Decimal(45), as_of="2026-07-01", who_pays="The learner"),
        effort=Effort(hours=Decimal(12), weeks=5),
        credit=(Credit(units=Decimal(1), unit="clock hour", granted_by="State board"),),
        expires_after_months=36,
        renewal="Send one new task with its results.",
    )
    return Definition.model_validate({**complete.model_dump(), **changes})


def make_attendance(**changes: Any) -> Definition:
    """Make a definition of something that only says that one was there."""
    plain = {
        "kind": Kind.PARTICIPATION,
        "name": "Family literacy night",
        "promise": "You were there and you helped.",
        "description": "Given to everybody who signed in.",
        "cost": Cost(price=Decimal(0)),
        "effort": Effort(hours=Decimal(2)),
    }
    return Definition(**{**plain, **changes})


def make_draft(
    organization: Organization, definition: Definition | None = None, *, acting: Actor = SYSTEM, **changes: Any
) -> AchievementVersion:
    """Make a draft of an organization."""
    given = definition or make_definition(**changes)
    return create_achievement(organization, name=given.name, kind=given.kind, acting=acting, definition=given)


def make_published_version(
    organization: Organization, definition: Definition | None = None, *, acting: Actor = SYSTEM, **changes: Any
) -> AchievementVersion:
    """Make a published version of an organization."""
    return publish_version(make_draft(organization, definition, acting=acting, **changes), acting=acting)
