# SPDX-License-Identifier: Apache-2.0
"""An assessor who can see who somebody is reports it; whoever does not rate the work settles what assessors get."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from cairn.assessment import selectors, services
from cairn.assessment.models import Evidence, IdentityReport, Rating, ReportState, Submission
from cairn.foundation import audit
from cairn.foundation.errors import DomainError
from cairn.foundation.files.inspection import UploadRefused
from cairn.foundation.models import AuditEntry, OutgoingMail, StoredFile
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import finish, make_rating, make_submission, make_submitted
from tests.factories.people import member
from tests.factories.planted import png

ANSWERS = {"q1": "Grade 6.", "a1": "We met Nana at the Canada House, and Nana laughed.", "r1": "A drawing."}


@pytest.fixture
def row(school: School) -> Submission:
    return make_submitted(school.version, learner=school.learner, answers=ANSWERS)


@pytest.fixture
def rating(school: School, row: Submission) -> Rating:
    return make_rating(row, school.assessor)


def piece_of(row: Submission, item: str = "a1") -> Evidence:
    with everything("a test looks"):
        piece: Evidence = Evidence.objects.select_related("submission").get(submission=row, item=item)
    return piece


def report_of(school: School, rating: Rating, note: str = "A nickname") -> IdentityReport:
    with organization_scope(school.organization.pk):
        piece = selectors.get_evidence(piece_of(rating.submission).pk, rating.submission)
        return services.report_identity(piece, rating, acting=school.assessor.as_actor(), note=note)


def shown(school: School, row: Submission) -> selectors.BlindItem:
    with organization_scope(school.organization.pk):
        parts = selectors.blind_progress(selectors.get_queued_submission(row.pk))
    return next(item for part in parts for item in part.items if item.item.id == "a1")


def counts(*tables: type[models.Model]) -> list[int]:
    with everything("a test counts"):
        return [table._base_manager.count() for table in tables]


def test_a_reported_piece_is_kept_from_assessors_and_a_letter_goes_out(school: School, rating: Rating) -> None:
    owner = member(school.organization, "owner")
    report = report_of(school, rating)
    item = shown(school, rating.submission)
    assert (item.texts, [piece.is_withheld for piece in item.pieces], item.is_given) == ((), [True], True)
    mails = [mail for mail in OutgoingMail.objects.all() if "can be known" in mail.subject]
    assert [mail.to for mail in mails] == [f"{owner.name.replace('Person ', 'person')}@example.org"]
    assert f"/masking/{report.pk}" in mails[0].text
    assert not any(word in mails[0].text for word in ("Ada", "Nana", "nickname"))
    with organization_scope(school.organization.pk):
        assert audit.list_entries(rating.submission)[0].action == "identity.report"
        assert selectors.count_identity_reports() == 1


def test_what_is_reported_twice_waits_once(school: School, rating: Rating) -> None:
    assert report_of(school, rating).pk == report_of(school, rating, "again").pk
    assert counts(IdentityReport) == [1]


def test_some_words_are_hidden_and_others_like_them_stay(school: School, rating: Rating) -> None:
    report = report_of(school, rating)
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.mask_with_words(report, ["Nana", "  "], acting=owner)
    texts = shown(school, rating.submission).texts
    assert [(piece.text, piece.is_masked) for piece in texts] == [
        ("We met [name hidden] at the Canada House, and [name hidden] laughed.", True)
    ]
    assert piece_of(rating.submission).text == ANSWERS["a1"]


def test_words_that_are_hidden_later_leave_those_hidden_that_were(school: School, rating: Rating) -> None:
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.mask_with_words(report_of(school, rating), ["Nana"], acting=owner)
        services.mask_with_words(report_of(school, rating, "A house"), ["Canada House"], acting=owner)
    hidden = "We met [name hidden] at the [name hidden], and [name hidden] laughed."
    assert [piece.text for piece in shown(school, rating.submission).texts] == [hidden]
    report = report_of(school, rating, "Once more")
    with organization_scope(school.organization.pk), pytest.raises(DomainError) as refused:
        services.mask_with_words(report, ["Nana"], acting=owner)
    assert refused.value.code == "not_there"
    with organization_scope(school.organization.pk):
        services.dismiss_report(report, "It is hidden already.", acting=owner)
    assert [piece.text for piece in shown(school, rating.submission).texts] == [hidden]


def test_words_are_hidden_in_a_passage_that_stands_for_a_file(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    with person_scope(school.learner.pk):
        piece = services.add_file(row, "a1", png(), "a.png", acting=school.learner.as_actor())
        said = services.Declaration(own_work=True)
        services.submit_submission(row, acting=school.learner.as_actor(), declaration=said)
    rating, owner = make_rating(row, school.assessor), member(school.organization, "owner").as_actor()
    acting = school.assessor.as_actor()
    with organization_scope(school.organization.pk):
        first = services.report_identity(piece, rating, acting=acting)
        with pytest.raises(DomainError) as refused:
            services.mask_with_words(first, ["Nana"], acting=owner)
        assert refused.value.code == "no_text"
        services.mask_with_passage(first, "A photo of Nana and Zuzu.", acting=owner)
        for word in ("Nana", "Zuzu"):
            report = services.report_identity(piece, rating, acting=acting)
            services.mask_with_words(report, [word], acting=owner)
    item = shown(school, row)
    assert [piece.text for piece in item.texts if piece.is_masked] == ["A photo of [name hidden] and [name hidden]."]


def test_what_was_masked_stays_masked_in_the_next_round(school: School, rating: Rating) -> None:
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.mask_with_words(report_of(school, rating), ["Nana"], acting=owner)
    row = rating.submission
    finish(row, school.assessor, {"plan": "meets", "insight": "not_yet"}, items_to_improve=["r1"])
    acting = school.learner.as_actor()
    with person_scope(school.learner.pk):
        row.refresh_from_db()
        services.save_answer(row, "r1", "A larger drawing.", expected_revision=1, acting=acting)
        services.submit_submission(row, acting=acting, declaration=services.Declaration(own_work=True))
    second = make_rating(row, school.assessor)
    assert (second.round, shown(school, row).texts[0].text.count("Nana")) == (2, 0)
    with organization_scope(school.organization.pk):
        services.mask_with_words(report_of(school, second), ["Canada House"], acting=owner)
    assert [piece.text for piece in shown(school, row).texts] == [
        "We met [name hidden] at the [name hidden], and [name hidden] laughed."
    ]


def test_a_file_or_a_passage_stands_in_the_place_of_a_piece(school: School, rating: Rating) -> None:
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.mask_with_passage(report_of(school, rating), "A story, told by Ada.", acting=owner)
    assert [piece.text for piece in shown(school, rating.submission).texts] == ["A story, told by [name hidden]."]
    with organization_scope(school.organization.pk):
        services.mask_with_file(report_of(school, rating), png(), "a.png", acting=owner)
    item = shown(school, rating.submission)
    assert ([piece.is_masked for piece in item.files], item.texts) == ([True], ())


def test_a_piece_that_is_fine_is_shown_as_it_was(school: School, rating: Rating) -> None:
    report = report_of(school, rating)
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        settled = services.dismiss_report(report, "A common word.", acting=owner)
    assert (settled.state, settled.settled_by) == (ReportState.FINE, owner.label)
    assert [piece.text for piece in shown(school, rating.submission).texts] == [ANSWERS["a1"]]


@pytest.mark.parametrize(
    ("call", "arguments", "code"),
    [
        ("mask_with_words", ([" "],), "no_words"),
        ("mask_with_words", (["Nan"],), "not_there"),
        ("mask_with_passage", (" ",), "no_passage"),
        ("mask_with_passage", ("x" * 200_001,), "passage_too_long"),
        ("dismiss_report", ("",), "no_reason"),
        ("mask_with_file", (b"MZ", "a.exe"), "program_not_allowed"),
    ],
)
def test_a_settlement_that_says_nothing_is_refused(
    school: School, rating: Rating, call: str, arguments: tuple[Any, ...], code: str
) -> None:
    report = report_of(school, rating)
    owner = member(school.organization, "owner").as_actor()
    before = counts(AuditEntry, StoredFile)
    with organization_scope(school.organization.pk), pytest.raises((DomainError, UploadRefused)) as refused:
        getattr(services, call)(report, *arguments, acting=owner)
    assert (refused.value.code, counts(AuditEntry, StoredFile)) == (code, before)
    assert shown(school, rating.submission).texts == ()


@pytest.mark.parametrize(
    ("roles", "code"), [(("assessor",), "denied"), (("author",), "denied"), (("learner",), "denied")]
)
def test_who_may_not_manage_settles_nothing(school: School, rating: Rating, roles: tuple[str, ...], code: str) -> None:
    report = report_of(school, rating)
    acting = member(school.organization, *roles).as_actor()
    with organization_scope(school.organization.pk), pytest.raises(DomainError) as refused:
        services.mask_with_passage(report, "x", acting=acting)
    assert refused.value.code == code
    assert shown(school, rating.submission).texts == ()


def test_who_rates_a_work_or_made_it_does_not_mask_it(school: School, rating: Rating) -> None:
    report = report_of(school, rating)
    before = counts(AuditEntry)
    for person in (school.assessor, school.learner):
        member(school.organization, "owner", *(["assessor"] if person == school.assessor else []), person=person)
        with organization_scope(school.organization.pk), pytest.raises(DomainError) as refused:
            services.dismiss_report(report, "It is fine.", acting=person.as_actor())
        assert refused.value.code == "rates_it"
    assert shown(school, rating.submission).texts == ()
    assert counts(AuditEntry)[0] - before[0] == 2


def test_only_who_holds_the_work_reports_and_only_its_own_pieces(school: School, rating: Rating) -> None:
    other = make_submitted(school.version)
    colleague = member(school.organization, "assessor")
    with organization_scope(school.organization.pk):
        for piece, person, code in (
            (piece_of(rating.submission), colleague, "not_holder"),
            (piece_of(other), school.assessor, "not_found"),
        ):
            with pytest.raises(DomainError) as refused:
                services.report_identity(piece, rating, acting=person.as_actor())
            assert refused.value.code == code
    assert counts(IdentityReport) == [0]


def test_what_is_settled_is_settled_once(school: School, rating: Rating) -> None:
    report = report_of(school, rating)
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.dismiss_report(report, "A common word.", acting=owner)
        with pytest.raises(DomainError) as refused:
            services.mask_with_passage(report, "x", acting=owner)
    assert refused.value.code == "settled_already"
