# SPDX-License-Identifier: Apache-2.0
"""Background work goes step by step, and a request that comes twice is done once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cairn.foundation import clock, jobs
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.idempotency import run_once
from cairn.foundation.ids import new_id
from cairn.foundation.jobs import Progress, pause_job, resume_job, resume_stale, runs, start_job, starter_of
from cairn.foundation.models import IdempotencyKey, Job, JobState
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

WHEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KIND = "tests.count"
ORGANIZATION = new_id()


class Counter:
    """Work of five parts, two in a step, that can be told to fail or to pause."""

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.error: Exception | None = None
        self.pause_after = 0

    def step(self, job: Job) -> Progress:
        """Do two more."""
        self.calls.append(job.done)
        if self.error is not None and job.done == 2:
            raise self.error
        if self.pause_after == len(self.calls):
            pause_job(job)
        done = min(job.done + 2, 5)
        return Progress(done=done, failed=0, is_finished=done == 5)


@pytest.fixture
def counter() -> Iterator[Counter]:
    work = Counter()
    runs(KIND, steered_with=Permission.AWARDS_ISSUE)(work.step)
    yield work
    jobs._steps.pop(KIND)


pytestmark = pytest.mark.django_db(transaction=True)


def _start() -> Job:
    return start_job(KIND, acting=Actor.person(new_id(), "Ada"), organization_id=ORGANIZATION, total=5)


def _state(job: Job) -> tuple[str, int, str]:
    with organization_scope(ORGANIZATION):
        job = Job.objects.get(pk=job.pk)
    return job.state, job.done, job.problem


def test_a_job_goes_step_by_step_to_its_end(counter: Counter) -> None:
    job = _start()
    assert counter.calls == [0, 2, 4]
    assert _state(job) == (JobState.DONE, 5, "")
    assert starter_of(job).label == "Ada"


def test_a_job_that_is_stopped_by_a_problem_goes_on_from_there(counter: Counter) -> None:
    counter.error = Invalid("Row 3 has no name; add one.")
    job = _start()
    assert _state(job) == (JobState.FAILED, 2, "Row 3 has no name; add one.")
    counter.error = None
    with organization_scope(ORGANIZATION):
        resume_job(job)
    assert counter.calls == [0, 2, 2, 4]
    assert _state(job) == (JobState.DONE, 5, "")


def test_a_job_pauses_after_the_step_and_goes_on(counter: Counter) -> None:
    counter.pause_after = 1
    job = _start()
    assert _state(job) == (JobState.PAUSED, 2, "")
    with organization_scope(ORGANIZATION):
        resume_job(job)
    assert _state(job) == (JobState.DONE, 5, "")


def test_what_a_crash_left_running_is_taken_up_again(counter: Counter) -> None:
    job = Job(
        kind=KIND,
        organization_id=ORGANIZATION,
        state=JobState.RUNNING,
        done=2,
        total=5,
        heartbeat_at=WHEN,
        created_at=WHEN,
    )
    job.save()
    with clock.at(WHEN + timedelta(seconds=119)):
        assert resume_stale() == 0
    with clock.at(WHEN + timedelta(seconds=121)):
        assert resume_stale() == 1
    assert counter.calls == [2, 4]
    assert _state(job) == (JobState.DONE, 5, "")


def test_the_same_key_gives_the_same_result_and_works_once() -> None:
    done: list[str] = []

    def work() -> str:
        done.append("x")
        return f"result {len(done)}"

    first = run_once("key", work, acting=SYSTEM, purpose="tests", fingerprint="a")
    assert first == run_once("key", work, acting=SYSTEM, purpose="tests", fingerprint="a") == "result 1"
    assert done == ["x"]
    with pytest.raises(Conflict) as refused:
        run_once("key", work, acting=SYSTEM, purpose="tests", fingerprint="b")
    assert refused.value.code == "idempotency_key_reused"
    assert run_once("key", work, acting=SYSTEM, purpose="other") == "result 2"
    assert done == ["x", "x"]


def test_work_that_raises_leaves_no_key_behind() -> None:
    def work() -> str:
        raise Invalid("No.")

    with pytest.raises(Invalid):
        run_once("key", work, acting=SYSTEM, purpose="tests")
    assert IdempotencyKey.objects.count() == 0
    assert run_once("key", lambda: "fine", acting=SYSTEM, purpose="tests") == "fine"
