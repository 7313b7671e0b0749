# SPDX-License-Identifier: Apache-2.0
"""Whoever attests for a learner stands in a conflict of its own kind, which is not theirs to end."""

from django.db import migrations, models

_KINDS = [
    ("declared", "Knows the learner"),
    ("relative", "A relative"),
    ("manager", "Manages the learner, or is managed"),
    ("tutor", "Taught or tutored the learner"),
    ("same_school", "Same school"),
    ("witness", "Has said what they saw the learner do."),
]


class Migration(migrations.Migration):
    """One more kind."""

    dependencies = [
        ("assessment", "0012_who_was_trained"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conflict",
            name="kind",
            field=models.CharField(choices=_KINDS, default="declared", max_length=11),
        ),
    ]
