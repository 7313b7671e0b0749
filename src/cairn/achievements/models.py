# SPDX-License-Identifier: Apache-2.0
"""An achievement is a series of versions; a published version never changes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.achievements.definition import Definition, Origin, RubricSource
from cairn.achievements.kinds import Kind
from cairn.achievements.rubrics import RubricDocument
from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class Achievement(OrganizationOwned):
    """The series: what stays while versions follow each other. It retires, with a reason, and never vanishes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=80)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """A slug is unique within its organization."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "slug"], name="achievement_slug_once"),
        ]


class VersionState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class AchievementVersion(OrganizationOwned):
    """One version: a draft that changes as one types, or what was published and is fixed.

    `name`, `kind`, `hours`, `price` and `search` repeat what the definition says, so that lists can be sorted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    stored = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices())
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    search = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)
    change_note = models.CharField(max_length=500, blank=True)

    class Meta:
        """Numbers follow each other; one draft at a time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["achievement", "number"], name="achievement_version_number_once"),
            models.UniqueConstraint(
                fields=["achievement"], condition=models.Q(state="draft"), name="achievement_version_one_draft"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organization", "state", "name"])]

    @property
    def definition(self) -> Definition:
        """What this version says."""
        return Definition.from_json(self.stored)

    @property
    def is_published(self) -> bool:
        """Whether it is fixed."""
        return self.state == VersionState.PUBLISHED

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a row that is new or still a draft. Raises TypeError where it was published."""
        if not self._state.adding:
            rows = AchievementVersion._base_manager
            if rows.filter(pk=self.pk, state=VersionState.PUBLISHED).exists():
                raise TypeError("A published version is never changed.")
        super().save(*args, **kwargs)


class SavedRubric(OrganizationOwned):
    """One version of a rubric that an organization keeps to use again; it never changes, and the next is a new row.

    `series` is the same for all versions. `name`, `language` and `digest` repeat what the document says.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    series = models.UUIDField(default=new_id)
    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField(default=1)
    stored = models.JSONField()
    name = models.CharField(max_length=300)
    language = models.CharField(max_length=35)
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=8)
    source_id = models.CharField(max_length=300, blank=True)
    source_version = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=200)

    class Meta:
        """Numbers follow each other; a slug names one series of an organization."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["series", "number"], name="saved_rubric_number_once"),
            models.UniqueConstraint(fields=["organization", "slug", "number"], name="saved_rubric_slug_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "name"], name="saved_rubric_by_name")
        ]

    @property
    def document(self) -> RubricDocument:
        """What this version says."""
        return RubricDocument.from_json(self.stored)

    @property
    def source(self) -> RubricSource:
        """How a definition that uses it names it."""
        return RubricSource(origin=Origin.OWN, id=str(self.series), version=str(self.number), digest=self.digest)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a row that is new. Raises TypeError for one that was kept."""
        if not self._state.adding:
            raise TypeError("A kept rubric is never changed.")
        super().save(*args, **kwargs)
