# SPDX-License-Identifier: Apache-2.0
"""Template tags and filters that write money, hours, sizes and dates; see `cairn.web.components.formats`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django import template

from cairn.foundation.texts import list_numbers
from cairn.web.components import formats

register = template.Library()


def _where_known(write: Callable[..., Any]) -> Callable[..., Any]:
    """Let a missing value pass, so that `or_blank` can say that it is one."""

    @wraps(write)
    def written(value: object, *rest: object) -> object:
        return value if value is None or value == "" else write(value, *rest)

    return written


def write_when(value: date | datetime) -> str:
    """Write a moment with its time, and a day without."""
    return formats.write_moment(value) if isinstance(value, datetime) else formats.write_day(value)


register.filter("money", _where_known(formats.format_money))
register.filter("hours", _where_known(formats.format_hours))
register.filter("filesize", _where_known(formats.format_size))
register.filter("in_100", _where_known(formats.format_share))
register.filter("day", _where_known(formats.write_day))
register.filter("moment", _where_known(formats.write_moment))
register.filter("when", _where_known(write_when))
register.filter("ago", _where_known(formats.write_ago))
register.filter("numbers", list_numbers)
register.filter("language_name", _where_known(formats.name_language))
