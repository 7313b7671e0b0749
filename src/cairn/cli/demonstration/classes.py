# SPDX-License-Identifier: Apache-2.0
"""Classes: learners who come together for one program. Nobody signs in as them; they are known by their work alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from cairn.accounts.models import Person
from cairn.accounts.services import create_person
from cairn.achievements.models import AchievementVersion
from cairn.assessment.groups import QUESTIONS
from cairn.assessment.models import Submission
from cairn.assessment.services import (
    Declaration,
    RatingDraft,
    finish_rating,
    save_answer,
    save_group_answers,
    start_submission,
    submit_submission,
)
from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.cli.demonstration.work import put_levels
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import organization_scope, person_scope

_Row = Mapping[str, str]

_OWN_WORK: Final = Declaration(own_work=True)


def class_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through the sessions of each class: what was handed in on a day is rated on the same day."""
    for scene in stage.content.scene("classes"):
        for day, rows in _by_day(stage.content.class_table(scene["file"])):
            yield Deed(stage.content.moment(day, 11), partial(_hand_in_all, stage, scene, rows))
            yield Deed(stage.content.moment(day, 16), partial(_rate_all, stage, scene, rows))


def _by_day(rows: Sequence[_Row]) -> list[tuple[date, list[_Row]]]:
    found: defaultdict[date, list[_Row]] = defaultdict(list)
    for row in rows:
        found[date.fromisoformat(row["day"])].append(row)
    return sorted(found.items())


def _hand_in_all(stage: Stage, scene: Entry, rows: Sequence[_Row]) -> None:
    version = stage.versions[scene["achievement"]]
    for row in rows:
        learner = create_person(name=row["name"], acting=SYSTEM)
        _tell_of_oneself(learner, row)
        stage.classmates[row["name"]] = _hand_in(version, learner, row)


def _tell_of_oneself(learner: Person, row: _Row) -> None:
    answers = {question.id: row[question.id] for question in QUESTIONS if row[question.id]}
    if answers:
        save_group_answers(learner, answers, acting=learner.as_actor())


def _hand_in(version: AchievementVersion, learner: Person, row: _Row) -> Submission:
    acting = learner.as_actor()
    submission = start_submission(version, learner=learner, acting=acting)
    items = [item.id for part in version.definition.evidence for item in part.items]
    with person_scope(learner.pk):
        for item in items:
            save_answer(submission, item, row[item], expected_revision=0, acting=acting)
        return submit_submission(submission, acting=acting, declaration=_OWN_WORK)


def _rate_all(stage: Stage, scene: Entry, rows: Sequence[_Row]) -> None:
    version = stage.versions[scene["achievement"]]
    criteria = [criterion.id for criterion in version.definition.rubric.criteria]
    with organization_scope(version.organization_id):
        for row in rows:
            acting = stage.actor(row["assessor"])
            draft = RatingDraft(levels={name: row[name] for name in criteria}, feedback=row["feedback"])
            finish_rating(put_levels(stage.classmates[row["name"]], draft, acting=acting), acting=acting)
