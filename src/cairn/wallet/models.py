# SPDX-License-Identifier: Apache-2.0
"""What a person shows, and to whom. All of it is private until the person makes it otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.foundation.ids import new_id


class HeldCredential(models.Model):
    """A credential in a person's hands. Its rows are the person's own: they are read through the person alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="held")
    award_id = models.UUIDField(unique=True)
    received_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)


class Audience(models.TextChoices):
    """For whom a link is meant; it decides what the page offers."""

    EMPLOYER = "employer", _("An employer")
    SCHOOL = "school", _("A school or college")
    FAMILY = "family", _("Family and friends")
    PAPER = "paper", _("Whoever reads my printed certificate")
    OTHER = "other", _("Somebody else")


class ShareLink(models.Model):
    """A link to one credential for one audience, until a moment, counted, and ended by its owner at any time.

    The token is sealed so that its owner can copy it again; a copy of the database opens no link.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    token_digest = models.CharField(max_length=64, unique=True)
    sealed_token = models.TextField()
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="share_links")
    award_id = models.UUIDField(db_index=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.OTHER)
    label = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True)

    class Meta:
        """One printed certificate leads to one open link."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "award_id"],
                condition=models.Q(audience="paper", ended_at=None),
                name="share_link_one_paper",
            ),
        ]

    def is_open(self, now: datetime) -> bool:
        """Say whether the link still leads to the credential."""
        return self.ended_at is None and (self.expires_at is None or now < self.expires_at)


class PublicProfile(models.Model):
    """A page about a person, which exists only where they have switched it on."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    is_on = models.BooleanField(default=False)
    headline = models.CharField(_("a line about you"), max_length=160, blank=True)
    changed_at = models.DateTimeField()
