# SPDX-License-Identifier: Apache-2.0
"""What makes assessment trustworthy has its tables: policy, anchors, agreement, appeals and the rest."""

from decimal import Decimal

from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """Adds the tables."""

    dependencies = [
        ("assessment", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementFigures",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                ("n_works", models.PositiveIntegerField(default=0)),
                ("tallies", models.JSONField(default=dict)),
                ("measured", models.JSONField(default=dict)),
                ("measured_works", models.PositiveIntegerField(default=0)),
                ("measured_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                (
                    "use",
                    models.CharField(
                        choices=[("training", "Training"), ("exam", "Qualification"), ("drift", "Watching drift")],
                        default="training",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("sample", models.TextField(blank=True)),
                ("answers", models.JSONField(default=dict)),
                ("levels", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=dict)),
                ("rationale", models.TextField(blank=True)),
                ("agreed_by", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AnchorRating",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "use",
                    models.CharField(
                        choices=[("training", "Training"), ("exam", "Qualification"), ("drift", "Watching drift")],
                        max_length=8,
                    ),
                ),
                ("sitting", models.PositiveSmallIntegerField(default=1)),
                ("levels", models.JSONField(default=dict)),
                ("criteria", models.PositiveSmallIntegerField()),
                ("exact", models.PositiveSmallIntegerField()),
                ("widest", models.PositiveSmallIntegerField()),
                ("difference", models.SmallIntegerField()),
                ("rated_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("reasons", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for another assessor"),
                            ("upheld", "The decision stands"),
                            ("overturned", "The decision was changed"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("state_before", models.CharField(max_length=12)),
                ("round_before", models.PositiveSmallIntegerField()),
                ("filed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AssessmentCalendar",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("days_to_decide", models.PositiveSmallIntegerField(default=14)),
                ("days_to_appeal", models.PositiveSmallIntegerField(default=20)),
                ("days_to_answer", models.PositiveSmallIntegerField(default=10)),
                ("remind_days", models.PositiveSmallIntegerField(default=2)),
                ("weekend", models.JSONField(default=list)),
                ("holidays", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AssessmentPolicy",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("second_share", models.PositiveSmallIntegerField(default=0)),
                ("first_works", models.PositiveSmallIntegerField(default=0)),
                ("borderline_points", models.PositiveSmallIntegerField(default=0)),
                ("differ_share", models.PositiveSmallIntegerField(default=25)),
                ("differ_levels", models.PositiveSmallIntegerField(default=2)),
                (
                    "settling",
                    models.CharField(
                        choices=[("higher", "the higher of the two"), ("lower", "the lower of the two")],
                        default="higher",
                        max_length=6,
                    ),
                ),
                ("floor_coefficient", models.CharField(default="cohen_kappa_quadratic", max_length=40)),
                ("floor", models.DecimalField(decimal_places=2, default=Decimal("0.60"), max_digits=3)),
                ("min_works", models.PositiveSmallIntegerField(default=30)),
                (
                    "while_unproven",
                    models.CharField(
                        choices=[
                            ("double", "every work gets two assessors"),
                            ("say_so", "the credential says that reliability is not yet established"),
                        ],
                        default="say_so",
                        max_length=6,
                    ),
                ),
                ("requires_qualification", models.BooleanField(default=False)),
                ("qualify_anchors", models.PositiveSmallIntegerField(default=4)),
                ("qualify_exact", models.PositiveSmallIntegerField(default=75)),
                ("qualify_widest", models.PositiveSmallIntegerField(default=1)),
                ("qualification_months", models.PositiveSmallIntegerField(default=12)),
                ("drift_anchors", models.PositiveSmallIntegerField(default=0)),
                ("excludes_same_school", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                ("observer_name", models.CharField(blank=True, max_length=200)),
                ("observer_email", models.CharField(blank=True, max_length=320)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("peer", "Peer"),
                            ("mentor", "Mentor"),
                            ("supervisor", "Supervisor"),
                            ("teacher", "Teacher"),
                            ("client", "Client or patient"),
                        ],
                        max_length=10,
                    ),
                ),
                ("outcomes", models.JSONField(default=list)),
                ("statement", models.TextField(blank=True)),
                ("observed_on", models.DateField(null=True)),
                ("token_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Brake",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("rubric_digest", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("low", "Agreement may be below the floor"),
                            ("too_few", "Too few works were rated twice to know"),
                        ],
                        max_length=7,
                    ),
                ),
                ("coefficient", models.CharField(max_length=40)),
                ("low", models.DecimalField(decimal_places=3, max_digits=5, null=True)),
                ("floor", models.DecimalField(decimal_places=2, max_digits=3)),
                ("n_works", models.PositiveIntegerField()),
                ("engaged_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.CharField(blank=True, max_length=200)),
                ("release_reason", models.CharField(blank=True, max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("about", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Waiting for an answer"), ("answered", "Answered"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("justified", "Justified"),
                            ("partly", "Justified in part"),
                            ("not_justified", "Not justified"),
                        ],
                        max_length=13,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("filed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
