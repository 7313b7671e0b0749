# SPDX-License-Identifier: Apache-2.0
"""The figures of agreement: sums kept with every double rating, and in the background what is measured from them.

A rating costs an addition. Figures with intervals need every work, so they are measured after the commit: a burst of
ratings is measured once, and where many works are known, a few more do not begin it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django_tasks import task

from cairn.achievements.definition import Rubric
from cairn.achievements.models import Achievement, AchievementVersion
from cairn.assessment import selectors
from cairn.assessment.measuring import measure_pairs
from cairn.assessment.models import AgreementFigures, DoubleRating, Submission
from cairn.assessment.pairing import Sums
from cairn.assessment.services.brakes import review_brake
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything, organization_scope

_SHARE_TO_MEASURE: Final = 100
"""Figures from many works are measured anew once one in so many of them is new."""
_LATEST: Final = timedelta(days=1)
"""What is new is measured after so long in any case."""


def add_to_figures(row: DoubleRating, rubric: Rubric) -> None:
    """Count one more work, in the transaction in which it was rated."""
    figures = _lock(row)
    _store(figures, Sums.from_json(figures.tallies) + Sums.of([row], rubric), row.version_id)


def add_all_to_figures(version: AchievementVersion, rows: Sequence[DoubleRating]) -> None:
    """Count many more works of one version, and measure them in the background."""
    if not rows:
        return
    figures = _lock(rows[0])
    _store(figures, Sums.from_json(figures.tallies) + Sums.of(rows, version.definition.rubric), version.pk)
    request_measurement(version.achievement_id, rows[0].rubric_digest)


def take_from_figures(row: DoubleRating, rubric: Rubric) -> None:
    """Count a work no more. Raises ReliabilityError where it was not counted."""
    figures = _lock(row)
    _store(figures, Sums.from_json(figures.tallies) - Sums.of([row], rubric), figures.version_id)


@transaction.atomic
def leave_out_double_rating(submission: Submission, round_number: int, *, acting: Actor, reason: str) -> bool:
    """Take the double rating of a round out of the figures for good; returns whether there was one.

    Raises PermissionDenied.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, submission.organization_id)
    rows = DoubleRating.objects.select_for_update(of=("self",)).select_related("version")
    row: DoubleRating | None = rows.filter(submission=submission, round=round_number).first()
    if row is None:
        return False
    if row.is_planned:
        take_from_figures(row, row.version.definition.rubric)
        request_measurement(row.version.achievement_id, row.rubric_digest)
    row.delete()
    audit.record(
        "reliability.leave_out",
        submission,
        acting=acting,
        organization_id=submission.organization_id,
        round=round_number,
        reason=reason,
    )
    return True


@transaction.atomic
def rebuild_figures(achievement: Achievement, *, acting: Actor) -> list[AgreementFigures]:
    """Count every double rating of an achievement anew, and measure; what was kept by adding must be the same.

    Raises PermissionDenied.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, achievement.organization_id)
    rebuilt = [_rebuild(achievement, digest) for digest in _digests(achievement)]
    audit.record("reliability.rebuild", achievement, acting=acting, organization_id=achievement.organization_id)
    for figures in rebuilt:
        request_measurement(achievement.pk, figures.rubric_digest)
    return rebuilt


def request_measurement(achievement_id: UUID, digest: str) -> None:
    """Measure the figures of a rubric in the background, after the commit, where enough is new."""
    figures = AgreementFigures.objects.filter(achievement_id=achievement_id, rubric_digest=digest).first()
    if figures is not None and _is_due(figures):
        transaction.on_commit(lambda: _enqueue(figures.pk))


@task()
def measure_figures(figures_id: str) -> None:
    """Measure the figures of one rubric with their intervals, unless somebody just did, and look after the brake.

    The works are read before and the figures kept after; nothing is locked while the draws are made.
    """
    with everything("the organization of the figures is read from them"):
        figures = AgreementFigures.objects.filter(pk=figures_id).select_related("version").first()
    if figures is None:
        return
    with organization_scope(figures.organization_id):
        if _is_due(figures):
            _measure(figures)


def measure_waiting() -> int:
    """Measure what is new since a day and was too little to begin at once; called by the periodic work."""
    with everything("figures of every organization that wait to be measured"):
        rows = AgreementFigures.objects.filter(Q(measured_at=None) | Q(changed_at__gt=F("measured_at")))
        waiting = [row.pk for row in rows if _is_due(row)]
    for figures_id in waiting:
        _enqueue(figures_id)
    return len(waiting)


def _enqueue(figures_id: UUID) -> None:
    measure_figures.enqueue(str(figures_id))


def _measure(figures: AgreementFigures) -> None:
    began = clock.now()
    pairs = selectors.planned_pairs(figures.achievement_id, figures.rubric_digest)
    measured = measure_pairs(pairs, figures.version.definition.rubric) if pairs else {}
    with transaction.atomic():
        # Whoever began later has seen more, and may have been faster.
        rows = AgreementFigures.objects.filter(~Q(measured_at__gt=began), pk=figures.pk)
        rows.update(measured=measured, measured_works=len(pairs), measured_at=began)
        review_brake(figures.achievement_id)


def _is_due(figures: AgreementFigures) -> bool:
    """Say whether there is something new that could be seen in the figures."""
    if figures.measured_at is None:
        return True
    new = abs(figures.n_works - figures.measured_works)
    if not new and figures.changed_at <= figures.measured_at:
        return False
    is_many = new * _SHARE_TO_MEASURE >= figures.measured_works
    return is_many or clock.now() - figures.measured_at >= _LATEST


def _lock(row: DoubleRating) -> AgreementFigures:
    figures: AgreementFigures
    figures, _is_new = AgreementFigures.objects.select_for_update().get_or_create(
        achievement_id=row.version.achievement_id,
        rubric_digest=row.rubric_digest,
        defaults={
            "organization_id": row.organization_id,
            "version_id": row.version_id,
            "changed_at": clock.now(),
        },
    )
    return figures


def _store(figures: AgreementFigures, sums: Sums, version_id: UUID) -> None:
    figures.tallies, figures.n_works = sums.to_json(), sums.n_works
    figures.version_id, figures.changed_at = version_id, clock.now()
    figures.save(update_fields=["tallies", "n_works", "version", "changed_at"])


def _digests(achievement: Achievement) -> list[str]:
    rows = AgreementFigures.objects.filter(achievement=achievement)
    return sorted(rows.values_list("rubric_digest", flat=True))


def _rebuild(achievement: Achievement, digest: str) -> AgreementFigures:
    figures: AgreementFigures = AgreementFigures.objects.select_for_update().get(
        achievement=achievement, rubric_digest=digest
    )
    pairs = selectors.planned_pairs(achievement.pk, digest)
    _store(figures, Sums.of(pairs, figures.version.definition.rubric), figures.version_id)
    return figures
