# SPDX-License-Identifier: Apache-2.0
"""A school, and somebody of it at a browser."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.credentials import School, make_school
from tests.factories.people import sign_in


@pytest.fixture
def school(db: None) -> School:
    """A school with somebody in each role that matters here."""
    return make_school()


@pytest.fixture
def issuer(client: Client, school: School) -> Client:
    """The browser of somebody who issues."""
    return sign_in(client, school.issuer)
