# SPDX-License-Identifier: Apache-2.0
"""Letters about assessment, in the reader's language: what happened and where to look. They quote no evidence."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.accounts.selectors import primary_email
from cairn.achievements.models import AchievementVersion
from cairn.achievements.translate import in_language
from cairn.assessment.models import Decision, DecisionKind, Outcome
from cairn.foundation.mail import queue_mail


def tell_decision(decision: Decision) -> None:
    """Write to the learner what became of the work; whoever has no address reads it on their page."""
    learner = decision.submission.learner
    address = primary_email(learner)
    if not address:
        return
    with override(learner.language):
        version = decision.submission.version
        name = in_language(version.definition, learner.language).name
        link = f"{settings.CAIRN_BASE_URL}/my/work/{decision.submission_id}/result"
        words = {"name": name, "issuer": version.organization.name, "link": link}
        subject, text = _words_of(decision)
        queue_mail(address, subject % words, text % words, organization_id=decision.organization_id)


def tell_invited(version: AchievementVersion, address: str, *, words: str, by: str) -> None:
    """Write to somebody that they are invited to earn an achievement."""
    facts = {
        "name": version.name,
        "issuer": version.organization.name,
        "by": by,
        "link": _achievement_link(version.achievement_id),
    }
    subject = _("Earn “%(name)s”") % facts
    letter = _(
        "%(by)s of %(issuer)s invites you to earn “%(name)s”.\n\n"
        "Read what it takes, and begin when you like:\n%(link)s\n\n"
        "If you did not expect this letter, you need do nothing."
    )
    text = letter % facts
    queue_mail(address, subject, f"{words}\n\n{text}" if words else text, organization_id=version.organization_id)


def _achievement_link(achievement_id: UUID) -> str:
    return f"{settings.CAIRN_BASE_URL}/achievements/{achievement_id}"


def _words_of(decision: Decision) -> tuple[str, str]:
    if decision.kind == DecisionKind.APPEAL:
        return _("Your appeal on “%(name)s” changed the result: you passed"), _(
            "Another assessor of %(issuer)s has rated your work for “%(name)s” anew, and it has passed. The first "
            "result does not count any more. %(issuer)s signs your credential and tells you when it is ready.\n\n"
            "Read the feedback:\n%(link)s"
        )
    return _decision_words(Outcome(decision.outcome), can_begin_again=decision.tries_left != 0)


def _decision_words(outcome: Outcome, *, can_begin_again: bool) -> tuple[str, str]:
    if outcome is Outcome.AWARD:
        return _("You passed “%(name)s”"), _(
            "Your work for “%(name)s” has passed. %(issuer)s signs your credential and tells you when it is ready.\n\n"
            "Read the feedback:\n%(link)s"
        )
    if outcome is Outcome.RETURN:
        return _("“%(name)s”: some parts came back"), _(
            "An assessor of %(issuer)s has read your work for “%(name)s”. It is not there yet. Some parts came back to "
            "you to improve; the others stay as they are.\n\nRead the feedback and see which parts:\n%(link)s"
        )
    if can_begin_again:
        return _("“%(name)s”: not passed this time"), _(
            "An assessor of %(issuer)s has read your work for “%(name)s”. It has not passed. You can begin again.\n\n"
            "Read the feedback and what you can do next:\n%(link)s"
        )
    return _("“%(name)s”: not passed"), _(
        "An assessor of %(issuer)s has read your work for “%(name)s”. It has not passed, and this was the last try.\n\n"
        "Read the feedback and what you can do next:\n%(link)s"
    )
