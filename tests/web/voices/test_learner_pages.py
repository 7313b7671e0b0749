# SPDX-License-Identifier: Apache-2.0
"""A learner appeals, complains, asks witnesses, keeps evidence and maps prior learning, all without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import services
from cairn.assessment.models import (
    Appeal,
    Attestation,
    Complaint,
    Evidence,
    GroupAnswer,
    LockerItem,
    Submission,
    SubmissionState,
)
from cairn.assessment.putting_aside import digest_of
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_evidence import picture
from tests.factories.achievements import make_published_version
from tests.factories.assessment import FAILING, PASSING, make_decision, make_rating, make_submission, make_submitted
from tests.factories.people import make_person, member, sign_in
from tests.factories.voices import ask_witness, conclude, make_appeal, make_complaint, make_failed, make_piece
from tests.web.earning.test_earning import form_of
from tests.web.markup import flat


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return flat(answer.content.decode())


def only(model: type[Appeal | Attestation | Complaint | Submission]) -> object:
    with everything("a test looks"):
        return model.objects.get()


def fail(school: School) -> Submission:
    return make_failed(school.version, learner=school.learner, assessor=school.assessor).submission


def test_an_appeal_from_the_result_to_the_answer(school: School, learner: Client) -> None:
    row = fail(school)
    assert f'href="/my/work/{row.pk}/appeal"' in text_of(learner, f"/my/work/{row.pk}/result")
    empty = learner.post(f"/my/work/{row.pk}/appeal", {"reasons": ""})
    assert (empty.status_code, b"This field is required" in empty.content) == (422, True)
    answer = learner.post(f"/my/work/{row.pk}/appeal", {"reasons": "See page 2"})
    appeal = only(Appeal)
    assert isinstance(appeal, Appeal)
    address = f"/my/appeals/{appeal.pk}/"
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert "Another assessor looks at your work" in text_of(learner, address)
    page = text_of(learner, f"/my/work/{row.pk}/")
    assert "You appealed. An assessor who has not seen the first result rates it anew." in page
    assert "Withdraw this work" not in page
    assert learner.get(f"/my/work/{row.pk}/appeal").headers["Location"] == address
    conclude(appeal, member(school.organization, "assessor"), FAILING, "Task 4 has no goal.")
    page = text_of(learner, address)
    assert "The first result stands" in page
    assert "Task 4 has no goal." in page
    assert "You have appealed: The decision stands." in text_of(learner, f"/my/work/{row.pk}/result")


def test_an_appeal_that_changed_the_result_and_one_that_was_taken_back(school: School, learner: Client) -> None:
    appeal = make_appeal(make_failed(school.version, learner=school.learner, assessor=school.assessor))
    conclude(appeal, member(school.organization, "assessor"), PASSING)
    assert "Your appeal changed the result: you passed" in text_of(learner, f"/my/appeals/{appeal.pk}/")
    other = make_appeal(make_failed(make_published_version(school.organization, name="B"), learner=school.learner))
    answer = learner.post(f"/my/appeals/{other.pk}/take-back")
    assert answer.headers["Location"] == f"/my/work/{other.submission_id}/"
    assert "You took this appeal back" in text_of(learner, f"/my/appeals/{other.pk}/")
    with everything("a test looks"):
        assert set(Submission.objects.values_list("state", flat=True)) == {"passed", "returned"}


def test_work_without_a_result_and_work_that_passed_say_why_not(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    assert learner.get(f"/my/work/{row.pk}/appeal").status_code == 404
    make_decision(row, school.assessor)
    assert "The work has passed." in text_of(learner, f"/my/work/{row.pk}/appeal")
    assert learner.post(f"/my/work/{row.pk}/appeal", {"reasons": "More"}).status_code == 422
    assert "If you disagree" not in text_of(learner, f"/my/work/{row.pk}/result")
    with everything("a test counts"):
        assert Appeal.objects.count() == 0


def test_the_clock_says_two_assessors_and_what_follows_when_it_is_late(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    page = text_of(learner, f"/my/work/{row.pk}/")
    assert "within 14 working days of handing in" in page
    assert "working days are left" in page
    assert "Why it takes time" not in page
    with everything("a test lets time pass"):
        Submission.objects.filter(pk=row.pk).update(seats=2, due_at=row.created_at - timedelta(days=1))
    page = text_of(learner, f"/my/work/{row.pk}/")
    assert "This is later than you were promised" in page
    assert f"/my/complaints/new?work={row.pk}" in page
    assert "Two assessors read it apart from each other" in page
    for path in ("/home", "/my/work/"):
        page = text_of(learner, path)
        assert "This is later than you were promised" in page
        assert "You hear back by" not in page


def test_feedback_names_the_assessors_by_letters(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with everything("a test asks for two"):
        Submission.objects.filter(pk=row.pk).update(seats=2, open_seats=2)
    second = member(school.organization, "assessor", name="Cleo Second")
    for assessor, words in ((school.assessor, "First words."), (second, "Second words.")):
        rating = make_rating(row, assessor, levels=FAILING, comments={"plan": f"Plan: {words}"}, feedback=words)
        with organization_scope(school.organization.pk):
            services.finish_rating(rating, acting=assessor.as_actor())
    page = text_of(learner, f"/my/work/{row.pk}/result")
    assert "2 people read your work, apart from each other." in page
    assert "<b>Assessor A:</b> Plan: First words." in page
    assert "<b>Assessor B:</b> Plan: Second words." in page
    assert page.index("First words.") < page.index("Second words.")
    assert "Cleo" not in page
    assert "Bo Assessor" not in page


def test_a_complaint_from_the_form_to_the_answer(school: School, learner: Client) -> None:
    row = fail(school)
    page = text_of(learner, f"/my/complaints/new?work={row.pk}")
    assert f'value="work:{row.pk}" selected' in page
    assert learner.post("/my/complaints/new", {"subject": "nobody", "about": "A", "text": "B"}).status_code == 422
    given = {"subject": f"work:{row.pk}", "about": "A rude word", "text": "It said so and so."}
    answer = learner.post("/my/complaints/new", given)
    found = only(Complaint)
    assert isinstance(found, Complaint)
    assert (found.submission_id, answer.headers["Location"]) == (row.pk, f"/my/complaints/{found.pk}/")
    assert "Your receipt" in text_of(learner, f"/my/complaints/{found.pk}/")
    assert "A rude word" in text_of(learner, "/my/complaints/")
    learner.post(f"/my/complaints/{found.pk}/take-back")
    assert "You took it back" in text_of(learner, f"/my/complaints/{found.pk}/")


def test_one_complains_in_general_where_one_has_work(school: School, learner: Client) -> None:
    assert "There is nobody to complain to yet" in text_of(learner, "/my/complaints/new")
    fail(school)
    learner.post("/my/complaints/new", {"subject": str(school.organization.pk), "about": "A", "text": "B"})
    found = only(Complaint)
    assert isinstance(found, Complaint)
    assert (found.submission_id, found.organization_id) == (None, school.organization.pk)


def test_asking_by_mail_and_answering_without_an_account(school: School, learner: Client, client: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    address = f"/my/work/{row.pk}/attestations"
    wrong = learner.post(address, {"relation": "peer", "name": "Kim", "email": ""})
    assert wrong.status_code == 422
    learner.post(address, {"relation": "peer", "name": "Kim Vogel", "email": "kim@example.net"})
    with everything("a test reads the mail"):
        mail = OutgoingMail.objects.get(to="kim@example.net").text
    token = mail.split("/attest/")[1].split()[0]
    stranger = Client()
    page = text_of(stranger, f"/attest/{token}")
    assert "What have you seen Ada Learner do?" in page
    assert "Six tasks" not in page
    assert stranger.post(f"/attest/{token}", {"text": "", "name": "Kim"}).status_code == 422
    given = {"outcomes": ["O1"], "text": "She did it.", "name": "Kim Vogel", "observed_on": "2025-05-01"}
    answer = stranger.post(f"/attest/{token}", given)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/attest/{token}")
    assert "She did it." in text_of(learner, address)
    headers = stranger.get(f"/attest/{token}").headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert "Nobody reads any more what you said" in flat(stranger.post(f"/attest/{token}/take-back").content.decode())
    assert stranger.get(f"/attest/{token}").status_code == 404


def test_a_request_that_was_withdrawn_leads_nowhere(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    learner.post(f"/my/work/{row.pk}/attestations/{asked.attestation.pk}/withdraw")
    assert Client().get(f"/attest/{asked.token}").status_code == 404
    given = {"outcomes": ["O1"], "text": "Late", "name": "Kim"}
    assert Client().post(f"/attest/{asked.token}", given).status_code == 404


def test_a_request_that_ended_says_so(school: School) -> None:
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row)
    with everything("a test decides"):
        Submission.objects.filter(pk=row.pk).update(state=SubmissionState.PASSED)
    assert "This request has ended" in text_of(Client(), f"/attest/{asked.token}")


def test_the_locker_is_filled_used_and_emptied(school: School, learner: Client) -> None:
    assert "Nothing is kept here yet" in text_of(learner, "/my/evidence/")
    assert learner.post("/my/evidence/new", {"title": "Nothing"}).status_code == 422
    both = {"link": "example.org/a", "text": "Words"}
    assert learner.post("/my/evidence/new", both).status_code == 422
    learner.post("/my/evidence/new", {"text": "Kept words", "title": "A letter", "made_on": "2025-05-01"})
    learner.post("/my/evidence/new", {"link": "example.org/film"})
    file = SimpleUploadedFile("plan.png", picture(), content_type="image/png")
    learner.post("/my/evidence/new", {"file": file})
    assert set(LockerItem.objects.values_list("title", flat=True)) == {
        "A letter",
        "https://example.org/film",
        "plan.png",
    }
    row = make_submission(school.version, learner=school.learner, answers={})
    letter, plan = LockerItem.objects.get(title="A letter"), LockerItem.objects.get(title="plan.png")
    assert "Choose what to use" in text_of(learner, f"/my/evidence/?work={row.pk}&item=q1")
    assert f'value="{row.pk}/q1"' in text_of(learner, f"/my/evidence/{letter.pk}/use")
    assert f'value="{row.pk}/q1"' not in text_of(learner, f"/my/evidence/{plan.pk}/use")
    assert learner.post(f"/my/evidence/{letter.pk}/use", {}).status_code == 422
    answer = learner.post(f"/my/evidence/{letter.pk}/use", {"place": f"{row.pk}/q1"})
    assert answer.headers["Location"] == f"/my/work/{row.pk}/parts/overview#item-q1"
    learner.post(f"/my/evidence/{plan.pk}/use", {"place": f"{row.pk}/a1"})
    with everything("a test looks"):
        found = dict(Evidence.objects.values_list("item", "kind"))
    assert found == {"q1": "text", "a1": "file"}
    assert learner.get(f"/my/evidence/{plan.pk}/file").headers["Content-Type"] == "image/png"
    assert learner.get(f"/my/evidence/{letter.pk}/file").status_code == 404
    learner.post(f"/my/evidence/{plan.pk}/remove")
    assert learner.get(f"/my/evidence/{plan.pk}/file").status_code == 404
    with everything("a test looks"):
        assert Evidence.objects.filter(kind="file").count() == 1


def test_what_stands_in_work_can_be_kept_and_nobody_elses(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    other = make_submission(school.version, learner=make_person())
    with everything("a test looks"):
        mine, theirs = (Evidence.objects.filter(submission=one, item="a1").get() for one in (row, other))
    assert str(mine.pk) in text_of(learner, "/my/evidence/")
    assert learner.post("/my/evidence/keep", {"evidence": str(theirs.pk)}).status_code == 404
    learner.post("/my/evidence/keep", {"evidence": str(mine.pk)})
    assert list(LockerItem.objects.values_list("person_id", "text")) == [(school.learner.pk, mine.text)]


def test_a_place_in_somebody_elses_work_is_no_place(school: School, learner: Client) -> None:
    other = make_submission(school.version, learner=make_person(), answers={})
    piece = make_piece(school.learner)
    assert learner.post(f"/my/evidence/{piece.pk}/use", {"place": f"{other.pk}/q1"}).status_code == 422
    with everything("a test counts"):
        assert Evidence.objects.count() == 0


def test_prior_learning_from_the_choice_to_the_handing_in(school: School, learner: Client) -> None:
    learner.post(f"/achievements/{school.version.achievement_id}/apply", {"track": "prior_learning"})
    row = only(Submission)
    assert isinstance(row, Submission)
    address = f"/my/work/{row.pk}/prior"
    assert row.track == "prior_learning"
    piece = make_piece(school.learner, "A plan from 2024")
    page = text_of(learner, address)
    assert "Plan six recall tasks that match the goals of a unit" in page
    learner.post(address, {"why_O1": "Page 2", "piece": str(piece.pk), "add": "1"})
    with everything("a test looks"):
        brought = Evidence.objects.get()
    given = {"evidence_O1": [str(brought.pk)], "why_O1": "Page 2", "evidence_O2": [str(brought.pk)], "why_O2": "Page 3"}
    version = form_of(learner.get(address))
    assert version.startswith("O1:1:")
    saved = learner.post(address, {**given, "version": version, "why_O2": ""}, headers={"X-Cairn-Autosave": "1"})
    version = saved.json()["version"]
    assert version.startswith("O1:2:")
    assert "1 of 2 outcomes shown" in text_of(learner, f"/my/work/{row.pk}/")
    answer = learner.post(address, {**given, "version": version, "go": "on"})
    assert answer.headers["Location"] == f"/my/work/{row.pk}/"
    for part, answers in (("overview", {"answer_q1": "Grade 6"}), ("reflection", {"answer_r1": "A drawing"})):
        learner.post(f"/my/work/{row.pk}/parts/{part}", {"version": "", **answers})
    page = text_of(learner, f"/my/work/{row.pk}/hand-in")
    assert "Everything is there" in page
    given = {"own_work": "on", "ai_uses": ["ideas"], "ai_tools": "A chat", "ai_for": "Ideas for tasks"}
    assert learner.post(f"/my/work/{row.pk}/hand-in", given).status_code == 302
    page = text_of(learner, f"/my/work/{row.pk}/")
    assert "To find ideas, or to understand something" in page
    assert "Page 3" in page
    assert learner.get(address).headers["Location"] == f"/my/work/{row.pk}/"


def _save(learner: Client, address: str, version: str, **given: str) -> tuple[int, str]:
    """Save as the script does, and return the status and the version that the page has then."""
    answer = learner.post(address, {"version": version, **given}, headers={"X-Cairn-Autosave": "1"})
    is_saved = answer.status_code == 200
    return answer.status_code, answer.json()["version"] if is_saved else answer.headers["X-Cairn-Version"]


def test_two_windows_of_the_map_lose_no_words(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    learner.post(f"/my/work/{row.pk}/track", {"track": "prior_learning"})
    address = f"/my/work/{row.pk}/prior"
    version = form_of(learner.get(address))
    first = _save(learner, address, version, why_O1="Long words\r\nof window A", why_O2="")
    # The second window has touched nothing of the first outcome, and goes on twice with the second one.
    second = _save(learner, address, version, why_O1="", why_O2="Window B")
    second = _save(learner, address, second[1], why_O1="", why_O2="Window B, and more")
    assert (first[0], second[0]) == (200, 200)
    with everything("a test looks"):
        kept = Submission.objects.get(pk=row.pk).evidence_map
    assert {key: said["why"] for key, said in kept.items()} == {
        "O1": "Long words\nof window A",
        "O2": "Window B, and more",
    }
    late = _save(learner, address, version, why_O1="An hour of window C", why_O2="")
    again = _save(learner, address, late[1], why_O1="Window C, the end", why_O2="")
    assert (late[0], again[0]) == (409, 409)
    page = text_of(learner, address)
    assert "This answer was typed in two places" in page
    assert "<p>Window C, the end</p>" in page
    assert "An hour of window C" not in page
    assert "Long words\nof window A</textarea>" in page
    assert "Two texts are there; choose one for:" in text_of(learner, f"/my/work/{row.pk}/hand-in")


def test_of_two_texts_of_the_map_one_is_chosen(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    learner.post(f"/my/work/{row.pk}/track", {"track": "prior_learning"})
    address = f"/my/work/{row.pk}/prior"
    learner.post(address, {"why_O1": "A"})
    # Whoever presses a button over words that they have not seen chooses nothing.
    answer = learner.post(address, {"why_O1": "B", "keep_this": "O1"}, follow=True)
    assert "Both texts are kept: load this page again and choose one." in flat(answer.content.decode())
    assert f'name="take_other" value="O1:{digest_of("B")}"' in flat(answer.content.decode())
    learner.post(address, {"version": form_of(answer), "why_O1": "A, and more"})
    given = {"version": form_of(answer), "why_O1": "A", "take_other": f"O1:{digest_of('B')}"}
    answer = learner.post(address, given, follow=True)
    learner.post(address, {"version": form_of(answer), "why_O1": "A, and more", "keep_this": "O1:0123456789ab"})
    with everything("a test looks"):
        said = Submission.objects.get(pk=row.pk).evidence_map["O1"]
    assert said == {"evidence": [], "why": "A, and more", "revision": 2, "other": {"evidence": [], "why": "B"}}
    given = {"version": form_of(answer), "why_O1": "A, and more", "take_other": f"O1:{digest_of('B')}"}
    learner.post(address, given)
    with everything("a test looks"):
        assert Submission.objects.get(pk=row.pk).evidence_map["O1"] == {"evidence": [], "why": "B", "revision": 3}
    assert "typed in two places" not in text_of(learner, address)


def test_whoever_goes_back_and_forth_between_the_ways_finds_all_again(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    piece, track = make_piece(school.learner, "A plan from 2024"), f"/my/work/{row.pk}/track"
    learner.post(track, {"track": "prior_learning"})
    learner.post(f"/my/work/{row.pk}/prior", {"why_O1": "Page 2", "piece": str(piece.pk), "add": "1"})
    answer = learner.post(track, {"track": "standard"}, follow=True)
    assert "What you wrote is still there." in answer.content.decode()
    learner.post(track, {"track": "prior_learning"})
    page = text_of(learner, f"/my/work/{row.pk}/prior")
    assert ("Page 2</textarea>" in page, "Nothing yet. Bring what you have" in page) == (True, False)


def test_a_piece_is_taken_off_the_map(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    learner.post(f"/my/work/{row.pk}/track", {"track": "prior_learning"})
    piece = make_piece(school.learner)
    address = f"/my/work/{row.pk}/prior"
    learner.post(address, {"piece": str(piece.pk), "add": "1"})
    with everything("a test looks"):
        brought = Evidence.objects.get()
    learner.post(address, {"remove": str(brought.pk)})
    assert "Nothing yet. Bring what you have" in text_of(learner, address)
    learner.post(f"/my/work/{row.pk}/track", {"track": "standard"})
    assert learner.get(address).headers["Location"] == f"/my/work/{row.pk}/"


def test_what_is_declared_of_ai_must_not_contradict_itself(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    given = {"own_work": "on", "ai_uses": ["none", "ideas"], "ai_tools": "A chat", "ai_for": "Ideas"}
    answer = learner.post(f"/my/work/{row.pk}/hand-in", given)
    page = flat(answer.content.decode())
    assert answer.status_code == 422
    assert "You ticked “none” and something else. Leave what is true." in page
    assert page.count("checked") == 3  # nothing that was ticked is lost
    assert 'value="A chat"' in page


def test_what_one_says_of_oneself_is_saved_and_deleted(learner: Client) -> None:
    assert "Delete my answers" not in text_of(learner, "/my/account/about-you")
    learner.post("/my/account/about-you", {"age": "25_39", "gender": ""})
    assert list(GroupAnswer.objects.values_list("question", "answer")) == [("age", "25_39")]
    assert learner.post("/my/account/about-you", {"age": "ancient"}).status_code == 422
    assert "Delete my answers" in text_of(learner, "/my/account/about-you")
    learner.post("/my/account/about-you/forget")
    assert GroupAnswer.objects.count() == 0


@pytest.mark.parametrize("path", ["/my/evidence/", "/my/complaints/"])
def test_lists_ask_the_database_no_more_for_more_rows(
    school: School, learner: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    row = make_submission(school.version, learner=school.learner)
    make_piece(school.learner)
    make_complaint(school.organization, person=school.learner, submission=row)
    learner.get(path)
    with django_assert_num_queries(7 if "evidence" in path else 3):
        learner.get(path)
    for number in range(4):
        make_piece(school.learner, f"Piece {number}")
        make_complaint(school.organization, person=school.learner, submission=row)
    with django_assert_num_queries(7 if "evidence" in path else 3):
        page = learner.get(path)
    assert page.content.count(b"A long wait" if "complaints" in path else b"Use again") >= 4


def test_nobody_else_opens_any_of_it(school: School, client: Client) -> None:
    appeal = make_appeal(make_failed(school.version, learner=school.learner, assessor=school.assessor))
    complaint = make_complaint(school.organization, person=school.learner)
    piece = make_piece(school.learner)
    sign_in(client, make_person())
    for path in (
        f"/my/appeals/{appeal.pk}/",
        f"/my/work/{appeal.submission_id}/appeal",
        f"/my/work/{appeal.submission_id}/attestations",
        f"/my/work/{appeal.submission_id}/prior",
        f"/my/complaints/{complaint.pk}/",
        f"/my/evidence/{piece.pk}/use",
        f"/my/evidence/{piece.pk}/file",
    ):
        assert client.get(path).status_code == 404
    for path in (
        f"/my/appeals/{appeal.pk}/take-back",
        f"/my/complaints/{complaint.pk}/take-back",
        f"/my/evidence/{piece.pk}/remove",
    ):
        assert client.post(path).status_code == 404
    with everything("a test looks"):
        assert (Appeal.objects.get().state, Complaint.objects.get().state) == ("waiting", "open")
    assert LockerItem.objects.get().removed_at is None
