# SPDX-License-Identifier: Apache-2.0
"""The Verifiable Credentials data model: its rules, and the pure way from a credential to a signed one."""

from cairn.standards.vc.rules import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    check_credential,
    check_presentation,
    validity_window,
)

__all__ = ["CREDENTIALS_V1", "CREDENTIALS_V2", "check_credential", "check_presentation", "validity_window"]
