# SPDX-License-Identifier: Apache-2.0
"""A learner who is signed in, and something to earn."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.assessment.conftest import School, school
from tests.factories.people import sign_in

__all__ = ["School", "learner", "school"]


@pytest.fixture
def learner(school: School, client: Client) -> Client:
    return sign_in(client, school.learner)
