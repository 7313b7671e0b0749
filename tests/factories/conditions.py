# SPDX-License-Identifier: Apache-2.0
"""Records of how work was done to test with: made through the service, on the day of the test unless told otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.models import AttemptConditions, Submission
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope


def today() -> date:
    """Return the day on which a test makes its work."""
    return timezone.localdate(clock.now())


def given(**changes: Any) -> services.ConditionsGiven:
    """Return what somebody says who was there: on site, after a look at an identity document."""
    said = {"supervision": "supervised-onsite-with-id", "identity": "document", "held_on": today()}
    return services.ConditionsGiven(**{**said, **changes})


def record(submission: Submission, person: Person, **changes: Any) -> AttemptConditions:
    """Let somebody record how the round of a work was done."""
    with organization_scope(submission.organization_id):
        return services.record_conditions(submission, given(**changes), acting=person.as_actor())
