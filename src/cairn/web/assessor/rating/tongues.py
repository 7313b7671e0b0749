# SPDX-License-Identifier: Apache-2.0
"""Languages on the pages of rating: their names, those of the filter, and those an assessor may say they rate in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from cairn.assessment.languages import primary_language
from cairn.assessment.selectors import Choice, Queue
from cairn.organizations.models import Organization
from cairn.web.components.formats import name_language


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to choose: its tag, its name in the reader's language, and whether it is chosen."""

    tag: str
    name: str
    is_chosen: bool


def language_choices(choices: Iterable[Choice]) -> list[Choice]:
    """Return the languages of a filter with their names; work that states none is no choice."""
    return [Choice(known.value, name_language(known.value), known.count) for known in choices if known.value]


def rated_languages(organization: Organization, queue: Queue) -> list[Tongue]:
    """Return the languages that an assessor may choose: those of the organization, of the pages and of the work."""
    waiting = (known.value for known in (*queue.languages, *queue.hidden.languages))
    tags = {*queue.rates_in, *waiting, *(tag for tag, _name in settings.LANGUAGES), *organization.languages}
    known = {primary_language(tag) for tag in tags} - {""}
    tongues = (Tongue(tag, name_language(tag), tag in queue.rates_in) for tag in known)
    return sorted(tongues, key=lambda tongue: tongue.name)
