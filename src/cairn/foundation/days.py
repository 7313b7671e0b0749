# SPDX-License-Identifier: Apache-2.0
"""Days in full, as pages, credentials and letters write them alike."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

_USUAL: Final = "j F Y"
_FORMATS: Final = {"es": r"j \d\e F \d\e Y"}


def say_day(day: date) -> str:
    """Write a day in the words of the active language: 22 November 2026."""
    language = (get_language() or "en").partition("-")[0]
    return format_date(day, _FORMATS.get(language, _USUAL))
