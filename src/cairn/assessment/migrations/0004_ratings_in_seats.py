# SPDX-License-Identifier: Apache-2.0
"""A round is rated in seats, and a decision can be replaced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the columns and changes the rules."""

    dependencies = [
        ("assessment", "0003_more_tables_of_trust"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_once",
        ),
        migrations.RemoveConstraint(
            model_name="rating",
            name="rating_one_holder",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_one_open",
        ),
        migrations.AddField(
            model_name="decision",
            name="is_blind",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("one", "One assessor"),
                    ("agreed", "Two assessors who agree"),
                    ("third", "A third assessor, where two differed"),
                    ("appeal", "On appeal"),
                    ("moderation", "Overturned by the organization"),
                ],
                default="one",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="raters",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="decision",
            name="rubric_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="decision",
            name="sequence",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="decision",
            name="superseded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="rating",
            name="assigned",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="rating",
            name="begin_afresh",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="rating",
            name="items_to_improve",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="rating",
            name="passed",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="rating",
            name="percent",
            field=models.DecimalField(decimal_places=1, max_digits=5, null=True),
        ),
        migrations.AddField(
            model_name="rating",
            name="seat",
            field=models.CharField(
                choices=[
                    ("first", "First assessor"),
                    ("second", "Second assessor"),
                    ("third", "Third assessor, who decides"),
                    ("appeal", "Another assessor, on appeal"),
                ],
                default="first",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="evidence_map",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="submission",
            name="locked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="submission",
            name="open_seats",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="submission",
            name="seat_reasons",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="submission",
            name="seats",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="submission",
            name="track",
            field=models.CharField(
                choices=[("standard", "New work"), ("prior_learning", "Prior learning")],
                default="standard",
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "In progress"),
                    ("submitted", "Waiting for an assessor"),
                    ("in_review", "Being rated"),
                    ("returned", "Sent back to improve"),
                    ("passed", "Passed"),
                    ("not_passed", "Not passed"),
                    ("withdrawn", "Withdrawn"),
                    ("appealed", "Being looked at again"),
                    ("closed", "Closed"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["organization", "state", "assessor"], name="assessment__organiz_0ec067_idx"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("submission", "round", "sequence"), name="decision_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)), fields=("submission", "round"), name="decision_one_holds"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "final"]), models.Q(("seat", "appeal"), _negated=True)),
                fields=("submission", "round", "seat"),
                name="rating_seat_once",
            ),
        ),
    ]
