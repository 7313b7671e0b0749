# SPDX-License-Identifier: Apache-2.0
"""Settings from the environment: what is meant is read, what cannot be meant stops the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from cairn.config.environment import Environment


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("On", True), ("0", False), ("", False), (" no ", False)]
)
def test_flag_is_read(value: str, *, expected: bool) -> None:
    assert Environment({"CAIRN_VC_API": value}).flag("CAIRN_VC_API") is expected


def test_flag_is_off_where_it_is_not_set() -> None:
    assert Environment({}).flag("CAIRN_VC_API") is False


def test_flag_that_cannot_be_meant_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="CAIRN_VC_API must be 1 or 0, not 'maybe'"):
        Environment({"CAIRN_VC_API": "maybe"}).flag("CAIRN_VC_API")


def test_list_is_written_with_commas() -> None:
    environment = Environment({"CAIRN_HOSTS": "badges.example, ,www.badges.example"})
    assert environment.items("CAIRN_HOSTS", "localhost") == ["badges.example", "www.badges.example"]
    assert environment.items("OTHER", "localhost") == ["localhost"]


def test_sqlite_is_the_default() -> None:
    database = Environment({}).database("sqlite:///cairn.sqlite")
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.sqlite3", "cairn.sqlite")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_absolute_path_has_four_slashes() -> None:
    environment = Environment({"DATABASE_URL": "sqlite:////srv/cairn%20data/cairn.sqlite3"})
    assert environment.database("")["NAME"] == "/srv/cairn data/cairn.sqlite3"


def test_postgresql_is_read() -> None:
    environment = Environment({"DATABASE_URL": "postgresql://cairn:s%40lt@db.example:5433/badges"})
    assert environment.database("") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "badges",
        "USER": "cairn",
        "PASSWORD": "s@lt",
        "HOST": "db.example",
        "PORT": "5433",
    }


@pytest.mark.parametrize("url", ["mysql://db.example/x", "sqlite://", "postgresql://db.example/", "nonsense"])
def test_database_that_cannot_be_meant_stops_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be"):
        Environment({"DATABASE_URL": url}).database("")
