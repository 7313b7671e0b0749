# SPDX-License-Identifier: Apache-2.0
"""Looking for something to earn: words, a few facets, and an order in which being there always comes last.

Two queries, however long the list: the facts by which all matches are counted and sorted, then the rows of one page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.achievements.kinds import Kind
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import list_public, matching

_NEVER: Final = Decimal(10) ** 9
_FACTS: Final = (
    *("pk", "name", "kind", "price", "hours"),
    *("organization__slug", "organization__name", "published_at"),
)
_STRENGTH: Final = {kind.value: place for place, kind in enumerate(Kind)}


class PriceRange(StrEnum):
    """What somebody would pay."""

    FREE = "free"
    UP_TO_100 = "100"
    UP_TO_250 = "250"

    @property
    def word(self) -> str | Promise:
        """The words of the choice."""
        return _PRICE_WORDS[self]

    def holds(self, match: Match) -> bool:
        """Say whether a match is within it; a price that is not stated never is."""
        if match.price is None:
            return False
        if self is PriceRange.FREE or match.price == 0:
            return match.price == 0
        return match.currency == "USD" and match.price <= int(self.value)


class HoursRange(StrEnum):
    """How much time somebody has."""

    UNDER_10 = "under-10"
    TO_40 = "10-to-40"
    OVER_40 = "over-40"

    @property
    def word(self) -> str | Promise:
        """The words of the choice."""
        return _HOURS_WORDS[self]

    def holds(self, match: Match) -> bool:
        """Say whether a match is within it; hours that are not stated never are."""
        low, high = _HOURS[self]
        return match.hours is not None and low <= match.hours < high


class Sort(StrEnum):
    """In which order the matches come."""

    BEST = "best"
    PRICE = "price"
    HOURS = "hours"
    NEWEST = "newest"

    @property
    def word(self) -> str | Promise:
        """The words of the choice."""
        return _SORT_WORDS[self]


@dataclass(frozen=True, slots=True)
class Match:
    """The facts of one match by which it is counted and sorted."""

    id: UUID
    name: str
    kind: Kind
    price: Decimal | None
    currency: str
    hours: Decimal | None
    issuer: str
    issuer_name: str
    published: float


@dataclass(frozen=True, slots=True)
class CatalogQuery:
    """What somebody looks for. Blank means that it does not matter."""

    words: str = ""
    kinds: frozenset[Kind] = frozenset()
    price: PriceRange | None = None
    hours: frozenset[HoursRange] = frozenset()
    issuers: frozenset[str] = frozenset()
    sort: Sort = Sort.BEST


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many there would be with one more choice in a facet, all the others staying as they are."""

    kinds: Counter[Kind]
    prices: Counter[PriceRange]
    any_price: int
    hours: Counter[HoursRange]
    issuers: Counter[str]
    issuer_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of what was found, in order, and the counts beside the facets."""

    ids: tuple[UUID, ...]
    counts: FacetCounts = field(repr=False)


def search(query: CatalogQuery) -> Found:
    """Find what the public can earn."""
    matches = _matches(query.words)
    found = [match for match in matches if _fits(match, query)]
    order = sorted(found, key=_order(query))
    return Found(tuple(match.id for match in order), _count(matches, query))


def load(ids: Iterable[UUID]) -> list[AchievementVersion]:
    """Return the rows with these ids, in this order."""
    wanted = list(ids)
    rows = {row.pk: row for row in list_public().filter(pk__in=wanted)}
    return [rows[one] for one in wanted if one in rows]


def _matches(words: str) -> list[Match]:
    rows = matching(list_public(), words).values_list(*_FACTS, KT("stored__cost__currency"))
    return [
        Match(pk, name, Kind(kind), price, currency or "", hours, issuer, issuer_name, published.timestamp())
        for pk, name, kind, price, hours, issuer, issuer_name, published, currency in rows
    ]


def _fits(match: Match, query: CatalogQuery) -> bool:
    return (
        (not query.kinds or match.kind in query.kinds)
        and (query.price is None or query.price.holds(match))
        and (not query.hours or any(span.holds(match) for span in query.hours))
        and (not query.issuers or match.issuer in query.issuers)
    )


def _order(query: CatalogQuery) -> Callable[[Match], tuple[object, ...]]:
    words = query.words.casefold().split()
    first: dict[Sort, Callable[[Match], object]] = {
        Sort.BEST: lambda match: (-sum(word in match.name.casefold() for word in words), -_STRENGTH[match.kind]),
        Sort.PRICE: lambda match: _NEVER if match.price is None else match.price,
        Sort.HOURS: lambda match: _NEVER if match.hours is None else match.hours,
        Sort.NEWEST: lambda match: -match.published,
    }
    chosen = first[query.sort]
    return lambda match: (match.kind is Kind.PARTICIPATION, chosen(match), match.name.casefold(), match.id)


def _count(matches: list[Match], query: CatalogQuery) -> FacetCounts:
    def among(**without: object) -> list[Match]:
        return [match for match in matches if _fits(match, replace(query, **without))]  # type: ignore[arg-type]

    priced, timed = among(price=None), among(hours=frozenset())
    issued = among(issuers=frozenset())
    return FacetCounts(
        kinds=Counter(match.kind for match in among(kinds=frozenset())),
        prices=Counter(span for match in priced for span in PriceRange if span.holds(match)),
        any_price=len(priced),
        hours=Counter(span for match in timed for span in HoursRange if span.holds(match)),
        issuers=Counter(match.issuer for match in issued),
        issuer_names={match.issuer: match.issuer_name for match in matches},
    )


_PRICE_WORDS: Final = {
    PriceRange.FREE: _("Free"),
    PriceRange.UP_TO_100: _("Up to $100"),
    PriceRange.UP_TO_250: _("Up to $250"),
}
_HOURS: Final = {
    HoursRange.UNDER_10: (Decimal(0), Decimal(10)),
    HoursRange.TO_40: (Decimal(10), Decimal("40.1")),
    HoursRange.OVER_40: (Decimal("40.1"), _NEVER),
}
_HOURS_WORDS: Final = {
    HoursRange.UNDER_10: _("Under 10"),
    HoursRange.TO_40: _("10 to 40"),
    HoursRange.OVER_40: _("Over 40"),
}
_SORT_WORDS: Final = {
    Sort.BEST: _("Best match"),
    Sort.PRICE: _("Lowest price"),
    Sort.HOURS: _("Fewest hours"),
    Sort.NEWEST: _("Newest"),
}
