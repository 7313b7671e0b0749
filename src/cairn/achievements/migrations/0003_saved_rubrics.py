# SPDX-License-Identifier: Apache-2.0
"""Rubrics that an organization keeps to use again; the database refuses to change one."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import cairn.foundation.ids
from cairn.foundation.fixed_rows import forbid_update


class Migration(migrations.Migration):
    """Makes the table and its trigger."""

    dependencies: ClassVar = [("achievements", "0002_published_is_fixed"), ("organizations", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SavedRubric",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("series", models.UUIDField(default=cairn.foundation.ids.new_id)),
                ("slug", models.SlugField(max_length=80)),
                ("number", models.PositiveIntegerField(default=1)),
                ("stored", models.JSONField()),
                ("name", models.CharField(max_length=300)),
                ("language", models.CharField(max_length=35)),
                ("digest", models.CharField(max_length=64)),
                ("origin", models.CharField(max_length=8)),
                ("source_id", models.CharField(blank=True, max_length=300)),
                ("source_version", models.CharField(blank=True, max_length=300)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.CharField(max_length=200)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "name"], name="saved_rubric_by_name")],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "number"), name="saved_rubric_number_once"),
                    models.UniqueConstraint(fields=("organization", "slug", "number"), name="saved_rubric_slug_once"),
                ],
            },
        ),
        forbid_update(
            "achievements_savedrubric",
            "kept_rubric_is_fixed",
            message="A kept rubric is never changed.",
        ),
    ]
