# SPDX-License-Identifier: Apache-2.0
"""The whole life of one credential, from the first word of its definition to its revocation, in a real browser.

An author, a learner, an assessor, an employer and an officer take their steps; narrow and wide, with and without
scripts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.e2e import assessor, author, employer, learner, mailbox, officer, story
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Screen, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCREENS = [Screen(width, scripts) for width in (360, 1280) for scripts in (True, False)]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_credential_lives_its_whole_life(visit: Visit, screen: Screen, tmp_path: Path) -> None:
    run = secrets.token_hex(3)
    title, holder, email = f"Safe Ladder Setup {run}", f"Ada Fernbrook {run}", f"ada.{run}@example.net"
    ada, rater = visit("learner", screen), visit("assessor", screen)

    author.write_and_publish(visit("author", screen), title)
    earn(ada, title, holder, email, paint(tmp_path))
    assessor.rate_and_send_back(rater, title, holder)
    learner.improve(ada, title, email)
    assessor.rate_and_pass(rater, title)

    learner.find_credential(ada, title, email)
    link = learner.share(ada)
    signed = learner.download(ada, "The signed credential (JSON)", tmp_path)
    badge = learner.download(ada, "Badge image (PNG)", tmp_path)
    reader, clerk = visit("employer", screen), visit("officer", screen)
    employer.open_link(reader, link, title, holder)
    employer.check_file(reader, signed, "verified", "Verified")
    employer.check_file(reader, badge, "verified", "Verified")
    employer.check_file(reader, employer.change_a_byte(signed, tmp_path), "not_verified", "Not verified")

    officer.revoke(clerk, title, holder)
    employer.open_revoked(reader, link)
    mailbox.read(ada, email, f"“{title}” was revoked")
    officer.read_record(clerk, record(holder))


def earn(ada: Visitor, title: str, holder: str, email: str, files: Sequence[Path]) -> None:
    """Find the credential, sign up, and hand in all the evidence."""
    learner.find_and_begin(ada, title)
    learner.sign_up(ada, holder, email)
    learner.start(ada, title)
    learner.answer_first_part(ada, title)
    learner.show_work(ada, files)
    learner.look_back(ada)
    learner.hand_in(ada)


def record(holder: str) -> dict[str, tuple[str, ...]]:
    """Return who did what, as the record of the organization must say it."""
    return {
        story.AUTHOR: ("Began an achievement", "Changed a draft", "Published a version"),
        story.ASSESSOR: ("Began to rate", "Rated", "Decided on work"),
        "Cairn": ("Set an award down to be signed", "Signed a credential"),
        story.OFFICER: ("Revoked a credential",),
        holder: ("Started to collect evidence", "Wrote an answer", "Added evidence", "Handed work in"),
    }


def paint(folder: Path) -> tuple[Path, Path]:
    """Make a picture and a PDF, as a phone or a scanner would."""
    picture = Image.new("RGB", (640, 480), "#dfe7e2")
    ImageDraw.Draw(picture).line((120, 460, 420, 20), fill="#5a3d1e", width=18)
    photo, scan = folder / "ladder.png", folder / "checklist.pdf"
    picture.save(photo)
    picture.save(scan)
    return photo, scan
