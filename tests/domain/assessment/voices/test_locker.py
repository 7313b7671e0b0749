# SPDX-License-Identifier: Apache-2.0
"""What somebody keeps is theirs alone, kept once, and used anywhere; what was handed in of it stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage

from cairn.assessment import selectors, services
from cairn.assessment.limits import MAX_PERSON_BYTES
from cairn.assessment.models import Evidence, EvidenceKind, LockerItem, Submission
from cairn.assessment.services import Note
from cairn.foundation.errors import Conflict, DomainError, Invalid, NotFound, PermissionDenied
from cairn.foundation.files.storage import read_bytes, used_bytes
from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import everything, person_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_evidence import picture
from tests.factories.assessment import make_decision, make_submission
from tests.factories.people import make_person
from tests.factories.voices import make_piece


def texts(row: Submission) -> dict[str, str]:
    with everything("a test looks"):
        rows = Evidence.objects.filter(submission=row, kind=EvidenceKind.TEXT, ended_round=None)
        return dict(rows.values_list("item", "text"))


def test_a_piece_has_a_title_a_digest_and_a_day(school: School) -> None:
    acting = school.learner.as_actor()
    text = services.keep_text(school.learner, "One two three", Note(made_on=date(2025, 5, 1)), acting=acting)
    link = services.keep_link(school.learner, "example.org/film", Note("My film"), acting=acting)
    file = services.keep_file(school.learner, picture(), "ada-class.png", Note(), acting=acting)
    found = [(line.item.title, line.item.kind) for line in selectors.list_locker(school.learner.pk)]
    assert found == [("ada-class.png", "file"), ("My film", "link"), ("One two three", "text")]
    assert (text.sha256, text.made_on) == (sha256(b"One two three").hexdigest(), date(2025, 5, 1))
    assert link.link == "https://example.org/film"
    assert file.file is not None
    assert file.sha256 == file.file.sha256 == sha256(read_bytes(file.file)).hexdigest()


def test_the_same_bytes_are_one_piece(school: School) -> None:
    acting = school.learner.as_actor()
    keeps: tuple[Callable[[], LockerItem], ...] = (
        lambda: services.keep_text(school.learner, "Same", Note("First"), acting=acting),
        lambda: services.keep_link(school.learner, "https://example.org/a", Note(), acting=acting),
        lambda: services.keep_file(school.learner, picture(), "a.png", Note(), acting=acting),
    )
    pairs = [(keep().pk, keep().pk) for keep in keeps]
    assert all(first == second for first, second in pairs)
    assert LockerItem.objects.count() == 3
    with everything("a test counts"):
        assert StoredFile.objects.count() == 1


def test_it_is_used_in_any_work_and_the_quota_counts_it_once(school: School) -> None:
    acting = school.learner.as_actor()
    row = make_submission(school.version, learner=school.learner, answers={"a1": "Before"})
    piece = services.keep_file(school.learner, picture(), "a.png", Note(), acting=acting)
    used = used_bytes(school.learner.pk)
    with person_scope(school.learner.pk):
        first = services.use_item(piece, row, "a1", acting=acting)
        again = services.use_item(piece, row, "a1", acting=acting)
        services.use_item(make_piece(school.learner, "Kept words"), row, "a1", acting=acting)
        services.use_item(make_piece(school.learner, "Kept words"), row, "a1", acting=acting)
        services.use_item(
            services.keep_link(school.learner, "https://example.org/a", Note(), acting=acting), row, "a1", acting=acting
        )
    assert first is not None
    assert again is not None
    assert first.pk == again.pk
    assert (used, used_bytes(school.learner.pk)) == (used, used)
    assert texts(row) == {"a1": "Before\n\nKept words"}
    with everything("a test looks"):
        assert sorted(Evidence.objects.values_list("kind", flat=True)) == ["file", "link", "text"]
        evidence = Evidence.objects.select_related("file").get(kind="file")
        assert evidence.file is not None
        assert (evidence.file.pk != piece.file_id, evidence.sha256) == (True, piece.sha256)
    (line,) = [line for line in selectors.list_locker(school.learner.pk) if line.item.pk == piece.pk]
    assert [found.pk for found in line.used_in] == [row.pk]


def test_taken_out_of_the_locker_it_stays_where_it_was_handed_in(school: School) -> None:
    acting = school.learner.as_actor()
    row = make_submission(school.version, learner=school.learner)
    piece = services.keep_file(school.learner, picture(), "a.png", Note(), acting=acting)
    with person_scope(school.learner.pk):
        services.use_item(piece, row, "a1", acting=acting)
    services.discard_item(piece, acting=acting)
    with everything("a test looks"):
        kept = Evidence.objects.select_related("file").get(kind="file").file
        assert kept is not None
        assert sha256(read_bytes(kept)).hexdigest() == piece.sha256
        assert StoredFile.objects.count() == 1
    piece.refresh_from_db()
    assert (piece.file_id, piece.removed_at is not None, selectors.list_locker(school.learner.pk)) == (None, True, [])


@pytest.mark.django_db(transaction=True)
def test_what_is_used_nowhere_is_gone_with_its_bytes(school: School) -> None:
    piece = services.keep_file(school.learner, picture(), "a.png", Note(), acting=school.learner.as_actor())
    place = f"{piece.sha256[:2]}/{piece.sha256}"
    assert default_storage.exists(place)
    services.discard_item(piece, acting=school.learner.as_actor())
    assert not default_storage.exists(place)
    # The same one can be kept again.
    services.keep_file(school.learner, picture(), "a.png", Note(), acting=school.learner.as_actor())
    assert default_storage.exists(place)


def test_what_was_handed_in_can_be_kept(school: School) -> None:
    acting = school.learner.as_actor()
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        services.add_file(row, "a1", picture(), "mine.png", acting=acting)
        services.add_link(row, "a1", "example.org/a", acting=acting)
        work = selectors.list_work(school.learner.pk)
        pieces = selectors.list_not_kept(work, [])
        assert sorted(piece.kind for piece in pieces) == ["file", "link", "text", "text", "text"]
        kept = [services.keep_evidence(piece, acting=acting) for piece in pieces]
        assert selectors.list_not_kept(work, kept) == []
        assert services.keep_evidence(pieces[0], acting=acting).pk == kept[0].pk
    assert {item.title for item in kept} >= {"mine.png", "https://example.org/a", "Grade 6 math, 28 students."}


def test_a_locker_is_its_owners_alone(school: School) -> None:
    piece = make_piece(school.learner)
    other = make_person()
    row = make_submission(school.version, learner=other)
    assert selectors.list_locker(other.pk) == []
    with pytest.raises(NotFound):
        selectors.get_locker_item(piece.pk, other.pk)
    with person_scope(other.pk), pytest.raises(NotFound):
        services.use_item(piece, row, "a1", acting=other.as_actor())
    acts: tuple[Callable[[], object], ...] = (
        lambda: services.discard_item(piece, acting=other.as_actor()),
        lambda: services.keep_text(school.learner, "Foisted", Note(), acting=other.as_actor()),
        lambda: services.keep_link(school.learner, "example.org", Note(), acting=other.as_actor()),
        lambda: services.keep_file(school.learner, picture(), "a.png", Note(), acting=other.as_actor()),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert [line.item.pk for line in selectors.list_locker(school.learner.pk)] == [piece.pk]
    assert "Six tasks, each with its goal." in texts(row).values()


def test_it_goes_only_where_the_work_is_open(school: School) -> None:
    acting = school.learner.as_actor()
    row = make_submission(school.version, learner=school.learner)
    link = services.keep_link(school.learner, "example.org/a", Note(), acting=acting)
    file = services.keep_file(school.learner, picture(), "a.png", Note(), acting=acting)
    text = make_piece(school.learner)
    before = texts(row)
    with person_scope(school.learner.pk):
        for piece, item in ((link, "q1"), (file, "q1"), (text, "nowhere"), (text, "prior:evidence")):
            with pytest.raises(Invalid):
                services.use_item(piece, row, item, acting=acting)
        services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True))
        with pytest.raises(Conflict):
            services.use_item(text, row, "a1", acting=acting)
    make_decision(row, school.assessor)
    assert texts(row) == before


def test_nothing_empty_and_nothing_beyond_the_quota_is_kept(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    acting = school.learner.as_actor()
    acts: tuple[Callable[[], object], ...] = (
        lambda: services.keep_text(school.learner, "  ", Note(), acting=acting),
        lambda: services.keep_link(school.learner, "not an address", Note(), acting=acting),
        lambda: services.keep_text(school.learner, "x" * 200_001, Note(), acting=acting),
    )
    for act in acts:
        with pytest.raises(DomainError):
            act()
    monkeypatch.setattr("cairn.assessment.services.evidence.MAX_PERSON_BYTES", 10)
    with pytest.raises(DomainError) as refused:
        services.keep_file(school.learner, picture(), "a.png", Note(), acting=acting)
    assert (refused.value.code, LockerItem.objects.count(), MAX_PERSON_BYTES) == ("over_quota", 0, 250_000_000)
