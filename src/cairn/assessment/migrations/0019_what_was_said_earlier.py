# SPDX-License-Identifier: Apache-2.0
"""What somebody said that they saw is kept when they change it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [
        ("assessment", "0018_figures_by_group"),
    ]

    operations = [
        migrations.AddField(
            model_name="attestation",
            name="earlier",
            field=models.JSONField(default=list),
        ),
    ]
