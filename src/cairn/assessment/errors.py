# SPDX-License-Identifier: Apache-2.0
"""Refusals that more than one verb of assessment gives, in one wording each."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.foundation.errors import Conflict, NotFound


def no_such_submission() -> NotFound:
    """Return the refusal for work that is not there, or not this person's to see."""
    return NotFound(_("This work is not here, or it is not yours to see. Start from your own page."))


def not_writable() -> Conflict:
    """Return the refusal to change what was handed in."""
    return Conflict(
        _("This work is handed in and cannot be changed now. If it comes back to you, it opens again."),
        code="not_writable",
    )


def with_other_assessors() -> Conflict:
    """Return the refusal to go on with what was opened again for other assessors."""
    return Conflict(
        _("The organization has given your last round to other assessors, so nothing can be changed now. What was "
          "saved is kept. Copy what you typed since; you read why on the page of your work."),
        code="not_writable",
    )  # fmt: skip


def locked_by_organization() -> Conflict:
    """Return the refusal to touch what a moderator has locked."""
    return Conflict(
        _("The organization has locked this work while it looks into something. Nothing is lost; ask them how long."),
        code="locked",
    )


def item_locked() -> Conflict:
    """Return the refusal to change what stays as it was."""
    return Conflict(
        _("This part stays as it is: it did not come back. Change only the parts that are marked open."),
        code="item_locked",
    )


def already_taken() -> Conflict:
    """Return the refusal of a seat that somebody else has."""
    return Conflict(_("Another assessor took this work first. Take another from the queue."), code="already_taken")


def rating_final() -> Conflict:
    """Return the refusal to change a rating that is no longer open."""
    return Conflict(
        _("This rating is closed and cannot be changed. Go back to the queue."),
        code="rating_closed",
    )
