# SPDX-License-Identifier: Apache-2.0
"""Every page of this folder in a real browser, on a phone and on a desk: nothing that axe finds, nothing too wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.models import Track
from cairn.assessment.services import Note, Shown, Statement
from cairn.foundation.scopes import organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_evidence import picture
from tests.domain.assessment.voices.test_attestations import link
from tests.factories.achievements import make_published_version
from tests.factories.assessment import make_submission
from tests.factories.people import member, sign_in
from tests.factories.voices import ask_witness, conclude, make_appeal, make_complaint, make_failed, make_piece
from tests.web.look import Theme, View, check_page, open_page, page_weight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

BUDGET: Final = 30_720
LOOKS: Final[tuple[tuple[int, Theme], ...]] = ((360, "light"), (1280, "dark"))


def view_of(person: Person | None) -> View:
    """Return how somebody looks at a page."""
    if person is None:
        return View()
    client = sign_in(Client(), person)
    return View(cookies=(("sessionid", client.cookies["sessionid"].value),))


def look(chrome: Browser, live_server: LiveServer, person: Person | None, *paths: str) -> dict[str, list[str]]:
    """Return what is wrong with pages as somebody sees them: on a phone by day, on a desk by night."""
    view = view_of(person)
    found = {path: list(_problems(chrome, f"{live_server.url}{path}", view)) for path in paths}
    return {path: problems for path, problems in found.items() if problems}


def _problems(chrome: Browser, url: str, view: View) -> Iterator[str]:
    for width, theme in LOOKS:
        page = open_page(chrome, url, width=width, theme=theme, view=view)
        yield from (f"{width}, {problem}" for problem in check_page(page, (theme,)))
        if width == LOOKS[0][0] and (weight := page_weight(page).page) > BUDGET:
            yield f"{weight} bytes"
        page.context.close()


def test_the_pages_of_a_learner(chrome: Browser, live_server: LiveServer, school: School, settings: Settings) -> None:
    settings.CAIRN_BASE_URL = live_server.url
    learner, acting = school.learner, school.learner.as_actor()
    failed = make_failed(school.version, learner=learner, assessor=school.assessor)
    before = look(
        chrome,
        live_server,
        learner,
        f"/my/work/{failed.submission_id}/appeal",
        f"/my/work/{failed.submission_id}/result",
        "/my/complaints/",
        "/my/evidence/",
    )
    appeal = make_appeal(failed)
    upheld = make_appeal(make_failed(make_published_version(school.organization, name="Feedback"), learner=learner))
    conclude(upheld, member(school.organization, "assessor"), {"plan": "not_yet", "insight": "meets"})
    complaint = make_complaint(school.organization, person=learner, submission=failed.submission)
    prior = make_submission(make_published_version(school.organization, name="Prior"), learner=learner, answers={})
    with person_scope(learner.pk):
        services.choose_track(prior, Track.PRIOR_LEARNING, acting=acting)
        file = services.keep_file(learner, picture(), "unit-plan-2024.png", Note("A unit plan"), acting=acting)
        used = services.use_item(file, prior, "prior:evidence", acting=acting)
        assert used is not None
        services.save_map(prior, {"O1": Shown((), "See page 2 of my unit plan.")}, acting=acting)
        with pytest.raises(services.MapConflict):
            services.save_map(prior, {"O1": Shown((str(used.pk),), "The goals are on page 2.")}, acting=acting)
    piece = make_piece(learner, "What my principal wrote to me after her visit.", "A letter of thanks")
    asked = ask_witness(prior)
    assert before == {}
    assert (
        look(
            chrome,
            live_server,
            learner,
            f"/my/work/{failed.submission_id}/",
            f"/my/appeals/{appeal.pk}/",
            f"/my/appeals/{upheld.pk}/",
            f"/my/complaints/new?work={failed.submission_id}",
            f"/my/complaints/{complaint.pk}/",
            f"/my/work/{prior.pk}/",
            f"/my/work/{prior.pk}/prior",
            f"/my/work/{prior.pk}/hand-in",
            f"/my/work/{prior.pk}/attestations",
            "/my/evidence/?work=",
            "/my/evidence/new",
            f"/my/evidence/{piece.pk}/use",
            "/my/account/about-you",
            "/my/work/",
        )
        == {}
    )
    assert look(chrome, live_server, None, f"/attest/{asked.token}") == {}


def test_two_windows_of_the_map_keep_every_word(chrome: Browser, live_server: LiveServer, school: School) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    with person_scope(school.learner.pk):
        services.choose_track(row, Track.PRIOR_LEARNING, acting=school.learner.as_actor())
    address, view = f"{live_server.url}/my/work/{row.pk}/prior", view_of(school.learner)
    desk, phone = (open_page(chrome, address, width=width, theme="light", view=view) for width in (1280, 360))
    for page, outcome, words in ((desk, "O1", "Long words"), (phone, "O2", "Page 3"), (phone, "O2", "Page 3 and 4")):
        page.get_by_role("textbox").nth(("O1", "O2").index(outcome)).fill(words)
        page.locator("[data-saved][data-state=done]").wait_for()
        page.locator("[data-saved]").evaluate("line => line.dataset.state = ''")
    for words in ("An hour of work", "Another hour of work"):
        phone.get_by_role("textbox").nth(0).fill(words)
        phone.locator("[data-saved][data-state=failed]").wait_for()
        phone.locator("[data-saved]").evaluate("line => line.dataset.state = ''")
    desk.reload()
    boxes = [desk.get_by_role("textbox").nth(place).input_value() for place in (0, 1)]
    assert boxes == ["Long words", "Page 3 and 4"]
    assert desk.locator(".doc").inner_text() == "Another hour of work"
    desk.get_by_role("button", name="Use the other text").click()
    assert desk.get_by_role("textbox").nth(0).input_value() == "Another hour of work"
    assert desk.locator(".doc").count() == 0


def test_the_pages_of_an_organization(
    chrome: Browser, live_server: LiveServer, school: School, settings: Settings
) -> None:
    settings.CAIRN_BASE_URL = live_server.url
    owner = member(school.organization, "owner", name="Ola Owner")
    mentor = member(school.organization, "mentor", name="Mo Mentor")
    home = f"/o/{school.organization.slug}"
    empty = look(chrome, live_server, owner, f"{home}/appeals/", f"{home}/complaints/")
    appeal = make_appeal(make_failed(school.version, learner=school.learner, assessor=school.assessor))
    complaint = make_complaint(school.organization, person=school.learner)
    other = make_submission(make_published_version(school.organization, name="Other"), learner=school.learner)
    asked = ask_witness(other, member_id=mentor.pk)
    with organization_scope(school.organization.pk):
        services.make_attestation(asked.attestation, Statement(("O1",), "I saw it."), acting=mentor.as_actor())
    by_mail = ask_witness(other)
    with organization_scope(school.organization.pk):
        services.make_attestation(by_mail.attestation, Statement(("O1",), "Seen."), acting=link(by_mail.token))
    assert empty == {}
    assert (
        look(
            chrome,
            live_server,
            owner,
            f"{home}/appeals/?page=1",
            f"{home}/appeals/{appeal.pk}/",
            f"{home}/complaints/?page=1",
            f"{home}/complaints/{complaint.pk}/",
        )
        == {}
    )
    observation = f"{home}/observations/{asked.attestation.pk}/"
    assert look(chrome, live_server, mentor, f"{home}/observations/", observation) == {}
    assert look(chrome, live_server, None, f"/issuers/{school.organization.slug}") == {}
