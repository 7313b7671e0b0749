# SPDX-License-Identifier: Apache-2.0
"""Points in time: always with an offset, always one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.datetimes import format_date_time, parse_date_time
from cairn.standards.errors import ModelError

READ = {
    "2026-11-22T10:00:00Z": datetime(2026, 11, 22, 10, tzinfo=UTC),
    "2026-11-22T10:00:00+00:00": datetime(2026, 11, 22, 10, tzinfo=UTC),
    "2026-11-22T10:00:00-00:00": datetime(2026, 11, 22, 10, tzinfo=UTC),
    "2026-11-22T10:00:00+05:30": datetime(2026, 11, 22, 4, 30, tzinfo=UTC),
    "2026-11-22T20:00:00-14:00": datetime(2026, 11, 23, 10, tzinfo=UTC),
    "2026-11-22T10:00:00.5Z": datetime(2026, 11, 22, 10, 0, 0, 500_000, tzinfo=UTC),
    "2026-11-22T10:00:00.1234567890Z": datetime(2026, 11, 22, 10, 0, 0, 123_456, tzinfo=UTC),
    "2024-02-29T23:59:59Z": datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    "0001-01-01T00:00:00Z": datetime(1, 1, 1, tzinfo=UTC),
    "9999-12-31T23:59:59Z": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}


@pytest.mark.parametrize(("text", "moment"), READ.items())
def test_a_point_in_time_is_read(text: str, moment: datetime) -> None:
    assert parse_date_time(text) == moment
    assert parse_date_time(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026-11-22T10:00:00",
        "2026-11-22 10:00:00Z",
        "2026-11-22T10:00Z",
        "2026-11-22t10:00:00z",
        "2026-11-22T10:00:00+0530",
        "2026-11-22T10:00:00+14:01",
        "2026-11-22T10:00:00+15:00",
        "2026-11-22T10:00:00.Z",
        "2026-11-22T10:00:00,5Z",
        "2026-11-22T10:00:00Z ",
        "2026-11-22T10:00:00Z\n",
        "٢٠٢٦-11-22T10:00:00Z",
        "26-11-22T10:00:00Z",
        "20261-11-22T10:00:00Z",
        "-2026-11-22T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-11-00T10:00:00Z",
        "2026-11-22T25:00:00Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "",
        "soon",
        None,
        1795341600,
        ["2026-11-22T10:00:00Z"],
    ],
)
def test_what_is_no_point_in_time_is_refused(text: object) -> None:
    with pytest.raises(ModelError) as refused:
        parse_date_time(text, path="/validFrom")
    assert (refused.value.code, refused.value.path) == ("invalid_date", "/validFrom")


def test_times_are_written_in_utc_to_the_second() -> None:
    moment = datetime(2026, 11, 22, 10, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=1)))
    assert format_date_time(moment) == "2026-11-22T09:00:00Z"


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)))  # noqa: DTZ001
def test_a_time_goes_there_and_back(moment: datetime) -> None:
    assert parse_date_time(format_date_time(moment)) == moment.astimezone(UTC).replace(microsecond=0)
