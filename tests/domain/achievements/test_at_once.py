# SPDX-License-Identifier: Apache-2.0
"""Two who keep a rubric at the same moment, each on a connection of their own: both are kept, or one is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from cairn.achievements import services
from cairn.achievements.models import SavedRubric
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict
from cairn.foundation.scopes import everything
from tests.factories.people import make_organization
from tests.factories.rubrics import make_document

pytestmark = pytest.mark.django_db(transaction=True)


def _keep_at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run deeds in threads that start together, and return how each ended."""
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
        return list(pool.map(run, deeds))


def test_of_two_next_versions_none_is_lost_in_silence() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the database of a test on SQLite has one connection; python -m tests.on_postgres runs this")
    college = make_organization("college")
    first = services.keep_rubric(college, make_document(), acting=SYSTEM)

    def keeping(name: str) -> Callable[[], object]:
        document = make_document(name=name)
        return lambda: services.keep_rubric(college, document, acting=SYSTEM, series=first.series)

    ended = _keep_at_once(keeping("Recall"), keeping("Retrieval"))
    with everything("a test counts"):
        numbers = list(SavedRubric.objects.order_by("number").values_list("number", flat=True))
    assert set(ended) <= {"done", "rubric_overtaken"}
    assert numbers == list(range(1, 2 + ended.count("done")))
    assert "done" in ended
