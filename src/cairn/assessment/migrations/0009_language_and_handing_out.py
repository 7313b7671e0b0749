# SPDX-License-Identifier: Apache-2.0
"""The language of a work, the languages of an assessor, and whether work is handed out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """Adds a column and two tables."""

    dependencies = [
        ("assessment", "0008_handed_in_by_round"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission", name="language", field=models.CharField(blank=True, max_length=8, default="")
        ),
        migrations.CreateModel(
            name="AssessorProfile",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("languages", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
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
            ],
        ),
        migrations.CreateModel(
            name="HandingOut",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("is_on", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="assessorprofile",
            constraint=models.UniqueConstraint(fields=("organization", "assessor"), name="assessor_profile_once"),
        ),
        migrations.AddConstraint(
            model_name="handingout",
            constraint=models.UniqueConstraint(fields=("organization",), name="handing_out_once"),
        ),
    ]
