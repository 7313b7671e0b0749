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
    row = show(school, row, O2=Shown((str(piece.pk),), "Page 3", revision=1))
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
    row = show(school, row, O1=Shown((str(piece.pk),), "Minute 3", revision=1))
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
        assert (row.track, selectors.describe_map(row)) == ("standard", ())
        assert [gap.item for gap in selectors.find_submission_gaps(row)] == ["a1"]
        with pytest.raises(Conflict):
            services.save_map(row, {"O1": Shown()}, acting=acting)
        with pytest.raises(Invalid):
            services.choose_track(row, "sideways", acting=acting)


def test_whoever_comes_back_to_the_map_finds_every_word_and_every_piece(school: School) -> None:
    row, acting = complete(school), school.learner.as_actor()
    with person_scope(school.learner.pk):
        for track in (Track.STANDARD, Track.PRIOR_LEARNING):
            row = services.choose_track(row, track, acting=acting)
        lines = selectors.describe_map(row)
        assert selectors.find_submission_gaps(row) == ()
    assert [(line.why, [piece.text for piece in line.pieces]) for line in lines] == [
        ("Page 2", ["What I taught in 2024"]),
        ("Page 2", ["What I taught in 2024"]),
    ]


def test_on_the_way_of_new_work_what_was_put_away_is_no_evidence(school: School) -> None:
    row, acting = complete(school), school.learner.as_actor()
    with person_scope(school.learner.pk):
        link = services.keep_link(school.learner, "example.org/ada-learner", Note(), acting=acting)
        put_away = services.use_item(link, row, PRIOR_ITEM, acting=acting)
        used = [line.used_in for line in selectors.list_locker(school.learner.pk)]
        row = services.choose_track(row, Track.STANDARD, acting=acting)
        assert (used, [line.used_in for line in selectors.list_locker(school.learner.pk)]) == ([(row,)] * 2, [()] * 2)
        services.save_answer(row, "a1", "Six tasks.", expected_revision=0, acting=acting)
        assert put_away is not None
        with pytest.raises(Invalid):
            services.remove_evidence(put_away, acting=acting)
    row = hand_in(school, row)
    with organization_scope(school.organization.pk):
        assert (selectors.list_mappable(row), selectors.blind_map(row)) == (
            list(row.evidence.exclude(item__startswith="prior:")),
            None,
        )
    make_decision(row, school.assessor, PASSING)
    with everything("a test looks"):
        facts = selectors.assessment_facts(row.pk)
        assert Evidence.objects.filter(submission=row, item__startswith="prior:").count() == 2
    assert sorted(fact.item for fact in facts.evidence) == ["a1", "q1", "r1"]


def test_a_stale_window_keeps_its_words_beside_the_map_and_over_none(school: School) -> None:
    row = begin(school)
    piece, acting = bring(school, row), school.learner.as_actor()
    row = show(school, row, O1=Shown((str(piece.pk),), "Long words of window A"), O2=Shown((), "Two"))
    with pytest.raises(services.MapConflict) as refused:
        show(school, row, O1=Shown(), O2=Shown((), "Two, and more", revision=1))
    assert (refused.value.code, refused.value.outcomes) == ("map_changed", ("O1",))
    with pytest.raises(services.MapConflict):
        show(school, row, O1=Shown((), "An hour of window B"))
    with person_scope(school.learner.pk):
        row = selectors.get_submission(row.pk)
        first, second = selectors.describe_map(row)
        assert (first.why, first.pieces, first.revision) == ("Long words of window A", (piece,), 1)
        assert (first.other, second.other) == (Shown((), "An hour of window B"), None)
        assert (second.why, second.revision) == ("Two, and more", 2)
        assert (GapCode.UNMERGED, "O1") in [(gap.code, gap.outcome) for gap in selectors.find_submission_gaps(row)]

        row = services.settle_map(row, "O1", take_other=True, acting=acting)
        [first, _second] = selectors.describe_map(row)
    assert (first.why, first.pieces, first.other, first.revision) == ("An hour of window B", (), None, 2)


def test_of_the_map_one_can_keep_what_stands(school: School) -> None:
    row = show(school, begin(school), O1=Shown((), "A"))
    with pytest.raises(services.MapConflict):
        show(school, row, O1=Shown((), "B"))
    with person_scope(school.learner.pk):
        row = services.settle_map(row, "O1", take_other=False, acting=school.learner.as_actor())
        line = selectors.describe_map(row)[0]
        with pytest.raises(Invalid):
            services.settle_map(row, "O9", take_other=False, acting=school.learner.as_actor())
    assert (line.why, line.other, line.revision) == ("A", None, 1)


def test_a_map_that_is_written_back_as_it_was_has_not_changed(school: School) -> None:
    row = hand_in(school, complete(school))
    make_decision(row, school.assessor, FAILING)
    with person_scope(school.learner.pk):
        shown = Shown(tuple(str(piece.pk) for piece in selectors.describe_map(row)[0].pieces), "Page 2", revision=2)
    row = show(school, row, O1=Shown(shown.evidence, "Page 4", revision=1))
    row = show(school, row, O1=shown)
    with person_scope(school.learner.pk):
        assert [gap.code for gap in selectors.find_submission_gaps(row)] == [GapCode.UNCHANGED]


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
