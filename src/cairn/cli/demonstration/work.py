# SPDX-License-Identifier: Apache-2.0
"""The work of learners: begun, written, handed in, rated and decided, each at its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Final

from cairn.assessment.models import Outcome, Rating, Submission, Track
from cairn.assessment.services import (
    Declaration,
    RatingDraft,
    choose_track,
    finish_rating,
    save_answer,
    save_rating,
    start_rating,
    start_submission,
    submit_submission,
)
from cairn.cli.demonstration.content import WRITTEN_ON, Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.cli.problems import CommandError
from cairn.foundation.actors import Actor
from cairn.foundation.scopes import organization_scope, person_scope

_WRITING: Final = timedelta(days=6)
_OUTCOMES: Final = {"award": Outcome.AWARD, "revise": Outcome.RETURN}
_PARTS: Final = ("overview", "reflection")


def work_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through what happens to pieces of work."""
    for row in stage.content.submissions:
        yield from _deeds_of(stage, row)


def put_levels(submission: Submission, draft: RatingDraft, *, acting: Actor) -> Rating:
    """Take a seat of a piece of work, or go on with what one has, and put levels and words to it."""
    rating = start_rating(submission, acting=acting)
    return save_rating(rating, draft, expected_revision=rating.revision, acting=acting)


def _deeds_of(stage: Stage, row: Entry) -> Iterator[Deed]:
    content, handed_in = stage.content, row["submitted"]
    begun = row.get("begun") or (handed_in - _WRITING if handed_in else WRITTEN_ON - timedelta(days=2))
    yield Deed(content.moment(begun, 16), partial(_write, stage, row))
    if handed_in:
        yield Deed(content.moment(handed_in, 10, 30), partial(_hand_in, stage, row))
    if row["ratings"]:
        yield Deed(content.moment(row["ratings"][0]["date"], 13), partial(_rate, stage, row))
    if row["decision"]:
        yield Deed(content.moment(row["decision"]["date"], 15), partial(_decide, stage, row))


def _write(stage: Stage, row: Entry) -> None:
    learner = stage.people[row["learner"]]
    acting = learner.as_actor()
    submission = start_submission(stage.versions[row["achievement"]], learner=learner, acting=acting)
    stage.submissions[row["id"]] = submission
    with person_scope(learner.pk):
        if "prior" in row:
            choose_track(submission, Track.PRIOR_LEARNING, acting=acting)
        for item, text in _answers(row["evidence"]):
            save_answer(submission, item, text, expected_revision=0, acting=acting)


def _answers(evidence: Entry) -> Iterator[tuple[str, str]]:
    """Go through the items with words; parts of questions hold several."""
    for name, value in evidence.items():
        answers = value.items() if name in _PARTS else [(name, value)]
        yield from ((item, text.strip()) for item, text in answers if text.strip())


def _hand_in(stage: Stage, row: Entry) -> None:
    learner = stage.people[row["learner"]]
    with person_scope(learner.pk):
        submit_submission(
            stage.submissions[row["id"]], acting=learner.as_actor(), declaration=_declaration(row["declaration"])
        )


def _declaration(words: Entry) -> Declaration:
    used = words.get("ai", {})
    return Declaration(
        own_work=words["own_work"],
        help=words["help"],
        tools=words["tools"],
        ai_uses=tuple(used.get("uses", ())),
        ai_tools=used.get("tools", ""),
        ai_for=used.get("for", ""),
    )


def _rate(stage: Stage, row: Entry) -> None:
    """Note what the first rater thinks; without a decision, it stays a rating in progress."""
    first = row["ratings"][0]
    submission = stage.submissions[row["id"]]
    draft = RatingDraft(levels=first["scores"], comments=first.get("comments", {}), feedback=row["feedback"] or "")
    with organization_scope(submission.organization_id):
        put_levels(submission, draft, acting=stage.actor(first["assessor"]))


def _decide(stage: Stage, row: Entry) -> None:
    """Put the levels that the raters agreed on, and let the pass rule speak. Raises CommandError where it disagrees."""
    decided, first = row["decision"], row["ratings"][0]
    submission = stage.submissions[row["id"]]
    acting = stage.actor(first["assessor"])
    draft = RatingDraft(
        levels=decided["scores"], comments=first.get("comments", {}), feedback=(row["feedback"] or "").strip()
    )
    with organization_scope(submission.organization_id):
        rating = put_levels(submission, draft, acting=acting)
        decision = finish_rating(rating, acting=acting, items_to_improve=decided.get("resubmit"))
    outcome = decision.outcome if decision else ""
    if outcome != _OUTCOMES[decided["outcome"]]:
        raise CommandError(f"{row['id']}: the file says {decided['outcome']}, and the pass rule {outcome}.")
