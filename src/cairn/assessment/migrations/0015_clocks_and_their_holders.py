# SPDX-License-Identifier: Apache-2.0
"""Who was told of which clock: once for each assessor and each due date, and no longer once for a round."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _name_the_clocks(apps: Any, _editor: Any) -> None:
    """Say of each step to which clock it belonged, and whom it reminded.

    A work that waits was changed last when its clock began, so what came before was about an earlier one. Of that only
    the moment of the step is known, at which nothing was due.
    """
    for step in apps.get_model("assessment", "Escalation").objects.select_related("submission").iterator():
        work = step.submission
        is_present = step.round == work.round and work.due_at is not None and step.at >= work.changed_at
        step.due_at = work.due_at if is_present else step.at
        step.save(update_fields=["due_at"])
        if is_present and step.kind == "reminded":
            _name_the_reminded(apps, step)


def _name_the_reminded(apps: Any, step: Any) -> None:
    """Keep the step for each assessor who held the work at the time; one letter went to each of them."""
    held = apps.get_model("assessment", "Rating").objects.filter(
        submission=step.submission, round=step.round, state="draft", started_at__lte=step.at
    )
    first, *others = held or [None]
    step.rating = first
    step.save(update_fields=["rating"])
    for rating in others:
        apps.get_model("assessment", "Escalation").objects.create(
            organization_id=step.organization_id,
            submission=step.submission,
            rating=rating,
            round=step.round,
            due_at=step.due_at,
            kind=step.kind,
            at=step.at,
        )


class Migration(migrations.Migration):
    """Two columns, filled for what was there, and what is unique by them."""

    dependencies = [("assessment", "0014_conditions_and_meetings")]

    operations = [
        migrations.RemoveConstraint(model_name="escalation", name="escalation_once"),
        migrations.AddField(
            model_name="escalation",
            name="rating",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="assessment.rating"
            ),
        ),
        migrations.AddField(model_name="escalation", name="due_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(_name_the_clocks, migrations.RunPython.noop),
    ]
