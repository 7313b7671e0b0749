# SPDX-License-Identifier: Apache-2.0
"""The ways through assessing: one set of tabs, one place in the menu, each as far as somebody may go."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.domain.assessment.conftest import School
from tests.factories.people import member, sign_in
from tests.web.markup import flat

_ROW = re.compile(r'<nav class="tabs" aria-label="([^"]*)">(.*?)</nav>')
_LINK = re.compile(r'<a href="([^"]*)"( aria-current="page")?>(?:<[^>]*>)*([^<]*)')


def _open(client: Client, school: School, page: str) -> str:
    answer = client.get(f"/o/{school.organization.slug}/{page}")
    assert answer.status_code == 200
    return flat(answer.content.decode())


def _rows(html: str) -> dict[str, list[str]]:
    """The rows of tabs by their names; where one stands has a star."""
    return {
        name: [f"{'*' if here else ''}{words.strip()}" for _url, here, words in _LINK.findall(row)]
        for name, row in _ROW.findall(html)
    }


def _menu(html: str) -> dict[str, tuple[str, bool]]:
    """The menu of the workplace: each word's address, and whether the page stands under it."""
    nav = re.search(r'<nav class="site-nav"[^>]*>(.*?)</nav>', html)
    assert nav
    return {words.strip(): (url, bool(here)) for url, here, words in _LINK.findall(nav[1])}


def test_an_owner_finds_five_parts_and_the_pages_of_the_one_they_are_in(school: School, owner: Client) -> None:
    assert _rows(_open(owner, school, "conflicts/")) == {
        "Parts of assessing": ["Queue", "*Assessors", "Agreement", "Plan", "Appeals"],
        "Assessors": ["Assessors", "*Conflicts"],
    }
    assert _rows(_open(owner, school, "complaints/")) == {
        "Parts of assessing": ["Queue", "Assessors", "Agreement", "Plan", "*Appeals"],
        "Appeals": ["Appeals", "*Complaints"],
    }


def test_of_a_page_within_another_the_nearer_is_marked(school: School, client: Client) -> None:
    sign_in(client, member(school.organization, "assessor", name="Ada Assessor"))
    assert _rows(_open(client, school, "queue/known/")) == {
        "Parts of assessing": ["*Queue", "Practice", "Agreement"],
        "Queue": ["Queue", "*Writers you know"],
    }


def test_a_part_of_one_page_has_no_second_row(school: School, client: Client) -> None:
    sign_in(client, member(school.organization, "assessor", name="Ada Assessor"))
    assert _rows(_open(client, school, "training/")) == {"Parts of assessing": ["Queue", "*Practice", "Agreement"]}


@pytest.mark.parametrize(
    "page",
    [
        "queue/",
        "assigning/",
        "moderation/",
        "masking/",
        "assessors/",
        "conflicts/",
        "reliability/",
        "assessment/",
        "anchors/",
        "appeals/",
        "complaints/",
        "assessment/calendar",
    ],
)
def test_the_menu_says_assess_on_every_page_of_it(school: School, owner: Client, page: str) -> None:
    menu = _menu(_open(owner, school, page))
    assert [words for words, (_url, here) in menu.items() if here] == ["Assess"]


def test_the_menu_says_author_on_pages_of_rubrics(school: School, owner: Client) -> None:
    menu = _menu(_open(owner, school, "rubrics/"))
    assert [words for words, (_url, here) in menu.items() if here] == ["Author"]


@pytest.mark.parametrize(("role", "page"), [("author", "assessment/"), ("analyst", "reliability/")])
def test_who_has_no_queue_begins_with_what_they_may_open(school: School, client: Client, role: str, page: str) -> None:
    sign_in(client, member(school.organization, role, name="Noa Other"))
    assert _menu(_open(client, school, page))["Assess"] == (f"/o/{school.organization.slug}/{page}", True)
