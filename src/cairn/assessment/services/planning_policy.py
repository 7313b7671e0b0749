# SPDX-License-Identifier: Apache-2.0
"""Stating how the work for an achievement is assessed: second ratings, the floor of agreement, qualification."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.models import Achievement
from cairn.assessment import selectors
from cairn.assessment.models import AssessmentPolicy
from cairn.assessment.policy import Policy
from cairn.assessment.services.brakes import review_brake
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission

COEFFICIENTS: Final = (
    "cohen_kappa_quadratic",
    "cohen_kappa_linear",
    "cohen_kappa",
    "krippendorff_alpha_ordinal",
    "krippendorff_alpha_interval",
    "gwet_ac1",
    "gwet_ac2",
)
"""The figures of agreement that a floor can be stated for."""

_RANGES: Final = {
    "second_share": (0, 100),
    "first_works": (0, 100),
    "borderline_points": (0, 50),
    "differ_share": (0, 100),
    "differ_levels": (1, 10),
    "floor": (0, 1),
    "min_works": (10, 1000),
    "qualify_anchors": (1, 20),
    "qualify_exact": (1, 100),
    "qualify_widest": (0, 10),
    "qualification_months": (1, 60),
    "drift_anchors": (0, 10),
}


@transaction.atomic
def state_policy(achievement: Achievement, policy: Policy, *, acting: Actor) -> AssessmentPolicy:
    """Keep how the work for an achievement is assessed, from the next work on; what is being rated keeps its seats.

    The audit has what was changed, from what to what. Raises PermissionDenied; Invalid: out_of_range, no_such_figure.
    """
    require(acting, Permission.ASSESSMENT_PLAN, achievement.organization_id)
    _check(policy)
    before = selectors.policy_for(achievement.pk)
    row = AssessmentPolicy.objects.filter(achievement=achievement).first()
    row = row or AssessmentPolicy(organization_id=achievement.organization_id, achievement=achievement)
    for name, value in asdict(policy).items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    row.save()
    audit.record(
        "assessment.policy",
        achievement,
        acting=acting,
        organization_id=achievement.organization_id,
        changes=_changes(before, policy),
    )
    review_brake(achievement.pk)
    return row


def _check(policy: Policy) -> None:
    if policy.floor_coefficient not in COEFFICIENTS:
        raise Invalid(
            _("There is no such figure of agreement. Choose one of the list."),
            code="no_such_figure",
            field="floor_coefficient",
        )
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(policy, name) <= most:
            raise Invalid(
                _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most},
                code="out_of_range",
                field=name,
            )


def _changes(before: Policy, after: Policy) -> dict[str, list[Any]]:
    old, new = asdict(before), asdict(after)
    return {name: [_plain(old[name]), _plain(new[name])] for name in new if old[name] != new[name]}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal | str) else value
