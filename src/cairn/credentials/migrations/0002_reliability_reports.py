# SPDX-License-Identifier: Apache-2.0
"""Reliability Reports, and with each award how the work behind it was assessed."""

import django.db.models.deletion
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """A table, and a column of awards."""

    dependencies = [
        ("achievements", "0003_saved_rubrics"),
        ("credentials", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="award",
            name="provenance",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="ReliabilityReport",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                ("figures_sha256", models.CharField(max_length=64)),
                ("figures", models.BinaryField()),
                ("rubric", models.BinaryField()),
                ("works", models.PositiveIntegerField()),
                ("unsigned", models.BinaryField()),
                ("document", models.BinaryField(default=bytes)),
                ("made_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.signingkey",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="achievements.achievementversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "rubric_digest", "figures_sha256"), name="reliability_report_once"
                    )
                ],
            },
        ),
    ]
