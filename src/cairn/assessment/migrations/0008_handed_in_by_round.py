# SPDX-License-Identifier: Apache-2.0
"""What was declared with each round stays as it was handed in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column."""

    dependencies = [("assessment", "0007_earlier_double_ratings")]

    operations = [
        migrations.AddField(model_name="submission", name="handed_in", field=models.JSONField(default=dict)),
    ]
