# SPDX-License-Identifier: Apache-2.0
"""Money, hours, numbers and dates in the reader's language; every date is a `<time>` that a machine can read."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext, ngettext

_DATES: Final = {"en": "j F Y", "es": r"j \d\e F \d\e Y", "ar": "j F Y"}
_MOMENTS: Final = {"en": r"j F Y, H:i", "es": r"j \d\e F \d\e Y, H:i", "ar": "j F Y، H:i"}
_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "MXN": "MX$"}
_SIZES: Final = ("KB", "MB", "GB", "TB")
# Below this, a size is written with one decimal.
_SHORT: Final = 10
_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_WEEK: Final = 7


def format_money(amount: Decimal | float, currency: str = "USD") -> str:
    """Write an amount with its sign, without cents where there are none: $180, $12.50, 30 CHF."""
    value = Decimal(str(amount))
    number = number_format(value, decimal_pos=0 if value == value.to_integral_value() else 2, force_grouping=True)
    sign = _SIGNS.get(currency.upper())
    return f"{sign}{number}" if sign else f"{number}\u00a0{currency.upper()}"


def format_hours(hours: Decimal | float) -> str:
    """Write hours short: 30 h, 1.5 h."""
    value = Decimal(str(hours)).normalize()
    whole = value == value.to_integral_value()
    number = number_format(value, decimal_pos=0 if whole else None, force_grouping=True)
    return gettext("%(hours)s h") % {"hours": number}


def format_size(size: int) -> str:
    """Write a number of bytes as a file manager does: 640 KB, 1.8 MB; small ones count as 1 KB."""
    power = min(max(int(math.log(max(size, 1), 1000)), 1), len(_SIZES))
    amount = size / 1000**power
    number = f"{amount:.1f}".removesuffix(".0") if power > 1 and amount < _SHORT else str(max(round(amount), 1))
    return f"{number_format(number)} {_SIZES[power - 1]}"


def format_share(share: float) -> str:
    """Write a share for the public: 84 in 100."""
    return gettext("%(count)s in 100") % {"count": round(100 * share)}


def write_day(day: date | datetime) -> SafeString:
    """Write a day in full, in local time: 22 November 2026."""
    local = _local(day).date() if isinstance(day, datetime) else day
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _words(local, _DATES, "DATE_FORMAT"))


def write_moment(moment: datetime) -> SafeString:
    """Write a day and a time, in local time: 22 November 2026, 14:05."""
    local = _local(moment)
    words = _words(local, _MOMENTS, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


def write_ago(moment: datetime, now: datetime | None = None) -> SafeString:
    """Write how long ago something was, or how far ahead; a week away or more it is the day that helps."""
    away = (now or timezone.now()) - moment
    if abs(away) >= timedelta(days=_WEEK):
        return write_day(moment)
    local = _local(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        _words(local, _MOMENTS, "DATETIME_FORMAT"),
        say_span(away),
    )


def say_span(away: timedelta) -> str:
    """Say a span of time from now: "just now", "3 hours ago", "in 2 days"."""
    seconds = abs(away.total_seconds())
    if seconds < _MINUTE:
        return gettext("just now")
    span = _span(seconds)
    return gettext("%(span)s ago") % {"span": span} if away > timedelta(0) else gettext("in %(span)s") % {"span": span}


def _span(seconds: float) -> str:
    if seconds < _HOUR:
        count = int(seconds // _MINUTE)
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    if seconds < _DAY:
        count = int(seconds // _HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = int(seconds // _DAY)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _words(value: date | datetime, formats: dict[str, str], otherwise: str) -> str:
    pattern = formats.get((get_language() or "en").partition("-")[0])
    return format_date(value, pattern) if pattern else date_format(value, otherwise)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def name_language(tag: str) -> str:
    """Name a language in the reader's language; one that is not known is named by its tag."""
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return tag
