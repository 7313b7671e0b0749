# SPDX-License-Identifier: Apache-2.0
"""A table of awards as its page shows it: the finding in a sentence, the bar, the way so far, what can be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.credentials.models import AwardBatch, BatchRow, BatchState
from cairn.credentials.problems import say_problems
from cairn.credentials.selectors import BatchCounts, count_batch
from cairn.foundation.jobs import get_job
from cairn.foundation.models import Job, JobState
from cairn.web.components.progress import Segment, Step, StepState

_MOVING: Final = frozenset({BatchState.CHECKING, BatchState.RUNNING, BatchState.TELLING, BatchState.UNDOING})
_AWARDED: Final = frozenset({BatchState.RUNNING, BatchState.SIGNED, BatchState.TELLING, BatchState.DONE})
_HELD: Final = "already_holds"


@dataclass(frozen=True, slots=True)
class BatchLook:
    """How a table stands."""

    batch: AwardBatch
    counts: BatchCounts
    job: Job | None

    @classmethod
    def of(cls, batch: AwardBatch) -> BatchLook:
        """Look at a table, within the organization's scope."""
        return cls(batch, count_batch(batch), get_job(batch.job_id) if batch.job_id else None)

    @property
    def state(self) -> BatchState:
        """The state as a member of its kind."""
        return BatchState(self.batch.state)

    @property
    def needs_you(self) -> int:
        """How many rows cannot be awarded as they are."""
        return self.batch.rows - self.batch.rows_good

    @property
    def left(self) -> int:
        """How many good rows are not signed yet."""
        return max(0, self.batch.rows_good - self.counts.signed - self.counts.undone)

    @property
    def is_stopped(self) -> bool:
        """Whether the work was paused or stopped by a problem."""
        return self.job is not None and self.job.state in (JobState.PAUSED, JobState.FAILED)

    @property
    def is_moving(self) -> bool:
        """Whether the page changes by itself."""
        return self.state in _MOVING and not self.is_stopped

    @property
    def can_start(self) -> bool:
        """Whether the good rows can be awarded now."""
        return self.state == BatchState.CHECKED and bool(self.batch.rows_good)

    @property
    def can_be_undone(self) -> bool:
        """Whether there is anything to undo."""
        return self.state in _AWARDED

    @property
    def is_quiet(self) -> bool:
        """Whether nobody was told of anything yet."""
        return self.state in _AWARDED and not self.counts.told

    @property
    def finding(self) -> str:
        """Say how it stands."""
        need = ngettext("%(count)s row needs you.", "%(count)s rows need you.", self.needs_you)
        needed = need % {"count": self.needs_you} if self.needs_you else ""
        return " ".join(filter(None, [_finding(self), needed if self.state in (BatchState.CHECKED, *_AWARDED) else ""]))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts of the bar."""
        waiting = _("ready") if self.state == BatchState.CHECKED else _("to go")
        return (
            Segment(_("signed"), self.counts.signed, "good"),
            Segment(waiting, self.left, "wait"),
            Segment(_("need you"), self.needs_you, "blaze"),
        )

    @property
    def steps(self) -> list[Step]:
        """What has happened."""
        return list(_steps(self))


def _finding(look: BatchLook) -> str:
    numbers = {"signed": look.counts.signed, "left": look.left, "told": look.counts.told, "undone": look.counts.undone}
    good = look.batch.rows_good
    sentences = {
        BatchState.CHECKING: _("The rows are being checked."),
        BatchState.CHECKED: ngettext("%(good)s row can be awarded.", "%(good)s rows can be awarded.", good)
        % {"good": good},
        BatchState.RUNNING: _("%(signed)s signed. %(left)s to go.") % numbers,
        BatchState.SIGNED: _("All %(signed)s are signed. Nobody has been told yet.") % numbers,
        BatchState.TELLING: _("All %(signed)s are signed. %(told)s holders were told so far.") % numbers,
        BatchState.DONE: _("All %(signed)s are awarded.") % numbers,
        BatchState.UNDOING: _("%(undone)s taken back so far.") % numbers,
        BatchState.UNDONE: _("Undone: %(undone)s awards were taken back.") % numbers,
    }
    return sentences[look.state]


def _steps(look: BatchLook) -> Iterable[Step]:
    batch, state = look.batch, look.state
    read = ngettext("%(count)s row read", "%(count)s rows read", batch.rows) % {"count": batch.rows}
    trial = StepState.HERE if state == BatchState.CHECKING else StepState.DONE
    yield Step(_("Trial run, nothing awarded"), trial, detail=read, at=batch.created_at)
    if look.job is not None and look.job.state == JobState.FAILED:
        yield Step(_("Stopped by a problem"), StepState.FAILED, detail=look.job.problem)
    if batch.started_at:
        is_signed = state != BatchState.RUNNING
        words = _("%(signed)s signed") % {"signed": look.counts.signed}
        yield Step(_("Signing"), StepState.DONE if is_signed else StepState.HERE, detail=words, at=batch.started_at)
    if state in (BatchState.TELLING, BatchState.DONE):
        words = _("%(told)s holders told") % {"told": look.counts.told}
        yield Step(_("Messages"), StepState.DONE if state == BatchState.DONE else StepState.HERE, detail=words)
    if state in (BatchState.UNDOING, BatchState.UNDONE):
        yield Step(_("Undone"), StepState.NOTED, detail=batch.undone_reason, at=batch.finished_at)


@dataclass(frozen=True, slots=True)
class FixLine:
    """A row that needs somebody: what is wrong, and the cell in which it can be put right, if it is in one."""

    number: int
    name: str
    problem: str
    column: str
    value: str
    is_day: bool
    advice: str = ""

    @property
    def field(self) -> str:
        """The name of the field in the form."""
        return f"cell-{self.number}-{self.column}"


def fix_lines(rows: Iterable[BatchRow], batch: AwardBatch) -> list[FixLine]:
    """Return the rows that need somebody; cells can be changed only until the table is started."""
    can_be_fixed = batch.state == BatchState.CHECKED
    return [_line(row, can_be_fixed=can_be_fixed) for row in rows]


def _line(row: BatchRow, *, can_be_fixed: bool) -> FixLine:
    column = str(row.problems[0]["column"]) if row.problems and can_be_fixed else ""
    value = row.values.get(column, "")
    name = row.values.get("name") or row.values.get("identifier") or row.values.get("email") or ""
    is_day = column == "awarded_on"
    return FixLine(row.number, name[:120], say_problems(row.problems), column, value, is_day, _advice(row))


def _advice(row: BatchRow) -> str:
    """Say what to do about a row that no cell of this page can put right."""
    if any(problem["code"] == _HELD for problem in row.problems):
        return _("Left out. Nothing to do.")
    return _("Left out. Put it right in a new table.")
