# SPDX-License-Identifier: Apache-2.0
"""The first tables of the app."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """Awards, credentials, status lists and tables of recipients."""

    initial = True

    dependencies = [
        ("achievements", "0002_published_is_fixed"),
        ("foundation", "0002_audit_is_fixed"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AwardBatch",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("file_sha256", models.CharField(max_length=64)),
                ("reading", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("checked", "Checked, nothing awarded yet"),
                            ("running", "Being signed"),
                            ("signed", "Signed, nobody told yet"),
                            ("telling", "Messages are going out"),
                            ("done", "Awarded"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="checking",
                        max_length=8,
                    ),
                ),
                ("job_id", models.UUIDField(null=True)),
                ("notify", models.BooleanField(default=True)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("rows_good", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_reason", models.CharField(blank=True, max_length=500)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("decision", "Assessed here"),
                            ("direct", "Awarded directly"),
                            ("batch", "Awarded in bulk"),
                            ("renewal", "Renewed"),
                            ("reissue", "Issued again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("submission_id", models.UUIDField(null=True, unique=True)),
                ("row", models.PositiveIntegerField(null=True)),
                ("recipient_name", models.CharField(blank=True, max_length=500)),
                ("recipient_email", models.CharField(blank=True, max_length=500)),
                ("recipient_identifier", models.CharField(blank=True, max_length=500)),
                ("email_key", models.CharField(blank=True, max_length=500)),
                ("identifier_key", models.CharField(blank=True, max_length=500)),
                ("result", models.CharField(blank=True, max_length=500)),
                ("narrative", models.TextField(blank=True)),
                ("evidence_url", models.URLField(blank=True, max_length=2000)),
                ("awarded_on", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserved", "Being signed"),
                            ("issued", "Issued"),
                            ("stopped", "Stopped by a check"),
                            ("undone", "Undone"),
                        ],
                        default="reserved",
                        max_length=8,
                    ),
                ),
                ("problem", models.TextField(blank=True)),
                ("awarded_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("claim_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="credentials.award",
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
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="credentials.awardbatch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("is_good", models.BooleanField(default=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="credentials.awardbatch"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("seed", models.BinaryField()),
                ("used", models.PositiveIntegerField(default=0)),
                ("document", models.BinaryField(default=bytes)),
                ("signed_at", models.DateTimeField(null=True)),
                ("is_stale", models.BooleanField(default=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="AchievementCredential",
            fields=[
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="credential",
                        serialize=False,
                        to="credentials.award",
                    ),
                ),
                ("unsigned", models.BinaryField()),
                ("document", models.BinaryField(default=bytes)),
                ("suite", models.CharField(max_length=40)),
                ("status_index", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "Valid"), ("suspended", "Suspended"), ("revoked", "Revoked")],
                        default="valid",
                        max_length=10,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=500)),
                ("state_changed_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
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
                    "status_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="credentials.statuslist"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["organization", "-created_at"], name="credentials_organiz_b61d49_idx"),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["email_key"], name="credentials_email_k_920e78_idx"),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["identifier_key"], name="credentials_identif_d92fba_idx"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(fields=("batch", "row"), name="award_batch_row_once"),
        ),
        migrations.AddIndex(
            model_name="batchrow",
            index=models.Index(fields=["batch", "is_good", "number"], name="credentials_batch_i_a291cd_idx"),
        ),
        migrations.AddConstraint(
            model_name="batchrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="batch_row_once"),
        ),
        migrations.AddConstraint(
            model_name="statuslist",
            constraint=models.UniqueConstraint(
                fields=("organization", "purpose", "number"), name="status_list_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="achievementcredential",
            constraint=models.UniqueConstraint(fields=("status_list", "status_index"), name="status_place_once"),
        ),
    ]
