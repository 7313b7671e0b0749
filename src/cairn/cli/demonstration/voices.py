# SPDX-License-Identifier: Apache-2.0
"""What people say beside the work: appeals, complaints, what somebody saw, and what learners say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from cairn.assessment.models import AppealState
from cairn.assessment.selectors import list_decisions
from cairn.assessment.services import (
    Grievance,
    RatingDraft,
    Statement,
    Witness,
    answer_complaint,
    ask_for_attestation,
    file_appeal,
    file_complaint,
    finish_rating,
    make_attestation,
    save_group_answers,
)
from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.cli.demonstration.work import put_levels
from cairn.cli.problems import CommandError
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.ids import digest_token
from cairn.foundation.scopes import organization_scope, person_scope

_FILED_AT: Final = 18
_ANSWERED_AT: Final = 14


def voice_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through what is said."""
    yield from _appeals(stage)
    yield from _complaints(stage)
    yield from _attestations(stage)
    for row in stage.content.scene("group_answers"):
        yield Deed(stage.content.moment(row["day"], _FILED_AT), partial(_tell_of_oneself, stage, row))


def _appeals(stage: Stage) -> Iterator[Deed]:
    for row in stage.content.submissions:
        if appeal := row.get("appeal"):
            yield Deed(stage.content.moment(appeal["filed"], _FILED_AT), partial(_appeal, stage, row))
            if "heard" in appeal:
                yield Deed(stage.content.moment(appeal["heard"], _ANSWERED_AT), partial(_hear, stage, row))


def _appeal(stage: Stage, row: Entry) -> None:
    learner = stage.people[row["learner"]]
    with person_scope(learner.pk):
        last = list_decisions(stage.submissions[row["id"]])[0]
        file_appeal(last, row["appeal"]["grounds"], acting=learner.as_actor())


def _hear(stage: Stage, row: Entry) -> None:
    """Let another assessor rate the work anew. Raises CommandError where the pass rule disagrees with the file."""
    submission, appeal = stage.submissions[row["id"]], row["appeal"]
    acting = stage.actor(appeal["heard_by"])
    levels = appeal.get("scores", row["decision"]["scores"])
    with organization_scope(submission.organization_id):
        rating = put_levels(submission, RatingDraft(levels=levels, feedback=appeal["feedback"].strip()), acting=acting)
        changed = finish_rating(rating, acting=acting)
    outcome = AppealState.OVERTURNED if changed else AppealState.UPHELD
    if outcome != appeal["outcome"]:
        raise CommandError(f"{row['id']}: the file says {appeal['outcome']}, and the pass rule {outcome.value}.")


def _complaints(stage: Stage) -> Iterator[Deed]:
    for row in stage.content.scene("complaints"):
        yield Deed(stage.content.moment(row["day"], _FILED_AT), partial(_complain, stage, row))
        if "answered" in row:
            yield Deed(stage.content.moment(row["answered"], _ANSWERED_AT), partial(_answer, stage, row))


def _complain(stage: Stage, row: Entry) -> None:
    person = stage.people[row["by"]]
    work = stage.submissions[row["work"]] if "work" in row else None
    said = Grievance(row["about"], row["text"], work)
    with person_scope(person.pk):
        stage.complaints[row["id"]] = file_complaint(
            person, stage.organizations[row["to"]], said, acting=person.as_actor()
        )


def _answer(stage: Stage, row: Entry) -> None:
    complaint = stage.complaints[row["id"]]
    with organization_scope(complaint.organization_id):
        answer_complaint(complaint, row["finding"], row["answer"], acting=stage.actor(row["answer_by"]))


def _attestations(stage: Stage) -> Iterator[Deed]:
    for row in stage.content.scene("attestations"):
        yield Deed(stage.content.moment(row["asked"], _FILED_AT), partial(_ask, stage, row))
        if "made" in row:
            yield Deed(stage.content.moment(row["made"], _ANSWERED_AT), partial(_say_what_was_seen, stage, row))


def _ask(stage: Stage, row: Entry) -> None:
    submission = stage.submissions[row["work"]]
    member = stage.people[row["member"]].pk if "member" in row else None
    witness = Witness(row["relation"], row.get("name", ""), row.get("email", ""), member)
    with person_scope(submission.learner_id):
        asked = ask_for_attestation(submission, witness, acting=submission.learner.as_actor())
    stage.asked[row["work"], row["relation"]] = asked


def _say_what_was_seen(stage: Stage, row: Entry) -> None:
    """Answer by the link in the letter."""
    asked = stage.asked[row["work"], row["relation"]]
    seen = Statement(tuple(row["outcomes"]), row["text"], stage.content.day(row["observed"]), row["name"])
    with organization_scope(asked.attestation.organization_id):
        make_attestation(asked.attestation, seen, acting=Actor(ActorKind.LINK, digest_token(asked.token), row["name"]))


def _tell_of_oneself(stage: Stage, row: Entry) -> None:
    person = stage.people[row["by"]]
    save_group_answers(person, row["answers"], acting=person.as_actor())
