# SPDX-License-Identifier: Apache-2.0
"""Two at once, each on a connection of their own: one gets the work, and no words are lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections
from pytest_django import Settings

from cairn.assessment import services
from cairn.assessment.models import Evidence, Rating, Submission
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import make_submission, make_submitted
from tests.factories.people import make_organization, make_person, member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(transactional_db: None, settings: Settings, tmp_path: Path) -> School:
    if connection.vendor == "sqlite":
        pytest.skip("the database of a test on SQLite has one connection; python -m tests.on_postgres runs this")
    settings.MEDIA_ROOT = tmp_path
    organization = make_organization()
    return School(organization, make_published_version(organization), make_person(), member(organization, "assessor"))


def _at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run deeds in threads that start together, and return how each ended, sorted."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            ready.wait(10)
            deed()
        except Conflict as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_of_two_assessors_one_takes_the_work(crowd: School) -> None:
    row = make_submitted(crowd.version, learner=crowd.learner)
    other = member(crowd.organization, "assessor")

    def taking(acting: Actor) -> Callable[[], object]:
        def take() -> object:
            with organization_scope(crowd.organization.pk):
                return services.start_rating(row, acting=acting)

        return take

    assert _at_once(taking(crowd.assessor.as_actor()), taking(other.as_actor())) == ["already_taken", "done"]
    with everything("a test counts"):
        assert Rating.objects.count() == 1


def test_of_two_who_save_an_answer_both_keep_their_words(crowd: School) -> None:
    row = make_submission(crowd.version, learner=crowd.learner, answers={"q1": "Begun"})

    def saving(text: str) -> Callable[[], object]:
        def save() -> object:
            with person_scope(crowd.learner.pk):
                return services.save_answer(row, "q1", text, expected_revision=1, acting=crowd.learner.as_actor())

        return save

    assert _at_once(saving("Phone"), saving("Desk")) == ["answer_changed", "done"]
    with everything("a test looks"):
        kept = Evidence.objects.get(submission=row)
    assert {kept.text, kept.unmerged} == {"Phone", "Desk"}


def test_of_two_presses_one_begins_and_the_other_goes_on(crowd: School) -> None:
    def begin() -> object:
        return services.start_submission(crowd.version, learner=crowd.learner, acting=crowd.learner.as_actor())

    assert _at_once(begin, begin) == ["done", "done"]
    with everything("a test counts"):
        assert Submission.objects.count() == 1
