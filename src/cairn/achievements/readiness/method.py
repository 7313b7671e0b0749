# SPDX-License-Identifier: Apache-2.0
"""The method, its research and its resources: whatever is begun is named, and every address can be opened."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition
from cairn.achievements.readiness.finding import Finding, Section, Weight


def check_method(definition: Definition) -> Iterator[Finding]:
    """Find rows without a name, addresses that lead nowhere, and a method that nothing supports."""
    yield from _names(definition)
    yield from _addresses(definition)
    if definition.method_components and not definition.research:
        yield Finding(
            "RES-01",
            Section.METHOD,
            "research",
            _("No research supports the method"),
            _("Learners and employers ask why it should be done this way."),
            _("Cite a work that you have read, and say what it found."),
            Weight.ADVICE,
        )


def _names(definition: Definition) -> Iterator[Finding]:
    part, work, resource = (
        _("A part of the method has no name"),
        _("A work has no citation"),
        _("A resource has no name"),
    )
    rows = (
        *((part, f"method_components/{row.id}/name", row.name) for row in definition.method_components),
        *((work, f"research/{row.id}/citation", row.citation) for row in definition.research),
        *((resource, f"resources/{row.id}/name", row.name) for row in definition.resources),
    )
    for what, place, words in rows:
        if not words:
            why, fix = _("Nobody can look for it, or say which one they mean."), _("Name it, or remove the row.")
            yield Finding("MET-01", Section.METHOD, place, what, why, fix)


def _addresses(definition: Definition) -> Iterator[Finding]:
    rows = (
        *((f"research/{row.id}/url", row) for row in definition.research),
        *((f"resources/{row.id}/url", row) for row in definition.resources),
    )
    for place, row in rows:
        if row.url and not row.link:
            yield Finding(
                "MET-02",
                Section.METHOD,
                place,
                _("“%(url)s” is not an address that opens") % {"url": row.url},
                _("Readers would find a link that does nothing."),
                _("Begin it with https://, or leave it blank."),
            )
