# SPDX-License-Identifier: Apache-2.0
"""What an organization has stated of how its work is assessed: second ratings, the floor of agreement, the clock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class Settling(models.TextChoices):
    """Which level stands where two assessors differ so little that no third one reads."""

    HIGHER = "higher", _("the higher of the two")
    LOWER = "lower", _("the lower of the two")


class WhileUnproven(models.TextChoices):
    """What happens as long as agreement is below the floor, or too few works were rated twice to know."""

    DOUBLE = "double", _("every work gets two assessors")
    SAY_SO = "say_so", _("the credential says that reliability is not yet established")


class AssessmentPolicy(OrganizationOwned):
    """How the work for one achievement is assessed, in percents, points of a hundred, days and counts.

    `second_share` of the works is rated twice, so are the first `first_works` of every assessor, and every work whose
    result is within `borderline_points` of the pass line. A third assessor reads where more than `differ_share` of the
    criteria differ, where one differs by `differ_levels` or more, or where the results differ.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.OneToOneField("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    second_share = models.PositiveSmallIntegerField(default=0)
    first_works = models.PositiveSmallIntegerField(default=0)
    borderline_points = models.PositiveSmallIntegerField(default=0)
    differ_share = models.PositiveSmallIntegerField(default=25)
    differ_levels = models.PositiveSmallIntegerField(default=2)
    settling = models.CharField(max_length=6, choices=Settling, default=Settling.HIGHER)
    floor_coefficient = models.CharField(max_length=40, default="cohen_kappa_quadratic")
    floor = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.60"))
    min_works = models.PositiveSmallIntegerField(default=30)
    while_unproven = models.CharField(max_length=6, choices=WhileUnproven, default=WhileUnproven.SAY_SO)
    requires_qualification = models.BooleanField(default=False)
    qualify_anchors = models.PositiveSmallIntegerField(default=4)
    qualify_exact = models.PositiveSmallIntegerField(default=75)
    qualify_widest = models.PositiveSmallIntegerField(default=1)
    qualification_months = models.PositiveSmallIntegerField(default=12)
    drift_anchors = models.PositiveSmallIntegerField(default=0)
    excludes_same_school = models.BooleanField(default=False)
    changed_at = models.DateTimeField()


class AssessmentCalendar(OrganizationOwned):
    """When an organization works: free days of the week (0 is Monday), holidays, and its clocks in working days.

    `holidays` is a list of `{"day": "2026-12-25", "name": "…"}`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    days_to_decide = models.PositiveSmallIntegerField(default=14)
    days_to_appeal = models.PositiveSmallIntegerField(default=20)
    days_to_answer = models.PositiveSmallIntegerField(default=10)
    remind_days = models.PositiveSmallIntegerField(default=2)
    weekend = models.JSONField(default=list)
    holidays = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        """An organization has one calendar."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization"], name="calendar_once"),
        ]
