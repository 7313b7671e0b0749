# SPDX-License-Identifier: Apache-2.0
"""A table of recipients: judged, awarded, resumed, told, undone."""

from __future__ import annotations

import gzip
from typing import Any
from unittest import mock

import pytest

from cairn.credentials.models import Award, AwardBatch, AwardState, BatchRow, BatchState, CredentialState, StatusList
from cairn.credentials.problems import say_problems
from cairn.credentials.row_report import write_report
from cairn.credentials.selectors import get_batch
from cairn.credentials.services.batches import (
    check_batch,
    fix_rows,
    pause_batch,
    resume_batch,
    start_batch,
    tell_batch,
    undo_batch,
)
from cairn.foundation.errors import Conflict, DomainError, PermissionDenied
from cairn.foundation.jobs import get_job, resume_job, run_job
from cairn.foundation.models import Job, JobState, OutgoingMail, StoredFile
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.credentials.checking import codes, judge
from tests.factories.credentials import School, make_award, reload
from tests.factories.people import make_person
from tests.shared_data import shared_path

TWO = b"name,email\r\nAda Example,ada@example.org\r\nBo Example,bo@example.org\r\n"
RUNNING = "cairn.credentials.services.batches.running"


def check(school: School, data: bytes = TWO) -> AwardBatch:
    """Check a table as the issuer."""
    return check_batch(school.version, data, file_name="class.csv", acting=school.acting)


def again(school: School, batch: AwardBatch) -> AwardBatch:
    """Read a table anew."""
    with organization_scope(school.organization.pk):
        return get_batch(batch.pk)


def run(school: School, batch: AwardBatch, **options: Any) -> AwardBatch:
    """Award a table to its end."""
    run_job.func(str(start_batch(batch, acting=school.acting, **options).pk))
    return again(school, batch)


def awards_of(school: School, batch: AwardBatch) -> list[Award]:
    """Return the awards of a table in its order."""
    with organization_scope(school.organization.pk):
        return list(Award.objects.select_related("credential").filter(batch=batch).order_by("row"))


def problems_of(school: School, batch: AwardBatch) -> dict[int, str]:
    """Return what is wrong with the rows of a table."""
    with organization_scope(school.organization.pk):
        rows = BatchRow.objects.filter(batch=batch, is_good=False).order_by("number")
        return {row.number: say_problems(row.problems) for row in rows}


def people(count: int) -> bytes:
    """Return a table of so many people."""
    return b"name,email\n" + b"".join(b"Person %d,p%d@example.org\n" % (n, n) for n in range(count))


def test_every_good_row_becomes_one_credential_that_verifies(school: School) -> None:
    batch = run(school, check(school))
    awards = awards_of(school, batch)
    assert batch.state == BatchState.DONE
    assert [(row.row, row.state, row.recipient_email) for row in awards] == [
        (2, AwardState.ISSUED, "ada@example.org"),
        (3, AwardState.ISSUED, "bo@example.org"),
    ]
    assert {judge(row.credential.document).verdict.value for row in awards} == {"verified"}
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["ada@example.org", "bo@example.org"]


def test_many_rows_of_several_shapes_verify(school: School) -> None:
    rows = [
        f"Person {n},{'' if n % 3 else f'p{n}@example.org'},id-{n},{80 + n % 20},{'did well' if n % 7 else ''}"
        for n in range(600)
    ]
    data = "\n".join(["name,email,identifier,result,narrative", *rows]).encode()
    awards = awards_of(school, run(school, check(school, data), notify=False))
    assert len({row.credential.status_index for row in awards}) == 600
    assert {judge(row.credential.document).verdict.value for row in awards[::20]} == {"verified"}


