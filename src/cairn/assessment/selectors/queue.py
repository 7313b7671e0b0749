# SPDX-License-Identifier: Apache-2.0
"""The queue of an organization as one assessor sees it: what they hold, what they may take, and how much is not theirs.

Nobody's name stands in it, and nothing tells how many assessors rate a work or as which of them one would rate it. The
database counts and chooses: how often it is asked, and how much of it is read, does not grow with the queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cairn.achievements.models import AchievementVersion
from cairn.assessment.aliases import alias_of
from cairn.assessment.deadlines import Calendar
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import WAITING, Rating, RatingState, Submission
from cairn.assessment.selectors.bars import Bar, Reach, reach_of
from cairn.assessment.selectors.calendar import calendar_for
from cairn.assessment.selectors.piles import Due, DueMark, Pile, count_piles, holds
from cairn.assessment.selectors.seeds import disguise
from cairn.foundation import clock
from cairn.foundation.scopes import current_scope

PAGE_SIZE: Final = 50
_RATABLE: Final = Q(locked_at=None)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What an assessor wants to see: one achievement, what is due soon, one language, one track."""

    achievement_id: UUID | None = None
    only_due: bool = False
    language: str = ""
    track: str = ""

    def takes(self, pile: Pile) -> bool:
        """Say whether the works of a pile are wanted."""
        return (
            self.achievement_id in (None, pile.achievement_id)
            and self.language in ("", pile.language)
            and self.track in ("", pile.track)
            and not (self.only_due and pile.mark is DueMark.PLAIN)
        )

    def condition(self, due: Due) -> Q:
        """Return the same for the database."""
        wanted: dict[str, object] = {
            "version__achievement_id": self.achievement_id,
            "language": self.language,
            "track": self.track,
            "due_at__lt": due.soon if self.only_due else None,
        }
        return Q(**{name: value for name, value in wanted.items() if value})


EVERYTHING: Final = QueueFilter()


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line: whose work by a code, of what, how far the rating is, and until when; a locked one waits."""

    id: UUID
    alias: str
    name: str
    attempt: int
    round: int
    language: str
    track: str
    rated: int
    criteria: int
    is_begun: bool
    due_at: datetime
    days_left: int
    mark: DueMark
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, its name where it has one, and how many works of the assessor's have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many works wait that this assessor is not shown, by reason; schools and languages by name."""

    own: int
    known: int
    related: int
    unqualified: tuple[Choice, ...]
    schools: tuple[Choice, ...]
    languages: tuple[Choice, ...]

    @property
    def total(self) -> int:
        """All that wait and are not shown because of who the assessor is."""
        return self.known + self.related + sum(choice.count for choice in (*self.unqualified, *self.schools))


