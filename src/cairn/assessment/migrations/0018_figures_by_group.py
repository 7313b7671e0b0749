# SPDX-License-Identifier: Apache-2.0
"""Results by group stand still between months, and keep what they said."""

import django.db.models.deletion
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("achievements", "0001_initial"),
        ("assessment", "0017_who_read_a_result"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FairnessRelease",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("through", models.DateField()),
                ("figures", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "achievement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="achievements.achievement"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("achievement", "through"), name="fairness_release_once")
                ],
            },
        ),
    ]
