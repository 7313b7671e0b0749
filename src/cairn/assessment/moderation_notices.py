# SPDX-License-Identifier: Apache-2.0
"""Letters to the learner about what a moderator did with their work, and why. They quote no evidence."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.accounts.selectors import primary_email
from cairn.achievements.translate import in_language
from cairn.assessment.models import Decision, Outcome, Submission
from cairn.foundation.mail import queue_mail


def tell_reopened(submission: Submission, before: Decision, reason: str) -> None:
    """Write that other assessors rate the work anew, why, and what becomes of the result that there was."""
    with override(submission.learner.language):
        day = date_format(timezone.localdate(submission.due_at or submission.changed_at))
        text = "\n\n".join(
            [
                _(
                    "%(issuer)s has given your work for “%(name)s” to other assessors. The result that you had does "
                    "not count any more."
                ),
                _("The reason: %(reason)s"),
                *_follows(Outcome(before.outcome)),
                _("You need do nothing. You hear back by %(day)s.\n\nFollow it here:\n%(link)s"),
            ]
        )
        subject = _("“%(name)s”: other assessors look at your work anew")
        _send(submission, subject, text, {"reason": reason, "day": day})


def tell_closed(submission: Submission) -> None:
    """Write that work is closed because earlier work of the same learner has passed."""
    with override(submission.learner.language):
        subject = _("“%(name)s”: your newer work is closed")
        text = _(
            "%(issuer)s has looked at an earlier result again, and your earlier work for “%(name)s” has passed. So the "
            "work that you had begun since is not needed any more, and it is closed. What you wrote stays readable to "
            "you:\n%(link)s"
        )
        _send(submission, subject, text, {})


def _follows(outcome: Outcome) -> list[str]:
    """Return what follows of a result that does not count any more."""
    if outcome is Outcome.AWARD:
        return [_("If a credential came of it, it is revoked until there is a new result.")]
    if outcome is Outcome.RETURN:
        return [
            _(
                "What you have saved since for the next round is kept. If parts come back to you again, you go on "
                "from there."
            )
        ]
    return []


def _send(submission: Submission, subject: str, text: str, facts: dict[str, str]) -> None:
    """Write to the learner; whoever has no address reads it on their page."""
    learner, version = submission.learner, submission.version
    if address := primary_email(learner):
        words = facts | {
            "name": in_language(version.definition, learner.language).name,
            "issuer": version.organization.name,
            "link": f"{settings.CAIRN_BASE_URL}/my/work/{submission.pk}/",
        }
        queue_mail(address, subject % words, text % words, organization_id=submission.organization_id)
