# SPDX-License-Identifier: Apache-2.0
"""An organization whose owner plans and moderates assessment."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.assessment.conftest import School, school
from tests.factories.people import member, sign_in

__all__ = ["school"]


@pytest.fixture
def learner(school: School) -> Client:
    return sign_in(Client(), school.learner)


@pytest.fixture
def owner(school: School, client: Client) -> Client:
    return sign_in(client, member(school.organization, "owner", name="Olu Owner"))