@dataclass(frozen=True, slots=True)
class Presses:
    """How much of what was asked for is late, due soon or neither, and until when that which is due soon is due."""

    late: int
    soon: int
    rest: int
    last_soon: datetime | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what an assessor holds, one of what they may take, the choices of each filter, and what is not shown.

    `first` is the work that they hold, can rate and that is due first, whichever page is shown; `rates_in` the
    languages that they said they rate in, none for every one.
    """

    first: QueueLine | None
    mine: tuple[QueueLine, ...]
    waiting: tuple[QueueLine, ...]
    held_total: int
    waiting_total: int
    page: int
    held_page: int
    presses: Presses
    days_to_decide: int
    with_others: int
    hidden: Hidden
    achievements: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    tracks: tuple[Choice, ...]
    rates_in: frozenset[str]

    @property
    def lines(self) -> tuple[QueueLine, ...]:
        """Everything that the page shows."""
        return (*self.mine, *self.waiting)

    @property
    def total(self) -> int:
        """How many works the assessor holds or may take, of what was asked for."""
        return self.held_total + self.waiting_total


def list_queue(assessor_id: UUID, wanted: QueueFilter = EVERYTHING, *, page: int = 1, held_page: int = 1) -> Queue:
    """Return the queue within the scope of one organization as one assessor sees it, what is due first first."""
    (organization_id,) = current_scope().organizations
    calendar = calendar_for(organization_id)
    due = Due.of(calendar, clock.now())
    reach = reach_of(assessor_id)
    piles = count_piles(reach, due)
    names = _names(piles)
    piles = tuple(pile.named(*names[pile.version_id]) for pile in piles)
    shown = [pile for pile in piles if pile.is_shown]
    wanted_piles = [pile for pile in shown if wanted.takes(pile)]
    held_total = sum(pile.count for pile in wanted_piles if pile.is_held)
    waiting_total = sum(pile.count for pile in wanted_piles if not pile.is_held)
    held_number, number = _within(held_page, held_total), _within(page, waiting_total)
    line_of = partial(_line, names=names, calendar=calendar, due=due)
    condition = wanted.condition(due)
    mine = [line_of(*held) for held in _held(assessor_id, condition, held_number)]
    first = next((line for line in mine if held_number == 1 and not line.is_locked), None)
    if first is None and held_total:
        found = _held(assessor_id, condition & _RATABLE, most=1)
        first = line_of(*found[0]) if found else None
    return Queue(
        first=first,
        mine=tuple(mine),
        waiting=tuple(line_of(row) for row in _page(reach, condition, number)),
        held_total=held_total,
        waiting_total=waiting_total,
        page=number,
        held_page=held_number,
        presses=_presses(wanted_piles),
        days_to_decide=calendar.days_to_decide,
        with_others=sum(pile.count for pile in piles if pile.is_with_others),
        hidden=_hidden(piles, reach),
        achievements=_choices(shown, lambda pile: (str(pile.achievement_id), pile.name)),
        languages=_choices(shown, lambda pile: (pile.language, "")),
        tracks=_choices(shown, lambda pile: (pile.track, "")),
        rates_in=reach.languages,
    )


def find_next(assessor_id: UUID, wanted: QueueFilter = EVERYTHING, *, most: int = 5) -> list[Submission]:
    """Return the works that an assessor may take and that are due first."""
    (organization_id,) = current_scope().organizations
    due = Due.of(calendar_for(organization_id), clock.now())
    return list(_free(reach_of(assessor_id), wanted.condition(due))[:most])


def list_free(assessor_id: UUID) -> QuerySet[Submission]:
    """Return, as a query, the works with a free seat that an assessor may take."""
    return _free(reach_of(assessor_id), Q())


def find_held(assessor_id: UUID) -> Submission | None:
    """Return the work that an assessor holds, can rate and that is due first."""
    found = _held(assessor_id, _RATABLE, most=1)
    return found[0][0] if found else None


def count_queue() -> int:
    """Count the work that waits to be rated in the scope, held or not."""
    return Submission.objects.filter(state__in=WAITING).count()


def count_queue_by_organization() -> dict[UUID, int]:
    """Count the work that waits to be rated in each organization of the scope, in one query."""
    rows = Submission.objects.filter(state__in=WAITING).order_by().values_list("organization_id")
    return dict(rows.annotate(count=Count("pk")))


def get_queued_submission(submission_id: UUID) -> Submission:
    """Return work that was handed in at least once, with its version, in the organization's scope. Raises NotFound."""
    rows = Submission.objects.select_related("version__achievement", "organization")
    row: Submission | None = rows.exclude(submitted_at=None).filter(pk=submission_id).first()
    if row is None:
        raise no_such_submission()
    return disguise(row)


def _free(reach: Reach, condition: Q) -> QuerySet[Submission]:
    rows = Submission.objects.filter(condition, state__in=WAITING, open_seats__gt=0, locked_at=None)
    for bar in reach.bars().values():
        rows = rows.filter(~bar)
    found: QuerySet[Submission] = rows.exclude(holds(reach.assessor_id)).order_by("due_at", "pk")
    return found


