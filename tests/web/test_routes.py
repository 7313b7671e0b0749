# SPDX-License-Identifier: Apache-2.0
"""Every route × every role × one's own or another organization's object, from the route table itself.

A route that says nothing of who may open it, or whose address has a place that this world cannot fill, fails here: a
new one cannot be missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pytest
from django.apps import apps
from django.test import Client

from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything
from cairn.organizations.roles import PERMISSIONS, Role
from tests.factories.people import make_organization, make_person, member, sign_in
from tests.web.routes import Route, World, list_routes, make_world

ROUTES: Final = list_routes()
OF_ORGANIZATIONS: Final = [route for route in ROUTES if route.rule is not None and route.rule.permission is not None]
OF_PEOPLE: Final = [route for route in ROUTES if route.rule is not None and route.rule.audience == "person"]
SIGN_IN: Final = "/accounts/login/"

pytestmark = pytest.mark.django_db


def _rows() -> dict[str, int]:
    """Count the rows of every table but sessions."""
    with everything("a test counts what was stored"):
        return {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models()
            if model._meta.label != "sessions.Session"
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and where one was sent."""

    status_code: int
    location: str


def _statuses(client: Client, route: Route, world: World) -> dict[str, Answer]:
    address = route.address(world.values)
    responses = {"GET": client.get(address), "POST": client.post(address)}
    return {
        method: Answer(response.status_code, response.headers.get("Location", ""))
        for method, response in responses.items()
    }


def test_every_route_says_who_may_open_it() -> None:
    assert [str(route) for route in ROUTES if route.rule is None] == []
    assert [str(route) for route in ROUTES if not route.name] == []
    assert len({route.name for route in ROUTES}) == len(ROUTES)


def test_every_address_can_be_filled() -> None:
    world = make_world("ours")
    assert [str(route) for route in ROUTES if not set(route.converters) <= set(world.values)] == []


def test_every_route_of_an_organization_is_under_its_address() -> None:
    assert [str(route) for route in OF_ORGANIZATIONS if not route.pattern.startswith("o/<slug:slug>/")] == []
    assert len(OF_ORGANIZATIONS) > 40


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_may_and_nothing_else(client: Client, role: Role) -> None:
    world = make_world("ours")
    sign_in(client, member(world.organization, role))
    before = _rows()
    wrong = {
        f"{method} {route}": response.status_code
        for route in OF_ORGANIZATIONS
        for method, response in _statuses(client, route, world).items()
        if response.status_code == 403 and route.rule is not None and route.rule.permission in PERMISSIONS[role]
    }
    open_to_it = [route for route in OF_ORGANIZATIONS if route.rule and route.rule.permission in PERMISSIONS[role]]
    assert wrong == {}
    if not open_to_it:
        assert _rows() == before


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_is_denied_and_changes_nothing(client: Client, role: Role) -> None:
    world = make_world("ours")
    sign_in(client, member(world.organization, role))
    before = _rows()
    closed = [route for route in OF_ORGANIZATIONS if route.rule and route.rule.permission not in PERMISSIONS[role]]
    answers = {
        f"{method} {route}": response.status_code
        for route in closed
        for method, response in _statuses(client, route, world).items()
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert _rows() == before


def test_an_owner_elsewhere_is_denied_everywhere_and_changes_nothing(client: Client) -> None:
    world, elsewhere = make_world("ours"), make_world("theirs")
    sign_in(client, member(elsewhere.organization, *Role))
    before = _rows()
    answers = {
        f"{method} {route}": response.status_code
        for route in OF_ORGANIZATIONS
        for method, response in _statuses(client, route, world).items()
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert _rows() == before


def test_another_organizations_object_is_not_found_under_ones_own_address(client: Client) -> None:
    world, elsewhere = make_world("ours"), make_world("theirs")
    sign_in(client, member(world.organization, *Role))
    mixed = World(world.organization, world.learner, {**elsewhere.values, "slug": "ours"})
    with_object = [route for route in OF_ORGANIZATIONS if any(name.endswith("_id") for name in route.converters)]
    before = _rows()
    answers = {
        f"{method} {route}": response.status_code
        for route in with_object
        for method, response in _statuses(client, route, mixed).items()
    }
    assert len(with_object) > 25
    assert {name: status for name, status in answers.items() if status not in {404, 405}} == {}
    assert _rows() == before


def test_nobody_is_sent_to_sign_in_and_changes_nothing(client: Client) -> None:
    world = make_world("ours")
    before = _rows()
    answers = {
        f"{method} {route}": (response.status_code, response.location[: len(SIGN_IN)])
        for route in [*OF_ORGANIZATIONS, *OF_PEOPLE]
        for method, response in _statuses(client, route, world).items()
    }
    assert {name: answer for name, answer in answers.items() if answer not in {(302, SIGN_IN), (405, "")}} == {}
    assert list(answers.values()).count((302, SIGN_IN)) > len(answers) * 0.9
    assert _rows() == before


def test_another_persons_object_is_not_found_and_not_changed(client: Client) -> None:
    world = make_world("ours")
    sign_in(client, make_person())
    before = _rows()
    with_object = [route for route in OF_PEOPLE if any(name.endswith("_id") for name in route.converters)]
    answers = {
        f"{method} {route}": response.status_code
        for route in with_object
        for method, response in _statuses(client, route, world).items()
    }
    assert len(with_object) > 10
    assert {name: status for name, status in answers.items() if status not in {403, 404, 405}} == {}
    assert _rows() == before


def test_the_owner_of_the_organization_above_sees_and_does_not_award(client: Client) -> None:
    above = make_organization("above")
    world = make_world("ours")
    world.organization.parent = above
    world.organization.save()
    sign_in(client, member(above, "owner"))
    assert client.get("/o/ours/").status_code == 200
    assert client.get("/o/ours/awards/new/").status_code == 403
    assert client.get("/o/ours/queue/").status_code == 403


def test_every_permission_belongs_to_somebody() -> None:
    assert frozenset().union(*PERMISSIONS.values()) == frozenset(Permission)
