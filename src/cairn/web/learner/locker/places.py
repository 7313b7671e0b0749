# SPDX-License-Identifier: Apache-2.0
"""Where a piece of the locker can be used: the open items of the work that somebody is writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.achievements.definition import ItemForm
from cairn.assessment.models import PRIOR_ITEM, EvidenceKind, LockerItem, Submission
from cairn.web.learner.earning.presenting import read_definition


@dataclass(frozen=True, slots=True)
class Place:
    """One item of one piece of work, in words."""

    submission: Submission
    name: str
    item: str
    ask: str
    form: ItemForm
    part: str = ""

    @property
    def is_prior(self) -> bool:
        """Whether it is the place for prior learning."""
        return self.item == PRIOR_ITEM

    @property
    def key(self) -> str:
        """What a form says for it."""
        return f"{self.submission.pk}/{self.item}"

    @property
    def url(self) -> str:
        """The page that it stands on."""
        if self.is_prior:
            return reverse("work_prior", args=[self.submission.pk])
        return f"{reverse('work_part', args=[self.submission.pk, self.part])}#item-{self.item}"

    def takes(self, piece: LockerItem) -> bool:
        """Say whether a piece can go there: a question in words takes only words."""
        return self.form is ItemForm.WORK or piece.kind == EvidenceKind.TEXT


def list_places(works: Iterable[Submission], piece: LockerItem) -> list[Place]:
    """Return every place that takes a piece, work by work."""
    return [place for row in works if row.is_writable for place in _places_of(row) if place.takes(piece)]


def read_place(works: Iterable[Submission], work: str, item: str) -> Place | None:
    """Return the place that a page names, if it is one of somebody's own work and open."""
    row = next((row for row in works if str(row.pk) == work and row.is_writable), None)
    return next((place for place in _places_of(row) if place.item == item), None) if row else None


def _places_of(row: Submission) -> list[Place]:
    definition = read_definition(row)
    places = [
        Place(row, definition.name, item.id, item.ask, item.form, part.id)
        for part in definition.evidence
        for item in part.items
        if row.is_open_item(item.id)
    ]
    if row.is_of_prior_learning:
        places.insert(0, Place(row, definition.name, PRIOR_ITEM, _("Evidence of prior learning"), ItemForm.WORK))
    return places
