# SPDX-License-Identifier: Apache-2.0
"""Pass lines from judgments: by hand, in both methods, and recorded with what they rest on."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.models import StandardSetting
from cairn.assessment.services import Judgments, Meeting
from cairn.assessment.standard_setting import borderline_group, modified_angoff
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.scopes import organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.people import member

_WEIGHTS = {"plan": 2, "insight": 1}
_JUDGES = {
    "A": {"plan": 60.0, "insight": 30.0},
    "B": {"plan": 75.0, "insight": 45.0},
    "C": {"plan": 90.0, "insight": 60.0},
}


def test_modified_angoff_is_the_mean_of_the_judges_lines() -> None:
    line = modified_angoff(_JUDGES, _WEIGHTS)
    # The judges' lines are 50, 65 and 80: mean 65, standard deviation 15.
    assert (line.cut, line.n, line.is_enough) == (65.0, 3, True)
    assert line.standard_error == pytest.approx(15 / math.sqrt(3))


def test_one_judge_has_a_line_and_no_error() -> None:
    line = modified_angoff({"A": _JUDGES["A"]}, _WEIGHTS)
    assert (line.cut, line.standard_error, line.is_enough) == (50.0, None, False)


def test_the_borderline_group_is_its_median() -> None:
    line = borderline_group([50, 52, 54, 56, 58, 60, 62, 64, 66, 90])
    assert (line.cut, line.n, line.is_enough) == (59.0, 10, True)
    assert line.standard_error == pytest.approx(math.sqrt(math.pi / 2) * math.sqrt(1161.6 / 9) / math.sqrt(10))


@pytest.mark.parametrize(
    "judgments",
    [
        Judgments(by_judge={}),
        Judgments(by_judge={"A": {"plan": 50.0}}),
        Judgments(by_judge={"A": {"plan": 50.0, "insight": 101.0}}),
        Judgments(borderline=[]),
        Judgments(borderline=[-1.0]),
    ],
)
def test_judgments_that_cannot_be_counted_are_refused(school: School, judgments: Judgments) -> None:
    owner = member(school.organization, "owner", name="Olu Owner")
    with organization_scope(school.organization.pk):
        with pytest.raises(Invalid) as refused:
            _record(school, owner, judgments)
        assert (refused.value.code, StandardSetting.objects.count()) == ("bad_judgments", 0)


def _record(school: School, person: Person, judgments: Judgments, **more: Any) -> StandardSetting:
    meeting = Meeting(**{"held_on": date(2026, 6, 1), "adopted": Decimal(65), **more})
    return services.record_standard_setting(school.version, judgments, meeting, acting=person.as_actor())


def test_a_record_keeps_the_judgments_as_they_were_given(school: School) -> None:
    author = member(school.organization, "author", name="Ana Author")
    with organization_scope(school.organization.pk):
        row = _record(school, author, Judgments(by_judge=_JUDGES), panel=["Ana", " Bo ", ""])
    assert (row.method, row.cut, row.standard_error) == ("modified_angoff", Decimal("65.00"), Decimal("8.66"))
    assert (row.panel, row.data) == (["Ana", "Bo"], {"judges": _JUDGES})


def test_another_line_than_follows_needs_a_reason(school: School) -> None:
    author = member(school.organization, "author", name="Ana Author")
    with organization_scope(school.organization.pk):
        with pytest.raises(Invalid) as refused:
            _record(school, author, Judgments(by_judge=_JUDGES), adopted=Decimal(40))
        assert (refused.value.code, StandardSetting.objects.count()) == ("no_reason_for_line", 0)
        row = _record(school, author, Judgments(by_judge=_JUDGES), adopted=Decimal(40), note="A first year.")
    assert (row.cut, row.adopted) == (Decimal("65.00"), Decimal(40))


def test_the_line_that_is_kept_can_be_adopted(school: School) -> None:
    author = member(school.organization, "author", name="Ana Author")
    third = Judgments(by_judge={judge: {"plan": 50.0, "insight": 0.0} for judge in "ABC"})
    with organization_scope(school.organization.pk):
        row = _record(school, author, third, adopted=Decimal("33.33"))
        assert (row.cut, row.standard_error, row.note) == (Decimal("33.33"), Decimal("0.00"), "")
        with pytest.raises(Invalid) as refused:
            _record(school, author, third, adopted=Decimal("33.34"))
    assert refused.value.code == "no_reason_for_line"


def test_two_standard_errors_are_those_of_the_record(school: School) -> None:
    author = member(school.organization, "author", name="Ana Author")
    with organization_scope(school.organization.pk):
        row = _record(school, author, Judgments(by_judge=_JUDGES), adopted=Decimal("82.32"))
        assert (row.adopted, row.cut, row.standard_error) == (Decimal("82.32"), Decimal("65.00"), Decimal("8.66"))
        with pytest.raises(Invalid):
            _record(school, author, Judgments(by_judge=_JUDGES), adopted=Decimal("82.33"))


@pytest.mark.parametrize("role", ["assessor", "analyst", "learner"])
def test_only_who_plans_records_a_pass_line(school: School, role: str) -> None:
    other = member(school.organization, role, name="Other")
    with organization_scope(school.organization.pk):
        with pytest.raises(PermissionDenied):
            _record(school, other, Judgments(by_judge=_JUDGES))
        assert StandardSetting.objects.count() == 0
