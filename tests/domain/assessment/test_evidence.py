# SPDX-License-Identifier: Apache-2.0
"""Files and links: cleaned before they are kept, taken out with a way back, and never over the limits."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from cairn.assessment import selectors, services
from cairn.assessment.limits import MAX_PERSON_BYTES
from cairn.assessment.models import Evidence, Submission
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, DomainError, Invalid, PermissionDenied
from cairn.foundation.files.inspection import UploadRefused
from cairn.foundation.models import AuditEntry, StoredFile
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, make_decision, make_rating, make_submission, make_submitted
from tests.factories.people import make_person, member


def picture(color: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), color).save(out, "PNG")
    return out.getvalue()


def _stored() -> tuple[int, int, int]:
    """Count pieces of evidence, rows of files, and files on the disk."""
    with everything("a test counts"):
        disk = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
        return Evidence.objects.exclude(kind="text").count(), StoredFile.objects.count(), len(disk)


@pytest.fixture
def work(school: School) -> Submission:
    return make_submission(school.version, learner=school.learner)


@pytest.fixture
def learner(school: School) -> Actor:
    return school.learner.as_actor()


def test_a_file_is_kept_under_its_digest(work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        piece = services.add_file(work, "a1", picture(), "../my plan.PNG", acting=learner)
    assert piece.file is not None
    assert (piece.file.name, piece.file.media_type, piece.sha256) == ("my plan.png", "image/png", piece.file.sha256)
    assert _stored() == (1, 1, 1)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ" + bytes(200), "plan.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "plan.svg"),
        (b"<!doctype html><script>alert(1)</script>", "plan.png"),
        (b"", "empty.txt"),
        (bytes(26_000_000), "large.txt"),
    ],
)
def test_of_a_file_that_is_refused_nothing_is_kept(work: Submission, learner: Actor, data: bytes, name: str) -> None:
    with person_scope(work.learner_id), pytest.raises(UploadRefused):
        services.add_file(work, "a1", data, name, acting=learner)
    assert _stored() == (0, 0, 0)


def test_a_question_takes_no_files_and_no_links(work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        with pytest.raises(Invalid, match="words"):
            services.add_file(work, "q1", picture(), "a.png", acting=learner)
        with pytest.raises(Invalid, match="words"):
            services.add_link(work, "q1", "https://example.org", acting=learner)
    assert _stored() == (0, 0, 0)


def test_the_quota_of_a_person_holds(work: Submission, learner: Actor) -> None:
    with everything("a test fills the shelf"):
        StoredFile.objects.create(
            owner_id=work.learner_id,
            name="film.mp4",
            media_type="video/mp4",
            size=MAX_PERSON_BYTES,
            sha256="0" * 64,
            created_at=work.created_at,
        )
    with person_scope(work.learner_id), pytest.raises(DomainError) as refused:
        services.add_file(work, "a1", picture(), "a.png", acting=learner)
    assert refused.value.code == "over_quota"
    assert _stored() == (0, 1, 0)


def test_ten_files_are_the_most(work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        for number in range(10):
            services.add_file(work, "a1", f"note {number}".encode(), f"{number}.txt", acting=learner)
        with pytest.raises(Conflict) as refused:
            services.add_file(work, "a1", b"one more", "10.txt", acting=learner)
    assert refused.value.code == "too_many_files"
    assert _stored() == (10, 10, 10)


def test_a_file_taken_out_can_be_put_back_until_the_next_one(work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        piece = services.add_file(work, "a1", picture(), "a.png", acting=learner)
        services.remove_evidence(piece, acting=learner)
        assert [removed.pk for removed in selectors.list_removed(work)] == [piece.pk]
        services.restore_evidence(piece, acting=learner)
        assert selectors.list_removed(work) == []
        services.remove_evidence(piece, acting=learner)
        services.add_file(work, "a1", b"another", "b.txt", acting=learner)
        assert [row.file.name for row in Evidence.objects.filter(kind="file") if row.file] == ["b.txt"]
    assert _stored()[:2] == (1, 1)


def test_the_bytes_of_a_file_go_with_its_last_row(
    school: School, work: Submission, learner: Actor, django_capture_on_commit_callbacks: object
) -> None:
    other = make_submission(school.version)
    for row, acting in ((work, learner), (other, other.learner.as_actor())):
        with person_scope(row.learner_id):
            services.add_file(row, "a1", picture(), "a.png", acting=acting)
    assert _stored() == (2, 2, 1)
    for row, left in ((work, 1), (other, 0)):
        with person_scope(row.learner_id), django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
            acting = row.learner.as_actor()
            services.remove_evidence(row.evidence.get(kind="file"), acting=acting)
            services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True))
        assert _stored() == (left, left, left)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("https://example.org/a?b=1", "https://example.org/a?b=1"), (" example.org/film ", "https://example.org/film")],
)
def test_a_link_is_kept_once(work: Submission, learner: Actor, typed: str, kept: str) -> None:
    with person_scope(work.learner_id):
        first = services.add_link(work, "a1", typed, acting=learner)
        again = services.add_link(work, "a1", typed, acting=learner)
    assert (first.link, again.pk) == (kept, first.pk)


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "file:///etc/passwd", "my film", "https://", "//", "x" * 2100]
)
def test_what_is_no_address_is_refused(work: Submission, learner: Actor, typed: str) -> None:
    with person_scope(work.learner_id), pytest.raises(Invalid) as refused:
        services.add_link(work, "a1", typed, acting=learner)
    assert refused.value.code == "bad_link"
    assert _stored() == (0, 0, 0)


def test_an_address_that_is_typed_and_not_added_waits(work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        row = services.save_pending_links(work, {"a1": "https://exa"}, acting=learner)
        assert row.pending_links == {"a1": "https://exa"}
        assert services.save_pending_links(work, {"a1": ""}, acting=learner).pending_links == {}


def test_what_was_handed_in_stays_with_its_round(school: School, work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        piece = services.add_file(work, "a1", picture(), "a.png", acting=learner)
        row = services.submit_submission(work, acting=learner, declaration=services.Declaration(own_work=True))
    make_decision(row, school.assessor, FAILING)
    with person_scope(work.learner_id):
        again = selectors.get_submission(work.pk)
        services.remove_evidence(selectors.get_evidence(piece.pk, again), acting=learner)
        services.submit_submission(again, acting=learner, declaration=services.Declaration(own_work=True))
        kept = Evidence.objects.get(pk=piece.pk)
    assert (kept.was_in(1), kept.was_in(2)) == (True, False)
    assert _stored() == (1, 1, 1)


def test_what_was_taken_out_before_is_not_taken_out_again_later(
    school: School, work: Submission, learner: Actor
) -> None:
    declared = services.Declaration(own_work=True)
    with person_scope(work.learner_id):
        piece = services.add_link(work, "a1", "example.org/first", acting=learner)
        row = services.submit_submission(work, acting=learner, declaration=declared)
    make_decision(row, school.assessor, FAILING)
    with person_scope(work.learner_id):
        services.remove_evidence(piece, acting=learner)
        row = services.submit_submission(row, acting=learner, declaration=declared)
    make_decision(row, school.assessor, FAILING)
    with everything("a test looks"):
        before = (selectors.assessment_facts(work.pk), AuditEntry.objects.count())
    with person_scope(work.learner_id):
        # A tab of the second round is still open, and its buttons are pressed in the third.
        assert services.remove_evidence(piece, acting=learner).ended_round == 2
        assert services.restore_evidence(piece, acting=learner).ended_round == 2
        kept = Evidence.objects.get(pk=piece.pk)
    assert [kept.was_in(number) for number in (1, 2, 3)] == [True, False, False]
    with everything("a test looks"):
        assert (selectors.assessment_facts(work.pk), AuditEntry.objects.count()) == before
    assert [fact.kind for fact in before[0].evidence] == ["text", "text", "text"]


def test_a_stranger_takes_nothing_out(work: Submission, learner: Actor) -> None:
    with person_scope(work.learner_id):
        piece = services.add_file(work, "a1", picture(), "a.png", acting=learner)
        with pytest.raises(PermissionDenied):
            services.remove_evidence(piece, acting=make_person().as_actor())
        assert Evidence.objects.get(pk=piece.pk).ended_round is None


def test_a_file_is_read_by_its_learner_and_by_whoever_holds_the_work(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        acting = school.learner.as_actor()
        file_id = services.add_file(row, "a1", picture(), "a.png", acting=acting).file_id
        services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True))
    assert file_id is not None
    colleague = member(school.organization, "assessor", "owner")
    people = {
        "learner": school.learner,
        "assessor": school.assessor,
        "colleague": colleague,
        "stranger": make_person(),
    }

    def readers() -> list[str]:
        found = selectors.find_evidence_file
        return [name for name, person in people.items() if found(file_id, acting=person.as_actor()) is not None]

    assert readers() == ["learner"]
    rating = make_rating(row, school.assessor)
    assert readers() == ["learner", "assessor"]
    with organization_scope(school.organization.pk):
        services.put_back_rating(rating, acting=school.assessor.as_actor())
    assert readers() == ["learner"]
    make_decision(row, school.assessor)
    assert readers() == ["learner", "assessor"]


def test_work_of_another_learner_has_files_of_its_own(school: School) -> None:
    row = make_submitted(school.version)
    make_rating(row, school.assessor)
    other = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        piece = services.add_file(other, "a1", picture(), "a.png", acting=school.learner.as_actor())
    assert piece.file_id is not None
    assert selectors.find_evidence_file(piece.file_id, acting=school.assessor.as_actor()) is None
