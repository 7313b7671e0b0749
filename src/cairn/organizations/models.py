# SPDX-License-Identifier: Apache-2.0
"""Organizations (the Open Badges Profile of an issuer), their members and their signing keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class OrganizationKind(models.TextChoices):
    """What kind of body it is."""

    DISTRICT = "district", _("School district")
    SCHOOL = "school", _("School")
    COLLEGE = "college", _("College or university")
    ASSOCIATION = "association", _("Association")
    EMPLOYER = "employer", _("Employer")
    AGENCY = "agency", _("Public agency")
    QUALITY_BODY = "quality_body", _("Quality body")
    OTHER = "other", _("Other")


class Organization(models.Model):
    """A body that has people and may issue. It is public by nature, so it is not scoped; what it owns is."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind, default=OrganizationKind.OTHER)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    locality = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(_("state or region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    hue = models.PositiveSmallIntegerField(_("color"), null=True, blank=True)
    motto = models.CharField(_("motto"), max_length=160, blank=True)
    logo = models.ForeignKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    languages = models.JSONField(default=list, blank=True)
    assessment_promise = models.CharField(_("promise about assessment"), max_length=300, blank=True)
    appeals = models.CharField(_("appeals"), max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(OrganizationOwned):
    """A person in an organization, with the roles that they have there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    title = models.CharField(max_length=120, blank=True)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_person: ClassVar[str] = "person_id"

    class Meta:
        """One membership for each person; it is ended and taken up again, never doubled."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "person"], name="membership_once"),
        ]


class Invitation(OrganizationOwned):
    """A letter to an address: whoever opens its link and accepts becomes a member with these roles."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField()
    roles = models.JSONField(default=list)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)


class KeyState(models.TextChoices):
    """What a signing key may still do."""

    ACTIVE = "active", _("Signs")
    RETIRED = "retired", _("Retired: what it signed stays good")
    REVOKED = "revoked", _("Revoked: what it signed is no longer trusted")


class SigningKey(OrganizationOwned):
    """A key that an organization signs with; the secret half is encrypted under a key that is not in the database."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, default="Ed25519")
    public_multibase = models.CharField(max_length=300)
    sealed_secret = models.TextField()
    state = models.CharField(max_length=10, choices=KeyState, default=KeyState.ACTIVE)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """One key signs at a time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "number"], name="signing_key_number_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(state="active"), name="signing_key_one_active"
            ),
        ]
