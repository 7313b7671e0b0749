# SPDX-License-Identifier: Apache-2.0
"""One document under verification, and the short ways to say how a check ended."""

from __future__ import annotations

from dataclasses import dataclass

from cairn.standards.proofs.vc_jwt import issuer_id
from cairn.standards.types import JsonObject
from cairn.standards.verify.policy import VerificationPolicy, VerificationTools
from cairn.standards.verify.reading import ReadDocument
from cairn.standards.verify.report import Check, Outcome


@dataclass(frozen=True, slots=True)
class Case:
    """What is verified, by which policy, with which tools."""

    read: ReadDocument
    policy: VerificationPolicy
    tools: VerificationTools

    @property
    def document(self) -> JsonObject:
        """The credential or presentation as JSON."""
        return self.read.document

    @property
    def issuer(self) -> str:
        """The identifier of the issuer (or holder), empty where there is none."""
        return issuer_id(self.document)


@dataclass(frozen=True, slots=True)
class CheckName:
    """A check's name and the section of the standard that asks for it: the maker of its results."""

    name: str
    spec: str

    def passed(self, code: str, message: str) -> Check:
        """The check holds."""
        return Check(self.name, Outcome.PASSED, code, message, self.spec)

    def failed(self, code: str, message: str, *, path: str = "") -> Check:
        """The check does not hold, which decides against the document."""
        return Check(self.name, Outcome.FAILED, code, _at(message, path), self.spec)

    def noted(self, code: str, message: str, *, path: str = "") -> Check:
        """The check holds, and something is worth knowing."""
        return Check(self.name, Outcome.NOTED, code, _at(message, path), self.spec)

    def not_run(self, code: str, message: str) -> Check:
        """There was nothing to check."""
        return Check(self.name, Outcome.NOT_RUN, code, message, self.spec)

    def undetermined(self, code: str, message: str) -> Check:
        """The check would decide, and something that it needs could not be had."""
        return Check(self.name, Outcome.NOT_RUN, code, message, self.spec, undetermined=True)


def _at(message: str, path: str) -> str:
    return f"{message} (at {path})" if path else message
