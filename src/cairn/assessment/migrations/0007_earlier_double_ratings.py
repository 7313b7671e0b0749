# SPDX-License-Identifier: Apache-2.0
"""Double ratings from before, which have no submission."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds columns, and lets others be empty."""

    dependencies = [
        ("achievements", "0002_published_is_fixed"),
        ("assessment", "0006_rules_of_trust"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="doublerating",
            name="rater_a",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="doublerating",
            name="rater_b",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="doublerating",
            name="work",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name="doublerating",
            name="assessor_a",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="doublerating",
            name="assessor_b",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="doublerating",
            name="submission",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="doublerating",
            constraint=models.UniqueConstraint(
                condition=models.Q(("submission", None)),
                fields=("version", "work"),
                name="double_rating_brought_in_once",
            ),
        ),
    ]
