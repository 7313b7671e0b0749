# SPDX-License-Identifier: Apache-2.0
"""Who has read what others gave a piece of work."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("assessment", "0016_one_letter_a_clock"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultSeen",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "round", "person"), name="result_seen_once")
                ],
            },
        ),
    ]
