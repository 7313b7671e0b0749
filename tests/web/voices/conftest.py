# SPDX-License-Identifier: Apache-2.0
"""A school, and a learner who is signed in."""

from __future__ import annotations

from tests.web.earning.conftest import School, learner, school

__all__ = ["School", "learner", "school"]
