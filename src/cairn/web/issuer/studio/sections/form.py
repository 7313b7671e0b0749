# SPDX-License-Identifier: Apache-2.0
"""The form around the groups of a tab: fields named by their places, drawn group by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html

from cairn.achievements import paths
from cairn.achievements.definition import Definition
from cairn.achievements.editing import completed, needed_level, set_values
from cairn.achievements.readiness import Finding
from cairn.standards.types import Json
from cairn.web.components.icons import draw_icon
from cairn.web.issuer.studio.sections.parts import Group, Row, Rows, Spot


@dataclass(frozen=True, slots=True)
class BoundRow:
    """A row with its fields bound, as a template draws it."""

    row: Row
    fields: tuple[forms.BoundField, ...]
    across: tuple[forms.BoundField, ...]
    beside: tuple[forms.BoundField, ...]
    inner: tuple[BoundRows, ...]
    folded: tuple[BoundRows, ...]

    @property
    def folded_count(self) -> int:
        """How many rows are folded away."""
        return sum(len(rows.items) for rows in self.folded)


@dataclass(frozen=True, slots=True)
class BoundRows:
    """A list of rows, bound."""

    rows: Rows
    items: tuple[BoundRow, ...]


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """A group, bound."""

    group: Group
    fields: tuple[forms.BoundField, ...]
    beside: tuple[forms.BoundField, ...]
    lists: tuple[BoundRows, ...]


class SectionForm(forms.Form):
    """The form of one tab of the studio. Everything may stay blank in a draft."""

    hide_optional = True

    def __init__(self, definition: Definition, groups: tuple[Group, ...], *, data: Any = None) -> None:
        self.definition = completed(definition)
        self.groups = groups
        self.spots = {spot.place: spot for spot in _spots(groups)}
        super().__init__(data=data, initial=dict(self._initial()))
        for spot in self.spots.values():
            self.fields[spot.place] = spot.field

    def bound_groups(self) -> tuple[BoundGroup, ...]:
        """Return the groups with their fields bound."""
        return tuple(
            BoundGroup(group, self._bound(group.spots), self._bound(group.beside), self._lists(group.rows))
            for group in self.groups
        )

    def changed_definition(self) -> Definition:
        """Return the definition with what was entered. Call it on a valid form only."""
        return set_values(self.definition, dict(self._values()))

    def point_to(self, findings: tuple[Finding, ...]) -> None:
        """Say what blocks at the field where it is fixed. Call it before the fields are drawn."""
        for finding in findings:
            if finding.blocks and finding.place in self.fields:
                field = self.fields[finding.place]
                field.help_text = format_html(
                    '{}<span class="error" data-finding="{}">{}<span>{}. {}</span></span>',
                    field.help_text,
                    finding.place,
                    draw_icon("bad"),
                    finding.what,
                    finding.fix,
                )

    def _initial(self) -> Iterator[tuple[str, Json]]:
        tree = self.definition.to_tree()
        for place, spot in self.spots.items():
            if spot.initial is not None:
                yield place, spot.initial
            elif place.endswith("/needs"):
                yield place, needed_level(self.definition, place.split("/")[2])
            else:
                yield place, paths.read(tree, place)

    def _values(self) -> Iterator[tuple[str, Json]]:
        for place, value in self.cleaned_data.items():
            spot = self.spots[place]
            if value is None or value == "":
                yield place, spot.blank
            else:
                yield place, str(value) if isinstance(value, Decimal) else value

    def _bound(self, spots: tuple[Spot, ...]) -> tuple[forms.BoundField, ...]:
        return tuple(self[spot.place] for spot in spots)

    def _lists(self, lists: tuple[Rows, ...]) -> tuple[BoundRows, ...]:
        return tuple(BoundRows(rows, tuple(self._row(row) for row in rows.rows)) for rows in lists)

    def _row(self, row: Row) -> BoundRow:
        spots, across, beside = self._bound(row.spots), self._bound(row.across), self._bound(row.beside)
        return BoundRow(row, spots, across, beside, self._lists(row.inner), self._lists(row.folded))


def _spots(groups: tuple[Group, ...]) -> Iterator[Spot]:
    for group in groups:
        yield from (*group.spots, *group.beside)
        yield from _in_rows(group.rows)


def _in_rows(lists: tuple[Rows, ...]) -> Iterator[Spot]:
    for rows in lists:
        for row in rows.rows:
            yield from (*row.spots, *row.across, *row.beside)
            yield from _in_rows((*row.inner, *row.folded))
