# SPDX-License-Identifier: Apache-2.0
"""Whether an assessor may take a piece of work: what keeps it from them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.assessment.errors import already_taken
from cairn.assessment.models import Submission
from cairn.assessment.selectors.bars import Bar, find_bar
from cairn.assessment.selectors.seeds import is_for_another
from cairn.foundation.errors import Conflict, PermissionDenied

_CODES: Final[Mapping[Bar, str]] = {
    Bar.OWN: "own_work",
    Bar.KNOWN: "conflict",
    Bar.RELATED: "conflict",
    Bar.SCHOOL: "same_school",
    Bar.UNQUALIFIED: "not_qualified",
    Bar.RATED: "rated",
    Bar.LANGUAGE: "other_language",
}
_WORDS: Final[Mapping[Bar, Promise]] = {
    Bar.OWN: _("This is your own work. Another assessor rates it; there is nothing for you to do."),
    Bar.KNOWN: _("You said that you know this learner, so another assessor rates it. Take another work."),
    Bar.RELATED: _("You have to do with this learner, so another assessor rates it. Take another work."),
    Bar.SCHOOL: _("This learner is at your school, so an assessor of another school rates it. Take another work."),
    Bar.UNQUALIFIED: _(
        "Rate the practice works for this rubric first. Once you agree with them, you can take real work."
    ),
    Bar.RATED: _("You have rated this work, or looked at it in a meeting. An assessor who has not reads it now."),
    Bar.LANGUAGE: _("This work is in a language that you did not say you rate in. Change your languages in the queue."),
}


def require_eligible(submission: Submission, assessor_id: UUID) -> None:
    """Return if an assessor may take this work, within the scope of its organization.

    Known work that waits for one assessor seems taken to the others, so that nobody can tell it from any other.
    Raises PermissionDenied: own_work, conflict, same_school, not_qualified, other_language; Conflict: rated,
    already_taken.
    """
    bar = find_bar(submission, assessor_id)
    if bar is Bar.RATED and is_for_another(submission, assessor_id):
        raise already_taken()
    if bar is Bar.RATED:
        raise Conflict(str(_WORDS[bar]), code=_CODES[bar])
    if bar is not None:
        raise PermissionDenied(str(_WORDS[bar]), code=_CODES[bar])
