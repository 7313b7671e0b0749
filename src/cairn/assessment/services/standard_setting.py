# SPDX-License-Identifier: Apache-2.0
"""Recording how a pass line was set: the method, the panel, the judgments as given, and what was taken in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.assessment.models import StandardMethod, StandardSetting
from cairn.assessment.standard_setting import PassLine, borderline_group, modified_angoff
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission
from cairn.foundation.texts import one_line
from cairn.standards.types import JsonObject

MAX_JUDGES: Final = 100
MAX_WORKS: Final = 5000
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Judgments:
    """What a panel said: percents by judge and criterion, or the scores of borderline works; one of the two."""

    by_judge: Mapping[str, Mapping[str, float]] | None = None
    borderline: Sequence[float] | None = None

    @property
    def method(self) -> StandardMethod:
        """By which method these are judged."""
        return StandardMethod.MODIFIED_ANGOFF if self.by_judge is not None else StandardMethod.BORDERLINE_GROUP

    def to_json(self) -> JsonObject:
        """Write the judgments as they were given."""
        if self.by_judge is not None:
            return {"judges": {judge: dict(given) for judge, given in self.by_judge.items()}}
        return {"borderline": list(self.borderline or ())}


def measure_pass_line(version: AchievementVersion, judgments: Judgments) -> PassLine:
    """Return the line that follows from judgments. Raises Invalid: bad_judgments, too_many_judgments."""
    if len(judgments.by_judge or ()) > MAX_JUDGES or len(judgments.borderline or ()) > MAX_WORKS:
        raise Invalid(_("These are more judgments than we can keep."), code="too_many_judgments", field="judgments")
    try:
        if judgments.by_judge is None:
            return borderline_group(judgments.borderline or ())
        weights = {known.id: known.weight for known in version.definition.rubric.criteria}
        return modified_angoff(judgments.by_judge, weights)
    except ValueError as wrong:
        detail = _("These judgments cannot be counted: %(why)s") % {"why": wrong}
        raise Invalid(detail, code="bad_judgments", field="judgments") from wrong


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a panel: when, who sat on it, which line was adopted in percent, and why where it is another one."""

    held_on: date
    adopted: Decimal
    panel: Sequence[str] = ()
    note: str = ""


@transaction.atomic
def record_standard_setting(
    version: AchievementVersion, judgments: Judgments, meeting: Meeting, *, acting: Actor
) -> StandardSetting:
    """Keep how the pass line of a version was set. Where another line was adopted than follows, the note says why.

    Raises PermissionDenied; Invalid: bad_judgments, too_many_judgments, no_reason_for_line, line_out_of_range.
    """
    require(acting, Permission.ASSESSMENT_PLAN, version.organization_id)
    line = measure_pass_line(version, judgments)
    row = StandardSetting(
        organization_id=version.organization_id,
        version=version,
        method=judgments.method,
        held_on=meeting.held_on,
        panel=[one_line(name) for name in meeting.panel if name.strip()],
        data=judgments.to_json(),
        cut=_hundredths(line.cut),
        standard_error=None if line.standard_error is None else _hundredths(line.standard_error),
        adopted=meeting.adopted,
        note=meeting.note.strip(),
        recorded_by=acting.id,
        recorded_at=clock.now(),
    )
    _check_adopted(row)
    row.save(force_insert=True)
    _record(row, acting)
    return row


def _record(row: StandardSetting, acting: Actor) -> None:
    audit.record(
        "assessment.standard",
        row,
        acting=acting,
        organization_id=row.organization_id,
        version=str(row.version_id),
        method=row.method,
        cut=str(row.cut),
        adopted=str(row.adopted),
    )


def _check_adopted(row: StandardSetting) -> None:
    """Compare the line with the figures of the record, to two places: they are what people read and adopt."""
    if not 0 <= row.adopted <= _HUNDRED:
        raise Invalid(_("Give the line in percent, from 0 to 100."), code="line_out_of_range", field="adopted")
    if abs(row.adopted - row.cut) > (row.standard_error or 0) * 2 and not row.note:
        raise Invalid(
            _("The line that was adopted is far from the one that follows from the judgments. Say why."),
            code="no_reason_for_line",
            field="note",
        )


def _hundredths(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))
