# SPDX-License-Identifier: Apache-2.0
"""Offers to practice again, reminders of what ends, and one rating of each work in a sitting."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """A table, a column and the constraints of sittings."""

    dependencies = [
        ("achievements", "0003_saved_rubrics"),
        ("assessment", "0009_language_and_handing_out"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="qualification",
            name="ended_reason",
            field=models.CharField(
                blank=True,
                choices=[("time", "Its time was up"), ("rubric", "The rubric changed")],
                max_length=500,
            ),
        ),
        migrations.CreateModel(
            name="Recalibration",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("drift", "Ratings of known works have moved"),
                            ("brake", "Assessors of this rubric do not agree enough"),
                        ],
                        max_length=5,
                    ),
                ),
                ("anchors", models.JSONField(default=list)),
                ("offered_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="qualification",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="anchorrating",
            index=models.Index(
                fields=["organization", "assessor", "use", "rated_at"], name="assessment__organiz_642b9f_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="anchorrating",
            constraint=models.UniqueConstraint(
                condition=models.Q(("use", "exam")), fields=("anchor", "assessor", "sitting"), name="anchor_rated_once"
            ),
        ),
        migrations.AddField(
            model_name="recalibration",
            name="achievement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="achievements.achievement"
            ),
        ),
        migrations.AddField(
            model_name="recalibration",
            name="assessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="recalibration",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddConstraint(
            model_name="recalibration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None)),
                fields=("organization", "achievement", "assessor", "rubric_digest"),
                name="recalibration_once",
            ),
        ),
    ]
