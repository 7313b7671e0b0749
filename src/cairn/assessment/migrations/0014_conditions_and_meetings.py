# SPDX-License-Identifier: Apache-2.0
"""Conditions of an attempt, meetings of assessors, and the pages of a file on which a name can be read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """Two tables, three columns, reports that nobody made, and one more kind of conflict."""

    dependencies = [
        ("achievements", "0003_saved_rubrics"),
        ("assessment", "0013_witnesses"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="named_pages",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="evidence",
            name="unread_from",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="rating",
            name="was_qualified",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="identityreport",
            name="reported_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="conflict",
            name="kind",
            field=models.CharField(
                choices=[
                    ("declared", "Knows the learner"),
                    ("relative", "A relative"),
                    ("manager", "Manages the learner, or is managed"),
                    ("tutor", "Taught or tutored the learner"),
                    ("same_school", "Same school"),
                    ("witness", "Has said what they saw the learner do."),
                    ("watched", "Has watched the learner at work, or checked who they are"),
                ],
                default="declared",
                max_length=11,
            ),
        ),
        migrations.CreateModel(
            name="AttemptConditions",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "supervision",
                    models.CharField(
                        choices=[
                            ("unsupervised-no-id", "Not supervised, no check of identity"),
                            ("supervised-no-id", "Supervised, no check of identity"),
                            ("supervised-online-with-id", "Supervised online, identity checked"),
                            ("supervised-onsite-with-id", "Supervised on site, identity checked"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        choices=[
                            ("none", "It was not checked"),
                            ("document", "An identity document was seen"),
                            ("known", "Known in person"),
                            ("account", "Signed in with the account of a school or employer"),
                            ("other", "In another way, as the note says"),
                        ],
                        max_length=8,
                    ),
                ),
                ("held_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="assessment.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("submission", "round"),
                        name="conditions_one_holds",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationMeeting",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                ("criterion", models.CharField(max_length=60)),
                ("works", models.JSONField(default=list)),
                ("invited", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=40)),
                ("place", models.CharField(max_length=300)),
                ("moved", models.PositiveSmallIntegerField(default=0)),
                ("agenda", models.TextField(blank=True)),
                ("called_at", models.DateTimeField()),
                ("came", models.JSONField(default=list)),
                ("agreed", models.TextField(blank=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "achievement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="achievements.achievement"
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), ("held_at", None)),
                        fields=("organization", "achievement", "rubric_digest"),
                        name="meeting_one_ahead",
                    )
                ],
            },
        ),
    ]
