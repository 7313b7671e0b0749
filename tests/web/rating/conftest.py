# SPDX-License-Identifier: Apache-2.0
"""An assessor who is signed in, and work to rate."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.assessment.conftest import School, school
from tests.factories.people import sign_in

__all__ = ["School", "assessor", "school"]


@pytest.fixture
def assessor(school: School, client: Client) -> Client:
    return sign_in(client, school.assessor)
