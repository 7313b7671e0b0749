# SPDX-License-Identifier: Apache-2.0
"""Changes that nobody could find afterwards, and secrets that stood where they should not."""

from __future__ import annotations

import pytest
from django.test import Client

from cairn.accounts.models import Person
from cairn.credentials.services.batches.running import AWARD
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.models import AuditEntry, Job, JobState, OutboxEvent
from cairn.foundation.scopes import everything
from cairn.integrations.oneroster.selectors import IMPORT
from cairn.integrations.oneroster.services import store_bundle
from cairn.organizations import services
from cairn.organizations.models import Organization
from cairn.organizations.services.newcomers import add_newcomer
from cairn.wallet.selectors import link_url
from cairn.wallet.services import create_share_link
from cairn.web.audit_words import nouns_of
from tests.factories.assessment import make_submission
from tests.factories.credentials import School
from tests.factories.people import make_member, member, sign_in
from tests.factories.wallet import make_held


def _job(organization: Organization, starter: Person, kind: str = AWARD, state: str = JobState.PAUSED) -> Job:
    job = Job(
        kind=kind,
        organization_id=organization.pk,
        state=state,
        started_by_id=str(starter.pk),
        started_by_label=str(starter),
        started_by_kind="person",
        created_at=clock.now(),
    )
    job.save(force_insert=True)
    return job


def _stands(job: Job) -> tuple[str, list[str]]:
    with everything("a test looks"):
        entries = AuditEntry.objects.filter(subject_id=str(job.pk)).values_list("action", flat=True)
        return Job.objects.get(pk=job.pk).state, list(entries)


def test_whoever_steers_work_in_the_background_stands_in_the_record(client: Client, school: School) -> None:
    job = _job(school.organization, school.issuer)
    assert sign_in(client, school.issuer).post(f"/jobs/{job.pk}/change", {"action": "cancel"}).status_code == 302
    assert _stands(job) == (JobState.CANCELLED, ["job.cancel"])


def test_whoever_has_left_does_not_go_on_with_what_they_began(client: Client, school: School) -> None:
    """A former issuer resumed a paused table, which was then signed in the organization's name."""
    membership = make_member(school.organization, "issuer")
    job = _job(school.organization, membership.person)
    services.end_membership(membership, acting=membership.person.as_actor())
    answer = sign_in(client, membership.person).post(f"/jobs/{job.pk}/change", {"action": "resume"})
    assert answer.status_code == 403
    assert _stands(job) == (JobState.PAUSED, [])


def test_an_import_of_people_is_steered_by_whoever_looks_after_people(client: Client, school: School) -> None:
    registrar = member(school.organization, "registrar")
    job = _job(school.organization, registrar, kind=IMPORT)
    assert sign_in(client, school.issuer).post(f"/jobs/{job.pk}/change", {"action": "cancel"}).status_code == 404
    assert _stands(job) == (JobState.PAUSED, [])
    assert sign_in(client, registrar).post(f"/jobs/{job.pk}/change", {"action": "cancel"}).status_code == 302
    assert _stands(job) == (JobState.CANCELLED, ["job.cancel"])


@pytest.mark.parametrize("noun", ["awards", "job", "batch", "award"])
def test_downloads_and_changes_of_many_are_found_among_the_credentials(noun: str) -> None:
    """Whoever narrowed the record to credentials did not see that all of them had been downloaded."""
    assert noun in nouns_of("credentials")


def test_a_file_of_people_stands_in_the_record_from_the_start(school: School) -> None:
    """A file was kept, applied and taken back, and the record named neither who brought it nor which it was."""
    acting = member(school.organization, "registrar").as_actor()
    bundle = store_bundle(school.organization, {"users.csv": b"sourcedId\n"}, acting=acting)
    with everything("a test looks"):
        entries = AuditEntry.objects.filter(subject_id=str(bundle.pk)).values_list("action", "actor_id", "facts")
        assert list(entries) == [("roster.brought", acting.id, {"sha256": bundle.sha256})]
    assert "roster" in nouns_of("people")


def test_what_stands_in_the_record_is_no_secret(client: Client, school: School) -> None:
    """Tokens, codes, passwords and words of evidence stand neither in the record nor in the queue of work."""
    registrar = member(school.organization, "owner")
    sent = services.invite(school.organization, "bo@example.org", ["learner"], acting=registrar.as_actor())
    newcomer = add_newcomer(school.organization, name="Maya", username="maya", acting=registrar.as_actor())
    work = make_submission(school.version, answers={"q1": "Words that nobody else reads"})
    link = create_share_link(make_held().award.pk, acting=SYSTEM)
    token = link_url(link).rpartition("/")[2]
    with everything("a test looks"):
        stored = str(
            [*AuditEntry.objects.values_list("facts", "subject_id"), *OutboxEvent.objects.values_list("payload")]
        )
    for secret in (sent.token, newcomer.password, token, "nobody else reads", work.learner.name):
        assert secret not in stored
