# SPDX-License-Identifier: Apache-2.0
"""What somebody was called before, which hides who wrote what was handed in under another name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(model_name="person", name="former", field=models.JSONField(blank=True, default=dict)),
    ]
