# SPDX-License-Identifier: Apache-2.0
"""What somebody says of themselves is given freely, changed and taken back by that person alone."""

from __future__ import annotations

import pytest

from cairn.assessment import services
from cairn.assessment.groups import QUESTIONS, find_question
from cairn.assessment.models import GroupAnswer
from cairn.assessment.selectors import own_group_answers
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_answers_are_kept_changed_and_left_out() -> None:
    person = make_person()
    services.save_group_answers(person, {"age": "25_39", "gender": "woman"}, acting=person.as_actor())
    services.save_group_answers(person, {"age": "40_59", "gender": ""}, acting=person.as_actor())
    assert own_group_answers(person.pk) == {"age": "40_59"}


def test_all_of_it_is_taken_back() -> None:
    person, other = make_person(), make_person()
    for somebody in (person, other):
        services.save_group_answers(somebody, {"age": "25_39"}, acting=somebody.as_actor())
    assert services.forget_group_answers(person, acting=person.as_actor()) == 1
    assert list(GroupAnswer.objects.values_list("person_id", flat=True)) == [other.pk]


def test_only_the_person_says_it_and_only_what_can_be_said() -> None:
    person = make_person()
    for answers in ({"age": "ancient"}, {"height": "tall"}):
        with pytest.raises(Invalid):
            services.save_group_answers(person, answers, acting=person.as_actor())
    for act in (
        lambda: services.save_group_answers(person, {"age": "25_39"}, acting=make_person().as_actor()),
        lambda: services.forget_group_answers(person, acting=make_person().as_actor()),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert GroupAnswer.objects.count() == 0


def test_the_audit_does_not_say_what_was_answered() -> None:
    person = make_person()
    services.save_group_answers(person, {"disability": "yes"}, acting=person.as_actor())
    with everything("a test looks"):
        entry = AuditEntry.objects.get(action="people.group_answers")
    assert entry.facts == {"count": 1}


def test_every_question_has_words_for_every_answer() -> None:
    assert [question.id for question in QUESTIONS] == [
        "age",
        "gender",
        "home_language",
        "disability",
        "first_in_family",
    ]
    question = find_question("age")
    assert question is not None
    assert (question.word_of("25_39"), question.word_of("gone")) == ("25 to 39", "gone")
    assert find_question("height") is None
