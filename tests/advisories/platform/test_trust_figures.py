# SPDX-License-Identifier: Apache-2.0
"""Figures that an organization would like to be better than they are: what was brought in is said, and stays said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.test import TestCase

from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import services
from cairn.assessment.earlier import EarlierPair
from cairn.assessment.models import DoubleRating
from cairn.assessment.policy import DEFAULT
from cairn.assessment.selectors import reliability_standing
from cairn.credentials.selectors import get_report
from cairn.credentials.services import publish_report
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from cairn.standards.codecs import parse_json_object
from tests.factories.assessment import PASSING, finish, make_policy, make_submitted
from tests.factories.credentials import School
from tests.factories.people import member
from tests.factories.provenance import earn, make_figures


def _pairs(count: int, day: date | None = None) -> list[EarlierPair]:
    levels = [{"plan": "meets", "insight": "meets"}, {"plan": "not_yet", "insight": "exceeds"}]
    return [EarlierPair(f"old-{n:03}", "A", "B", levels[n % 2], levels[n % 2], day) for n in range(count)]


def _bring_in(school: School, pairs: list[EarlierPair]) -> None:
    with organization_scope(school.organization.pk), TestCase.captureOnCommitCallbacks(execute=True):
        services.import_double_ratings(school.version.achievement, pairs, acting=SYSTEM)


def test_a_report_says_how_many_of_its_works_were_brought_in(school: School) -> None:
    """An issuer could write a table of ratings that all agree, and the report counted them like those made here."""
    make_policy(school.version, second_share=100)
    _bring_in(school, _pairs(40))
    row = make_submitted(school.version)
    finish(row, school.assessor, PASSING)
    with TestCase.captureOnCommitCallbacks(execute=True):
        finish(row, member(school.organization, "assessor"), PASSING)
    with organization_scope(school.organization.pk):
        standing = reliability_standing(school.version.achievement_id, rubric_digest(school.version.definition.rubric))
        assert (standing.n_works, standing.n_brought_in) == (41, 40)
    award = earn(school.version, [school.assessor, member(school.organization, "assessor")])
    report = get_report(award.provenance["report"])
    said = parse_json_object(publish_report(report.pk))["credentialSubject"]["endorsementComment"]
    assert "40 of the works were rated before, elsewhere, and brought in by the issuer." in said
    assert parse_json_object(bytes(report.figures))["standing"]["brought_in"] == 40


def test_a_report_of_works_that_were_rated_here_says_nothing_of_others(school: School) -> None:
    make_figures(school.version)
    award = earn(school.version, [school.assessor])
    report = get_report(award.provenance["report"])
    assert "brought in" not in bytes(report.unsigned).decode()
    assert parse_json_object(bytes(report.figures))["standing"]["brought_in"] == 0


def test_ratings_from_before_are_of_no_day_to_come(school: School) -> None:
    _bring_in(school, _pairs(1, date(2199, 1, 1)))
    with everything("a test looks"):
        assert DoubleRating.objects.get().at <= clock.now()


def test_a_policy_that_is_changed_afterwards_changes_no_credential_and_no_report(school: School) -> None:
    make_policy(school.version, floor=Decimal("0.70"))
    make_figures(school.version)
    award = earn(school.version, [school.assessor])
    report = get_report(award.provenance["report"])
    frozen = (award.provenance, bytes(report.figures), bytes(report.unsigned), publish_report(report.pk))
    with organization_scope(school.organization.pk):
        lax = replace(DEFAULT, floor=Decimal("0.10"), min_works=10)
        services.state_policy(school.version.achievement, lax, acting=SYSTEM)
    make_figures(school.version, value=0.99, low=0.98, high=1.0, works=5000)
    with everything("a test looks"):
        award.refresh_from_db()
    again = get_report(report.pk)
    assert (award.provenance, bytes(again.figures), bytes(again.unsigned), publish_report(again.pk)) == frozen
    assert parse_json_object(bytes(again.figures))["standing"]["floor"] == "0.70"
