# SPDX-License-Identifier: Apache-2.0
"""Letters to the owners when a brake goes on or off: what was found, what it means, where to look."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.achievements.selectors import current_version
from cairn.achievements.translate import in_language
from cairn.assessment import selectors
from cairn.assessment.models import Brake, BrakeReason, WhileUnproven
from cairn.assessment.rounding import round_below
from cairn.foundation.mail import queue_mail
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members


def tell_engaged(brake: Brake) -> None:
    """Write to the owners that the brake is on, why, and what it means for new work."""
    for owner in _owners(brake):
        with override(owner.language):
            subject = _("“%(name)s”: the brake is on")
            parts = (_finding(brake), _consequence(brake), _way_off(), _look())
            _write(brake, owner, subject, "\n\n".join(parts))


def tell_released(brake: Brake) -> None:
    """Write to the owners that the brake is off, and by whom it was taken off, where somebody did."""
    for owner in _owners(brake):
        with override(owner.language):
            subject = _("“%(name)s”: the brake is off")
            _write(brake, owner, subject, "\n\n".join((_end(brake), _look())))


def _owners(brake: Brake) -> list[Person]:
    return [row.person for row in list_members(brake.organization, role=Role.OWNER)]


def _write(brake: Brake, owner: Person, subject: str, text: str) -> None:
    address = primary_email(owner)
    version = current_version(brake.achievement_id)
    if not address or version is None:
        return
    words = {
        "name": in_language(version.definition, owner.language).name,
        "link": f"{settings.CAIRN_BASE_URL}/o/{brake.organization.slug}/reliability/{brake.achievement_id}",
        "low": "" if brake.low is None else f"{round_below(float(brake.low), float(brake.floor)):.2f}",
        "floor": f"{brake.floor:.2f}",
        "count": brake.n_works,
        "by": brake.released_by,
        "reason": brake.release_reason,
    }
    queue_mail(address, subject % words, text % words, organization_id=brake.organization_id)


def _finding(brake: Brake) -> str:
    if brake.reason == BrakeReason.TOO_FEW:
        return ngettext(
            "%(count)s work for “%(name)s” has been rated by two assessors. That is too few to say how closely "
            "assessors agree.",
            "%(count)s works for “%(name)s” have been rated by two assessors. That is too few to say how closely "
            "assessors agree.",
            brake.n_works,
        )
    if brake.low is None:
        return _("How closely assessors of “%(name)s” agree cannot be told from the works that were rated twice.")
    return _(
        "Assessors of “%(name)s” may not agree closely enough. The low end of the likely range of their agreement is "
        "%(low)s, and your rule asks for %(floor)s or more."
    )


def _consequence(brake: Brake) -> str:
    if selectors.policy_for(brake.achievement_id).while_unproven is WhileUnproven.DOUBLE:
        return _(
            "Every new work now gets two assessors before a result goes out. Nothing already awarded is taken away."
        )
    return _("New credentials say that reliability is not yet established. Nothing already awarded is taken away.")


def _end(brake: Brake) -> str:
    if brake.release_reason:
        return _(
            "%(by)s took the brake on “%(name)s” off before agreement was established. The public page shows the "
            "reason:\n\n%(reason)s"
        )
    return _("The brake on “%(name)s” came off by itself: agreement is as your rule asks, or the rule has changed.")


def _way_off() -> str:
    return _("It comes off by itself when the low end of the likely range reaches the rule over enough works.")


def _look() -> str:
    return _("See where assessors differ, and what to do next:\n%(link)s")
