# SPDX-License-Identifier: Apache-2.0
"""Who may make an organization: nobody gets to issue under this server's name unasked."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from cairn.foundation.errors import PermissionDenied
from cairn.organizations import services
from cairn.organizations.models import Organization
from tests.factories.people import make_organization, make_person, member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _closed(settings: Settings) -> None:
    settings.CAIRN_OPEN_ORGANIZATIONS = False


def test_the_first_one_is_made_by_whoever_comes_first() -> None:
    person = make_person()
    first = services.create_organization(slug="first", name="First", acting=person.as_actor())
    assert Organization.objects.get() == first
    with pytest.raises(PermissionDenied) as refused:
        services.create_organization(slug="second", name="Second", acting=person.as_actor())
    assert refused.value.code == "founding_closed"
    assert Organization.objects.count() == 1


def test_an_owner_makes_further_ones_under_theirs_and_nobody_else_does() -> None:
    district = make_organization("district")
    owner, author = member(district, "owner"), member(district, "author")
    school = services.create_organization(slug="school", name="School", parent=district, acting=owner.as_actor())
    assert school.parent == district
    with pytest.raises(PermissionDenied):
        services.create_organization(slug="other", name="Other", parent=district, acting=author.as_actor())
    assert set(Organization.objects.values_list("slug", flat=True)) == {"district", "school"}


def test_the_page_says_whom_to_ask_and_makes_nothing(client: Client) -> None:
    make_organization("district")
    sign_in(client, make_person())
    answer = client.post("/organizations/new", {"name": "Harvard", "slug": "harvard"})
    assert answer.status_code == 403
    assert "Ask whoever runs this server." in answer.content.decode()
    assert Organization.objects.count() == 1


def test_an_operator_may_open_it_to_everybody(settings: Settings) -> None:
    settings.CAIRN_OPEN_ORGANIZATIONS = True
    make_organization("district")
    services.create_organization(slug="other", name="Other", acting=make_person().as_actor())
    assert Organization.objects.count() == 2
