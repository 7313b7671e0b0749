# SPDX-License-Identifier: Apache-2.0
"""What people hold, their share links and public profiles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cairn.foundation.ids


class Migration(migrations.Migration):
    """The tables as they begin."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicProfile",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("is_on", models.BooleanField(default=False)),
                ("headline", models.CharField(blank=True, max_length=160, verbose_name="a line about you")),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HeldCredential",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("award_id", models.UUIDField(unique=True)),
                ("received_at", models.DateTimeField()),
                ("is_public", models.BooleanField(default=False)),
                ("is_hidden", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="held", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.UUIDField(default=cairn.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("sealed_token", models.TextField()),
                ("award_id", models.UUIDField(db_index=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("employer", "An employer"),
                            ("school", "A school or college"),
                            ("family", "Family and friends"),
                            ("paper", "Whoever reads my printed certificate"),
                            ("other", "Somebody else"),
                        ],
                        default="other",
                        max_length=10,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("views", models.PositiveIntegerField(default=0)),
                ("last_viewed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("audience", "paper"), ("ended_at", None)),
                        fields=("person", "award_id"),
                        name="share_link_one_paper",
                    )
                ],
            },
        ),
    ]
