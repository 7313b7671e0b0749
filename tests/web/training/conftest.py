# SPDX-License-Identifier: Apache-2.0
"""An assessor and an author who are signed in, and a credential that asks for qualified assessors."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.domain.assessment.conftest import School, school
from tests.factories.assessment import make_policy
from tests.factories.people import member, sign_in

__all__ = ["School", "asked", "assessor", "author", "owner", "school"]


@pytest.fixture
def asked(school: School) -> School:
    make_policy(school.version, requires_qualification=True, qualify_anchors=2, qualify_exact=75, drift_anchors=2)
    return school


@pytest.fixture
def assessor(school: School) -> Client:
    return sign_in(Client(), school.assessor)


@pytest.fixture
def author(school: School) -> Client:
    return sign_in(Client(), member(school.organization, "author"))


@pytest.fixture
def owner(school: School) -> Client:
    return sign_in(Client(), member(school.organization, "owner"))
