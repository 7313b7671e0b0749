# SPDX-License-Identifier: Apache-2.0
"""Prior learning: every outcome is mapped to evidence, work examples are optional, and the rubric is the same."""

from __future__ import annotations

import pytest

from cairn.assessment import selectors, services
from cairn.assessment.completeness import GapCode
from cairn.assessment.models import PRIOR_ITEM, Evidence, Submission, SubmissionState, Track
from cairn.assessment.prior_learning import asked_on_track
from cairn.assessment.services import Declaration, Note, Shown
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import EVIDENCE, RUBRIC, make_definition, make_published_version
from tests.factories.assessment import FAILING, PASSING, make_decision, make_submission
from tests.factories.people import make_person
from tests.factories.voices import make_piece

OWN = Declaration(own_work=True)


def begin(school: School) -> Submission:
    """Begin on the track of prior learning, with the questions answered and no work example."""
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Grade 6", "r1": "A drawing first."})
    with person_scope(school.learner.pk):
        return services.choose_track(row, Track.PRIOR_LEARNING, acting=school.learner.as_actor())


def bring(school: School, row: Submission, text: str = "What I taught in 2024") -> Evidence:
    with person_scope(school.learner.pk):
        piece = services.use_item(make_piece(school.learner, text), row, PRIOR_ITEM, acting=school.learner.as_actor())
    assert piece is not None
    return piece


def show(school: School, row: Submission, **shown: Shown) -> Submission:
    with person_scope(school.learner.pk):
        return services.save_map(row, shown, acting=school.learner.as_actor())


def hand_in(school: School, row: Submission) -> Submission:
    with person_scope(school.learner.pk):
        return services.submit_submission(row, acting=school.learner.as_actor(), declaration=OWN)


def complete(school: School) -> Submission:
    row = begin(school)
    shown = Shown((str(bring(school, row).pk),), "Page 2")
    return show(school, row, O1=shown, O2=shown)


def test_work_examples_become_optional_unless_the_pass_rule_wants_their_part_complete() -> None:
    definition = make_definition()
    asked = asked_on_track(definition, Track.PRIOR_LEARNING)
    assert asked_on_track(definition, Track.STANDARD) == definition
    assert {item.id: item.required for part in asked.evidence for item in part.items} == {
        "q1": True,
        "a1": False,
        "r1": True,
    }
    rule = RUBRIC.pass_rule.model_copy(update={"parts_complete": ("overview", "work")})
    strict = make_definition(rubric=RUBRIC.model_copy(update={"pass_rule": rule}))
    assert asked_on_track(strict, Track.PRIOR_LEARNING).evidence == EVIDENCE


def test_every_outcome_is_mapped_before_it_can_be_handed_in(school: School) -> None:
    row = begin(school)
    piece = bring(school, row)
    with pytest.raises(Invalid) as refused:
        hand_in(school, row)
    assert [(gap.code, gap.outcome) for gap in refused.value.facts["gaps"]] == [  # type: ignore[attr-defined]
        (GapCode.UNMAPPED, "O1"),
        (GapCode.UNMAPPED, "O2"),
    ]
    row = show(school, row, O1=Shown((str(piece.pk),), "Page 2"), O2=Shown((str(piece.pk),), " "))
    with pytest.raises(Invalid) as refused:
        hand_in(school, row)
    assert [gap.outcome for gap in refused.value.facts["gaps"]] == ["O2"]  # type: ignore[attr-defined]
    row = show(school, row, O2=Shown((str(piece.pk),), "Page 3"))
    assert hand_in(school, row).state == SubmissionState.SUBMITTED


