# SPDX-License-Identifier: Apache-2.0
"""Every submission of the demonstration content, replayed through the services, ends as it is said to end."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from cairn.assessment import selectors, services
from cairn.assessment.models import Outcome, Submission, SubmissionState
from cairn.foundation.scopes import organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.demo_content import Tree, answers_of, definition_for, read_tree, submission_files
from tests.factories.achievements import make_published_version
from tests.factories.assessment import make_decision, make_rating, make_submission
from tests.shared_data import shared_path

OUTCOMES: Final = {"award": Outcome.AWARD, "revise": Outcome.RETURN}
STATES: Final = {Outcome.AWARD: SubmissionState.PASSED, Outcome.RETURN: SubmissionState.RETURNED}


def test_the_content_is_there() -> None:
    assert shared_path("demo-content/submissions").is_dir()
    assert len(submission_files()) == 25


@pytest.mark.parametrize("path", submission_files(), ids=lambda path: path.stem)
def test_a_submission_ends_as_it_is_said_to_end(school: School, path: Path) -> None:
    tree = read_tree(path)
    version = make_published_version(school.organization, definition_for(tree))
    row = make_submission(version, learner=school.learner, answers=answers_of(tree))
    if tree["declaration"] is None:
        with person_scope(school.learner.pk):
            assert row.state == SubmissionState.DRAFT
            assert selectors.find_submission_gaps(row) != ()
        return
    declared = services.Declaration(**tree["declaration"])
    with person_scope(school.learner.pk):
        row = services.submit_submission(row, acting=school.learner.as_actor(), declaration=declared)
    _rate(school, row, tree)
    _decide(school, row, tree)


def _rate(school: School, row: Submission, tree: Tree) -> None:
    """Put down each rating in turn; the pass rule gives the percent that stands beside it."""
    for rating in tree["ratings"]:
        draft = make_rating(row, school.assessor, levels=rating["scores"], comments=rating["comments"])
        with organization_scope(school.organization.pk):
            assert selectors.assess_standing(draft).result.shown_percent == Decimal(str(rating["percent"]))


def _decide(school: School, row: Submission, tree: Tree) -> None:
    said = tree["decision"]
    if said is None:
        return
    decision = make_decision(
        row,
        school.assessor,
        said["scores"],
        feedback=tree["feedback"],
        items_to_improve=_resubmitted(said),
    )
    assert (decision.outcome, decision.percent) == (OUTCOMES[said["outcome"]], Decimal(str(said["percent"])))
    with person_scope(school.learner.pk):
        after = selectors.get_submission(row.pk)
    assert after.state == STATES[OUTCOMES[said["outcome"]]]
    assert set(after.items_to_improve) >= (_resubmitted(said) or set()) - {"overview"}
    assert not said.get("keep") or not set(said["keep"]) & set(after.items_to_improve)


def _resubmitted(said: Tree) -> set[str] | None:
    return set(said["resubmit"]) if said["outcome"] == "revise" else None
