# SPDX-License-Identifier: Apache-2.0
"""Comprehensive Learner Record 2.0: models with exact round trips and the rules beyond their shape."""

from cairn.standards.clr.models import Association, ClrCredential, ClrSubject
from cairn.standards.clr.rules import CLR_RULES, check

__all__ = ["CLR_RULES", "Association", "ClrCredential", "ClrSubject", "check"]
