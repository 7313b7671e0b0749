# SPDX-License-Identifier: Apache-2.0
"""A name on a page of a file, as its learner, its assessor, whoever masks it and readers of the credential see it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from pytest_django import DjangoAssertNumQueries

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import Submission
from cairn.foundation.scopes import everything, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import PASSING, finish, make_submission
from tests.factories.papers import bottomless_paper, paper
from tests.factories.people import make_person, member, sign_in
from tests.factories.provenance import document_of, earned

NAMED = paper("By Ada Learner", "Six tasks.", "Ada Learner, Hillside")
CLEAN = paper("By somebody", "Six tasks.", "The end")
ADVICE = (
    "It stands on pages 1 and 3 of this file. Whoever assesses it would know whose work it is. Send a copy without it, "
    "or go on: your credential will then not say that assessors did not know you."
)


@pytest.fixture
def learner(school: School) -> Client:
    return sign_in(Client(), school.learner)


@pytest.fixture
def owner(school: School) -> Client:
    return sign_in(Client(), member(school.organization, "owner"))


@pytest.fixture
def row(school: School) -> Submission:
    return make_submission(school.version, learner=school.learner)


def add(row: Submission, data: bytes) -> None:
    """Let the learner add a file to the work example."""
    with person_scope(row.learner_id):
        services.add_file(row, "a1", data, "essay.pdf", acting=row.learner.as_actor())


def hand_in(row: Submission) -> None:
    """Let the learner hand in what is there."""
    with person_scope(row.learner_id):
        said = services.Declaration(own_work=True)
        services.submit_submission(row, acting=row.learner.as_actor(), declaration=said)


def text_of(client: Client, address: str) -> str:
    """Return the words of a page."""
    return words_of(client.get(address))


def words_of(answer: Any) -> str:
    """Return the words of an answer, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def part_of(row: Submission) -> str:
    """Return the address of the part in which the file stands."""
    parts = row.version.definition.evidence
    part = next(part for part in parts if any(item.id == "a1" for item in part.items))
    return f"/my/work/{row.pk}/parts/{part.id}"


def test_the_learner_is_told_at_the_file_and_before_handing_in(
    school: School, learner: Client, row: Submission
) -> None:
    upload = SimpleUploadedFile("essay.pdf", NAMED, "application/pdf")
    assert ADVICE in words_of(learner.post(part_of(row), {"version": "", "file_a1": upload}, follow=True))
    for address in (f"/my/work/{row.pk}/", f"/my/work/{row.pk}/hand-in"):
        assert ADVICE in text_of(learner, address)
    words = words_of(learner.post(f"/my/work/{row.pk}/hand-in", {"own_work": "on"}, follow=True))
    assert "It is handed in" in words
    assert "Unless it is masked before somebody begins to rate" in words
    assert "Send a copy without it" not in words


def test_a_clean_copy_takes_the_words_away(school: School, learner: Client, row: Submission) -> None:
    add(row, NAMED)
    with person_scope(row.learner_id):
        piece = row.evidence.get(kind="file")
        services.remove_evidence(piece, acting=row.learner.as_actor())
    add(row, CLEAN)
    for address in (part_of(row), f"/my/work/{row.pk}/", f"/my/work/{row.pk}/hand-in"):
        assert "Your name can be read" not in text_of(learner, address)


def test_a_file_that_was_not_read_whole_says_from_where(school: School, learner: Client, row: Submission) -> None:
    add(row, bottomless_paper())
    words = "We looked for your name, but could not read everything from page 2 on. Look there yourself."
    assert words in text_of(learner, part_of(row))
    assert words in text_of(learner, f"/my/work/{row.pk}/hand-in")


