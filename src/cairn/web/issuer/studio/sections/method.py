# SPDX-License-Identifier: Apache-2.0
"""The method behind it: the idea, its parts, the research that supports it, and what helps a learner."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, MethodComponent, Research, Resource
from cairn.web.issuer.studio.sections.parts import Group, Row, Rows, line, text


def build_method(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    return _method(definition), _research(definition), _resources(definition)


def _method(definition: Definition) -> Group:
    rows = tuple(_component(number, item) for number, item in enumerate(definition.method_components, 1))
    return Group(
        _("Method"),
        "method-parts",
        _("What a holder does to show the skill. Raters and learners read it before the evidence."),
        spots=(text("key_method", _("Key method"), _("The idea behind it, in a sentence or two."), rows=2),),
        rows=(Rows("method_components", rows, _("Add a part of the method"), empty=_("No parts yet.")),),
    )


def _component(number: int, item: MethodComponent) -> Row:
    place, words = f"method_components/{item.id}", {"number": number}
    return Row(
        _("Part %(number)s of the method") % words,
        place,
        (
            line(f"{place}/name", _("Name of part %(number)s of the method") % words),
            text(f"{place}/text", _("How it is done"), _("What one does, in the order in which one does it."), rows=2),
        ),
    )


def _research(definition: Definition) -> Group:
    rows = tuple(_work(number, item) for number, item in enumerate(definition.research, 1))
    return Group(
        _("Supporting research"),
        "research",
        _("Works that you have read and that support the method. Say what each one found, in your words."),
        rows=(Rows("research", rows, _("Add a work"), empty=_("No research is cited yet.")),),
    )


def _work(number: int, item: Research) -> Row:
    place, words = f"research/{item.id}", {"number": number}
    return Row(
        _("Work %(number)s") % words,
        place,
        (
            text(
                f"{place}/citation", _("Citation of work %(number)s") % words, _("Authors, year, title, where."), rows=2
            ),
            text(f"{place}/finding", _("What it found"), _("One or two sentences that a learner understands."), rows=2),
            line(f"{place}/url", _("Address"), _("A DOI or a page, beginning with https://."), inputmode="url"),
        ),
    )


def _resources(definition: Definition) -> Group:
    rows = tuple(_resource(number, item) for number, item in enumerate(definition.resources, 1))
    return Group(
        _("Resources"),
        "resources",
        _("What helps a learner to get ready. Name at least one that is free."),
        rows=(Rows("resources", rows, _("Add a resource"), empty=_("No resources yet.")),),
    )


def _resource(number: int, item: Resource) -> Row:
    place, words = f"resources/{item.id}", {"number": number}
    return Row(
        _("Resource %(number)s") % words,
        place,
        (line(f"{place}/name", _("Name of resource %(number)s") % words),),
        beside=(
            line(f"{place}/url", _("Address"), _("Beginning with https://."), inputmode="url"),
            text(f"{place}/text", _("What it is for"), _("And what it costs, if it is not free."), rows=2),
        ),
    )
