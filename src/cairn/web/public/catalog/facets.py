# SPDX-License-Identifier: Apache-2.0
"""The catalog's address as what somebody looks for, and its choices with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cairn.achievements.catalog import CatalogQuery, FacetCounts, HoursRange, PriceRange, Sort
from cairn.achievements.kinds import Kind
from cairn.web.components.marks import Words, draw_kind

_E = TypeVar("_E", bound=StrEnum)
_LONGEST: Final = 200
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a facet."""

    value: str
    label: Words | SafeString
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: what it is called, its name in the address, whether one or several may be chosen."""

    label: str
    name: str
    choices: tuple[Choice, ...]
    single: bool = False
    is_open: bool = True

    @property
    def input_type(self) -> str:
        """What the choices are drawn as."""
        return "radio" if self.single else "checkbox"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was chosen, and the address without it."""

    label: Words | SafeString
    url: str


def read_query(given: QueryDict) -> CatalogQuery:
    """Read an address; what it holds that there is not is passed over."""
    return CatalogQuery(
        words=given.get("q", "")[:_LONGEST].strip(),
        kinds=frozenset(_known(Kind, given.getlist("kind"))),
        price=next(iter(_known(PriceRange, given.getlist("price"))), None),
        hours=frozenset(_known(HoursRange, given.getlist("hours"))),
        issuers=frozenset(item for item in given.getlist("issuer")[:_MOST] if item),
        sort=next(iter(_known(Sort, given.getlist("sort"))), Sort.BEST),
    )


def list_facets(query: CatalogQuery, counts: FacetCounts) -> tuple[Facet, ...]:
    """Return the facets with their counts."""
    kinds = tuple(Choice(kind, draw_kind(kind), counts.kinds[kind], kind in query.kinds) for kind in reversed(Kind))
    prices = tuple(Choice(span, span.word, counts.prices[span], span is query.price) for span in PriceRange)
    hours = tuple(Choice(span, span.word, counts.hours[span], span in query.hours) for span in HoursRange)
    any_price = Choice("", _("Any price"), counts.any_price, query.price is None)
    return (
        Facet(_("Kind"), "kind", kinds),
        Facet(_("Price"), "price", (*prices, any_price), single=True),
        Facet(_("Hours"), "hours", hours),
        Facet(_("Who issues it"), "issuer", _issuers(query, counts), is_open=bool(query.issuers)),
    )


def list_chips(query: CatalogQuery, given: QueryDict, counts: FacetCounts) -> tuple[Chip, ...]:
    """Return what was chosen, each with the address without it."""
    chosen: list[tuple[str, str, Words | SafeString]] = [
        *(("kind", kind.value, kind.word) for kind in Kind if kind in query.kinds),
        *([("price", query.price.value, query.price.word)] if query.price else []),
        *(("hours", span.value, _say_hours(span)) for span in HoursRange if span in query.hours),
        *(("issuer", slug, counts.issuer_names.get(slug, slug)) for slug in sorted(query.issuers)),
    ]
    return tuple(Chip(label, _without(given, name, value)) for name, value, label in chosen)


def _say_hours(span: HoursRange) -> str:
    return _("%(span)s hours") % {"span": span.word}


def _issuers(query: CatalogQuery, counts: FacetCounts) -> tuple[Choice, ...]:
    names = sorted(counts.issuer_names.items(), key=lambda item: item[1].casefold())
    return tuple(Choice(slug, name, counts.issuers[slug], slug in query.issuers) for slug, name in names)


def _without(given: QueryDict, name: str, value: str) -> str:
    rest = given.copy()
    rest.setlist(name, [item for item in given.getlist(name) if item != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def _known(words: type[_E], given: list[str]) -> list[_E]:
    known = {word.value for word in words}
    return [words(item) for item in given if item in known]