def test_the_assessor_reads_the_map_and_it_passes_by_the_same_rule(school: School) -> None:
    row = hand_in(school, complete(school))
    with organization_scope(school.organization.pk):
        lines = selectors.describe_map(row)
        facts = selectors.progress_of(row)
    assert [(line.outcome.id, line.why, [piece.text for piece in line.pieces]) for line in lines] == [
        ("O1", "Page 2", ["What I taught in 2024"]),
        ("O2", "Page 2", ["What I taught in 2024"]),
    ]
    assert all(part.is_complete for part in facts)
    decision = make_decision(row, school.assessor, PASSING)
    assert decision.outcome == "award"
    with everything("a test looks"):
        found = selectors.assessment_facts(row.pk)
    assert [fact.item[:6] for fact in found.evidence].count("prior:") == 1


def test_what_came_back_is_improved_by_the_map_too_and_the_old_map_stays_with_its_round(school: School) -> None:
    row = hand_in(school, complete(school))
    make_decision(row, school.assessor, FAILING)
    with person_scope(school.learner.pk):
        row = selectors.get_submission(row.pk)
        assert [gap.code for gap in selectors.find_submission_gaps(row)] == [GapCode.UNCHANGED]
    piece = bring(school, row, "Something more")
    row = show(school, row, O1=Shown((str(piece.pk),), "Minute 3"))
    with person_scope(school.learner.pk):
        assert selectors.find_submission_gaps(row) == ()
    row = hand_in(school, row)
    with organization_scope(school.organization.pk):
        assert [line.why for line in selectors.describe_map(row)] == ["Minute 3", "Page 2"]
        assert [line.why for line in selectors.describe_map(row, 1)] == ["Page 2", "Page 2"]


def test_a_piece_that_is_taken_out_is_not_on_the_map_any_more(school: School) -> None:
    acting = school.learner.as_actor()
    row = begin(school)
    link = services.keep_link(school.learner, "example.org/a", Note(), acting=acting)
    with person_scope(school.learner.pk):
        piece = services.use_item(link, row, PRIOR_ITEM, acting=acting)
        assert piece is not None
        row = services.save_map(row, {"O1": Shown((str(piece.pk),), "There")}, acting=acting)
        assert [len(line.pieces) for line in selectors.describe_map(row)] == [1, 0]
        services.remove_evidence(piece, acting=acting)
        assert [len(line.pieces) for line in selectors.describe_map(row)] == [0, 0]


def test_the_track_is_settled_with_the_first_handing_in(school: School) -> None:
    row = hand_in(school, complete(school))
    make_decision(row, school.assessor, FAILING)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk), pytest.raises(Conflict) as refused:
        services.choose_track(row, Track.STANDARD, acting=acting)
    with person_scope(school.learner.pk):
        assert (refused.value.code, selectors.get_submission(row.pk).track) == ("track_settled", "prior_learning")


def test_before_that_one_changes_ones_mind_and_the_map_is_put_away(school: School) -> None:
    row = complete(school)
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        row = services.choose_track(row, Track.STANDARD, acting=acting)
        assert (row.track, row.evidence_map, selectors.describe_map(row)) == ("standard", {}, ())
        assert [gap.item for gap in selectors.find_submission_gaps(row)] == ["a1"]
        with pytest.raises(Conflict):
            services.save_map(row, {"O1": Shown()}, acting=acting)
        with pytest.raises(Invalid):
            services.choose_track(row, "sideways", acting=acting)


def test_a_map_names_only_what_is_there_and_only_its_learner_draws_it(school: School) -> None:
    row = begin(school)
    other = make_submission(make_published_version(school.organization, name="Other"), learner=make_person())
    with everything("a test looks"):
        foreign = str(Evidence.objects.filter(submission=other)[0].pk)
    for shown in ({"O9": Shown()}, {"O1": Shown((foreign,), "x")}, {"O1": Shown((), "x" * 3001)}):
        with person_scope(school.learner.pk), pytest.raises(Invalid):
            services.save_map(row, shown, acting=school.learner.as_actor())
    with everything("a test acts"), pytest.raises(PermissionDenied):
        services.save_map(row, {"O1": Shown((), "x")}, acting=school.assessor.as_actor())
    with person_scope(school.learner.pk):
        assert selectors.get_submission(row.pk).evidence_map == {}
