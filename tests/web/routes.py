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
from cairn.credentials.models import StatusList
from cairn.credentials.services.batches import check_batch
from cairn.foundation.actors import SYSTEM
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.jobs import start_job
from cairn.foundation.mail import queue_mail
from cairn.foundation.scopes import everything
from cairn.organizations import services as organizations
from cairn.organizations.models import Organization, SigningKey
from cairn.organizations.services.newcomers import add_newcomer
from cairn.wallet import services as wallet
from cairn.wallet.selectors import link_url
from cairn.web import urls
from cairn.web.access import PageRule
from tests.factories.achievements import make_published_version
from tests.factories.assessment import make_submission
from tests.factories.credentials import make_award
from tests.factories.people import make_organization, make_person


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
            "award_id": award.pk,
            "submission_id": submission.pk,
            **_of_the_learner(organization, learner, award.pk),
            **_of_the_organization(organization, version),
            **_FIXED,
        },
    )


_FIXED: Final = {
    "section": "basics",
    "reader": "learner",
    "part_id": "overview",
    "form": "json",
    "ending": "json",
    "deed": "start",
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
