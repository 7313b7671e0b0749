# SPDX-License-Identifier: Apache-2.0
"""On which work an assessor said that they know its writer."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _name_works(apps: Any, _editor: Any) -> None:
    """Take the work that the assessor had begun last when it was declared."""
    ratings = apps.get_model("assessment", "Rating").objects
    for row in apps.get_model("assessment", "Conflict").objects.filter(kind="declared", submission=None).iterator():
        begun = ratings.filter(
            assessor_id=row.assessor_id, submission__learner_id=row.learner_id, started_at__lte=row.declared_at
        )
        row.submission_id = begun.order_by("-started_at").values_list("submission_id", flat=True).first()
        row.save(update_fields=["submission"])


class Migration(migrations.Migration):
    """One column, filled for what is there."""

    dependencies = [("assessment", "0019_what_was_said_earlier")]

    operations = [
        migrations.AddField(
            model_name="conflict",
            name="submission",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessment.submission",
            ),
        ),
        migrations.RunPython(_name_works, migrations.RunPython.noop),
    ]