def test_the_assessor_sees_the_file_and_no_hint(school: School, row: Submission) -> None:
    add(row, NAMED)
    hand_in(row)
    assessor = sign_in(Client(), school.assessor)
    queue = f"/o/{school.organization.slug}/queue/"
    assessor.post(f"{queue}take", {"take": str(row.pk)})
    with everything("a test looks"):
        file = row.evidence.get(kind="file").file_id
    for address in (queue, f"{queue}{row.pk}/", f"{queue}{row.pk}/report"):
        words = text_of(assessor, address)
        assert not any(hint in words for hint in ("can be read", "pages 1 and 3", "on page", "being masked"))
    assert assessor.get(f"/files/{file}").status_code == 200


def test_whoever_masks_finds_it_among_what_waits_and_gives_a_copy(
    school: School, owner: Client, row: Submission
) -> None:
    add(row, NAMED)
    hand_in(row)
    home, masking = f"/o/{school.organization.slug}/", f"/o/{school.organization.slug}/masking/"
    assert "Mask a name in 1 file" in text_of(owner, home)
    listed = text_of(owner, masking)
    assert "1 piece waits to be masked" in listed
    assert "a name on pages 1 and 3" in listed
    assert "Assessors get it as it is" in listed
    with everything("a test looks"):
        (report,) = selectors.list_identity_reports()
    one = f"{masking}{report.pk}"
    assert "It was found on pages 1 and 3." in text_of(owner, one)
    still = owner.post(one, {"way": "file", "file": SimpleUploadedFile("b.pdf", paper("Ada Learner"))})
    assert still.status_code == 422
    assert "can still be read in this copy, on page 1." in words_of(still)
    assert owner.post(one, {"way": "file", "file": SimpleUploadedFile("b.pdf", CLEAN)}).status_code == 302
    assert "Nothing waits to be masked" in text_of(owner, masking)
    assert "Mask a name" not in text_of(owner, home)


def test_an_assessor_cannot_open_what_waits(school: School, row: Submission) -> None:
    add(row, NAMED)
    hand_in(row)
    with everything("a test looks"):
        (report,) = selectors.list_identity_reports()
    assessor = sign_in(Client(), school.assessor)
    one = f"/o/{school.organization.slug}/masking/{report.pk}"
    answers = [assessor.get(one).status_code, assessor.post(one, {"way": "fine", "reason": "Fine."}).status_code]
    with everything("a test looks"):
        assert (answers, len(selectors.list_identity_reports())) == ([403, 403], 1)


def test_the_list_asks_no_more_for_more(
    school: School, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/o/{school.organization.slug}/masking/"

    def more(person: Person) -> None:
        work = make_submission(school.version, learner=person)
        add(work, paper(f"By {person.name}"))
        hand_in(work)

    more(school.learner)
    owner.get(address)
    with django_assert_max_num_queries(30) as few:
        owner.get(address)
    for number in range(3):
        more(make_person(f"Learner{number} Okonkwo"))
    with django_assert_max_num_queries(len(few)):
        page = text_of(owner, address)
    assert "4 pieces wait to be masked" in page


@pytest.mark.parametrize(
    ("is_masked", "fact", "sentence"),
    [
        (False, "no", "Rated by one assessor, who knew whose work it was."),
        (True, "yes", "Rated by one assessor who did not know the learner."),
    ],
)
def test_the_credential_says_what_was_so(
    school: School, owner: Client, row: Submission, *, is_masked: bool, fact: str, sentence: str
) -> None:
    add(row, NAMED)
    hand_in(row)
    if is_masked:
        with everything("a test looks"):
            (report,) = selectors.list_identity_reports()
        one = f"/o/{school.organization.slug}/masking/{report.pk}"
        owner.post(one, {"way": "file", "file": SimpleUploadedFile("b.pdf", CLEAN)})
    with TestCase.captureOnCommitCallbacks(execute=True):
        finish(row, school.assessor, PASSING)
    award = earned(row)
    results = document_of(award)["credentialSubject"]["result"]
    said = {item["resultDescription"].partition("#")[2]: item.get("value") for item in results}
    assert said["assessment.blind"] == fact
    assert sentence in text_of(sign_in(Client(), school.learner), f"/credentials/{award.pk}")
