# SPDX-License-Identifier: Apache-2.0
"""A learner's own work, by what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from cairn.accounts.models import Person
from cairn.achievements.translate import in_language
from cairn.assessment import selectors
from cairn.assessment.completeness import measure_progress
from cairn.assessment.models import WAITING, Submission, SubmissionState
from cairn.assessment.prior_learning import asked_on_track
from cairn.web.access import person_page


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One piece of work on the list."""

    row: Submission
    name: str
    parts: int
    parts_ready: int

    @property
    def is_waiting(self) -> bool:
        """Whether an assessor is to rate it."""
        return self.row.state in WAITING


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Work in one state, under its heading."""

    title: Promise
    tone: str
    lines: tuple[WorkLine, ...]


_S: Final = SubmissionState
_GROUPS: Final[tuple[tuple[Promise, str, tuple[SubmissionState, ...]], ...]] = (
    (lazy("Came back to improve"), "note", (_S.RETURNED,)),
    (lazy("In progress"), "open", (_S.DRAFT,)),
    (lazy("Waiting for an assessor"), "open", (_S.SUBMITTED, _S.IN_REVIEW)),
    (lazy("Appealed: another assessor looks again"), "open", (_S.APPEALED,)),
    (lazy("Passed"), "good", (_S.PASSED,)),
    (lazy("Not passed"), "open", (_S.NOT_PASSED,)),
    (lazy("Withdrawn"), "open", (_S.WITHDRAWN,)),
    (lazy("Closed"), "open", (_S.CLOSED,)),
)


@person_page
@require_safe
def list_own_work(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the work of a learner, what came back first."""
    rows = selectors.list_work(person.pk)
    return render(request, "learner/earning/list.html", {"groups": _group(rows), "finding": _say(rows)})


def _group(rows: Sequence[Submission]) -> tuple[WorkGroup, ...]:
    groups = (
        WorkGroup(title, tone, tuple(_line(row) for row in rows if row.state in states))
        for title, tone, states in _GROUPS
    )
    return tuple(group for group in groups if group.lines)


def _line(row: Submission) -> WorkLine:
    definition = asked_on_track(in_language(row.version.definition, get_language() or "en"), row.track)
    parts = measure_progress(definition, row.evidence.all(), row.round, row.items_to_improve)
    open_parts = [part for part in parts if part.is_open]
    ready = sum(part.is_ready for part in open_parts)
    return WorkLine(row, definition.name, len(open_parts), ready)


def _say(rows: Sequence[Submission]) -> str:
    """Say what the list comes to: what came back first, then what is open, then what waits."""
    states = [row.state for row in rows]
    returned, begun = states.count(_S.RETURNED), states.count(_S.DRAFT)
    waiting = sum(states.count(state) for state in WAITING)
    if returned:
        return ngettext("One came back to improve", "%(count)s came back to improve", returned) % {"count": returned}
    if begun:
        return ngettext("One is in progress", "%(count)s are in progress", begun) % {"count": begun}
    if waiting:
        sentence = ngettext("One waits for an assessor", "%(count)s wait for an assessor", waiting)
        return sentence % {"count": waiting}
    return _("Nothing is open")
