# SPDX-License-Identifier: Apache-2.0
"""How the verification of an old badge went, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn, TypeVar

from cairn.standards.errors import StandardsError
from cairn.standards.openbadges.decrepit.assertion import LegacyAssertion

T = TypeVar("T")

STEPS: Final = ("format", "source", "badge", "issuer", "scope", "proof", "revocation", "validity", "recipient")


class Outcome(StrEnum):
    """How a step went; unavailable says nothing against the badge."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the verification: its name, how it went, a stable code and a sentence that a person understands."""

    name: str
    outcome: Outcome
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class LegacyReport:
    """All steps in the order of `STEPS`, and the assertion as far as it could be read."""

    steps: tuple[Step, ...]
    assertion: LegacyAssertion | None = None

    @property
    def outcome(self) -> Outcome:
        """Failed or unavailable if any step was; passed only if the proof was found; else not run."""
        outcomes = {step.outcome for step in self.steps}
        for outcome in (Outcome.FAILED, Outcome.UNAVAILABLE):
            if outcome in outcomes:
                return outcome
        return self.step("proof").outcome

    def step(self, name: str) -> Step:
        """Return one step by its name."""
        return self.steps[STEPS.index(name)]


class Halt(Exception):  # no error: the end of the steps that can be taken
    """Ends the steps that rest on each other."""


class Recorder:
    """Collects the steps; whatever fails or cannot be had ends those that would rest on it."""

    def __init__(self) -> None:
        self._steps: dict[str, Step] = {}

    def passed(self, name: str, detail: str) -> None:
        """Note that a step went well."""
        self._steps[name] = Step(name, Outcome.PASSED, "ok", detail)

    def halt(self, name: str, outcome: Outcome, code: str, detail: str) -> NoReturn:
        """Note how a step went and end here."""
        self._steps[name] = Step(name, outcome, code, detail)
        raise Halt

    def failed(self, name: str, code: str, detail: str) -> NoReturn:
        """Note that a step failed and end here."""
        self.halt(name, Outcome.FAILED, code, detail)

    def attempt(self, name: str, action: Callable[[], T]) -> T:
        """Do what a step needs; a document that breaks its standard fails the step."""
        try:
            return action()
        except StandardsError as error:
            self.failed(name, error.code, error.detail)

    def steps(self) -> tuple[Step, ...]:
        """Return all steps in order; those that were not taken say so."""
        missing = "This was not looked at, because an earlier step did not go well."
        return tuple(self._steps.get(name) or Step(name, Outcome.NOT_RUN, "earlier_step", missing) for name in STEPS)
