# SPDX-License-Identifier: Apache-2.0
"""An organization with works that were rated twice."""

from __future__ import annotations

from tests.domain.assessment.conftest import School, school

__all__ = ["School", "school"]
