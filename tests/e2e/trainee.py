# SPDX-License-Identifier: Apache-2.0
"""What a new assessor does: rates the known works, and qualifies once they agree with what was agreed on."""

from __future__ import annotations

import re

from tests.e2e import story
from tests.e2e.story import HAZARDS_NAMED, MEETS, SETUP_SHOWN
from tests.e2e.visitor import Visitor


def is_refused(trainee: Visitor, person: str, title: str) -> None:
    """See that nothing of this credential can be taken before one is qualified."""
    trainee.become(person)
    trainee.open(f"/o/{story.SLUG}/queue/")
    assert trainee.page.get_by_role("row").filter(has_text=title).count() == 0


def qualify(trainee: Visitor, person: str, title: str) -> None:
    """Sit through the known works, and read that one is qualified."""
    trainee.become(person)
    trainee.open(f"/o/{story.SLUG}/training/")
    trainee.follow(re.compile(re.escape(title)))
    trainee.sees_heading(f"You are not qualified yet to rate {title}")
    trainee.press("Begin the sitting")
    trainee.sees_heading("Rate work 1 of 1")
    for criterion in (HAZARDS_NAMED, SETUP_SHOWN):
        fields = trainee.page.get_by_role("group", name=re.compile(rf"^\d+\. {criterion.name}"))
        fields.get_by_role("radio", name=re.compile(f"^{MEETS}")).check()
    trainee.look("sitting")
    trainee.press("Keep this rating and see the result")
    trainee.sees_heading(f"You are qualified to rate {title}")
    trainee.look("qualified")
