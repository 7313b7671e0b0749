# SPDX-License-Identifier: Apache-2.0
"""The double ratings of a rubric as a table that `cairn reliability` reads; nobody's name stands in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import get_achievement
from cairn.assessment import selectors
from cairn.assessment.models import DoubleRating
from cairn.assessment.pairing import order_keys
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import organization_page
from cairn.web.public.reliability.views import asked_version

_HEAD: Final = ("work", "criterion", "rater_a", "rater_b", "level_a", "level_b", "rated_on")


class _Line:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


@organization_page(Permission.REPORTS_VIEW)
@require_safe
def ratings(request: HttpRequest, organization: Organization, achievement_id: UUID) -> StreamingHttpResponse:
    """Give every double rating that counts and is settled, works and assessors under numbers, as time went by."""
    achievement = get_achievement(achievement_id)
    version = asked_version(request, achievement_id)
    pairs = selectors.settled_pairs(achievement_id, rubric_digest(version.definition.rubric))
    writer = csv.writer(_Line())
    name = f"{organization.slug}-{achievement.slug}-double-ratings.csv"
    return StreamingHttpResponse(
        (writer.writerow(line) for line in (_HEAD, *_lines(pairs))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(pairs: list[DoubleRating]) -> Iterator[tuple[str, ...]]:
    """Go through the ratings; numbers of assessors keep the order of their ids, which kappa hangs on."""
    numbers = _numbers(key for pair in pairs for key in order_keys(pair))
    for place, pair in enumerate(pairs, 1):
        first, second = (numbers[key] for key in order_keys(pair))
        for criterion, level in pair.levels_a.items():
            if criterion in pair.levels_b:
                day = pair.at.date().isoformat()
                yield f"work-{place:05}", criterion, first, second, level, pair.levels_b[criterion], day


def _numbers(keys: Iterable[str]) -> dict[str, str]:
    return {key: f"rater-{number:03}" for number, key in enumerate(sorted(set(keys)), 1)}
