# SPDX-License-Identifier: Apache-2.0
"""One line about the agreement of assessors, for the card of facts of an achievement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import selectors
from cairn.assessment.selectors import ReliabilityStanding, StandingState
from cairn.foundation.scopes import organization_scope
from cairn.web.public.reliability.words import say_interval, say_number, say_state


def reliability_of(version: AchievementVersion) -> SafeString | None:
    """Say in a line how closely assessors of a published version agree, with the way to more; None without a rubric."""
    rubric = version.definition.rubric
    if not version.is_published or not rubric.criteria:
        return None
    with organization_scope(version.organization_id):
        standing = selectors.reliability_standing(version.achievement_id, rubric_digest(rubric))
    address = reverse("achievement_reliability", args=[version.achievement_id])
    return format_html('<a href="{}?version={}">{}</a>', address, version.number, _words(standing))


def _words(standing: ReliabilityStanding) -> str:
    estimate = standing.estimate
    if standing.state is not StandingState.ESTABLISHED or estimate is None or estimate.value is None:
        return say_state(standing)
    words = {"value": say_number(estimate.value), "interval": say_interval(estimate), "count": standing.n_works}
    return gettext("Yes: %(value)s, likely range %(interval)s, from %(count)s works rated twice") % words
