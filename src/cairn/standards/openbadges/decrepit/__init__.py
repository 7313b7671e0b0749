# SPDX-License-Identifier: Apache-2.0
"""Open Badges before 3.0, to read and verify only: Cairn issues nothing in these forms."""

from cairn.standards.openbadges.decrepit.assertion import (
    LegacyAssertion,
    LegacyRecipient,
    Verification,
    Version,
    is_legacy,
    read_assertion,
)
from cairn.standards.openbadges.decrepit.issuer import LegacyBadge, LegacyIssuer, read_badge, read_issuer
from cairn.standards.openbadges.decrepit.report import LegacyReport, Outcome, Step
from cairn.standards.openbadges.decrepit.verify import VerifyJws, verify_legacy

__all__ = [
    "LegacyAssertion",
    "LegacyBadge",
    "LegacyIssuer",
    "LegacyRecipient",
    "LegacyReport",
    "Outcome",
    "Step",
    "Verification",
    "VerifyJws",
    "Version",
    "is_legacy",
    "read_assertion",
    "read_badge",
    "read_issuer",
    "verify_legacy",
]
