# SPDX-License-Identifier: Apache-2.0
"""The route table as the tests read it, and a world with one of everything to fill its addresses from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import URLPattern, URLResolver, reverse

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.services import keep_rubric
from cairn.assessment.models import ConflictKind, IdentityReport, Submission
from cairn.assessment.services import enter_conflict
from cairn.credentials.models import ReliabilityReport, StatusList
from cairn.credentials.services import ensure_report
from cairn.credentials.services.batches import check_batch
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.jobs import start_job
from cairn.foundation.mail import queue_mail
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations import services as organizations
from cairn.organizations.models import Organization, SigningKey
from cairn.organizations.services.newcomers import add_newcomer
from cairn.wallet import services as wallet
from cairn.wallet.selectors import link_url
from cairn.web import urls
from cairn.web.access import PageRule
from tests.factories.achievements import make_published_version
from tests.factories.anchors import make_anchor
from tests.factories.assessment import make_rating, make_submission, make_submitted
from tests.factories.conditions import record
from tests.factories.credentials import make_award
from tests.factories.meetings import make_meeting
from tests.factories.people import make_organization, make_person, member
from tests.factories.rubrics import make_document
from tests.factories.voices import ask_witness, make_appeal, make_complaint, make_failed, make_piece


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the route table."""

    pattern: str
    name: str
    rule: PageRule | None
    converters: tuple[str, ...]

    def address(self, values: dict[str, Any]) -> str:
        """Return an address of the route with its places filled. Raises KeyError where a place is not known."""
        return reverse(self.name, kwargs={name: values[name] for name in self.converters})

    def __str__(self) -> str:
        return self.pattern or "/"


def list_routes() -> list[Route]:
    """List every page of the product; what allauth serves is its own."""
    return list(_walk(urls.urlpatterns, "", ()))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, converters: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        path = f"{prefix}{entry.pattern}"
        names = (*converters, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, path, names)
        else:
            yield Route(path, entry.name or "", getattr(entry.callback, "page_rule", None), names)


@dataclass(frozen=True, slots=True)
class World:
    """An organization with one of everything, a learner who has all of it, and the values that fill its addresses."""

    organization: Organization
    learner: Person
    values: dict[str, Any]


def make_world(slug: str) -> World:
    """Make an organization with an achievement, work, a rating, an award, a table and all that hangs on them."""
    organization, learner = make_organization(slug), make_person()
    version = make_published_version(organization)
    award = make_award(version, person_id=learner.pk)
    wallet.receive(award.pk, learner.pk)
    submission = make_submission(version, learner=learner)
    return World(
        organization,
        learner,
        {
            "slug": slug,
            "achievement_id": version.achievement_id,
            "version_id": version.pk,
            "anchor_id": make_anchor(version).pk,
            "award_id": award.pk,
            "reliability_id": _reliability_report(version).pk,
            "submission_id": submission.pk,
            "report_id": _report(submission).pk,
            "conditions_id": record(submission, member(organization, "owner")).pk,
            "rubric_id": keep_rubric(organization, make_document(), acting=SYSTEM).series,
            **_held_by_an_assessor(organization, version),
            **_said_by_the_learner(organization, learner, submission),
            **_of_the_learner(organization, learner, award.pk),
            **_of_the_organization(organization, version),
            **_FIXED,
        },
    )


def _reliability_report(version: AchievementVersion) -> ReliabilityReport:
    with organization_scope(version.organization_id):
        return ensure_report(version, rubric_digest(version.definition.rubric), acting=SYSTEM)


_FIXED: Final = {
    "document": "figures",
    "section": "basics",
    "reader": "learner",
    "part_id": "overview",
    "form": "json",
    "ending": "json",
    "bank_name": "communication",
    "file_kind": "case",
    "deed": "start",
}


def _report(submission: Submission) -> IdentityReport:
    with everything("a test makes one of everything"):
        report: IdentityReport = IdentityReport.objects.create(
            organization_id=submission.organization_id,
            evidence=submission.evidence.first(),
            reported_by=make_person(),
            reported_at=clock.now(),
        )
    return report


def _held_by_an_assessor(organization: Organization, version: AchievementVersion) -> dict[str, Any]:
    assessor = member(organization, "assessor")
    held = make_submitted(version)
    rating = make_rating(held, assessor)
    with organization_scope(organization.pk):
        pair = (assessor.pk, make_submitted(version).learner_id)
        conflict = enter_conflict(organization, pair, ConflictKind.TUTOR, acting=SYSTEM)
    caller = member(organization, "owner")
    return {
        "rating_id": rating.pk,
        "conflict_id": conflict.pk,
        "meeting_id": make_meeting(version, caller, [assessor]).pk,
    }


def _said_by_the_learner(organization: Organization, learner: Person, submission: Submission) -> dict[str, Any]:
    failed = make_failed(make_published_version(organization, name="Another one"), learner=learner)
    return {
        "appeal_id": make_appeal(failed).pk,
        "complaint_id": make_complaint(organization, person=learner).pk,
        "attestation_id": ask_witness(submission).attestation.pk,
        "piece_id": make_piece(learner).pk,
    }


def _of_the_learner(organization: Organization, learner: Person, award_id: UUID) -> dict[str, Any]:
    link = wallet.create_share_link(award_id, acting=learner.as_actor())
    file = store_bytes(
        b"x", name="x.txt", media_type="text/plain", owner_id=learner.pk, organization_id=organization.pk, notes=[]
    )
    return {"link_id": link.pk, "file_id": file.pk, "token": link_url(link).rpartition("/")[2]}


def _of_the_organization(organization: Organization, version: AchievementVersion) -> dict[str, Any]:
    with everything("a test makes one of everything"):
        batch = check_batch(version, b"name,email\nAda,ada@example.org\n", file_name="class.csv", acting=SYSTEM)
        job = start_job("tests.nothing", acting=SYSTEM, organization_id=organization.pk)
        status_list = StatusList.objects.filter(organization=organization).first()
        key = SigningKey.objects.filter(organization=organization).first()
        assert status_list is not None
        assert key is not None
    bundle = store_bytes(
        _empty_bundle(),
        name="x.zip",
        media_type="application/zip",
        owner_id=None,
        organization_id=organization.pk,
        notes=[],
    )
    sent = organizations.invite(organization, f"guest@{organization.slug}.example", ["author"], acting=SYSTEM)
    newcomer = add_newcomer(organization, name="Noor", username=f"noor.{organization.slug}", acting=SYSTEM)
    mail = queue_mail("ada@example.org", "Hello", "Hello.")
    return {
        "batch_id": batch.pk,
        "bundle_id": bundle.pk,
        "job_id": job.pk,
        "list_id": status_list.pk,
        "key_id": key.pk,
        "invitation_id": sent.invitation.pk,
        "person_id": newcomer.person.pk,
        "mail_id": mail.pk,
    }


def _empty_bundle() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("users.csv", "sourcedId\n")
    return packed.getvalue()
