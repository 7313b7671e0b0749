# SPDX-License-Identifier: Apache-2.0
"""What an assessor is not shown, in words: how much, and why. Never whose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import ngettext

from cairn.assessment.selectors import Hidden
from cairn.web.components.formats import name_language


@dataclass(frozen=True, slots=True)
class HiddenPage:
    """The title, a sentence for each reason, and one for each language that the assessor does not rate in."""

    title: str
    reasons: tuple[str, ...]
    languages: tuple[str, ...]


def list_hidden(hidden: Hidden) -> HiddenPage:
    """Say what is hidden, and why."""
    title = ngettext("%(n)s work is not shown to you", "%(n)s works are not shown to you", hidden.total)
    return HiddenPage(
        title=title % {"n": hidden.total} if hidden.total else "",
        reasons=tuple(_reasons(hidden)),
        languages=tuple(_languages(hidden)),
    )


def _reasons(hidden: Hidden) -> Iterator[str]:
    for school in hidden.schools:
        words = ngettext(
            "%(n)s is by a student at %(name)s, where you belong.",
            "%(n)s are by students at %(name)s, where you belong.",
            school.count,
        )
        yield words % {"n": school.count, "name": school.name}
    if hidden.related:
        words = ngettext(
            "%(n)s is by somebody you have to do with.", "%(n)s are by people you have to do with.", hidden.related
        )
        yield words % {"n": hidden.related}
    if hidden.known:
        words = ngettext(
            "%(n)s is by a writer you said you know.", "%(n)s are by writers you said you know.", hidden.known
        )
        yield words % {"n": hidden.known}
    for rubric in hidden.unqualified:
        words = ngettext(
            "%(n)s for “%(name)s” waits until you are qualified for its rubric.",
            "%(n)s for “%(name)s” wait until you are qualified for its rubric.",
            rubric.count,
        )
        yield words % {"n": rubric.count, "name": rubric.name}


def _languages(hidden: Hidden) -> Iterator[str]:
    for language in hidden.languages:
        words = ngettext(
            "%(n)s work in %(name)s waits for an assessor",
            "%(n)s works in %(name)s wait for an assessor",
            language.count,
        )
        yield words % {"n": language.count, "name": name_language(language.value)}
