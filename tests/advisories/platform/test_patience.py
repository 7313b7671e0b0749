# SPDX-License-Identifier: Apache-2.0
"""Asking more often than anybody should, and being refused without having done so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from cairn.config import settings as product
from cairn.foundation import clock
from cairn.foundation.errors import DomainError
from cairn.web.rate_limit import require_patience
from tests.factories.people import PASSWORD, make_person

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def _ask(address: str, at: datetime, most: int = 3) -> str:
    try:
        with clock.at(at):
            require_patience(RequestFactory().get("/", REMOTE_ADDR=address), "test", most=most)
    except DomainError as refused:
        return refused.code
    return "let in"


def test_whoever_asks_slowly_is_never_refused() -> None:
    """The counter was kept alive by being counted, so a class behind one address was shut out within the hour."""
    assert {_ask("192.0.2.1", NOON + timedelta(seconds=40 * number)) for number in range(40)} == {"let in"}


def test_whoever_asks_fast_is_refused_and_others_are_not() -> None:
    assert [_ask("192.0.2.1", NOON) for _time in range(5)] == ["let in"] * 3 + ["too_many"] * 2
    assert _ask("192.0.2.2", NOON) == "let in"
    assert _ask("192.0.2.1", NOON + timedelta(minutes=1)) == "let in"


def test_many_visitors_do_not_wash_a_counter_out(settings: Settings) -> None:
    """A memory for three hundred counters forgot the one that mattered when others were added."""
    settings.CACHES = product.CACHES
    for _time in range(3):
        _ask("192.0.2.1", NOON)
    for number in range(400):
        _ask(f"198.51.{number // 250}.{number % 250}", NOON)
    assert _ask("192.0.2.1", NOON) == "too_many"


def test_addresses_of_one_household_count_together() -> None:
    assert [_ask(f"2001:db8:1:2::{number:x}", NOON) for number in range(5)].count("too_many") == 2


@pytest.mark.parametrize(
    ("page", "field"),
    [("/accounts/login/", "login"), ("/accounts/login/code/", "email"), ("/accounts/password/reset/", "email")],
)
def test_a_password_or_a_code_is_not_asked_for_without_end(page: str, field: str) -> None:
    make_person("Ada", "ada@example.org", password=PASSWORD)
    pages = [Client().post(page, {field: "ada@example.org", "password": "wrong"}) for _time in range(6)]
    assert pages[-1].status_code == 429 or "Too many" in pages[-1].content.decode()
