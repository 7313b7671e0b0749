# SPDX-License-Identifier: Apache-2.0
"""The roles of an organization and what each may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.foundation.permissions import Permission


class Role(models.TextChoices):
    """What somebody is in an organization; one person may have several roles."""

    OWNER = "owner", _("Owner")
    AUTHOR = "author", _("Author")
    ASSESSOR = "assessor", _("Assessor")
    ISSUER = "issuer", _("Issuer")
    REGISTRAR = "registrar", _("Registrar")
    ADVISER = "adviser", _("Adviser")
    ANALYST = "analyst", _("Analyst")
    MENTOR = "mentor", _("Mentor")
    EMPLOYER_REVIEWER = "employer_reviewer", _("Employer reviewer")
    LEARNER = "learner", _("Learner")


PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Permission) - {Permission.SUBMISSIONS_RATE, Permission.SUBMISSIONS_OBSERVE},
        Role.AUTHOR: frozenset(
            {
                Permission.ORGANIZATION_VIEW,
                Permission.ACHIEVEMENTS_VIEW,
                Permission.ACHIEVEMENTS_EDIT,
                Permission.ACHIEVEMENTS_PUBLISH,
                Permission.ASSESSMENT_PLAN,
                Permission.REPORTS_VIEW,
            }
        ),
        Role.ASSESSOR: frozenset(
            {
                Permission.ORGANIZATION_VIEW,
                Permission.ACHIEVEMENTS_VIEW,
                Permission.SUBMISSIONS_VIEW,
                Permission.SUBMISSIONS_RATE,
            }
        ),
        Role.ISSUER: frozenset(
            {
                Permission.ORGANIZATION_VIEW,
                Permission.ACHIEVEMENTS_VIEW,
                Permission.SUBMISSIONS_INVITE,
                Permission.AWARDS_VIEW,
                Permission.AWARDS_ISSUE,
                Permission.AWARDS_REVOKE,
                Permission.AWARDS_EXPORT,
                Permission.KEYS_VIEW,
            }
        ),
        Role.REGISTRAR: frozenset(
            {
                Permission.ORGANIZATION_VIEW,
                Permission.MEMBERS_VIEW,
                Permission.MEMBERS_MANAGE,
                Permission.AWARDS_VIEW,
                Permission.AWARDS_EXPORT,
                Permission.SUBMISSIONS_INVITE,
            }
        ),
        Role.ADVISER: frozenset(
            {Permission.ORGANIZATION_VIEW, Permission.ACHIEVEMENTS_VIEW, Permission.SUBMISSIONS_INVITE}
        ),
        Role.ANALYST: frozenset({Permission.ORGANIZATION_VIEW, Permission.ACHIEVEMENTS_VIEW, Permission.REPORTS_VIEW}),
        Role.MENTOR: frozenset({Permission.ORGANIZATION_VIEW, Permission.SUBMISSIONS_OBSERVE}),
        Role.EMPLOYER_REVIEWER: frozenset({Permission.ORGANIZATION_VIEW, Permission.ACHIEVEMENTS_VIEW}),
        Role.LEARNER: frozenset(),
    }
)

APPOINTED: Final = frozenset({Role.OWNER, Role.AUTHOR, Role.ASSESSOR, Role.ISSUER, Role.REGISTRAR})
"""The roles that only an owner gives and takes: whoever looks after members must not make themselves more than that."""

_PURPOSES: Final[Mapping[Role, Promise]] = MappingProxyType(
    {
        Role.OWNER: _("Looks after the organization, its people, its keys and everything that it awards."),
        Role.AUTHOR: _("Writes and publishes achievements."),
        Role.ASSESSOR: _("Rates what learners hand in."),
        Role.ISSUER: _("Awards, takes back and renews credentials."),
        Role.REGISTRAR: _("Looks after learners and members, and sees what was awarded."),
        Role.ADVISER: _("Invites learners and helps them choose."),
        Role.ANALYST: _("Reads the reports."),
        Role.MENTOR: _("Watches learners at work and says what was seen."),
        Role.EMPLOYER_REVIEWER: _("Reads achievements before they are published and says if they fit the job."),
        Role.LEARNER: _("Earns credentials here."),
    }
)


def purpose_of(role: Role) -> Promise:
    """Say in a sentence what somebody with this role does."""
    return _PURPOSES[role]


def permissions_for(roles: Iterable[str]) -> frozenset[Permission]:
    """Return what the holder of these roles may do."""
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))
