# SPDX-License-Identifier: Apache-2.0
"""A name that can be read on a page: found when a file comes, settled by whoever does not rate, and told in the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.masking import Identity
from cairn.assessment.models import Evidence, IdentityReport, Rating, ReportState, Submission
from cairn.assessment.named_pages import NO_PAGE, PDF, NamedPages, find_named_pages, names_on_page
from cairn.foundation import clock
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.files.reading import ReadingLimits
from cairn.foundation.models import AuditEntry, StoredFile
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, PASSING, finish, make_policy, make_rating, make_submission
from tests.factories.papers import bottomless_paper, paper, paper_in_codes, paper_with_remarks
from tests.factories.people import member
from tests.factories.planted import packed
from tests.factories.planted_names import drawing_of_its_own, workbook

ADA = Identity(names=("Ada Okafor-Núñez",), emails=("ada.okafor@example.org",), handles=("aokafor77",))
NOUR = Identity(names=("نور الهاشمي",))
NAMED = paper("An essay.", "By Ada Learner.", "The end.")
CLEAN = paper("An essay.", "By nobody.", "The end.")


@pytest.mark.parametrize(
    "text",
    [
        "Essay by Ada Okafor-Núñez",
        "OKAFOR NUNEZ, ADA",
        "A d a  O k a f o r  N ú ñ e z",
        "E s s a y  b y  O k a f o r",
        "Written by Oka-\nfor in May",
        "Written by Oka\u00ad\nfor in May",
        "EssayByAdaOkafor",
        "A da Oka for-Nun ez",
        "Nu´n˜ez",
        "Nu\u0301n\u0303ez",
        "see ada.okafor@example.org",
        "account aokafor77",
    ],
)
def test_a_name_is_read_however_it_was_set(text: str) -> None:
    assert names_on_page(f"A page of words.\n{text}\nMore of them.", ADA)


@pytest.mark.parametrize("text", ["", "An essay on Canada and adagios.", "a d f", "Adaptation of a ferry", "77"])
def test_words_that_only_look_like_it_are_left_alone(text: str) -> None:
    assert not names_on_page(text, ADA)


def test_letters_that_are_drawn_as_one_are_read_as_two() -> None:
    assert names_on_page("by Fi\ufb01 O\ufb03cer", Identity(names=("Fifi Officer",)))


def test_arabic_is_read_from_either_side() -> None:
    line = "كتبه نور الهاشمي في المدرسة"
    shaped = "\ufee7\ufeee\ufead \ufe8d\ufedf\ufeec\ufe8e\ufeb7\ufee4\ufef2"
    assert [names_on_page(text, NOUR) for text in (line, line[::-1], shaped, shaped[::-1])] == [True] * 4
    assert not names_on_page("كتاب عن النور", NOUR)


def test_the_pages_of_a_file_are_named_by_number() -> None:
    many = paper(*(f"Ada Learner, page {number}" if number % 2 else "Nothing." for number in range(1, 8)))
    ada = Identity(names=("Ada Learner",))
    assert find_named_pages(many, PDF, ada) == NamedPages((1, 3, 5, 7))
    assert find_named_pages(many, PDF, ada, ReadingLimits(pages=4)) == NamedPages((1, 3), 5)
    assert find_named_pages(many, "image/png", ada) == NamedPages()
    assert find_named_pages(paper_in_codes("كتبه نور الهاشمي"), PDF, NOUR) == NamedPages((1,))


@pytest.mark.parametrize("place", range(4))
def test_what_stands_beside_the_words_of_a_page_is_read_too(place: int) -> None:
    said = ["A field", "A remark", "https://example.org/", "A bookmark"]
    assert find_named_pages(paper_with_remarks(*said), PDF, ADA) == NamedPages()
    said[place] = "https://example.org/~aokafor77" if place == 2 else "Ada Okafor"
    assert find_named_pages(paper_with_remarks(*said), PDF, ADA) == NamedPages((2,))


def hand_in(school: School, data: bytes = NAMED) -> Submission:
    """Let the learner hand in a file beside the answers."""
    row = make_submission(school.version, learner=school.learner)
    add(school, row, data)
    with person_scope(school.learner.pk):
        return services.submit_submission(
            row, acting=school.learner.as_actor(), declaration=services.Declaration(own_work=True)
        )


def add(school: School, row: Submission, data: bytes) -> Evidence:
    with person_scope(school.learner.pk):
        return services.add_file(row, "a1", data, "Ada Learner.pdf", acting=school.learner.as_actor())


def waiting(school: School) -> list[IdentityReport]:
    with organization_scope(school.organization.pk):
        return selectors.list_identity_reports()


@pytest.fixture
def owner(school: School) -> Person:
    return member(school.organization, "owner")


def is_blind(school: School, row: Submission, assessor: Person | None = None) -> bool:
    decision = finish(row, assessor or school.assessor, PASSING)
    assert decision is not None
    return decision.is_blind


def test_a_file_is_looked_through_when_it_comes(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    assert (add(school, row, NAMED).named_pages, add(school, row, CLEAN).named_pages) == ([2], [])
    with person_scope(school.learner.pk):
        assert [piece.named_pages for piece in selectors.list_unsettled(row)] == [[2]]
    assert waiting(school) == []


def test_a_kept_file_is_looked_through_when_it_is_used(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    acting = school.learner.as_actor()
    kept = services.keep_file(school.learner, NAMED, "a.pdf", services.Note(), acting=acting)
    with person_scope(school.learner.pk):
        used = services.use_item(kept, row, "a1", acting=acting)
    assert used is not None
    assert used.named_pages == [2]


def test_what_was_found_waits_and_holds_nobody_up(school: School) -> None:
    row = hand_in(school)
    (report,) = waiting(school)
    assert (report.evidence.named_pages, report.is_found, report.withholds) == ([2], True, False)
    with organization_scope(school.organization.pk):
        assert (selectors.count_identity_reports(), selectors.count_named_files()) == (0, 1)
        parts = selectors.blind_progress(selectors.get_queued_submission(row.pk))
        (shown,) = (piece for part in parts for item in part.items for piece in item.files)
        entry = AuditEntry.objects.get(action="identity.find")
    assert (shown.is_withheld, shown.file_id) == (False, report.evidence.file_id)
    assert (entry.facts["pages"], entry.actor_kind) == ([2], "system")
    assert is_blind(school, row) is False
    with organization_scope(school.organization.pk):
        assert (selectors.list_identity_reports(), selectors.count_named_files()) == ([], 0)


def test_what_cannot_be_hidden_in_a_document_is_told_and_counts(school: School, owner: Person) -> None:
    drawn, hidden = (
        packed({**drawing_of_its_own(), "word/media/chart.dat": f"{name} 2026".encode("utf-16-le")})
        for name in ("Ada Learner", "Nobody")
    )
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        Person.objects.filter(pk=school.learner.pk).update(name="Ada Learner")
    named, clean = add(school, row, drawn), add(school, row, hidden)
    assert (named.named_pages, named.is_named_off_page, clean.named_pages) == ([NO_PAGE], True, [])
    row = hand_in(school, drawn)
    with organization_scope(school.organization.pk), pytest.raises(Invalid) as refused:
        services.mask_with_file(waiting(school)[0], drawn, "b.docx", acting=owner.as_actor())
    assert refused.value.code == "still_named"
    assert is_blind(school, row) is False


def test_a_sheet_that_is_called_like_somebody_is_called_anew_and_counts_as_hidden(school: School) -> None:
    sheet = packed({**workbook(), "xl/workbook.xml": '<workbook><sheet name="Ada Learner"/></workbook>'})
    row = hand_in(school, sheet)
    assert (waiting(school), is_blind(school, row)) == ([], True)


def test_a_document_that_is_too_large_to_look_through_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cairn.assessment.named_pages.MOST_TEXT", 100)
    ada = Identity(names=("Ada Learner",))
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert find_named_pages(packed(workbook()), xlsx, ada) == NamedPages(unread_from=1)


def test_a_clean_file_waits_for_nothing(school: School) -> None:
    row = hand_in(school, CLEAN)
    assert (waiting(school), is_blind(school, row)) == ([], True)


def test_a_masked_copy_before_the_rating_makes_it_blind(school: School, owner: Person) -> None:
    row = hand_in(school)
    with organization_scope(school.organization.pk):
        services.mask_with_file(waiting(school)[0], CLEAN, "b.pdf", acting=owner.as_actor())
    assert is_blind(school, row) is True


def test_a_masked_copy_after_the_rating_began_comes_too_late(school: School, owner: Person) -> None:
    row = hand_in(school)
    with clock.at(clock.now() - timedelta(minutes=1)):
        make_rating(row, school.assessor)
    with organization_scope(school.organization.pk):
        services.mask_with_file(waiting(school)[0], CLEAN, "b.pdf", acting=owner.as_actor())
    assert is_blind(school, row) is False


def test_of_two_assessors_the_one_who_came_before_the_copy_knew(school: School, owner: Person) -> None:
    make_policy(school.version, second_share=100)
    row = hand_in(school)
    with clock.at(clock.now() - timedelta(minutes=1)):
        assert finish(row, school.assessor, PASSING) is None
    with organization_scope(school.organization.pk):
        services.mask_with_file(waiting(school)[0], CLEAN, "b.pdf", acting=owner.as_actor())
    assert is_blind(school, row, member(school.organization, "assessor")) is False


def test_somebody_elses_name_is_fine_whenever_it_is_said(school: School, owner: Person) -> None:
    row = hand_in(school)
    make_rating(row, school.assessor)
    with organization_scope(school.organization.pk):
        services.dismiss_report(waiting(school)[0], "Ada Learner wrote the textbook.", acting=owner.as_actor())
    assert (waiting(school), is_blind(school, row)) == ([], True)


def test_a_copy_that_still_has_the_name_is_not_taken(school: School, owner: Person) -> None:
    hand_in(school)
    before = _count_files()
    with organization_scope(school.organization.pk), pytest.raises(Invalid) as refused:
        services.mask_with_file(waiting(school)[0], paper("Ada Learner", "x", "Ada"), "b.pdf", acting=owner.as_actor())
    assert (refused.value.code, _count_files(), len(waiting(school))) == ("still_named", before, 1)
    assert "on pages 1 and 3." in refused.value.detail


def _count_files() -> int:
    with everything("a test counts"):
        return StoredFile.objects.count()


def test_whoever_rates_it_settles_nothing(school: School) -> None:
    row = hand_in(school)
    both = member(school.organization, "owner", "assessor")
    make_rating(row, both)
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied) as refused:
        services.dismiss_report(waiting(school)[0], "It is fine.", acting=both.as_actor())
    assert (refused.value.code, waiting(school)[0].state) == ("rates_it", ReportState.OPEN)


def test_an_assessor_who_reports_it_keeps_it_from_others(school: School, owner: Person) -> None:
    make_policy(school.version, second_share=100)
    row = hand_in(school)
    rating = make_rating(row, school.assessor)
    (found,) = waiting(school)
    with organization_scope(school.organization.pk):
        piece = selectors.get_evidence(found.evidence_id, rating.submission)
        report = services.report_identity(piece, rating, acting=school.assessor.as_actor(), note="Page 2")
        assert (report.pk, report.withholds, selectors.count_named_files()) == (found.pk, True, 0)
    second = member(school.organization, "assessor")
    make_rating(row, second)
    with organization_scope(school.organization.pk):
        services.mask_with_file(waiting(school)[0], CLEAN, "b.pdf", acting=owner.as_actor())
        ratings = {rating.assessor_id: rating for rating in Rating.objects.all()}
        known = [selectors.have_known(row, [ratings[person.pk]]) for person in (school.assessor, second)]
    assert known == [True, False]


def test_who_read_the_name_in_one_round_knows_it_in_the_next(school: School) -> None:
    row = hand_in(school)
    finish(row, school.assessor, FAILING, items_to_improve=["a1"])
    _replace(school, row)
    assert waiting(school) == []
    other = member(school.organization, "assessor")
    assert (_would_know(school, row, school.assessor), _would_know(school, row, other)) == (True, False)


def _replace(school: School, row: Submission) -> None:
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        row = selectors.get_submission(row.pk)
        services.remove_evidence(row.evidence.get(kind="file"), acting=acting)
        services.add_file(row, "a1", CLEAN, "b.pdf", acting=acting)
        services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True))


def _would_know(school: School, row: Submission, assessor: Person) -> bool:
    rating = make_rating(row, assessor)
    with organization_scope(school.organization.pk):
        known = selectors.have_known(row, [rating])
        services.put_back_rating(rating, acting=assessor.as_actor())
    return known


def test_a_file_that_could_not_be_read_whole_is_said_so(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    piece = add(school, row, bottomless_paper())
    assert (piece.named_pages, piece.unread_from) == ([], 2)
    with person_scope(school.learner.pk):
        assert [found.pk for found in selectors.list_unsettled(row)] == [piece.pk]
