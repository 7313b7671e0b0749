# SPDX-License-Identifier: Apache-2.0
"""Whether all who rated were qualified, kept with each decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [
        ("assessment", "0011_identity_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="is_trained",
            field=models.BooleanField(default=False),
        ),
    ]
