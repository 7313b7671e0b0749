# SPDX-License-Identifier: Apache-2.0
"""How organizations look after assessment: names masked, work moderated, conflicts and conditions noted, meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from cairn.assessment.models import Conflict, ConflictKind
from cairn.assessment.selectors import find_own_rating
from cairn.assessment.selectors.meeting_works import works_to_discuss
from cairn.assessment.services import (
    ConditionsGiven,
    Judgments,
    Meeting,
    MeetingPlan,
    Slot,
    call_meeting,
    declare_conflict,
    enter_conflict,
    lock_submission,
    mask_with_words,
    record_conditions,
    record_standard_setting,
    reopen_submission,
    report_identity,
    start_rating,
    unlock_submission,
)
from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.stage import Deed, Stage
from cairn.foundation.scopes import organization_scope

_STEPS: Final[Mapping[str, Callable[..., object]]] = {
    "lock": lock_submission,
    "unlock": unlock_submission,
    "reopen": reopen_submission,
}


def care_deeds(stage: Stage) -> Iterator[Deed]:
    """Go through what is looked after."""
    plays: Mapping[str, Callable[[Stage, Entry], object]] = {
        "moderation": _moderate,
        "conflicts": _note_conflict,
        "conditions": _note_conditions,
        "meetings": _call_meeting,
        "pass_lines": _set_line,
        "masking": _report,
    }
    for name, play in plays.items():
        for row in stage.content.scene(name):
            yield Deed(stage.content.moment(row["day"], 12), partial(play, stage, row))
    for row in stage.content.scene("masking"):
        if "settled" in row:
            yield Deed(stage.content.moment(row["settled"], 9), partial(_mask, stage, row))


def _moderate(stage: Stage, row: Entry) -> None:
    submission = stage.submissions[row["work"]]
    with organization_scope(submission.organization_id):
        _STEPS[row["do"]](submission, reason=row["reason"], acting=stage.actor(row["by"]))


def _note_conflict(stage: Stage, row: Entry) -> Conflict:
    """Let an assessor say that they know whose work they hold, or an owner who has to do with whom."""
    if "work" in row:
        submission, acting = stage.submissions[row["work"]], stage.actor(row["assessor"])
        with organization_scope(submission.organization_id):
            return declare_conflict(start_rating(submission, acting=acting), acting=acting)
    organization = stage.organizations[row["at"]]
    pair = (stage.people[row["assessor"]].pk, stage.people[row["learner"]].pk)
    with organization_scope(organization.pk):
        return enter_conflict(
            organization, pair, ConflictKind(row["kind"]), acting=stage.actor(row["by"]), note=row["note"]
        )


def _note_conditions(stage: Stage, row: Entry) -> None:
    submission = stage.submissions[row["work"]]
    given = ConditionsGiven(row["supervision"], row["identity"], stage.content.day(row["held"]), row["note"])
    with organization_scope(submission.organization_id):
        record_conditions(submission, given, acting=stage.actor(row["by"]))


def _call_meeting(stage: Stage, row: Entry) -> None:
    """Call assessors together on the works on which they were furthest apart."""
    version = stage.versions[row["achievement"]]
    with organization_scope(version.organization_id):
        plan = MeetingPlan(
            criterion=row["criterion"],
            slot=Slot(stage.content.moment(row["held"], row["hour"]), row["place"]),
            works=[work.pk for work in works_to_discuss(version, row["criterion"], most=row["works"])],
            invited=[stage.people[person].pk for person in row["invited"]],
            agenda=row["agenda"],
        )
        call_meeting(version, plan, acting=stage.actor(row["by"]))


def _set_line(stage: Stage, row: Entry) -> None:
    version = stage.versions[row["achievement"]]
    meeting = Meeting(stage.content.day(row["day"]), Decimal(row["adopted"]), row["panel"])
    with organization_scope(version.organization_id):
        record_standard_setting(version, Judgments(by_judge=row["judges"]), meeting, acting=stage.actor(row["by"]))


def _report(stage: Stage, row: Entry) -> None:
    """Report a piece in which an assessor, who holds the work, could see whose it is."""
    submission, acting = stage.submissions[row["work"]], stage.actor(row["reported_by"])
    with organization_scope(submission.organization_id):
        rating = find_own_rating(submission, acting.person_id)
        piece = submission.evidence.get(item=row["item"])
        if rating is None:
            raise KeyError(row["work"])
        stage.reports[row["work"]] = report_identity(piece, rating, acting=acting, note=row["note"])


def _mask(stage: Stage, row: Entry) -> None:
    report = stage.reports[row["work"]]
    with organization_scope(report.organization_id):
        mask_with_words(report, row["words"], acting=stage.actor(row["settled_by"]))
