# SPDX-License-Identifier: Apache-2.0
"""Assessment that can be trusted, in a real browser: four assessors, two who differ, a third, an appeal, a report.

An owner plans and writes a known work; assessors qualify on it; two rate blind and differ; a third decides; the brake
is on, because nobody can know yet how closely they agree; the learner appeals, a fourth assessor overturns, and the
award carries a signed report that others verify.
"""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from cairn.standards.openbadges.provenance import ASSESSMENT_CONTEXT
from tests.e2e import assessor, author, employer, learner, planner, story, trainee
from tests.e2e.conftest import Visit
from tests.e2e.story import HAZARDS_NAMED, MEETS, NOT_YET, SETUP_SHOWN
from tests.e2e.test_chain import earn, paint
from tests.e2e.visitor import Screen, Visitor
from tests.peers.node import install_independent_verifier
from tests.shared_data import shared_path

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCREENS = [Screen(360, scripts=False), Screen(1280, scripts=True)]

_RATERS = ("Anselm Oyelaran", "Rosalind Pettibone", "Σταύρος Λαμπρινός", "मीना थापा")
_KEPT = "Your rating is kept."
_GOOD = {HAZARDS_NAMED.name: MEETS, SETUP_SHOWN.name: MEETS}
_WEAK = {HAZARDS_NAMED.name: NOT_YET, SETUP_SHOWN.name: MEETS}


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_an_award_after_an_appeal_carries_its_report(visit: Visit, screen: Screen, tmp_path: Path) -> None:
    run = secrets.token_hex(3)
    title, holder, email = f"Safe Ladder Setup {run}", f"Ada Fernbrook {run}", f"ada.{run}@example.net"
    ada, owner, rater = visit("learner", screen), visit("owner", screen), visit("assessor", screen)
    author.write_and_publish(visit("author", screen), title)
    planner.state_plan(owner, title)
    planner.write_known_work(owner, title)
    earn(ada, title, holder, email, paint(tmp_path))

    trainee.is_refused(rater, _RATERS[0], title)
    for person in _RATERS:
        trainee.qualify(rater, person, title)
    rate_as(rater, _RATERS[0], title, _GOOD, _KEPT)
    rate_as(rater, _RATERS[1], title, _WEAK, _KEPT)
    rate_as(rater, _RATERS[2], title, _WEAK, "Sent back.")
    planner.sees_brake(owner, title)

    appeal(ada, title)
    rate_as(rater, _RATERS[3], title, _GOOD, "Passed.")
    learner.find_credential(ada, title, email, told="Your appeal on “%s” changed the result: you passed")
    signed = learner.download(ada, "The signed credential (JSON)", tmp_path)
    report = fetch_report(ada, signed, tmp_path)
    expect_verified(ada, [signed, report], tmp_path)
    reader = visit("employer", screen)
    employer.check_file(reader, signed, "verified", "Verified")
    reader.sees(re.compile("who did not know the learner"), re.compile("not yet established|too few", re.IGNORECASE))


def rate_as(rater: Visitor, person: str, title: str, levels: dict[str, str], said: str) -> None:
    """Take the work as one of its assessors, see no name and no other rating, and finish."""
    rater.become(person)
    rater.open(f"/o/{story.SLUG}/queue/")
    line = rater.page.get_by_role("row").filter(has_text=title)
    line.get_by_role("button", name=re.compile("^Take it")).click()
    rater.sees_heading(title)
    expect(rater.page.locator("body")).not_to_contain_text("Fernbrook")
    for other in _RATERS:
        if other != person:
            expect(rater.page.locator("body")).not_to_contain_text(other)
    assessor.rate(rater, levels)
    rater.write("Feedback to the learner", story.FEEDBACK)
    rater.look(f"bench-{_RATERS.index(person)}")
    rater.press("Save and see what follows")
    rater.look(f"finish-{_RATERS.index(person)}", at="/finish")
    rater.press(re.compile("^(Decide: it passes|Send it back|Keep my rating.*)$"))
    rater.sees(said)
    rater.look(f"finished-{_RATERS.index(person)}")


def appeal(ada: Visitor, title: str) -> None:
    """Read that it came back, and appeal."""
    ada.open("/my/work/")
    ada.follow(title)
    ada.follow("Read the feedback")
    ada.look("result", at="/result")
    ada.follow("Appeal against this result")
    ada.write("What was judged wrongly?", "Both hazards are named in the first part, with what I did.")
    ada.look("appeal")
    ada.press("File my appeal")
    ada.sees(re.compile("[Aa]nother assessor"))
    ada.look("appealed")


def fetch_report(ada: Visitor, signed: Path, folder: Path) -> Path:
    """Get the report that the credential points to, as a program would."""
    credential = json.loads(signed.read_text(encoding="utf-8"))
    descriptions: list[dict[str, Any]] = credential["credentialSubject"]["achievement"]["resultDescription"]
    [address] = [known["assessmentEvaluation"] for known in descriptions if "assessmentEvaluation" in known]
    assert address.startswith(ada.site.url)
    answer = httpx.get(address, headers={"Accept": "application/vc+ld+json"}, follow_redirects=True)
    assert answer.status_code == 200
    path = folder / "report.json"
    path.write_bytes(answer.content)
    return path


def expect_verified(ada: Visitor, files: list[Path], folder: Path) -> None:
    """Let an independent program verify both; the issuer and the status list are given to it as files."""
    credential = json.loads(files[0].read_text(encoding="utf-8"))
    addresses = {
        credential["issuer"]["id"]: ada.site.address(f"/issuers/{story.SLUG}/did.json"),
        credential["credentialStatus"]["statusListCredential"]: credential["credentialStatus"]["statusListCredential"],
    }
    # The verifier's own loader has the contexts of the core alone.
    context = shared_path("normative/extensions/assessmentExtension/v2p0/context.json")
    options = ["--doc", f"{ASSESSMENT_CONTEXT}={context}"]
    for number, (name, address) in enumerate(addresses.items()):
        document = folder / f"document-{number}.json"
        document.write_bytes(httpx.get(address).content)
        options += ["--doc", f"{name}={document}"]
    found = install_independent_verifier().judge(files, "--strict", *options)
    assert found == {file.name: True for file in files}
