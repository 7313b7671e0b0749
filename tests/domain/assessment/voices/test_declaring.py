# SPDX-License-Identifier: Apache-2.0
"""What is declared of the work and of artificial intelligence is said by whoever hands in, and stays with the round."""

from __future__ import annotations

import pytest

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.declarations import AiUse, Declaration
from cairn.assessment.models import SubmissionState
from cairn.foundation.errors import Invalid
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import FAILING, make_decision, make_submission

USED = Declaration(
    own_work=True, ai_uses=("language", "ideas"), ai_tools="A chat program", ai_for="I let it check my spelling."
)


def test_it_is_kept_in_the_order_of_the_form_and_read_back(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        row = services.submit_submission(row, acting=school.learner.as_actor(), declaration=USED)
    said = selectors.declaration_of(row)
    assert (said.ai_uses, said.used_ai, said.ai_tools) == (("ideas", "language"), True, "A chat program")
    assert said.ai_words == ("To find ideas, or to understand something", "To correct or translate my own text")


def test_it_stays_with_its_round(school: School) -> None:
    acting = school.learner.as_actor()
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        services.submit_submission(row, acting=acting, declaration=USED)
    make_decision(row, school.assessor, FAILING)
    with person_scope(school.learner.pk):
        row = selectors.get_submission(row.pk)
        assert selectors.declaration_of(row).own_work is False
        services.save_answer(row, "a1", "Seven tasks", expected_revision=1, acting=acting)
        second = Declaration(own_work=True, ai_uses=("none",))
        row = services.submit_submission(row, acting=acting, declaration=second)
    with organization_scope(school.organization.pk):
        assert selectors.declaration_of(row) == second
        assert selectors.declaration_of(row, 1).ai_uses == ("ideas", "language")


@pytest.mark.parametrize(
    ("declaration", "code", "field"),
    [
        (Declaration(own_work=False), "not_declared", "own_work"),
        (Declaration(True, ai_uses=("none", "ideas"), ai_tools="x", ai_for="x"), "ai_contradiction", "ai_uses"),
        (Declaration(True, ai_uses=("drafting",), ai_for="x"), "ai_not_said", "ai_tools"),
        (Declaration(True, ai_uses=("drafting",), ai_tools="x"), "ai_not_said", "ai_for"),
        (Declaration(True, ai_for="x" * 2001), "declaration_too_long", "ai_for"),
        (Declaration(True, language="es"), "no_such_language", "language"),
    ],
)
def test_what_is_not_said_keeps_it_from_being_handed_in(
    school: School, declaration: Declaration, code: str, field: str
) -> None:
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk), pytest.raises(Invalid) as refused:
        services.submit_submission(row, acting=school.learner.as_actor(), declaration=declaration)
    with everything("a test looks"):
        row.refresh_from_db()
    assert (refused.value.code, refused.value.field, row.state) == (code, field, SubmissionState.DRAFT)


@pytest.mark.parametrize(
    ("reads", "said", "language"),
    [("es", "", "es"), ("es", "en", "en"), ("en", "es", "es"), ("ar", "", "en"), ("en", "", "en")],
)
def test_the_work_is_in_the_language_that_is_said_or_the_likeliest(
    school: School, reads: str, said: str, language: str
) -> None:
    version = make_published_version(school.organization, name="In two", languages=("en", "es-MX"))
    Person.objects.filter(pk=school.learner.pk).update(language=reads)
    row = make_submission(version, learner=school.learner)
    with person_scope(school.learner.pk):
        row = services.submit_submission(
            row, acting=school.learner.as_actor(), declaration=Declaration(own_work=True, language=said)
        )
    assert row.language == language


def test_nothing_said_is_not_none() -> None:
    silent, none = Declaration(own_work=True), Declaration(own_work=True, ai_uses=(AiUse.NONE,))
    assert (silent.used_ai, silent.ai_uses, none.used_ai) == (False, (), False)
    assert Declaration.from_json({"own_work": True, "ai_uses": ["gone", "data"]}).ai_uses == ("data",)
    assert Declaration.from_json(none.to_json()) == none
