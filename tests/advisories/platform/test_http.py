# SPDX-License-Identifier: Apache-2.0
"""What the web itself allows, where nobody forbids it: forged posts, copies in memories, uploads without end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from cairn.organizations.roles import Role
from tests.factories.people import make_person, member, sign_in
from tests.web.routes import World, list_routes, make_world


@pytest.fixture
def world(db: None) -> World:
    """An organization with one of everything."""
    return make_world("ours")


def test_no_page_takes_a_post_without_the_token_of_its_form(world: World) -> None:
    browser = sign_in(Client(enforce_csrf_checks=True), member(world.organization, *Role))
    taken = {
        str(route): status
        for route in list_routes()
        if (status := browser.post(route.address(world.values)).status_code) not in {403, 405}
    }
    assert taken == {}


def test_nobody_fills_the_disk_with_one_request(client: Client) -> None:
    """A file of any size was put on disk before anybody asked how large it may be."""
    large = str(300 * 1024 * 1024)
    for page in ("/verify", "/accounts/login/", "/language", "/nowhere"):
        assert client.generic("POST", page, b"", CONTENT_LENGTH=large).status_code == 413
    signed_in = sign_in(client, make_person())
    assert signed_in.generic("POST", "/my/account/", b"", CONTENT_LENGTH=large).status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "²", "0x10", "12 "])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    assert client.generic("POST", "/verify", b"", CONTENT_LENGTH=length).status_code == 413


def test_a_stranger_may_send_what_a_form_holds(client: Client) -> None:
    assert client.post("/verify", {"text": "x" * 1_000_000}).status_code == 200


def test_a_page_that_names_who_is_signed_in_is_kept_nowhere(world: World) -> None:
    """Pages for everybody, refusals and errors name the visitor too, and said nothing to the memories on the way."""
    browser = sign_in(Client(), world.learner)
    for page in ("/catalog", "/nowhere", "/o/ours/keys", "/issuers/ours", "/help", "/my/work/"):
        answer = browser.get(page)
        assert answer.headers["Cache-Control"] == "private, no-store", page
    assert Client().get("/issuers/ours/did.json").headers["Cache-Control"] == "public, max-age=300"
    assert browser.get("/issuers/ours/did.json").headers["Cache-Control"] == "public, max-age=300"


def test_every_answer_carries_a_policy_that_runs_nothing_of_others(world: World) -> None:
    for browser in (Client(), sign_in(Client(), member(world.organization, *Role))):
        for route in list_routes():
            policy = browser.get(route.address(world.values)).headers.get("Content-Security-Policy", "")
            directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
            assert directives["default-src"] == "'none'", route
            assert directives.get("script-src", "'self'") == "'self'", route
            assert "sandbox" in directives or "unsafe-inline" not in policy, route


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 200


def test_where_to_go_on_is_never_another_site(client: Client) -> None:
    person = make_person(email="ada@example.org", password="a long pebble path")
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = Client().post(
            "/accounts/login/", {"login": "ada@example.org", "password": "a long pebble path", "next": wanted}
        )
        assert answer.headers["Location"] == "/home"
        moved = sign_in(client, person).post("/language", {"language": "es", "next": wanted})
        assert moved.headers["Location"].startswith("/")
        assert not moved.headers["Location"].startswith(("//", "/\\"))


def test_behind_a_proxy_each_visitor_has_their_own_count_of_tries(tmp_path: Path) -> None:
    """All visitors shared the address of the proxy, so that anybody could use up the tries of all."""
    code = "from cairn.config import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    for flag, count in (("1", "1"), ("", "0")):
        known = {**os.environ, "CAIRN_BEHIND_PROXY": flag, "CAIRN_DATA": str(tmp_path)}
        done = subprocess.run([sys.executable, "-c", code], env=known, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == count
