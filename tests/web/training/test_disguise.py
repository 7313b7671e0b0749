# SPDX-License-Identifier: Apache-2.0
"""A known work in the queue reads, byte for byte but for its ids, as a learner's work does: before, while and after."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from cairn.assessment import services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import AnchorUse, RatingState, Submission
from cairn.foundation import clock
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.factories.anchors import make_anchor, make_anchors, sit
from tests.factories.assessment import PASSING, make_policy, make_submitted
from tests.factories.people import sign_in
from tests.web.markup import flat

_BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
_WEAK = {"plan": "not_yet", "insight": "meets"}


def _plain(page: str, row: Submission) -> str:
    """Return a page without what is each work's own: its id, its code, and the token of the form."""
    with_ids = _TOKEN.sub("TOKEN", flat(page)).replace(alias_of(row.pk), "CODE")
    return _ID.sub("ID", with_ids)


def _pair(school: School) -> tuple[Submission, Submission]:
    """Make a learner's work and a known one, handed in at the same moment with the same words."""
    make_anchors(school.version, 1)
    make_anchor(school.version, AnchorUse.DRIFT)
    with clock.at(_BEGIN):
        sit(school.version, school.assessor)
        true = make_submitted(school.version, learner=school.learner)
        services.seed_drift(school.organization)
    with everything("a test looks"):
        return true, Submission.objects.exclude(anchor=None).get()


def _row_of(page: str, row: Submission) -> str:
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    [found] = [each for each in rows if alias_of(row.pk) in each]
    return _plain(found, row)


def _bench(school: School, row: Submission, place: str = "") -> str:
    return f"/o/{school.organization.slug}/queue/{row.pk}/{place}"


def _steps(school: School, row: Submission, levels: dict[str, str], then: str) -> dict[str, str]:
    """Go the whole way with one work, with a visitor of its own, and return what each page says."""
    client, seen = sign_in(Client(), school.assessor), {}
    queue = f"/o/{school.organization.slug}/queue/"
    seen["queue"] = _row_of(client.get(queue).content.decode(), row)
    seen["free"] = client.get(_bench(school, row)).content.decode()
    seen["taken"] = client.post(f"{queue}take", {"take": str(row.pk)}).headers["Location"]
    seen["bench"] = client.get(_bench(school, row)).content.decode()
    draft = {"feedback": "Show what came of it.", **{f"level_{known}": level for known, level in levels.items()}}
    saved = client.post(_bench(school, row), {"version": "1", **draft}, follow=True)
    seen["saved"] = saved.content.decode()
    seen["held"] = _row_of(client.get(queue).content.decode(), row)
    seen["finish"] = client.get(_bench(school, row, "finish")).content.decode()
    finished = client.post(_bench(school, row, "finish"), {"items": "a1", "then": then}, follow=True)
    words = [str(message) for message in finished.context["messages"]]
    seen["said"] = f"{finished.status_code} {words}"
    seen["closed"] = client.get(_bench(school, row)).content.decode()
    return {name: _plain(page, row) for name, page in seen.items()}


@pytest.mark.parametrize("share", [0, 100])
@pytest.mark.parametrize(("levels", "then"), [(PASSING, ""), (_WEAK, ""), (_WEAK, "afresh")])
def test_no_page_tells_a_known_work_from_another(school: School, share: int, levels: dict[str, str], then: str) -> None:
    terms = {"requires_qualification": True, "qualify_anchors": 1, "drift_anchors": 2, "second_share": share}
    make_policy(school.version, **terms)
    true, known = _pair(school)
    with clock.at(_BEGIN + timedelta(days=1)):
        expected, found = (_steps(school, row, levels, then) for row in (true, known))
    for name, page in expected.items():
        assert found[name] == page, name
    with everything("a test looks"):
        assert known.ratings.get().state == RatingState.FINAL
