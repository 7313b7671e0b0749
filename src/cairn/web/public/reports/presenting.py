# SPDX-License-Identifier: Apache-2.0
"""What the page of a report shows: only what was frozen in it, and whether its signature holds now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy

from cairn.achievements.definition import Definition
from cairn.achievements.translate import in_language
from cairn.assessment.reliability import FEW_WORKS, Estimate
from cairn.credentials.models import ReliabilityReport
from cairn.credentials.provenance import AgreementNote
from cairn.credentials.provenance.figures import note_in
from cairn.credentials.provenance.wording import say_figure, say_missing
from cairn.credentials.services import publish_report
from cairn.foundation.errors import DomainError
from cairn.standards.codecs import parse_json_object
from cairn.standards.openbadges.provenance import Agreement
from cairn.standards.types import JsonObject
from cairn.standards.verify import Verdict
from cairn.verification.services import check_credential
from cairn.verification.texts import day
from cairn.web.components.facts import Fact
from cairn.web.components.marks import Words
from cairn.web.components.tables import Column
from cairn.web.public.reliability.presenting import chart_of, say_estimate
from cairn.web.public.reliability.words import FIGURE_WORDS, say_share

COLUMNS: Final = (
    Column(gettext_lazy("Criterion")),
    Column(gettext_lazy("Figure and likely range")),
    Column(gettext_lazy("Same level"), numeric=True),
    Column(gettext_lazy("Works"), numeric=True),
)
_FINDINGS: Final[dict[Agreement, Words]] = {
    Agreement.ESTABLISHED: gettext_lazy("Assessors of this rubric agree"),
    Agreement.BELOW_FLOOR: gettext_lazy("Assessors of this rubric agree less than the issuer asks for"),
    Agreement.NOT_ESTABLISHED: gettext_lazy("How far assessors of this rubric agree is not yet established"),
}


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion, or all of them: the drawing, the figure with its range, the share alike, and how many works."""

    name: str
    chart: SafeString | str
    value: str
    same: str
    works: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as its page shows it; the verdict is None as long as it is not signed."""

    report: ReliabilityReport
    definition: Definition
    note: AgreementNote
    day: str
    finding: Words
    sentence: str
    verdict: Verdict | None
    facts: tuple[Fact, ...]
    rows: tuple[CriterionRow, ...]

    @property
    def is_few(self) -> bool:
        """Whether there are too few works to rely on the ranges."""
        return 0 < self.note.works < FEW_WORKS


def view_report(report: ReliabilityReport) -> ReportPage:
    """Prepare a report for its page, checking its signature now."""
    figures = parse_json_object(bytes(report.figures))
    definition = in_language(report.version.definition, get_language() or "en")
    note = note_in(figures)
    return ReportPage(
        report=report,
        definition=definition,
        note=note,
        day=day(report.made_at),
        finding=_FINDINGS[note.state],
        sentence=_say_figures(note),
        verdict=_verdict(report),
        facts=tuple(_facts(note, figures["standing"])),
        rows=tuple(_rows(figures["measured"], note, definition)),
    )


def _say_figures(note: AgreementNote) -> str:
    """Say the figure, or what is missing, under the finding."""
    if note.state is Agreement.NOT_ESTABLISHED:
        return capfirst(say_missing(note))
    words = {"figure": say_figure(note), "floor": number_format(note.floor)}
    return gettext("The figure with its likely range is %(figure)s. The issuer asks for %(floor)s or more.") % words


def _verdict(report: ReliabilityReport) -> Verdict | None:
    try:
        return check_credential(publish_report(report.pk)).report.verdict
    except DomainError:
        return None


def _facts(note: AgreementNote, standing: JsonObject) -> Iterator[Fact]:
    yield Fact(gettext("Works rated twice"), number_format(note.works))
    if standing.get("brought_in"):
        yield Fact(gettext("Brought in from before"), number_format(standing["brought_in"]))
    if standing["assessors"]:
        yield Fact(gettext("Assessors"), number_format(standing["assessors"]))
    if standing["first"] and standing["last"]:
        yield Fact(gettext("Rated between"), _between(standing["first"], standing["last"]))
    yield Fact(gettext("Counted as"), FIGURE_WORDS[note.coefficient].name)
    yield Fact(gettext("The issuer asks for"), gettext("%(floor)s or more") % {"floor": number_format(note.floor)})
    yield Fact(gettext("Over at least"), gettext("%(works)s works") % {"works": number_format(note.least_works)})


def _rows(measured: JsonObject, note: AgreementNote, definition: Definition) -> Iterator[CriterionRow]:
    scopes = measured.get("criteria", {})
    for criterion in definition.rubric.criteria:
        if criterion.id in scopes:
            yield _row(criterion.name or criterion.id, scopes[criterion.id], note)
    if "all" in measured:
        yield _row(gettext("All criteria"), measured["all"], note)


def _row(name: str, scope: JsonObject, note: AgreementNote) -> CriterionRow:
    estimate = _estimate(scope, note.coefficient)
    return CriterionRow(
        name=name,
        chart=chart_of(estimate, float(note.floor)),
        value=say_estimate(estimate, floor=float(note.floor)),
        same=say_share(_estimate(scope, "percent_agreement")),
        works=scope["n_works"],
    )


def _estimate(scope: JsonObject, name: str) -> Estimate:
    known = scope.get(name, {})
    return Estimate(known.get("value"), known.get("low"), known.get("high"), known.get("undefined", ""))


def _between(first: str, last: str) -> str:
    days = {"first": _written(first), "last": _written(last)}
    return days["first"] if first == last else gettext("%(first)s and %(last)s") % days


def _written(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
