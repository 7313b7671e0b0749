# SPDX-License-Identifier: Apache-2.0
"""The tables of assessment, as they began."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """The tables as they begin."""

    initial = True

    dependencies = [
        ("achievements", "0002_published_is_fixed"),
        ("foundation", "0002_audit_is_fixed"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "In progress"),
                            ("submitted", "Waiting for an assessor"),
                            ("in_review", "Being rated"),
                            ("returned", "Sent back to improve"),
                            ("passed", "Passed"),
                            ("not_passed", "Not passed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("declaration", models.JSONField(default=dict)),
                ("items_to_improve", models.JSONField(default=list)),
                ("pending_links", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "learner",
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="achievements.achievementversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "In progress"), ("put_back", "Put back"), ("final", "Final")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("levels", models.JSONField(default=dict)),
                ("comments", models.JSONField(default=dict)),
                ("incomplete_parts", models.JSONField(default=list)),
                ("feedback", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "assessor",
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
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="assessment.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("item", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(choices=[("text", "Text"), ("link", "Link"), ("file", "File")], max_length=4),
                ),
                ("text", models.TextField(blank=True)),
                ("link", models.URLField(blank=True, max_length=2000)),
                ("unmerged", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("ended_round", models.PositiveSmallIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="assessment.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["item", "changed_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("award", "Passed"), ("return", "Sent back"), ("decline", "Not passed")], max_length=8
                    ),
                ),
                ("percent", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                ("levels", models.JSONField(default=dict)),
                ("comments", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=list)),
                ("items_to_improve", models.JSONField(default=list)),
                ("tries_left", models.PositiveSmallIntegerField(null=True)),
                ("feedback", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessment.submission",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["organization", "state", "due_at"], name="assessment__organiz_3ca95f_idx"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("version", "learner", "attempt"), name="submission_attempt_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "in_review", "returned"])),
                fields=("version", "learner"),
                name="submission_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(fields=("submission", "round", "assessor"), name="rating_once"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("submission", "round"), name="rating_one_holder"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_round", None), ("kind", "text")),
                fields=("submission", "item"),
                name="evidence_one_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("submission", "round"), name="decision_once"),
        ),
    ]
