# SPDX-License-Identifier: Apache-2.0
"""Is the credential valid at the moment that is asked about?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from cairn.standards.errors import ModelError
from cairn.standards.types import JsonObject
from cairn.standards.vc.rules import validity_window
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.report import Check

VALIDITY: Final = CheckName("validity", "Verifiable Credentials Data Model 2.0 §4.9 and appendix A.5")
ENDS_SOON: Final = timedelta(days=30)
_LAST_SECOND: Final = 253_402_300_799


def check_validity(case: Case) -> Check:
    """Compare the validity period with the moment to judge by."""
    try:
        first, last = effective_window(case)
    except ModelError as error:
        return VALIDITY.failed(error.code, error.detail, path=error.path)
    at = case.policy.at
    if first is not None and at < first:
        return VALIDITY.failed("not_yet_valid", f"The credential becomes valid on {_day(first)}.")
    if last is not None and at >= last:
        return VALIDITY.failed("expired", f"The credential ended on {_day(last)}.")
    if last is not None and last - at <= ENDS_SOON:
        return VALIDITY.noted("ends_soon", f"The credential ends on {_day(last)}.")
    ends = f"until {_day(last)}" if last is not None else "and has no end date"
    return VALIDITY.passed("in_period", f"The credential is valid {ends}.")


def effective_window(case: Case) -> tuple[datetime | None, datetime | None]:
    """Return the period of the credential, narrowed by the `nbf` and `exp` of its token.

    Raises ModelError: invalid_date.
    """
    first, last = validity_window(case.document)
    claims = case.read.token.claims if case.read.token else {}
    starts, ends = _claim(claims, "nbf"), _claim(claims, "exp")
    return (
        max((moment for moment in (first, starts) if moment), default=None),
        min((moment for moment in (last, ends) if moment), default=None),
    )


def _claim(claims: JsonObject, name: str) -> datetime | None:
    seconds = claims.get(name)
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= _LAST_SECOND:
        raise ModelError("invalid_date", f"The token's '{name}' is not a point in time.")
    return datetime.fromtimestamp(seconds, UTC)


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")
