# SPDX-License-Identifier: Apache-2.0
"""An author writes known works, and whoever looks after the queue sees how assessors stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.achievements.definition import Definition
from cairn.achievements.services import begin_version, publish_version, save_draft
from cairn.assessment import services
from cairn.assessment.models import Anchor, AnchorRating, AnchorUse, Recalibration, Submission
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.anchors import make_anchor, make_anchors, sit
from tests.factories.assessment import PASSING, make_policy, make_submitted
from tests.factories.people import member
from tests.web.markup import flat

_FORM = {
    "title": "Grade 9 algebra",
    "use": "training",
    "sample": "",
    "answer_q1": "A class of 24.",
    "answer_a1": "Six tasks.",
    "answer_r1": "Nothing, it went well.",
    "level_plan": "meets",
    "reason_plan": "Every task names its goal.",
    "level_insight": "not_yet",
    "reason_insight": "It retells.",
    "rationale": "Sound tasks, and no change is named.",
    "agreed_by": "Two teachers",
}


def place(school: School, ending: str = "") -> str:
    return f"/o/{school.organization.slug}/anchors/{ending}"


def anchors() -> list[Anchor]:
    with everything("a test looks"):
        return list(Anchor.objects.order_by("created_at"))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return flat(answer.content.decode())


def test_an_organization_without_credentials_is_told_what_comes_first(school: School, author: Client) -> None:
    with everything("a test empties the shelf"):
        school.version.achievement.retired_at = datetime(2026, 1, 1, tzinfo=UTC)
        school.version.achievement.save()
    assert "Nothing is rated here yet" in read(author, place(school))


def test_an_author_writes_a_known_work_and_finds_it(asked: School, author: Client) -> None:
    assert "For one credential nobody can qualify: known works are missing" in read(author, place(asked))
    form = place(asked, f"new/{asked.version.pk}")
    page = read(author, form)
    assert ("Every task names its goal" in page, "nobody has asked them" in page) == (True, True)
    kept = author.post(form, _FORM)
    assert kept.headers["Location"] == place(asked, f"of/{asked.version.achievement_id}")
    [row] = anchors()
    assert (row.title, row.levels) == ("Grade 9 algebra", {"plan": "meets", "insight": "not_yet"})
    assert "Grade 9 algebra" in read(author, kept.headers["Location"])


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(asked: School, author: Client) -> None:
    form = place(asked, f"new/{asked.version.pk}")
    answer = author.post(form, {**_FORM, "use": "drift", "answer_r1": "", "level_insight": ""})
    page = flat(answer.content.decode())
    assert (answer.status_code, anchors()) == (422, [])
    assert ('href="#id_level_insight' in page, "Every task names its goal." in page) == (True, True)
    answer = author.post(form, {**_FORM, "use": "drift", "answer_r1": ""})
    assert "In the queue this must look like any work." in flat(answer.content.decode())
    assert (answer.status_code, anchors()) == (422, [])


def test_what_was_rated_shows_its_levels_and_keeps_them(asked: School, author: Client) -> None:
    work = make_anchor(asked.version)
    with organization_scope(asked.organization.pk):
        services.practice(work, PASSING, acting=asked.assessor.as_actor())
    assert "so the work and its levels stay as they are" in read(author, place(asked, f"{work.pk}/"))
    saved = author.post(place(asked, f"{work.pk}/"), {**_FORM, "answer_q1": "Something else"})
    [row] = anchors()
    assert (saved.status_code, row.title, row.levels, row.answers) == (302, "Grade 9 algebra", PASSING, work.answers)


def test_what_is_hidden_says_so_and_keeps_its_use(asked: School, author: Client) -> None:
    work = make_anchor(asked.version, AnchorUse.DRIFT)
    address = place(asked, f"{work.pk}/")
    with everything("a test hides it"):
        Submission.objects.filter(pk=make_submitted(asked.version).pk).update(anchor=work)
    assert "so the work, its levels and its use stay as they are" in read(author, address)
    words = {name: text for name, text in _FORM.items() if not name.startswith(("use", "sample", "answer_", "level_"))}
    assert author.post(address, words).status_code == 302
    stale = author.post(address, {**_FORM, "use": "training", "title": "Another title"})
    page = flat(stale.content.decode())
    assert (stale.status_code, "Retire it, and write a new one." in page, "Another title" in page) == (422, True, True)
    [row] = anchors()
    assert (row.title, row.use, row.levels, row.rationale) == (
        "Grade 9 algebra",
        "drift",
        PASSING,
        "Sound tasks, and no change is named.",
    )


def test_a_work_is_retired_and_stands_apart(asked: School, author: Client) -> None:
    work = make_anchor(asked.version)
    author.post(place(asked, f"{work.pk}/retire"))
    assert anchors()[0].is_retired
    page = read(author, place(asked, f"of/{asked.version.achievement_id}"))
    assert ("No known works for this rubric yet" in page, "Retired" in page) == (True, True)
    assert "Save the changes" not in read(author, place(asked, f"{work.pk}/"))


def test_works_of_an_earlier_rubric_can_be_taken_along(asked: School, author: Client) -> None:
    work = make_anchor(asked.version)
    with organization_scope(asked.organization.pk):
        draft = begin_version(asked.version.achievement, acting=SYSTEM)
        first, *rest = draft.stored["rubric"]["criteria"]
        rubric = {**draft.stored["rubric"], "criteria": [{**first, "name": "Match to the unit"}, *rest]}
        changed = Definition.from_json({**draft.stored, "rubric": rubric})
        draft = save_draft(draft, changed, expected_revision=draft.revision, acting=SYSTEM)
        newest = publish_version(draft, acting=SYSTEM)
    page = read(author, place(asked, f"of/{asked.version.achievement_id}"))
    assert "Of an earlier rubric" in page
    form = place(asked, f"new/{newest.pk}?from={work.pk}")
    assert 'value="Grade 6 fractions"' in read(author, form)
    author.post(form, _FORM)
    assert [row.version_id for row in anchors()] == [asked.version.pk, newest.pk]


def test_the_lists_ask_the_database_no_more_for_more_works(
    asked: School, author: Client, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_anchors(asked.version, 2)
    sit(asked.version, asked.assessor)
    addresses = {
        place(asked): author,
        place(asked, f"of/{asked.version.achievement_id}"): author,
        f"/o/{asked.organization.slug}/assessors/": owner,
    }
    few = {}
    for address, client in addresses.items():
        client.get(address)
        with django_assert_max_num_queries(25) as asked_for:
            client.get(address)
        few[address] = len(asked_for)
    for number in range(3):
        version = make_published_version(asked.organization, name=f"Number {number}")
        make_policy(version, requires_qualification=True, qualify_anchors=1)
        make_anchors(version, 2)
        sit(version, member(asked.organization, "assessor"))
    make_anchors(asked.version, 4, AnchorUse.TRAINING)
    for address, client in addresses.items():
        with django_assert_max_num_queries(few[address]):
            client.get(address)


def _drifted(school: School, count: int) -> None:
    """Let an assessor give too much on so many known works."""
    make_anchors(school.version, 2)
    drift = make_anchors(school.version, count, AnchorUse.DRIFT)
    with clock.at(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        sit(school.version, school.assessor)
    with everything("a test makes what years make"):
        for number, anchor in enumerate(drift):
            AnchorRating.objects.create(
                organization=school.organization,
                anchor=anchor,
                assessor=school.assessor,
                use=AnchorUse.DRIFT,
                criteria=2,
                exact=1,
                widest=1,
                difference=1,
                rated_at=datetime(2026, 3, 3, tzinfo=UTC) + timedelta(days=number),
            )


def test_drift_is_flagged_with_its_range_and_practice_is_offered(asked: School, owner: Client) -> None:
    make_anchor(asked.version)
    _drifted(asked, 6)
    page = read(owner, f"/o/{asked.organization.slug}/assessors/")
    assert "<h1>The ratings of one assessor may have moved</h1>" in page
    assert ("+0.50" in page, "likely +0.50 to +0.50" in page) == (True, True)
    assert "May give too much" in page
    assert "It is a sign, not a verdict" in page
    before = OutgoingMail.objects.count()
    chosen = f"{asked.version.achievement_id}.{asked.assessor.pk}"
    answer = owner.post(f"/o/{asked.organization.slug}/assessors/practice", {"offer": chosen}, follow=True)
    assert "Offered. Bo Assessor is told by mail." in answer.content.decode()
    with everything("a test looks"):
        assert (Recalibration.objects.get().reason, OutgoingMail.objects.count() - before) == ("drift", 1)


def test_practice_is_offered_to_members_alone(asked: School, owner: Client) -> None:
    make_anchor(asked.version)
    for chosen in ("", "x.y", f"{asked.version.achievement_id}.{asked.learner.pk}"):
        answer = owner.post(f"/o/{asked.organization.slug}/assessors/practice", {"offer": chosen})
        assert answer.status_code == 404
    with everything("a test looks"):
        assert not Recalibration.objects.exists()


def test_an_assessor_sees_neither_the_works_nor_how_others_stand(asked: School, assessor: Client) -> None:
    work = make_anchor(asked.version, AnchorUse.DRIFT)
    for address in (place(asked), place(asked, f"{work.pk}/"), f"/o/{asked.organization.slug}/assessors/"):
        assert assessor.get(address).status_code == 403
    with everything("a test looks"):
        assert not Submission.objects.exists()
