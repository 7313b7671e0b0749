# SPDX-License-Identifier: Apache-2.0
"""Making organizations, and saying who they are."""

from __future__ import annotations

import re
from copy import copy
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts.selectors import get_person
from cairn.foundation import audit
from cairn.foundation.access import require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.models import StoredFile
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.foundation.texts import one_line
from cairn.organizations.events import OrganizationCreated
from cairn.organizations.founding import require_may_found, require_two_floors
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.services.keys import make_signing_key
from cairn.organizations.services.members import join

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_COUNTRY: Final = re.compile(r"(?:[A-Z]{2})?")
_LAST_HUE: Final = 359
_LINES: Final = frozenset({"name", "short_name", "motto"})
_NO_LOGO: Final = "no_such_logo"


class Details(TypedDict, total=False):
    """What an organization may say of itself; `hue` is an angle of the color wheel, None lets the drawing choose."""

    short_name: str
    kind: str
    description: str
    url: str
    email: str
    locality: str
    region: str
    country: str
    hue: int | None
    motto: str
    languages: list[str]
    assessment_promise: str
    appeals: str
    logo_id: UUID | None


class Profile(Details, total=False):
    """The same with the name, which every organization has."""

    name: str


@transaction.atomic
def create_organization(
    *, slug: str, name: str, acting: Actor, parent: Organization | None = None, **details: Unpack[Details]
) -> Organization:
    """Make an organization, with a key to sign with; the person who acts becomes its owner.

    It can stand under a parent that the actor may edit; `founding` says when it must. Raises PermissionDenied, Invalid,
    Conflict: slug_taken.
    """
    require_may_found(acting, parent)
    require_two_floors(parent)
    organization = Organization(slug=_clean_slug(slug), parent=parent)
    _apply(organization, {**details, "name": name})
    organization.save(force_insert=True)
    audit.record("organizations.create", organization, acting=acting, organization_id=organization.pk, slug=slug)
    if acting.person_id is not None:
        join(organization, get_person(acting.person_id), (Role.OWNER,), acting=acting)
    make_signing_key(organization, acting=SYSTEM)
    emit(OrganizationCreated(str(organization.pk)), organization_id=organization.pk)
    return organization


@transaction.atomic
def edit_profile(organization: Organization, *, acting: Actor, **profile: Unpack[Profile]) -> Organization:
    """Change what an organization says of itself. Its slug never changes, because signatures rest on it.

    Raises PermissionDenied, Invalid.
    """
    require(acting, Permission.ORGANIZATION_EDIT, organization.pk)
    _require_own_logo(organization, profile.get("logo_id"))
    changed = _apply(organization, profile)
    if changed:
        organization.save(update_fields=changed)
        audit.record(
            "organizations.edit", organization, acting=acting, organization_id=organization.pk, changed=sorted(changed)
        )
    return organization


def _require_own_logo(organization: Organization, logo_id: UUID | None) -> None:
    """Return if a logo is a picture that was brought for it: everybody sees it, and a learner's file is not theirs."""
    with organization_scope(organization.pk):
        own = StoredFile.objects.filter(owner_id=None, media_type__startswith="image/")
        _check(logo_id is None or own.filter(pk=logo_id).exists(), "logo", _("Choose a picture of your own."), _NO_LOGO)


def _apply(organization: Organization, profile: Profile) -> list[str]:
    """Set what differs and return its names; where the whole would not do, nothing is set."""
    given = {name: one_line(str(value)) if name in _LINES else value for name, value in profile.items()}
    changes = {name: value for name, value in given.items() if getattr(organization, name) != value}
    wanted = copy(organization)
    for name, value in changes.items():
        setattr(wanted, name, value)
    _clean(wanted)
    for name, value in changes.items():
        setattr(organization, name, value)
    return list(changes)


def _clean(organization: Organization) -> None:
    _check(bool(_COUNTRY.fullmatch(organization.country)), "country", _("Write the country in two letters, like US."))
    hue = organization.hue
    _check(hue is None or 0 <= hue <= _LAST_HUE, "hue", _("Choose a color between 0 and 359 degrees."))
    _check(_are_languages(organization.languages), "languages", _("Write each language as a code, like en or es."))
    try:
        organization.clean_fields(exclude=["slug", "parent", "logo"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(" ".join(messages), field=field, code="bad_profile") from None


def _are_languages(languages: Any) -> bool:
    return isinstance(languages, list) and all(
        isinstance(code, str) and _LANGUAGE.fullmatch(code) for code in languages
    )


def _check(is_good: bool, field: str, sentence: str, code: str = "bad_profile") -> None:  # noqa: FBT001 - what is checked
    if not is_good:
        raise Invalid(sentence, field=field, code=code)


def _clean_slug(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise Invalid(
            _("An address has 1 to 60 letters a to z, digits and hyphens, with no hyphen at either end."),
            field="slug",
            code="bad_slug",
        )
    if Organization.objects.filter(slug=slug).exists():
        raise Conflict(_("This address is taken. Choose another."), code="slug_taken")
    return slug
