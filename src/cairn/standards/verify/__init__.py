# SPDX-License-Identifier: Apache-2.0
"""One `verify()` for every format and every issuer, with reasons in plain words."""

from cairn.standards.verify.pipeline import verify
from cairn.standards.verify.policy import VerificationPolicy, VerificationTools
from cairn.standards.verify.report import Check, Outcome, Verdict, VerificationReport, worst

__all__ = [
    "Check",
    "Outcome",
    "Verdict",
    "VerificationPolicy",
    "VerificationReport",
    "VerificationTools",
    "verify",
    "worst",
]