def _page(reach: Reach, condition: Q, number: int) -> QuerySet[Submission]:
    first = (number - 1) * PAGE_SIZE
    return _free(reach, condition)[first : first + PAGE_SIZE]


def _within(page: int, total: int) -> int:
    """Return the page that is asked for, or the nearest one that there is."""
    return min(max(page, 1), max(ceil(total / PAGE_SIZE), 1))


def _held(
    assessor_id: UUID, condition: Q, number: int = 1, *, most: int = PAGE_SIZE
) -> list[tuple[Submission, Rating]]:
    rows = Submission.objects.filter(condition, holds(assessor_id), state__in=WAITING).order_by("due_at", "pk")
    start = (number - 1) * PAGE_SIZE
    held = list(rows[start : start + most])
    ratings = Rating.objects.filter(submission__in=held, assessor_id=assessor_id, state=RatingState.DRAFT)
    by_work = {rating.submission_id: rating for rating in ratings}
    return [(row, by_work[row.pk]) for row in held]


def _names(piles: tuple[Pile, ...]) -> dict[UUID, tuple[UUID, str, int]]:
    """Return of each version its achievement, its name and how many criteria it has."""
    rows = AchievementVersion.objects.filter(pk__in={pile.version_id for pile in piles})
    found = rows.values_list("pk", "achievement_id", "name", "stored__rubric__criteria")
    return {pk: (achievement, name, len(criteria or ())) for pk, achievement, name, criteria in found}


def _line(
    row: Submission,
    rating: Rating | None = None,
    *,
    names: Mapping[UUID, tuple[UUID, str, int]],
    calendar: Calendar,
    due: Due,
) -> QueueLine:
    until = row.due_at or row.changed_at
    _achievement, name, criteria = names[row.version_id]
    return QueueLine(
        id=row.pk,
        alias=alias_of(row.pk),
        name=name,
        attempt=row.attempt,
        round=row.round,
        language=row.language,
        track=row.track,
        rated=len(rating.levels) if rating else 0,
        criteria=criteria,
        is_begun=rating is not None and rating.revision > 1,
        due_at=until,
        days_left=calendar.days_until(timezone.localdate(due.now), timezone.localdate(until)),
        mark=due.mark(until),
        is_locked=row.locked_at is not None,
    )


def _presses(piles: list[Pile]) -> Presses:
    counts = dict.fromkeys(DueMark, 0)
    for pile in piles:
        counts[pile.mark] += pile.count
    last = [pile.last_due for pile in piles if pile.mark is DueMark.SOON and pile.last_due]
    return Presses(counts[DueMark.LATE], counts[DueMark.SOON], counts[DueMark.PLAIN], max(last, default=None))


def _choices(piles: list[Pile], name_of: Any) -> tuple[Choice, ...]:
    counts: dict[str, tuple[str, int]] = {}
    for pile in piles:
        value, name = name_of(pile)
        counts[value] = (name, counts.get(value, ("", 0))[1] + pile.count)
    found = (Choice(value, name, count) for value, (name, count) in counts.items())
    return tuple(sorted(found, key=lambda choice: (choice.name, choice.value)))


def _hidden(piles: tuple[Pile, ...], reach: Reach) -> Hidden:
    by_bar = {bar: [pile for pile in piles if pile.lot == bar] for bar in Bar}
    schools = {str(school): name for school, name in reach.schools}
    return Hidden(
        own=sum(pile.count for pile in by_bar[Bar.OWN]),
        known=sum(pile.count for pile in by_bar[Bar.KNOWN]),
        related=sum(pile.count for pile in by_bar[Bar.RELATED]),
        unqualified=_choices(by_bar[Bar.UNQUALIFIED], lambda pile: (str(pile.achievement_id), pile.name)),
        schools=_choices(by_bar[Bar.SCHOOL], lambda pile: (pile.school, schools[pile.school])),
        languages=_choices(by_bar[Bar.LANGUAGE], lambda pile: (pile.language, "")),
    )
