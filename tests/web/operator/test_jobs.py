# SPDX-License-Identifier: Apache-2.0
"""Background work is seen and steered by whoever started it, or may award in its organization."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from cairn.accounts.models import Person
from cairn.credentials.services.batches.running import AWARD
from cairn.foundation import clock
from cairn.foundation.models import Job, JobState
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from tests.factories.people import make_organization, make_person, member
from tests.web.markup import flat

pytestmark = pytest.mark.django_db


def _job(organization: Organization, starter: Person, state: JobState = JobState.RUNNING) -> Job:
    job = Job(
        kind=AWARD,
        organization_id=organization.pk,
        state=state,
        total=10,
        done=4,
        started_by_id=str(starter.pk),
        started_by_label=str(starter),
        started_by_kind="person",
        created_at=clock.now(),
    )
    job.save(force_insert=True)
    return job


def _state(job: Job) -> str:
    with everything("the test looks at the work"):
        state: str = Job.objects.get(pk=job.pk).state
    return state


def _sign_in(client: Client, person: Person) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_whoever_started_it_sees_how_far_it_is(client: Client) -> None:
    person = make_person()
    job = _job(make_organization(), person)
    _sign_in(client, person)
    page = client.get(f"/jobs/{job.pk}").content.decode()
    assert "4 of 10 done" in page
    assert f'data-poll="/jobs/{job.pk}?part"' in page
    part = client.get(f"/jobs/{job.pk}?part").content.decode()
    assert flat(part).startswith("<section")


def test_others_are_told_that_there_is_nothing(client: Client) -> None:
    organization = make_organization()
    job = _job(organization, make_person())
    _sign_in(client, member(organization, "assessor"))
    assert client.get(f"/jobs/{job.pk}").status_code == 404
    assert client.post(f"/jobs/{job.pk}/change", {"action": "cancel"}).status_code == 404
    assert _state(job) == JobState.RUNNING
    assert client.get(f"/jobs/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (JobState.RUNNING, "pause", JobState.PAUSED),
        (JobState.PAUSED, "resume", JobState.WAITING),
        (JobState.RUNNING, "cancel", JobState.CANCELLED),
        (JobState.DONE, "cancel", JobState.DONE),
    ],
)
def test_an_issuer_may_steer_it(before: JobState, action: str, after: JobState, client: Client) -> None:
    organization = make_organization()
    job = _job(organization, make_person(), before)
    _sign_in(client, member(organization, "issuer"))
    assert client.post(f"/jobs/{job.pk}/change", {"action": action}).status_code == 302
    assert _state(job) == after


def test_an_unknown_wish_changes_nothing(client: Client) -> None:
    person = make_person()
    job = _job(make_organization(), person)
    _sign_in(client, person)
    assert client.post(f"/jobs/{job.pk}/change", {"action": "explode"}).status_code == 400
    assert client.get(f"/jobs/{job.pk}/change").status_code == 405
    assert _state(job) == JobState.RUNNING
