# SPDX-License-Identifier: Apache-2.0
"""Reports that a learner can be known by a piece of evidence."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """Adds the table."""

    dependencies = [
        ("assessment", "0010_recalibration"),
        ("foundation", "0003_cache"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityReport",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("note", models.TextField(blank=True)),
                ("reported_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting to be masked"),
                            ("masked", "Masked"),
                            ("fine", "Nobody can be known by it"),
                        ],
                        default="open",
                        max_length=6,
                    ),
                ),
                ("passage", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("settled_by", models.CharField(blank=True, max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_reports",
                        to="assessment.evidence",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "state", "reported_at"], name="assessment__organiz_1e3fd6_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("evidence",), name="identity_report_one_open"
                    )
                ],
            },
        ),
    ]
