# SPDX-License-Identifier: Apache-2.0
"""The last ties, and the rules that the database keeps; what waits has its one seat."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _open_the_seat_of_what_waits(apps: Any, _editor: Any) -> None:
    """Give work that waits for an assessor the one seat that it had until now."""
    apps.get_model("assessment", "Submission").objects.filter(state="submitted").update(open_seats=1)


class Migration(migrations.Migration):
    """Adds the ties and the rules."""

    dependencies = [
        ("achievements", "0002_published_is_fixed"),
        ("assessment", "0005_who_and_what"),
        ("foundation", "0003_cache"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="doublerating",
            name="assessor_a",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="doublerating",
            name="assessor_b",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="doublerating",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddField(
            model_name="doublerating",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.submission"
            ),
        ),
        migrations.AddField(
            model_name="doublerating",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="achievements.achievementversion"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="assessment.submission"
            ),
        ),
        migrations.AddField(
            model_name="groupanswer",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lockeritem",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="lockeritem",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="locker", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="decision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.decision"
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="moderations", to="assessment.submission"
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="achievement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="achievements.achievement"
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="assessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddField(
            model_name="standardsetting",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
            ),
        ),
        migrations.AddField(
            model_name="standardsetting",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="achievements.achievementversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementfigures",
            constraint=models.UniqueConstraint(fields=("achievement", "rubric_digest"), name="figures_once"),
        ),
        migrations.AddIndex(
            model_name="anchor",
            index=models.Index(fields=["organization", "rubric_digest", "use"], name="assessment__organiz_d8a1fe_idx"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("submission",), name="appeal_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessmentcalendar",
            constraint=models.UniqueConstraint(fields=("organization",), name="calendar_once"),
        ),
        migrations.AddConstraint(
            model_name="brake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)), fields=("achievement",), name="brake_one_engaged"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organization", "assessor", "learner"),
                name="conflict_once",
            ),
        ),
        migrations.AddIndex(
            model_name="doublerating",
            index=models.Index(fields=["organization", "rubric_digest", "at"], name="assessment__organiz_0747cc_idx"),
        ),
        migrations.AddConstraint(
            model_name="doublerating",
            constraint=models.UniqueConstraint(fields=("submission", "round"), name="double_rating_once"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(fields=("submission", "round", "kind"), name="escalation_once"),
        ),
        migrations.AddConstraint(
            model_name="groupanswer",
            constraint=models.UniqueConstraint(fields=("person", "question"), name="group_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="lockeritem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("person", "sha256"), name="locker_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.UniqueConstraint(
                fields=("organization", "achievement", "assessor", "rubric_digest"), name="qualification_once"
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "In progress"),
                    ("put_back", "Put back"),
                    ("final", "Final"),
                    ("aside", "Set aside"),
                ],
                default="draft",
                max_length=8,
            ),
        ),
        migrations.RunPython(_open_the_seat_of_what_waits, migrations.RunPython.noop),
    ]