@pytest.mark.parametrize(
    ("data", "reading"),
    [
        ("\ufeffname,email\r\nZoë,z@example.org\r\n".encode(), "UTF-8"),
        ("name;email\nZoë;z@example.org\n".encode("cp1252"), "Windows-1252"),
        ("name\temail\nZoë\tz@example.org\n".encode(), "UTF-8"),
    ],
)
def test_tables_are_read_as_people_save_them(school: School, data: bytes, reading: str) -> None:
    batch = check(school, data)
    assert (batch.rows_good, batch.reading["encoding"]) == (1, reading)
    with organization_scope(school.organization.pk):
        assert BatchRow.objects.get().values == {"name": "Zoë", "email": "z@example.org"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_identity"),
        (b"name,grade\nAda,1\n", "no_identity"),
        (b"email,email\na@e.org,b@e.org\n", "doubled_column"),
        (b"name,email\n", "empty"),
        (b'name,email\n"Ada,a@example.org\n', "bad_csv"),
        ("name,email\nAda,a@example.org\n".encode("utf-16"), "not_text"),
        (b"email\n\x81\x8d\n", "not_text"),
        (b"email\n" + b"a@example.org\n" * 100_001, "too_many_rows"),
        (b"email\n" + b"a" * (20 * 1024 * 1024), "file_too_large"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_and_nothing_is_stored(school: School, data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        check(school, data)
    assert (refused.value.code, refused.value.field) == (code, "file")
    with everything("a test counts"):
        assert (AwardBatch.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_every_bad_row_says_why(school: School) -> None:
    make_award(school.version, email="held@example.org")
    data = (
        "name,email,result,evidence_url,awarded_on\n"
        "Ada,ada@example.org,,,\n"
        "Ada,ADA@example.org,,,\n"
        "Bo,bo at example.org,,,\n"
        "Cy,,,,\n"
        "Di,di@example.org,101,,\n"
        "Ed,ed@example.org,,ftp://example.org/x,\n"
        "Flo,flo@example.org,,,2199-01-01\n"
        'Gus,"gus@example.org\r\nBcc: all@example.org",,,\n'
        "Hal\x00,hal@example.org,,,\n"
        "Ida,held@example.org,,,\n"
        "Jo,jo@example.org\n"
        "=1+1,kim@example.org,,,\n"
    )
    assert problems_of(school, check(school, data.encode())) == {
        3: "The same person stands in row 2",
        4: "“bo at example.org” is not an e-mail address",
        5: "It has neither an e-mail address nor an identifier",
        6: "The result 101 does not lie between 0 and 100",
        7: "“ftp://example.org/x” is not a web address that begins with https:// or http://",
        8: "2199-01-01 lies in the future",
        9: "“email” contains a line break",
        10: "“name” contains an invisible control character",
        11: f"Already holds this, awarded on {reload_date()}",
        12: "It has 2 cells where the header has 5",
    }


def reload_date() -> str:
    """Return the day of the only award."""
    with everything("a test looks"):
        return f"{Award.objects.get().awarded_on:%Y-%m-%d}"


def test_cells_that_are_put_right_are_judged_with_the_rest(school: School) -> None:
    batch = check(school, b"name,email\nAda,ada@example.org\nBo,bo at example.org\n")
    fixed = fix_rows(batch, {3: {"email": "ada@example.org"}}, acting=school.acting)
    assert problems_of(school, fixed) == {3: "The same person stands in row 2"}
    fixed = fix_rows(batch, {3: {"email": "bo@example.org"}}, acting=school.acting)
    assert (fixed.rows_good, problems_of(school, fixed)) == (2, {})


def test_a_table_starts_once(school: School) -> None:
    batch = check(school)
    start_batch(batch, acting=school.acting)
    with pytest.raises(Conflict) as refused:
        start_batch(batch, acting=school.acting)
    assert refused.value.code == "already_started"
    with everything("a test counts"):
        assert Job.objects.count() == 1


@pytest.mark.parametrize("step", ["reserve_all", "sign_and_publish", "tell_awarded", "_end", "lock_credentials"])
def test_a_crash_at_any_step_is_completed_once(school: School, step: str) -> None:
    batch = check(school, people(25))
    job = start_batch(batch, acting=school.acting)
    with (
        mock.patch(f"{RUNNING}.CHUNK", 10),
        mock.patch(f"{RUNNING}.{step}", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        run_job.func(str(job.pk))
    with mock.patch(f"{RUNNING}.CHUNK", 10):
        run_job.func(str(job.pk))
    awards = awards_of(school, batch)
    assert [row.row for row in awards] == list(range(2, 27))
    assert {row.state for row in awards} == {AwardState.ISSUED}
    assert OutgoingMail.objects.count() == 25
    with everything("a test counts"):
        assert StatusList.objects.get().used == 25


def test_a_paused_table_goes_on_where_it_was(school: School) -> None:
    batch = check(school, people(25))
    job = start_batch(batch, acting=school.acting)
    pause_batch(again(school, batch), acting=school.acting)
    run_job.func(str(job.pk))
    assert awards_of(school, batch) == []
    resume_batch(again(school, batch), acting=school.acting)
    run_job.func(str(job.pk))
    assert len(awards_of(school, batch)) == 25


def test_a_problem_stops_the_table_and_says_why(school: School) -> None:
    batch = check(school)
    job = start_batch(batch, acting=school.acting)
    refusal = Conflict("The key is away.", code="no_signing_key")
    with mock.patch("cairn.credentials.services.issuing.signer_for", side_effect=refusal):
        run_job.func(str(job.pk))
    with organization_scope(school.organization.pk):
        stopped = get_job(job.pk)
        assert stopped is not None
        assert (stopped.state, stopped.problem) == (JobState.FAILED, "The key is away.")
        resume_job(stopped)
    run_job.func(str(job.pk))
    assert {row.state for row in awards_of(school, batch)} == {AwardState.ISSUED}


def test_whoever_was_awarded_meanwhile_is_left_out(school: School) -> None:
    batch = check(school)
    make_award(school.version, email="bo@example.org")
    done = run(school, batch)
    assert [row.recipient_email for row in awards_of(school, done)] == ["ada@example.org"]
    assert list(problems_of(school, done)) == [3]


def test_known_people_get_it_into_their_account(school: School) -> None:
    person = make_person(email="ada@example.org")
    awards = awards_of(school, run(school, check(school)))
    assert [row.person_id for row in awards] == [person.pk, None]


def test_a_quiet_table_is_undone_without_a_trace_for_holders(school: School) -> None:
    batch = run(school, check(school), notify=False)
    assert batch.state == BatchState.SIGNED
    run_job.func(str(undo_batch(batch, reason="Wrong class", acting=school.acting).pk))
    awards = awards_of(school, batch)
    assert (again(school, batch).state, {row.state for row in awards}) == (BatchState.UNDONE, {AwardState.UNDONE})
    assert OutgoingMail.objects.count() == 0
    assert codes(awards[0].credential.document) >= {"revoked"}


def test_a_table_that_was_told_is_undone_with_a_message(school: School) -> None:
    batch = run(school, check(school), notify=False)
    run_job.func(str(tell_batch(batch, acting=school.acting).pk))
    run_job.func(str(undo_batch(batch, reason="Wrong class", acting=school.acting).pk))
    awards = awards_of(school, batch)
    assert {row.credential.state for row in awards} == {CredentialState.REVOKED}
    assert OutgoingMail.objects.filter(text__contains="Wrong class").count() == 2


def test_whoever_may_not_does_nothing(school: School) -> None:
    batch, outsider = check(school), school.assessor.as_actor()
    with pytest.raises(PermissionDenied):
        check_batch(school.version, TWO, file_name="x.csv", acting=outsider)
    with pytest.raises(PermissionDenied):
        start_batch(batch, acting=outsider)
    with pytest.raises(PermissionDenied):
        fix_rows(batch, {2: {"email": "x@example.org"}}, acting=outsider)
    with pytest.raises(PermissionDenied):
        undo_batch(batch, reason="x", acting=outsider)
    assert again(school, batch).state == BatchState.CHECKED
    with everything("a test counts"):
        assert (AwardBatch.objects.count(), Award.objects.count(), Job.objects.count()) == (1, 0, 0)


def test_the_report_is_harmless_in_a_spreadsheet(school: School) -> None:
    batch = run(school, check(school, b"name,email\n=HYPERLINK(1),ada@example.org\nBo,bo at example.org\n"))
    lines = b"".join(write_report(batch, only_problems=False)).decode("utf-8-sig").splitlines()
    assert lines[0] == "row,name,email,state,problem,credential"
    assert lines[1].startswith("2,'=HYPERLINK(1),ada@example.org,Issued,,http://localhost:8000/credentials/")
    assert lines[2] == "3,Bo,bo at example.org,Not awarded,“bo at example.org” is not an e-mail address,"
    only = b"".join(write_report(batch, only_problems=True)).decode("utf-8-sig").splitlines()
    assert len(only) == 2


def test_the_duplicates_of_a_hostile_table_are_refused(school: School) -> None:
    data = shared_path("hostile/roster/520-batch-award-duplicates.csv").read_bytes()
    batch = check(school, data)
    assert (batch.rows, batch.rows_good) == (1000, 900)
    assert all(said.startswith("The same person stands in row ") for said in problems_of(school, batch).values())
    second = check(school, data)
    run(school, batch, notify=False)
    with pytest.raises(Conflict) as refused:
        start_batch(fix_rows(second, {}, acting=school.acting), acting=school.acting)
    assert refused.value.code == "nothing_to_award"
    assert len(awards_of(school, batch)) == 900


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_checked_by_a_job(school: School) -> None:
    data = gzip.decompress(shared_path("hostile/roster/521-batch-award-100k.csv.gz").read_bytes())
    batch = check(school, data)
    assert batch.state == BatchState.CHECKING
    run_job.func(str(again(school, batch).job_id))
    checked = again(school, batch)
    assert (checked.state, checked.rows, checked.rows_good) == (BatchState.CHECKED, 100_000, 100_000)


def test_an_award_of_a_table_that_was_undone_is_seen_by_nobody(school: School) -> None:
    batch = run(school, check(school), notify=False)
    row = awards_of(school, batch)[0]
    run_job.func(str(undo_batch(batch, reason="Wrong class", acting=school.acting).pk))
    assert reload(row).state == AwardState.UNDONE
