# SPDX-License-Identifier: Apache-2.0
"""What a verification says: named checks, each with its reason, and one verdict.

The verdicts, their names on a page and their exit codes are one table for the command line, the API and the pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cairn.standards.types import JsonObject


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOTED = "noted"
    NOT_RUN = "not_run"


class Verdict(StrEnum):
    """The one answer to "can I rely on this?"."""

    VERIFIED = "verified"
    VERIFIED_WITH_NOTES = "verified_with_notes"
    UNDETERMINED = "undetermined"
    NOT_VERIFIED = "not_verified"

    @property
    def label(self) -> str:
        """The words that a page shows."""
        return _TITLES[self]

    @property
    def exit_code(self) -> int:
        """What a command ends with."""
        return _EXIT_CODES[self]


_TITLES: Final = {
    Verdict.VERIFIED: "Verified",
    Verdict.VERIFIED_WITH_NOTES: "Verified, with notes",
    Verdict.UNDETERMINED: "Cannot be determined",
    Verdict.NOT_VERIFIED: "Not verified",
}
_EXIT_CODES: Final = {
    Verdict.VERIFIED: 0,
    Verdict.VERIFIED_WITH_NOTES: 0,
    Verdict.UNDETERMINED: 3,
    Verdict.NOT_VERIFIED: 1,
}
_SEVERITY: Final = (Verdict.NOT_VERIFIED, Verdict.UNDETERMINED, Verdict.VERIFIED_WITH_NOTES, Verdict.VERIFIED)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was looked at, how it ended, why in plain words, and where the standard asks for it.

    `undetermined` marks a check that would decide and could not be run, because something could not be had.
    """

    name: str
    outcome: Outcome
    code: str
    message: str
    spec: str
    undetermined: bool = False

    def to_json(self) -> JsonObject:
        """Return the documented form."""
        return {
            "name": self.name,
            "outcome": str(self.outcome),
            "code": self.code,
            "message": self.message,
            "spec": self.spec,
        }


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All checks of one document, what the document says, and the reports of the credentials inside it."""

    checks: tuple[Check, ...]
    credential: JsonObject = field(default_factory=dict)
    contents: tuple[VerificationReport, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict that follows from the checks: one failure decides, then one thing that could not be had."""
        if any(check.outcome is Outcome.FAILED for check in self.checks):
            return Verdict.NOT_VERIFIED
        if any(check.undetermined for check in self.checks):
            return Verdict.UNDETERMINED
        if any(check.outcome is Outcome.NOTED for check in self.checks):
            return Verdict.VERIFIED_WITH_NOTES
        return Verdict.VERIFIED

    def find(self, name: str) -> Check | None:
        """Return the first check of that name, a failed one before others."""
        found = sorted(
            (check for check in self.checks if check.name == name),
            key=lambda check: check.outcome is not Outcome.FAILED,
        )
        return found[0] if found else None

    @property
    def reason(self) -> Check | None:
        """The check that decided against the document, or the one that is missing."""
        failed = (check for check in self.checks if check.outcome is Outcome.FAILED)
        missing = (check for check in self.checks if check.undetermined)
        return next(failed, None) or next(missing, None)

    def to_json(self) -> JsonObject:
        """Return the documented form."""
        result: JsonObject = {
            "verdict": str(self.verdict),
            "checks": [check.to_json() for check in self.checks],
            "credential": self.credential,
        }
        if self.contents:
            result["contents"] = [report.to_json() for report in self.contents]
        return result


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the gravest of several verdicts; of none, `VERIFIED`."""
    return min(verdicts, key=_SEVERITY.index, default=Verdict.VERIFIED)
