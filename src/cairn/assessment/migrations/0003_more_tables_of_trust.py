# SPDX-License-Identifier: Apache-2.0
"""The rest of the tables of trustworthy assessment."""

from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """Adds the tables."""

    dependencies = [
        ("assessment", "0002_tables_of_trust"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("declared", "Knows the learner"),
                            ("relative", "A relative"),
                            ("manager", "Manages the learner, or is managed"),
                            ("tutor", "Taught or tutored the learner"),
                            ("same_school", "Same school"),
                        ],
                        default="declared",
                        max_length=11,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("declared_by", models.CharField(max_length=200)),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DoubleRating",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                ("rubric_digest", models.CharField(max_length=64)),
                ("levels_a", models.JSONField()),
                ("levels_b", models.JSONField()),
                ("passed_a", models.BooleanField()),
                ("passed_b", models.BooleanField()),
                ("is_planned", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reminded", "The assessor was reminded"),
                            ("late", "The organization was told that it is late"),
                            ("taken_back", "It was given back to the queue"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="GroupAnswer",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=40)),
                ("answer", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LockerItem",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(choices=[("text", "Text"), ("link", "Link"), ("file", "File")], max_length=4),
                ),
                ("text", models.TextField(blank=True)),
                ("link", models.URLField(blank=True, max_length=2000)),
                ("sha256", models.CharField(max_length=64)),
                ("made_on", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Moderation",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lock", "Locked"),
                            ("unlock", "Unlocked"),
                            ("reopen", "Opened again for rating"),
                            ("overturn", "Overturned"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "Begun"),
                            ("qualified", "Qualified"),
                            ("not_yet", "Not yet"),
                            ("ended", "Ended"),
                        ],
                        default="begun",
                        max_length=9,
                    ),
                ),
                ("sitting", models.PositiveSmallIntegerField(default=1)),
                ("anchors", models.JSONField(default=list)),
                ("exact_percent", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                ("widest", models.PositiveSmallIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("qualified_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="StandardSetting",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "method",
                    models.CharField(
                        choices=[("modified_angoff", "Modified Angoff"), ("borderline_group", "Borderline group")],
                        max_length=16,
                    ),
                ),
                ("held_on", models.DateField()),
                ("panel", models.JSONField(default=list)),
                ("data", models.JSONField(default=dict)),
                ("cut", models.DecimalField(decimal_places=2, max_digits=5)),
                ("standard_error", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("adopted", models.DecimalField(decimal_places=2, max_digits=5)),
                ("note", models.TextField(blank=True)),
                ("recorded_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
