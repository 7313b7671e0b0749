# SPDX-License-Identifier: Apache-2.0
"""Known works: who may write them, what they must have, and what stays once somebody has rated them."""

from __future__ import annotations

from typing import Any

import pytest

from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import services
from cairn.assessment.models import Anchor, AnchorUse
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, DomainError, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_draft as make_version_draft
from tests.factories.anchors import make_anchor, make_draft, sit
from tests.factories.assessment import ANSWERS, PASSING, finish, make_policy
from tests.factories.people import member


def _anchors() -> list[Anchor]:
    with everything("a test looks"):
        return list(Anchor.objects.order_by("created_at"))


def _actions() -> list[str]:
    with everything("a test looks"):
        rows = AuditEntry.objects.filter(action__startswith="anchor.").order_by("pk")
        return list(rows.values_list("action", flat=True))


def test_an_author_writes_a_known_work(school: School) -> None:
    author = member(school.organization, "author")
    with organization_scope(school.organization.pk):
        row = services.write_anchor(
            school.version,
            make_draft(title="  Grade 6\nfractions ", answers={"q1": " A ", "r1": " "}),
            acting=author.as_actor(),
        )
    assert [kept.pk for kept in _anchors()] == [row.pk]
    assert (row.title, row.answers, row.levels, row.use) == ("Grade 6 fractions", {"q1": "A"}, PASSING, "training")
    assert row.rubric_digest == rubric_digest(school.version.definition.rubric)
    assert _actions() == ["anchor.write"]


def test_whoever_only_rates_writes_none(school: School) -> None:
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.write_anchor(school.version, make_draft(), acting=school.assessor.as_actor())
    assert (_anchors(), _actions()) == ([], [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "  "}, "no_title"),
        ({"answers": {}, "sample": ""}, "no_work"),
        ({"reasons": {}, "rationale": " "}, "no_reasons"),
        ({"agreed_by": ""}, "nobody_agreed"),
        ({"levels": {"plan": "meets"}}, "no_level"),
        ({"levels": {"plan": "meets", "insight": "superb"}}, "no_such_level"),
        ({"levels": {**PASSING, "charm": "meets"}}, "no_such_level"),
        ({"answers": {"q9": "x"}}, "no_such_item"),
        ({"title": "x" * 201}, "anchor_too_long"),
        ({"use": "party"}, "no_such_use"),
        ({"use": "drift", "answers": {"q1": "A", "a1": "B"}}, "answer_missing"),
        ({"use": "drift", "answers": {"q1": "word " * 101, "a1": "B", "r1": "C"}}, "answer_too_long"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(school: School, changes: dict[str, Any], code: str) -> None:
    with organization_scope(school.organization.pk), pytest.raises(Invalid) as refused:
        services.write_anchor(school.version, make_draft(**changes), acting=SYSTEM)
    assert (refused.value.code, _anchors(), _actions()) == (code, [], [])


def test_a_draft_has_no_known_works(school: School) -> None:
    draft = make_version_draft(school.organization, name="Not published")
    with organization_scope(school.organization.pk), pytest.raises(Conflict) as refused:
        services.write_anchor(draft, make_draft(), acting=SYSTEM)
    assert (refused.value.code, _anchors()) == ("not_published", [])


def test_once_rated_the_work_stays_and_the_words_around_it_change(school: School) -> None:
    anchor = make_anchor(school.version)
    with organization_scope(school.organization.pk):
        services.practice(anchor, PASSING, acting=school.assessor.as_actor())
        services.change_anchor(anchor, make_draft(rationale="Clearer now."), acting=SYSTEM)
        with pytest.raises(Conflict) as refused:
            services.change_anchor(anchor, make_draft(levels={"plan": "meets", "insight": "meets"}), acting=SYSTEM)
    [kept] = _anchors()
    assert (refused.value.code, kept.rationale, kept.levels) == ("anchor_rated", "Clearer now.", PASSING)


def test_what_was_practiced_on_cannot_be_hidden_any_more(school: School) -> None:
    fresh, known = make_anchor(school.version), make_anchor(school.version)
    with organization_scope(school.organization.pk):
        services.practice(known, PASSING, acting=school.assessor.as_actor())
        services.change_anchor(fresh, make_draft(use=AnchorUse.EXAM), acting=SYSTEM)
        with pytest.raises(Conflict) as refused:
            services.change_anchor(known, make_draft(use=AnchorUse.DRIFT), acting=SYSTEM)
    assert refused.value.code == "anchor_known"
    assert [row.use for row in _anchors()] == ["exam", "training"]


@pytest.mark.parametrize("is_rated", [False, True])
def test_what_is_hidden_in_the_queue_stays_as_it_is(school: School, *, is_rated: bool) -> None:
    make_policy(school.version, requires_qualification=True, qualify_anchors=1, drift_anchors=2)
    make_anchor(school.version, AnchorUse.EXAM)
    hidden = make_anchor(school.version, AnchorUse.DRIFT)
    sit(school.version, school.assessor)
    assert services.seed_drift(school.organization) == 1
    with organization_scope(school.organization.pk):
        seed = hidden.seeds.get()
    if is_rated:
        finish(seed, school.assessor, PASSING)
    with organization_scope(school.organization.pk):
        codes = []
        for changes in (
            {"levels": {"plan": "meets", "insight": "meets"}},
            {"answers": {**ANSWERS, "a1": "Seven tasks."}},
            {"use": AnchorUse.TRAINING},
            {"use": AnchorUse.EXAM},
        ):
            with pytest.raises(Conflict) as refused:
                services.change_anchor(hidden, make_draft(**{"use": AnchorUse.DRIFT, **changes}), acting=SYSTEM)
            codes.append(refused.value.code)
        services.change_anchor(hidden, make_draft(use=AnchorUse.DRIFT, rationale="Clearer now."), acting=SYSTEM)
    kept = _anchors()[-1]
    assert codes == ["anchor_hidden"] * 4
    assert (kept.use, kept.levels, kept.answers, kept.rationale) == ("drift", PASSING, ANSWERS, "Clearer now.")


def test_a_retired_work_is_given_to_nobody_and_changes_no_more(school: School) -> None:
    anchor = make_anchor(school.version)
    acting = school.assessor.as_actor()
    with organization_scope(school.organization.pk):
        services.practice(anchor, PASSING, acting=acting)
        anchor = services.retire_anchor(anchor, acting=SYSTEM)
        codes = []
        for refuse in (
            lambda: services.practice(anchor, PASSING, acting=acting),
            lambda: services.retire_anchor(anchor, acting=SYSTEM),
            lambda: services.change_anchor(anchor, make_draft(), acting=SYSTEM),
        ):
            with pytest.raises(DomainError) as refused:
                refuse()
            codes.append(refused.value.code)
        assert anchor.ratings.count() == 1
    assert codes == ["not_for_practice", "anchor_retired", "anchor_retired"]
