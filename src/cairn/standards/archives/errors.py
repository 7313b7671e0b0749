# SPDX-License-Identifier: Apache-2.0
"""The error of containers: archives and XML."""

from __future__ import annotations

from cairn.standards.errors import StandardsError


class ArchiveError(StandardsError):
    """An archive or XML document that is malformed, ambiguous or larger than is safe to read."""
