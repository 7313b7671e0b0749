# SPDX-License-Identifier: Apache-2.0
"""Every page of the product, found by following links as each role and as nobody, and looked at in a real browser.

The crawl reads as a machine does and is quick: it covers every role. The browser then looks at one address of each
route, and at the pages of which every role has its own, in both widths.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser

from tests.e2e.conftest import require_chromium
from tests.e2e.crawl import Crawl, Found, crawl_as, list_names
from tests.e2e.looking import Looker
from tests.e2e.serving import Site, serve_demonstration
from tests.e2e.visitor import Screen
from tests.web.look import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOBODY: Final = ""
ROLES: Final = {
    "visitor": NOBODY,
    "learner": "teresa",
    "learner under age": "maya",
    "learner who appealed": "faduma",
    "author": "chan",
    "assessor": "anselm",
    "assessor in training": "esteban",
    "issuer and owner": "patrice",
    "owner of schools": "joyce",
    "registrar": "priscilla",
    "adviser": "tobias",
    "mentor": "bethany",
    "employer reviewer": "mina",
    "analyst": "winifred",
}
_FOR_EACH_ROLE: Final = frozenset({"home", "cairn", "organization_home"})
_LOOKS: Final = 1

_BUTTON: Final = "what a button sends; it has no page to open"
_BY_CODE: Final = "stands behind a code that was just mailed"
_AGAIN: Final = "asks for the password again, and people of the demonstration have none"
_MACHINE: Final = "asked for by a machine, not by a link"
_PIECE: Final = "a piece of a page, which its script fetches"
_AFTER: Final = "comes after a deed, which following links does not do"
_NONE: Final = "the demonstration holds none"
_REASONS: Final = {
    _BUTTON: (
        "accept_invitation export_awards job_change new_password queue_take roster_apply roster_undo studio_language "
        "studio_picture studio_reopen undo_award_batch take_back_appeal take_back_complaint withdraw_attestation "
        "take_back_attestation take_back_observation keep_in_locker discard_piece forget_groups work_track "
        "assessors_offer conflict_end known_writer_end rubrics_keep studio_rubric_keep training_begin meeting_close"
    ),
    _BY_CODE: (
        "account_complete_password_reset account_confirm_login_code account_confirm_password_reset_code "
        "account_email_verification_sent account_password_reset_completed"
    ),
    _AGAIN: (
        "account_change_password account_reauthenticate mfa_authenticate mfa_deactivate_totp "
        "mfa_download_recovery_codes mfa_edit_webauthn mfa_generate_recovery_codes mfa_list_webauthn "
        "mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_signup_webauthn "
        "mfa_view_recovery_codes"
    ),
    _MACHINE: ("achievement_png achievement_svg credential_card favicon healthz robots shared_card status_list"),
    _PIECE: "bench_standing studio_findings",
    _AFTER: "awards_job bench_finish claimed_file job roster_bundle studio_rubric training_agreed",
    _NONE: "account_inactive achievement_changes issuer_logo",
}
EXCUSED: Final = {name: reason for reason, names in _REASONS.items() for name in names.split()}
"""Routes to which no link of the demonstration leads, each with the reason; other tests open them."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demonstration in which nobody has done anything: the letters of other tests would crowd out its own."""
    require_chromium()
    with serve_demonstration(tmp_path_factory.mktemp("untouched")) as served:
        yield served


@pytest.fixture(scope="module")
def crawls(site: Site) -> dict[str, Crawl]:
    """What each role found by following links, and what answered wrongly."""
    found: dict[str, Crawl] = {}
    for role, who in ROLES.items():
        with crawl_as(site, who) as crawl:
            crawl.follow()
        found[role] = crawl
    return found


def test_every_link_leads_somewhere(crawls: dict[str, Crawl]) -> None:
    assert {role: crawl.faults for role, crawl in crawls.items() if crawl.faults} == {}


def test_every_page_has_one_heading_a_title_and_a_language(crawls: dict[str, Crawl]) -> None:
    wrong = [
        f"{role}: {page.path}: {page.head.headings} h1, title {page.head.title!r}, {page.head.language}"
        for role, crawl in crawls.items()
        for page in crawl.found.values()
        if page.is_page and not page.head.is_whole
    ]
    assert wrong == []


def test_every_route_is_found_by_following_links(crawls: dict[str, Crawl]) -> None:
    seen = {page.route for crawl in crawls.values() for page in crawl.found.values()}
    posted = {route for crawl in crawls.values() for route in crawl.only_posts}
    missing = set(list_names(get_resolver().url_patterns)) - seen - posted
    assert sorted(missing - EXCUSED.keys()) == []
    assert sorted(EXCUSED.keys() & seen) == [], "These were found, so they need no excuse."


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_in_the_browser(chrome: Browser, site: Site, crawls: dict[str, Crawl], width: int) -> None:
    faults: list[str] = []
    weights: dict[str, str] = {}
    for who, pages in _by_person(_choose(crawls)):
        with Looker.sit(chrome, site, who, Screen(width=width)) as looker:
            for page in pages:
                faults.extend(looker.look_at(page.path))
                weights.setdefault(page.route, f"{looker.weight}  {page.path}")
    _print_weights(weights)
    assert faults == []


@pytest.mark.parametrize(("language", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_public_pages_in_other_languages(
    chrome: Browser, site: Site, crawls: dict[str, Crawl], language: str, direction: str
) -> None:
    public = [page for page in _choose({"visitor": crawls["visitor"]}) if page.is_public]
    faults: list[str] = []
    for width in WIDTHS:
        with Looker.sit(chrome, site, NOBODY, Screen(width=width, language=language)) as looker:
            for page in public:
                faults.extend(looker.look_at(page.path))
                assert looker.language == (language, direction), page.path
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_refusals_are_pages_too(chrome: Browser, site: Site, width: int) -> None:
    with Looker.sit(chrome, site, "teresa", Screen(width=width)) as looker:
        faults = [
            *looker.look_at("/nothing-is-here", status=404),
            *looker.look_at("/o/port-ellery-college/people", status=403),
        ]
    assert faults == []


def _choose(crawls: dict[str, Crawl]) -> Iterator[Found]:
    """Go through the pages to look at: of each route the first two, and one for each role where roles differ."""
    looked: Counter[str] = Counter()
    for crawl in crawls.values():
        mine: Counter[str] = Counter()
        for page in crawl.found.values():
            is_own = page.route in _FOR_EACH_ROLE and not mine[page.route]
            if page.is_page and (is_own or looked[page.route] < _LOOKS):
                looked[page.route] += 1
                mine[page.route] += 1
                yield page


def _by_person(pages: Iterator[Found]) -> Iterator[tuple[str, Sequence[Found]]]:
    people: defaultdict[str, list[Found]] = defaultdict(list)
    for page in pages:
        people[page.who].append(page)
    yield from people.items()


def _print_weights(weights: dict[str, str]) -> None:
    lines = [f"{route:32} {weight}" for route, weight in sorted(weights.items())]
    sys.stdout.write("\n".join(["", *lines, ""]))
