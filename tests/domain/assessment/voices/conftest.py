# SPDX-License-Identifier: Apache-2.0
"""The same school as for other tests of assessment."""

from __future__ import annotations

from tests.domain.assessment.conftest import School, school

__all__ = ["School", "school"]
