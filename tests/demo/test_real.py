# SPDX-License-Identifier: Apache-2.0
"""Real open data: read exactly, awarded completely."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from cairn.accounts.models import Identifier
from cairn.cli.demonstration.load import Loaded
from cairn.cli.demonstration.real import SLUG, RealData, is_real_loaded, load_real_data, read_tables, write_table
from cairn.credentials.models import AchievementCredential, Award
from cairn.foundation.scopes import everything
from cairn.verification.services import check_credential
from tests.demo.loading import demonstration
from tests.shared_data import shared_path


@pytest.fixture
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    with demonstration(django_db_blocker) as content:
        yield content


def test_every_learner_who_passed_stands_in_one_table() -> None:
    tables = read_tables(shared_path("real/oulad/studentInfo.csv.gz").read_bytes())
    assert sum(map(len, tables.values())) == 8573
    assert {result for rows in tables.values() for _, result in rows} == {"Pass", "Distinction"}
    assert write_table(tables["AAA", "2013J"][:1]) == b"identifier,result\n11391,Pass\n"


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_all_of_them_are_awarded_and_each_of_a_sample_verifies(loaded: Loaded) -> None:
    folder = shared_path("real")
    tables = read_tables((folder / "oulad/studentInfo.csv.gz").read_bytes())
    assert load_real_data(folder) == RealData(len(tables), 8573)
    assert is_real_loaded()
    with everything("the test counts"):
        issued = Award.objects.filter(organization__slug=SLUG, state="issued").count()
        sample = list(AchievementCredential.objects.filter(organization__slug=SLUG).order_by("pk")[:20])
    assert issued == 8573
    assert {str(check_credential(bytes(row.document)).report.verdict) for row in sample} == {"verified"}
    assert Identifier.objects.filter(kind="sourced_id").count() == 8
