# SPDX-License-Identifier: Apache-2.0
"""Reading the members of a foreign file: of the kind that is wanted, or refused with the place and the fix."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isfinite
from typing import Final

from django.utils.translation import gettext as _

from cairn.foundation.errors import Invalid
from cairn.standards.types import Json, JsonObject

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LARGEST: Final = 10**6


def members(value: Json) -> JsonObject:
    """Return the members of an object; none of anything else."""
    return value if isinstance(value, dict) else {}


def lines(source: JsonObject, name: str) -> list[Json]:
    """Return a member as a list, one value as a list of one."""
    value = source.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def text(source: JsonObject, name: str, place: str) -> str:
    """Return a text; blank where there is none. Raises Invalid: rubric_member."""
    value = source.get(name)
    if value is None or isinstance(value, str):
        return (value or "").strip()
    raise _wrong(_("%(place)s: “%(name)s” must be a text in quotation marks.") % {"place": place, "name": name})


def number(source: JsonObject, name: str, place: str) -> Fraction | None:
    """Return a number exactly as it is written; None where there is none. Raises Invalid: rubric_member."""
    value = source.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_usable(value):
        raise _wrong(_("%(place)s: “%(name)s” must be a number, such as 2.") % {"place": place, "name": name})
    return Fraction(str(value))


def of_language(tag: str) -> str:
    """Return a language tag as ours are written; blank where it is none."""
    head, dash, rest = tag.partition("-")
    written = f"{head.lower()}{dash}{rest}"
    return written if _LANGUAGE.fullmatch(written) else ""


def _is_usable(value: float) -> bool:
    return isfinite(value) and abs(value) < _LARGEST


def _wrong(detail: str) -> Invalid:
    return Invalid(detail, code="rubric_member", field="file")
