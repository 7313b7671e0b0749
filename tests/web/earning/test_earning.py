# SPDX-License-Identifier: Apache-2.0
"""A learner applies, writes, hands in and reads the result, all without scripts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.achievements.definition import EvidenceItem
from cairn.assessment.models import Decision, Evidence, Submission, SubmissionState
from cairn.assessment.putting_aside import digest_of
from cairn.credentials.models import AwardReason
from cairn.credentials.services import RecipientFacts, award, issue_award
from cairn.foundation.actors import SYSTEM
from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.domain.assessment.test_evidence import picture
from tests.factories.achievements import EVIDENCE, make_attendance, make_definition, make_published_version
from tests.factories.assessment import FAILING, make_decision, make_submission, make_submitted
from tests.factories.people import make_person, sign_in
from tests.shared_data import shared_files, shared_path
from tests.web.markup import flat

HOSTILE = [*shared_files("hostile/image/*"), *shared_files("hostile/archive/*"), *shared_files("hostile/xml/*")]


def page_of(row: Submission, part: str = "") -> str:
    return f"/my/work/{row.pk}/parts/{part}" if part else f"/my/work/{row.pk}/"


def form_of(answer: HttpResponseBase) -> str:
    """Return the version that a page was written over."""
    assert isinstance(answer, HttpResponse)
    return flat(answer.content.decode()).split('name="version" value="')[1].split('"')[0]


def texts(row: Submission) -> dict[str, str]:
    with everything("a test looks"):
        return {
            piece.item: piece.text for piece in Evidence.objects.filter(submission=row, kind="text", ended_round=None)
        }


def state(row: Submission) -> str:
    with everything("a test looks"):
        return str(Submission.objects.get(pk=row.pk).state)


def test_whoever_is_not_signed_in_comes_back_to_where_they_were(school: School, client: Client) -> None:
    address = f"/achievements/{school.version.achievement_id}/apply"
    for answer in (client.post(address), client.get(address)):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={address}")
    with everything("a test counts"):
        assert Submission.objects.count() == 0


def test_one_press_begins_the_work_and_a_second_one_goes_on(school: School, learner: Client) -> None:
    address = f"/achievements/{school.version.achievement_id}/apply"
    assert learner.get(address).status_code == 200
    first, again = learner.post(address), learner.post(address)
    with everything("a test looks"):
        row = Submission.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == page_of(row)
    assert learner.get(address).headers["Location"] == page_of(row)


def test_what_is_given_directly_says_so(school: School, learner: Client) -> None:
    version = make_published_version(school.organization, make_attendance())
    answer = learner.post(f"/achievements/{version.achievement_id}/apply")
    assert (answer.status_code, b"gives it directly" in answer.content) == (409, True)


def test_there_is_nothing_to_apply_for_at_an_unknown_address(learner: Client) -> None:
    assert learner.post(f"/achievements/{uuid4()}/apply").status_code == 404


def test_the_list_is_empty_by_design(learner: Client) -> None:
    answer = learner.get("/my/work/")
    assert b"No work yet" in answer.content
    assert b'href="/catalog"' in answer.content


def test_the_list_asks_the_database_no_more_for_more_work(
    school: School, learner: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    learner.get("/my/work/")
    with django_assert_num_queries(3):
        learner.get("/my/work/")
    for number in range(6):
        version = make_published_version(school.organization, name=f"Number {number}")
        make_submitted(version, learner=school.learner) if number % 2 else make_submission(
            version, learner=school.learner
        )
    with django_assert_num_queries(4):  # one more reads the evidence of all of them
        answer = learner.get("/my/work/")
    assert answer.content.count(b"/my/work/") >= 6


def test_every_page_of_the_work_opens(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    for part in ("", "overview", "work", "reflection"):
        assert learner.get(page_of(row, part)).status_code == 200
    assert learner.get(f"/my/work/{row.pk}/hand-in").status_code == 200
    assert learner.get(page_of(row, "nowhere")).status_code == 404
    assert learner.get(f"/my/work/{row.pk}/result").headers["Location"] == page_of(row)


def test_nobody_else_opens_any_page_of_it(school: School, client: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    addresses = [
        page_of(row),
        page_of(row, "overview"),
        f"/my/work/{row.pk}/hand-in",
        f"/my/work/{row.pk}/result",
    ]
    sign_in(client, make_person())
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert client.post(page_of(row, "overview"), {"answer_q1": "Mine"}).status_code == 404
    assert client.post(f"/my/work/{row.pk}/withdraw").status_code == 404
    assert (texts(row)["q1"], state(row)) == ("Grade 6 math, 28 students.", SubmissionState.DRAFT)


def test_answers_are_saved_by_a_button(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    version = form_of(learner.get(page_of(row, "overview")))
    answer = learner.post(page_of(row, "overview"), {"version": version, "answer_q1": "One\r\ntwo ", "go": "work"})
    assert answer.headers["Location"] == page_of(row, "work")
    assert texts(row) == {"q1": "One\ntwo "}


def test_an_answer_that_is_too_long_is_kept_and_marked(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    learner.post(page_of(row, "overview"), {"version": "", "answer_q1": "word " * 102})
    assert len(texts(row)["q1"].split()) == 102
    answer = learner.get(page_of(row, "overview"))
    assert b"Cut 2 words to reach 100." in answer.content
    assert b"2 words too many (102 in all)" in learner.get(f"/my/work/{row.pk}/hand-in").content


def test_autosave_answers_with_the_next_version(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    version = form_of(learner.get(page_of(row, "overview")))
    for text in ("A", "A b", "A b c"):
        answer = learner.post(
            page_of(row, "overview"), {"version": version, "answer_q1": text}, headers={"X-Cairn-Autosave": "1"}
        )
        assert (answer.status_code, texts(row)["q1"]) == (200, text)
        version = answer.json()["version"]
    assert version.startswith("q1:3:")


def test_two_windows_lose_no_words(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Begun"})
    address = page_of(row, "overview")
    version = form_of(learner.get(address))
    phone = learner.post(address, {"version": version, "answer_q1": "Phone"}, headers={"X-Cairn-Autosave": "1"})
    desk = learner.post(address, {"version": version, "answer_q1": "Desk"}, headers={"X-Cairn-Autosave": "1"})
    assert (phone.status_code, desk.status_code) == (200, 409)
    assert desk.content.decode().startswith("An answer was changed in another window")
    # What is typed on, still over the old version, stays the other text.
    again = learner.post(
        address,
        {"version": desk.headers["X-Cairn-Version"], "answer_q1": "Desk and more"},
        headers={"X-Cairn-Autosave": "1"},
    )
    assert again.status_code == 409
    page = learner.get(address)
    assert b"Desk and more" in page.content
    assert b"Phone" in page.content
    learner.post(address, {"version": form_of(page), "answer_q1": "Phone", "take_other": "q1"})
    assert texts(row)["q1"] == "Desk and more"


def test_a_window_that_saves_one_answer_learns_nothing_of_another(school: School, learner: Client) -> None:
    asked = EVIDENCE[0].model_copy(update={"items": (*EVIDENCE[0].items, EvidenceItem(id="q2", ask="And then?"))})
    version_of_two = make_published_version(school.organization, make_definition(evidence=(asked, *EVIDENCE[1:])))
    row = make_submission(version_of_two, learner=school.learner, answers={"q1": "Old"})
    address = page_of(row, "overview")
    version = form_of(learner.get(address))
    learner.post(address, {"version": version, "answer_q1": "New", "answer_q2": ""})
    for text in ("One", "One and two"):
        given = {"version": version, "answer_q1": "Old", "answer_q2": text}
        answer = learner.post(address, given, headers={"X-Cairn-Autosave": "1"})
        assert (answer.status_code, texts(row)) == (200, {"q1": "New", "q2": text})
        version = answer.json()["version"]


def test_three_windows_lose_no_words(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Begun"})
    address = page_of(row, "overview")
    version = form_of(learner.get(address))
    learner.post(address, {"version": version, "answer_q1": "Window A"})
    windows = {}
    for name in ("B", "C"):
        given = {"version": version, "answer_q1": f"Window {name}, an hour of work"}
        windows[name] = learner.post(address, given, headers={"X-Cairn-Autosave": "1"}).headers["X-Cairn-Version"]
    given = {"version": windows["B"], "answer_q1": "An hour of work in window B"}
    assert learner.post(address, given, headers={"X-Cairn-Autosave": "1"}).status_code == 409
    page = flat(learner.get(address).content.decode())
    assert "<p>Window C, an hour of work</p><p>* * *</p><p>An hour of work in window B</p>" in page
    assert "Window B, an hour of work" not in page


def test_a_button_over_unseen_words_chooses_nothing(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Begun"})
    address = page_of(row, "overview")
    version = form_of(learner.get(address))
    learner.post(address, {"version": version, "answer_q1": "Window A"})
    learner.post(address, {"version": version, "answer_q1": "Window B", "keep_this": "q1"})
    with everything("a test looks"):
        assert Evidence.objects.get(submission=row).unmerged == "Window B"
    # Nor does one over a choice that has changed since the page was loaded.
    page = learner.get(address)
    assert f'name="keep_this" value="q1:{digest_of("Window B")}"' in flat(page.content.decode())
    learner.post(address, {"version": version, "answer_q1": "Window C"})
    version = form_of(page)
    given = {"version": version, "answer_q1": "Window A", "keep_this": f"q1:{digest_of('Window B')}"}
    answer = learner.post(address, given, follow=True)
    assert "load this page again and choose one." in answer.content.decode()
    with everything("a test looks"):
        assert Evidence.objects.get(submission=row).unmerged == "Window B\n\n* * *\n\nWindow C"


def test_a_window_that_did_not_touch_an_answer_does_not_undo_it(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Old"})
    address = page_of(row, "overview")
    version = form_of(learner.get(address))
    learner.post(address, {"version": version, "answer_q1": "New"})
    stale = learner.post(address, {"version": version, "answer_q1": "Old"}, headers={"X-Cairn-Autosave": "1"})
    assert (stale.status_code, texts(row)["q1"]) == (200, "New")


def test_files_and_links_are_added_taken_out_and_put_back(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    address = page_of(row, "work")
    learner.post(
        address,
        {
            "version": "",
            "answer_a1": "See the file",
            "link_a1": "example.org/plan",
            "file_a1": [SimpleUploadedFile("a.png", picture()), SimpleUploadedFile("b.txt", b"six tasks")],
        },
    )
    page = learner.get(address).content
    assert (page.count(b'name="remove"'), b"https://example.org/plan" in page) == (3, True)
    with everything("a test looks"):
        first = Evidence.objects.get(file__name="a.png")
    learner.post(address, {"version": "", "remove": str(first.pk)})
    assert b"Put it back" in learner.get(address).content
    learner.post(address, {"version": "", "restore": str(first.pk)})
    assert learner.get(address).content.count(b'name="remove"') == 3
    assert texts(row) == {"a1": "See the file"}


def test_a_refused_file_keeps_everything_else(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    sent = {
        "version": "",
        "answer_a1": "My words",
        "link_a1": "not an address",
        "file_a1": SimpleUploadedFile("plan.pdf", b"MZ" + bytes(99)),
    }
    answer = learner.post(page_of(row, "work"), sent)
    assert answer.status_code == 422
    assert b"plan.pdf: " in answer.content
    assert b"This is not a full address." in answer.content
    assert b'value="not an address"' in answer.content
    assert b"My words" in answer.content
    assert texts(row) == {"a1": "My words"}
    with everything("a test counts"):
        assert StoredFile.objects.count() == 0


def test_the_hostile_files_are_there() -> None:
    assert shared_path("hostile/image").is_dir()
    assert len(HOSTILE) > 20


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_hostile_file_never_breaks_the_page(school: School, learner: Client, path: object) -> None:
    data = path.read_bytes()  # type: ignore[attr-defined]  # a Path
    row = make_submission(school.version, learner=school.learner, answers={})
    name = path.name  # type: ignore[attr-defined]  # a Path
    answer = learner.post(page_of(row, "work"), {"version": "", "file_a1": SimpleUploadedFile(name, data)})
    with everything("a test counts"):
        kept = StoredFile.objects.count()
    assert (answer.status_code, kept) in [(422, 0), (302, 1)]
    if kept:
        with everything("a test looks"):
            file = StoredFile.objects.get()
        shown = learner.get(f"/files/{file.pk}")
        assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert file.media_type not in ("image/svg+xml", "text/html", "application/xhtml+xml")


def test_handing_in_lists_what_is_missing_and_keeps_the_declaration(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={"q1": "Yes"})
    address = f"/my/work/{row.pk}/hand-in"
    answer = learner.post(address, {"own_work": "on", "help": "A friend", "tools": ""})
    assert answer.status_code == 422
    assert b"2 things are missing" in answer.content
    assert b"A friend" in answer.content
    assert state(row) == SubmissionState.DRAFT
    learner.post(address, {"own_work": "on", "help": "Two friends"}, headers={"X-Cairn-Autosave": "1"})
    assert b"Two friends" in learner.get(address).content


def test_the_language_of_the_work_is_asked_for_where_there_is_a_choice(school: School, learner: Client) -> None:
    single = make_submission(school.version, learner=school.learner)
    refused = learner.post(f"/my/work/{single.pk}/hand-in", {"own_work": "on", "language": "es"})
    assert (refused.status_code, state(single)) == (422, SubmissionState.DRAFT)
    assert "Choose from the languages on the list." in flat(refused.content.decode())
    assert b'name="language"' not in learner.get(f"/my/work/{single.pk}/hand-in").content.split(b"<footer")[0]
    version = make_published_version(school.organization, name="In two", languages=("en", "es-MX"))
    row = make_submission(version, learner=school.learner)
    address = f"/my/work/{row.pk}/hand-in"
    assert '<option value="en" selected>English</option>' in flat(learner.get(address).content.decode())
    learner.post(address, {"own_work": "on", "language": "es"}, headers={"X-Cairn-Autosave": "1"})
    assert '<option value="es" selected>Spanish</option>' in flat(learner.get(address).content.decode())
    learner.post(address, {"own_work": "on", "language": "es"})
    with everything("a test looks"):
        assert Submission.objects.get(pk=row.pk).language == "es"
    assert "<dt>Language</dt><dd>Spanish</dd>" in flat(learner.get(page_of(row)).content.decode())


def test_handing_in_without_the_box_asks_for_it(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    answer = learner.post(f"/my/work/{row.pk}/hand-in", {"help": "Nobody"})
    assert (answer.status_code, b"tick the box" in answer.content, state(row)) == (422, True, SubmissionState.DRAFT)


def test_what_is_handed_in_is_shown_and_closed(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    assert learner.post(f"/my/work/{row.pk}/hand-in", {"own_work": "on"}).headers["Location"] == page_of(row)
    assert b"It is handed in" in learner.get(page_of(row)).content
    assert learner.get(page_of(row, "overview")).headers["Location"] == page_of(row)
    late = learner.post(page_of(row, "overview"), {"version": "", "answer_q1": "Late"})
    saved = learner.post(
        page_of(row, "overview"), {"version": "", "answer_q1": "Late"}, headers={"X-Cairn-Autosave": "1"}
    )
    assert (late.status_code, saved.status_code) == (409, 409)
    assert saved.content.decode().startswith("This work is handed in and cannot be changed now.")
    assert texts(row)["q1"] == "Grade 6 math, 28 students."


def test_withdrawing_takes_a_press_of_a_button(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner)
    assert learner.get(f"/my/work/{row.pk}/withdraw").status_code == 405
    assert learner.post(f"/my/work/{row.pk}/withdraw").headers["Location"] == "/my/work/"
    assert state(row) == SubmissionState.WITHDRAWN


def test_the_result_says_what_to_improve_and_the_rest_is_locked(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, feedback="Tie each task to its goal.")
    page = learner.get(f"/my/work/{row.pk}/result").content.decode()
    assert "Not there yet: one part to improve" in page
    assert "Tie each task to its goal." in page
    assert "2 tries are left." in page
    assert "Bo Assessor" not in page
    assert "Stays as it is" in learner.get(page_of(row, "overview")).content.decode()
    assert 'name="answer_q1"' not in learner.get(page_of(row, "overview")).content.decode()
    assert 'name="answer_a1"' in learner.get(page_of(row, "work")).content.decode()


def test_work_that_waits_for_a_decision_is_a_try_taken(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    assert "1 of 3 used" in learner.get(page_of(row)).content.decode()
    make_decision(row, school.assessor, FAILING)
    assert "1 of 3 used" in learner.get(page_of(row)).content.decode()


def test_the_result_of_work_that_passed(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    page = flat(learner.get(f"/my/work/{row.pk}/result").content.decode())
    assert "<h1>You passed</h1>" in page
    assert "83.3 percent of the points." in page
    assert "signs your credential" in page


def test_the_result_leads_to_the_credential_once_it_is_signed(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    recipient = RecipientFacts.of_person(school.learner.pk)
    earned = award(school.version, recipient, acting=SYSTEM, reason=AwardReason.DECISION, submission_id=row.pk)
    issue_award(earned, acting=SYSTEM)
    page = learner.get(f"/my/work/{row.pk}/result").content.decode()
    assert f'href="/my/{earned.pk}/"' in page
    assert "signs your credential" not in page


def test_whole_percents_are_written_without_a_point(school: School, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    decision = make_decision(row, school.assessor)
    with everything("a test sets the points"):
        Decision.objects.filter(pk=decision.pk).update(percent=100)
    assert "100 percent of the points." in learner.get(f"/my/work/{row.pk}/result").content.decode()


def test_after_the_last_try_nothing_can_be_begun(school: School, learner: Client) -> None:
    for left in (2, 1, 0):
        row = make_submitted(school.version, learner=school.learner)
        assert make_decision(row, school.assessor, FAILING, begin_afresh=True).tries_left == left
    page = learner.get(f"/my/work/{row.pk}/result").content.decode()
    assert ("This was the last try" in page, "Begin again" in page) == (True, False)


def test_files_are_served_so_that_nothing_in_them_runs(school: School, learner: Client) -> None:
    row = make_submission(school.version, learner=school.learner, answers={})
    files = [SimpleUploadedFile("a.png", picture()), SimpleUploadedFile("b.txt", b"notes <script>alert(1)</script>")]
    learner.post(page_of(row, "work"), {"version": "", "file_a1": files})
    with everything("a test looks"):
        ids = {file.name: file.pk for file in StoredFile.objects.all()}
    for name, kind in (("a.png", "image/png"), ("b.txt", "text/plain; charset=utf-8")):
        answer = learner.get(f"/files/{ids[name]}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies
    sign_in(learner, make_person())
    assert learner.get(f"/files/{ids['a.png']}").status_code == 404
    assert learner.get(f"/files/{uuid4()}").status_code == 404
