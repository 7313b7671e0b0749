# SPDX-License-Identifier: Apache-2.0
"""Nobody is told twice of one clock: what the database watches over, once every step has its clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that is never empty, and two constraints."""

    dependencies = [("assessment", "0015_clocks_and_their_holders")]

    operations = [
        migrations.AlterField(model_name="escalation", name="due_at", field=models.DateTimeField()),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "late")), fields=("submission", "due_at"), name="escalation_late_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "reminded")), fields=("rating", "due_at"), name="escalation_reminded_once"
            ),
        ),
    ]
