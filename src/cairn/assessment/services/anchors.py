# SPDX-License-Identifier: Apache-2.0
"""Anchors: known works with agreed levels and the reasons for them, written, put to a use, and retired.

They are made from the organization's own words alone: a learner's work becomes none, because nobody has asked them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, EvidenceItem
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import Anchor, AnchorUse
from cairn.assessment.services.recalibrating import close_recalibrations_on
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission
from cairn.foundation.texts import one_line

_MOST_TEXT: Final = 40_000
_MOST_TITLE: Final = 200
_MOST_NAMES: Final = 300


@dataclass(frozen=True, slots=True)
class AnchorDraft:
    """What is written of an anchor: the work, the agreed levels with reasons by criterion, and who agreed."""

    title: str
    levels: Mapping[str, str]
    use: str = AnchorUse.TRAINING
    sample: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    rationale: str = ""
    agreed_by: str = ""


@transaction.atomic
def write_anchor(version: AchievementVersion, draft: AnchorDraft, *, acting: Actor) -> Anchor:
    """Keep a new anchor for the rubric of a published version.

    Raises PermissionDenied; Conflict: not_published; Invalid: no_title, no_work, no_level, no_such_level, no_reasons,
    nobody_agreed, answer_missing, no_such_item, anchor_too_long.
    """
    require(acting, Permission.ASSESSMENT_PLAN, version.organization_id)
    if not version.is_published:
        raise Conflict(
            _("This is a draft. Publish it first: known works belong to a rubric that does not change any more."),
            code="not_published",
        )
    definition = version.definition
    _check(draft, definition)
    row = Anchor(
        organization_id=version.organization_id,
        version=version,
        rubric_digest=rubric_digest(definition.rubric),
        created_at=clock.now(),
    )
    _fill(row, draft)
    row.save(force_insert=True)
    _record("anchor.write", row, acting, use=row.use)
    return row


@transaction.atomic
def change_anchor(anchor: Anchor, draft: AnchorDraft, *, acting: Actor) -> Anchor:
    """Change what an anchor says. Once it was rated or hidden, the work and its levels stay as they were.

    Raises PermissionDenied; Conflict: anchor_retired, anchor_rated, anchor_known, anchor_hidden; Invalid as
    `write_anchor`.
    """
    row = _lock(anchor, acting)
    _check(draft, row.version.definition)
    before = (row.sample, dict(row.answers), dict(row.levels))
    _require_free(row, draft.use)
    _fill(row, draft)
    if before != (row.sample, row.answers, row.levels):
        _require_unseen(row)
    row.save()
    close_recalibrations_on(row, acting=acting)
    _record("anchor.change", row, acting, use=row.use)
    return row


@transaction.atomic
def retire_anchor(anchor: Anchor, *, acting: Actor) -> Anchor:
    """Give an anchor to nobody any more; what was rated stays. Raises PermissionDenied; Conflict: anchor_retired."""
    row = _lock(anchor, acting)
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    close_recalibrations_on(row, acting=acting)
    _record("anchor.retire", row, acting, use=row.use)
    return row


def _lock(anchor: Anchor, acting: Actor) -> Anchor:
    require(acting, Permission.ASSESSMENT_PLAN, anchor.organization_id)
    row: Anchor = Anchor.objects.select_for_update(of=("self",)).select_related("version").get(pk=anchor.pk)
    if row.is_retired:
        raise Conflict(_("This known work is retired and does not change any more."), code="anchor_retired")
    return row


def _require_unseen(row: Anchor) -> None:
    """Refuse to change a work that somebody has rated, or that waits for it: the levels were agreed on for that one."""
    if row.seeds.exists():
        raise _hidden()
    if row.ratings.exists():
        raise Conflict(
            _("Assessors have rated this work, so the work and its levels cannot change any more. Retire it, and write "
              "a new one."),
            code="anchor_rated",
        )  # fmt: skip


def _hidden() -> Conflict:
    return Conflict(
        _("This work has been hidden in the queue, so the work, its levels and its use cannot change any more. Retire "
          "it, and write a new one."),
        code="anchor_hidden",
    )  # fmt: skip


def _require_free(row: Anchor, use: str) -> None:
    """Refuse to hide a work whose levels have been shown, and to show one that is or was hidden."""
    if use != row.use and row.seeds.exists():
        raise _hidden()
    was_shown = row.use == AnchorUse.TRAINING and use != AnchorUse.TRAINING
    if was_shown and row.ratings.filter(use=AnchorUse.TRAINING).exists():
        raise Conflict(
            _("Assessors have practiced on this work and know its levels, so it can only be practiced on. Write "
              "another one."),
            code="anchor_known",
        )  # fmt: skip


def _fill(row: Anchor, draft: AnchorDraft) -> None:
    row.title = one_line(draft.title)
    row.sample, row.rationale = draft.sample.strip(), draft.rationale.strip()
    row.use, row.agreed_by = draft.use, one_line(draft.agreed_by)
    row.answers = {item: text.strip() for item, text in draft.answers.items() if text.strip()}
    row.levels = dict(draft.levels)
    row.reasons = {criterion: text.strip() for criterion, text in draft.reasons.items() if text.strip()}


def _check(draft: AnchorDraft, definition: Definition) -> None:
    _check_words(draft)
    rubric = definition.rubric
    if {*draft.levels.values()} - {level.id for level in rubric.levels} or {*draft.levels, *draft.reasons} - {
        known.id for known in rubric.criteria
    }:
        raise Invalid(_("The rubric has no such level. Load the page again."), code="no_such_level")
    for known in rubric.criteria:
        if known.id not in draft.levels:
            raise Invalid(
                _("Choose the level that was agreed on for “%(name)s”.") % {"name": known.name},
                code="no_level",
                field=f"level_{known.id}",
            )
    if {*draft.answers} - {item.id for part in definition.evidence for item in part.items}:
        raise Invalid(_("The evidence has no such part. Load the page again."), code="no_such_item")
    _check_use(draft.use, draft.answers, definition)


def _check_words(draft: AnchorDraft) -> None:
    for refused in _missing(draft):
        raise refused
    too_long = len(one_line(draft.title)) > _MOST_TITLE or len(one_line(draft.agreed_by)) > _MOST_NAMES
    texts = (draft.sample, draft.rationale, *draft.answers.values(), *draft.reasons.values())
    if too_long or max(map(len, texts)) > _MOST_TEXT:
        raise Invalid(_("One of the texts is longer than we can keep. Shorten it."), code="anchor_too_long")


def _missing(draft: AnchorDraft) -> Iterator[Invalid]:
    if not draft.title.strip():
        yield Invalid(_("Give the work a title that says what it is."), code="no_title", field="title")
    if not draft.sample.strip() and not any(text.strip() for text in draft.answers.values()):
        yield Invalid(_("Write the work that assessors are to rate."), code="no_work", field="sample")
    if not draft.rationale.strip() and not any(text.strip() for text in draft.reasons.values()):
        yield Invalid(
            _("Say why these levels were agreed on. Assessors learn from the reasons."),
            code="no_reasons",
            field="rationale",
        )
    if not draft.agreed_by.strip():
        yield Invalid(_("Say who agreed on the levels."), code="nobody_agreed", field="agreed_by")


def _check_use(use: str, answers: Mapping[str, str], definition: Definition) -> None:
    if use not in AnchorUse.values:
        raise Invalid(_("Choose what this work is for."), code="no_such_use", field="use")
    if use == AnchorUse.DRIFT:
        for item in (item for part in definition.evidence for item in part.items):
            _check_answer(str(answers.get(item.id, "")), item)


def _check_answer(text: str, item: EvidenceItem) -> None:
    """Refuse what could not have been handed in, as the work must look like any other."""
    if item.required and not text.strip():
        raise Invalid(
            _("In the queue this must look like any work. Write what was handed in for “%(ask)s”.") % {"ask": item.ask},
            code="answer_missing",
            field=f"answer_{item.id}",
        )
    if item.max_words and len(text.split()) > item.max_words:
        raise Invalid(
            _("“%(ask)s” takes at most %(most)s words. Shorten it.") % {"ask": item.ask, "most": item.max_words},
            code="answer_too_long",
            field=f"answer_{item.id}",
        )


def _record(action: str, row: Anchor, acting: Actor, **facts: object) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, version=str(row.version_id), **facts)
