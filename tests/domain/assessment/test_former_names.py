# SPDX-License-Identifier: Apache-2.0
"""Work that was written under another name, address or sign-in name stays blind after the change."""

from __future__ import annotations

from cairn.accounts.services import add_email, change_profile, choose_username, remove_email
from cairn.assessment import selectors
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import ANSWERS, make_submitted

WRITTEN = "I am Ada Learner, ada@example.org, ada.l.77 there."


def test_what_somebody_was_called_is_hidden_too(school: School) -> None:
    learner = school.learner
    choose_username(learner, "ada.l.77", acting=learner.as_actor())
    row = make_submitted(school.version, learner=learner, answers={**ANSWERS, "q1": WRITTEN})
    change_profile(learner, name="Zuri Quistgaard", acting=learner.as_actor())
    choose_username(learner, "zuri", acting=learner.as_actor())
    add_email(learner, "zuri@example.org", acting=SYSTEM, is_verified=True)
    remove_email(learner, "ada@example.org", acting=learner.as_actor())
    with organization_scope(school.organization.pk):
        parts = selectors.blind_progress(selectors.get_queued_submission(row.pk))
    assert parts[0].items[0].pieces[0].text == "I am [name hidden] there."
    with everything("a test looks"):
        learner.refresh_from_db()
    assert learner.former == {"name": ["Ada Learner"], "username": ["ada.l.77"], "email": ["ada@example.org"]}


def test_a_change_back_keeps_each_name_once(school: School) -> None:
    learner = school.learner
    for name in ("Ada Married", "Ada Learner", "Ada Married"):
        change_profile(learner, name=name, acting=learner.as_actor())
    change_profile(learner, name="Ada Married", acting=learner.as_actor())
    assert learner.former == {"name": ["Ada Learner", "Ada Married"]}
