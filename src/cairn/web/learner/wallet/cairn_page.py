# SPDX-License-Identifier: Apache-2.0
"""A person's cairn as their page shows it: the drawing, the list that says the same, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from cairn.achievements.art import badge_svg
from cairn.achievements.definition import Definition
from cairn.achievements.drawing import hue_of
from cairn.achievements.kinds import Kind
from cairn.achievements.translate import in_language
from cairn.assessment.selectors import list_work
from cairn.foundation import clock
from cairn.verification.texts import day
from cairn.wallet.drawing import NextStep, Stone, draw_cairn
from cairn.wallet.selectors import Holding, OpenLink, list_holdings, list_links
from cairn.web.components.facts import Fact
from cairn.web.components.formats import write_day

_SOON: Final = timedelta(days=365)
_LATE: Final = timedelta(days=90)
_MOST_COMING: Final = 5


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One credential in the list: what it is, who issued it, and how it stands."""

    holding: Holding
    definition: Definition
    original: Definition
    badge: SafeString
    tone: str
    standing: str

    @property
    def award_id(self) -> UUID:
        """The id in the address of the credential."""
        award_id: UUID = self.holding.held.award_id
        return award_id

    @property
    def kind(self) -> Kind:
        """What it proves."""
        return self.definition.kind

    @property
    def is_standing(self) -> bool:
        """Whether it can be relied on today, so that it stands in the stack."""
        return self.tone != "bad"

    @property
    def url(self) -> str:
        """The holder's own page of it."""
        return reverse("holding", args=[self.award_id])


@dataclass(frozen=True, slots=True)
class CairnPage:
    """What the page of a person's cairn shows."""

    name: str
    sentence: str
    drawing: SafeString
    tested: tuple[HeldItem, ...]
    beside: tuple[HeldItem, ...]
    earlier: tuple[HeldItem, ...]
    hidden: tuple[HeldItem, ...]
    next_step: NextStep | None
    coming: tuple[Fact, ...]
    open_links: int
    public: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held yet."""
        return not (self.tested or self.beside or self.earlier or self.hidden)


def build_cairn(person_id: UUID, name: str, language: str) -> CairnPage:
    """Put a person's page together."""
    holdings = list_holdings(person_id)
    replaced = {holding.credential.award.replaces_id for holding in holdings}
    items = [_item(holding, language) for holding in holdings]
    shown = [item for item in items if not item.holding.held.is_hidden]
    current = [item for item in shown if item.is_standing and item.award_id not in replaced]
    tested = tuple(item for item in current if item.kind.is_tested)
    beside = tuple(item for item in current if not item.kind.is_tested)
    links = [link for link in list_links(person_id) if link.is_open]
    step = _next_step(person_id, language)
    return CairnPage(
        name=name,
        sentence=_sentence(tested, beside),
        drawing=_draw(current, step),
        tested=tested,
        beside=beside,
        earlier=tuple(item for item in shown if item not in current),
        hidden=tuple(item for item in items if item.holding.held.is_hidden),
        next_step=step,
        coming=_coming(current, links),
        open_links=len(links),
        public=sum(item.holding.held.is_public for item in items),
    )


def _item(holding: Holding, language: str) -> HeldItem:
    version = holding.credential.award.version
    original = version.definition
    definition = in_language(original, language)
    tone, standing = _standing(holding)
    size = "" if definition.kind.is_tested else "s"
    badge = badge_svg(version, language=language, size_class=size, small=bool(size))
    return HeldItem(holding, definition, original, badge, tone, standing)


def _standing(holding: Holding) -> tuple[str, str]:
    """Return how a credential stands today, as a tone and a few words; nothing where it has no end."""
    credential = holding.credential
    until, now = credential.award.valid_until, clock.now()
    if credential.state != "valid":
        return "bad", str(credential.get_state_display())
    if until is None:
        return "", gettext("no end date")
    if until <= now:
        return "bad", gettext("has run out")
    left = until - now
    if left < _LATE:
        return "note", ngettext("ends in one day", "ends in %(days)s days", max(left.days, 1)) % {"days": left.days}
    return "", gettext("until %(day)s") % {"day": day(until)}


def _sentence(tested: Sequence[HeldItem], beside: Sequence[HeldItem]) -> str:
    if not tested and not beside:
        return gettext("Nothing that you hold is valid today.")
    hours = sum(item.definition.effort.hours or 0 for item in tested)
    first = ngettext("One tested credential", "%(count)s tested credentials", len(tested)) % {"count": len(tested)}
    if hours:
        first = gettext("%(credentials)s, %(hours)s hours of work.") % {"credentials": first, "hours": f"{hours:g}"}
    else:
        first = f"{first}."
    if not beside:
        return first
    rest = ngettext(
        "One more lies beside the path: it says you were there, or that someone said thanks.",
        "%(count)s more lie beside the path: they say you were there, or that someone said thanks.",
        len(beside),
    ) % {"count": len(beside)}
    return f"{first} {rest}" if tested else rest


def _draw(items: Sequence[HeldItem], step: NextStep | None) -> SafeString:
    stones = [
        Stone(
            title=item.original.name,
            kind=item.kind,
            hours=float(item.definition.effort.hours or 0),
            hue=hue_of(item.original.name) if item.original.hue is None else item.original.hue,
            href=item.url,
            shown=item.definition.name,
        )
        for item in items
    ]
    tested = ", ".join(stone.text for stone in stones if stone.kind.is_tested) or gettext("nothing yet")
    label = gettext("A stack of stones, one for each tested credential: %(names)s.") % {"names": tested}
    return mark_safe(draw_cairn(stones, step, label=label))  # noqa: S308  # drawn by us, every text escaped


def _next_step(person_id: UUID, language: str) -> NextStep | None:
    """Return the work that was begun last and waits for the learner."""
    for work in list_work(person_id):
        if work.is_writable:
            original = work.version.definition
            shown = in_language(original, language).name
            return NextStep(original.name, f"/my/work/{work.pk}/", shown)
    return None


def _coming(items: Sequence[HeldItem], links: Sequence[OpenLink]) -> tuple[Fact, ...]:
    now = clock.now()
    ends = [
        (item.holding.credential.award.valid_until, gettext("%(title)s ends") % {"title": item.definition.name})
        for item in items
    ]
    ends += [
        (link.link.expires_at, gettext("Share link “%(label)s” ends") % {"label": label_of(link)}) for link in links
    ]
    known: list[tuple[datetime, str]] = [(at, words) for at, words in ends if at is not None and at - now < _SOON]
    return tuple(Fact(write_day(at), words) for at, words in sorted(known)[:_MOST_COMING])


def label_of(link: OpenLink) -> str:
    """Return what its owner calls a link, or for whom it is."""
    return link.link.label or str(link.link.get_audience_display())
