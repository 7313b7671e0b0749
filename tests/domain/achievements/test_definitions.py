# SPDX-License-Identifier: Apache-2.0
"""Places, edits, differences and translations of a definition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.achievements import editing, paths
from cairn.achievements.definition import AssessmentMethod, Translation
from cairn.achievements.diff import ChangeKind, Piece, compare, mark_words
from cairn.achievements.kinds import Kind
from cairn.achievements.translate import in_language, languages_of, list_texts, share_translated
from tests.factories.achievements import make_definition

DEFINITION = make_definition()


def test_every_value_has_one_place_and_can_be_read_there() -> None:
    tree = DEFINITION.to_json()
    places = list(paths.walk(tree))
    assert len(dict(places)) == len(places)
    for place, value in places:
        assert paths.read(tree, place) == value
    assert paths.read(tree, "rubric/criteria/plan/descriptors/meets/text") == "Every task names its goal"
    for place in ("rubric/criteria/other", "name/first", "outcomes/9"):
        assert not paths.has(tree, place)


def test_values_are_set_at_their_places() -> None:
    changed = editing.set_values(
        DEFINITION,
        {
            "cost/price": "12.50",
            "outcomes/O2/text": "Explain more",
            "rubric/criteria/insight/needs": "exceeds",
            "rubric/criteria/plan/needs": "",
            "gone/away": "nothing",
        },
    )
    assert str(changed.cost.price) == "12.50"
    assert changed.outcomes[1].text == "Explain more"
    assert editing.needed_level(changed, "insight") == "exceeds"
    assert editing.needed_level(changed, "plan") == ""


def test_what_is_set_back_is_as_it_was() -> None:
    there = editing.set_values(DEFINITION, {"promise": "Other"})
    assert editing.set_values(there, {"promise": DEFINITION.promise}) == DEFINITION


@pytest.mark.parametrize(
    "place", ["outcomes", "evidence", "evidence/work/items", "rubric/levels", "rubric/criteria", "credit"]
)
def test_a_row_that_is_added_can_be_removed(place: str) -> None:
    added, row = editing.add_row(DEFINITION, place)
    assert added != DEFINITION
    assert editing.remove_row(added, row) == DEFINITION


def test_rows_have_an_end() -> None:
    full = DEFINITION
    for _number in range(editing.MOST_ROWS - len(DEFINITION.outcomes)):
        full, _row = editing.add_row(full, "outcomes")
    with pytest.raises(ValueError, match="outcomes"):
        editing.add_row(full, "outcomes")


def test_items_of_all_parts_have_ids_of_their_own() -> None:
    one, first = editing.add_row(DEFINITION, "evidence/work/items")
    _two, second = editing.add_row(one, "evidence/reflection/items")
    assert (first, second) == ("evidence/work/items/E1", "evidence/reflection/items/E2")


def test_a_part_that_goes_takes_its_references_along() -> None:
    without = editing.remove_row(DEFINITION, "evidence/overview")
    assert without.rubric.pass_rule.parts_complete == ()
    assert editing.remove_row(without, "evidence/work").rubric.criteria[0].evidence == ()


def test_moving_stops_at_the_ends() -> None:
    assert editing.move_row(DEFINITION, "outcomes/O1", down=False) == DEFINITION
    moved = editing.move_row(DEFINITION, "outcomes/O1", down=True)
    assert [row.id for row in moved.outcomes] == ["O2", "O1"]


def test_a_difference_is_said_in_words() -> None:
    after = editing.set_values(
        make_definition(kind=Kind.KNOWLEDGE),
        {
            "promise": "You can plan short recall tasks.",
            "cost/price": "50",
            "cost/who_pays": "",
            "rubric/criteria/plan/descriptors/meets/text": "Every task names one goal",
        },
    )
    found = {change.label: (change.kind, change.pieces) for change in compare(DEFINITION, after)}
    assert found["Kind"] == (ChangeKind.CHANGED, (Piece("Can do", "del"), Piece("Knows", "ins")))
    assert found["Price"] == (ChangeKind.CHANGED, (Piece("45", "del"), Piece("50", "ins")))
    assert found["Who pays"] == (ChangeKind.REMOVED, (Piece("The learner", "del"),))
    assert found["Criterion: “Match to goals”: “Meets”"][1] == (
        Piece("Every task names "),
        Piece("its", "del"),
        Piece("one", "ins"),
        Piece(" goal"),
    )
    assert len(found) == 5


def test_rows_are_added_removed_and_moved() -> None:
    after = editing.move_row(DEFINITION, "evidence/work", down=True)
    (moved,) = compare(DEFINITION, after)
    assert (moved.kind, moved.label) == (ChangeKind.MOVED, "Evidence")
    removed = compare(DEFINITION, editing.remove_row(DEFINITION, "outcomes/O2"))
    assert [change.label for change in removed] == ["Outcome", "Criterion: “Use of results”: Outcome"]
    assert compare(DEFINITION, DEFINITION) == ()


@given(st.lists(st.sampled_from("abcde "), max_size=30), st.lists(st.sampled_from("abcde "), max_size=30))
def test_both_texts_can_be_read_from_their_marks(one: list[str], two: list[str]) -> None:
    before, after = "".join(one), "".join(two)
    pieces = mark_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.mark != "del") == after


def test_a_definition_in_another_language() -> None:
    texts = (("name", "Práctica"), ("rubric/levels/meets/name", "Cumple"), ("outcomes/O9/text", "Nada"))
    definition = make_definition(translations=(Translation(language="es", texts=texts),))
    shown = in_language(definition, "es-MX")
    assert (shown.name, shown.language, shown.rubric.levels[1].name) == ("Práctica", "es", "Cumple")
    assert shown.promise == definition.promise
    assert in_language(definition, "ar") == definition
    assert languages_of(definition) == ("en", "es")
    assert share_translated(definition, "es") == (2, len(list_texts(definition)))


def test_only_prose_is_translated() -> None:
    places = set(list_texts(DEFINITION))
    assert {"name", "outcomes/O1/text", "rubric/criteria/plan/descriptors/meets/text", "assessment/type"} <= places
    assert not {place for place in places if "alignments" in place or place.endswith(("/id", "currency", "as_of"))}
    assert "evidence/work/type" not in places
    assert "rubric/criteria/plan/descriptors/meets/level" not in places


def test_what_is_stored_as_a_code_is_no_text_and_no_old_translation_of_it_is_shown() -> None:
    stated = AssessmentMethod(type="test", supervision="supervised-onsite-with-id", identity="By the badge of the site")
    texts = (("assessment/supervision", "Con vigilancia"), ("assessment/identity", "Por la tarjeta"))
    definition = make_definition(assessment=stated, translations=(Translation(language="es", texts=texts),))
    assert "assessment/supervision" not in list_texts(definition)
    assert "assessment/identity" in list_texts(definition)
    shown = in_language(definition, "es").assessment
    assert (shown.supervision, shown.identity) == ("supervised-onsite-with-id", "Por la tarjeta")


def test_a_difference_puts_codes_into_words() -> None:
    after = editing.set_values(DEFINITION, {"assessment/supervision": "supervised-no-id", "assessment/identity": ""})
    found = {change.label: change.pieces for change in compare(DEFINITION, after)}
    assert found["Supervision"] == (
        Piece("unsupervised", "del"),
        Piece("Supervised, no check of identity", "ins"),
    )
    assert found["How you know who did the work"] == (Piece("own account", "del"),)
