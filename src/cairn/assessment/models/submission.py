# SPDX-License-Identifier: Apache-2.0
"""A learner's submission to one version of an achievement, and the evidence handed in with it, round by round."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.assessment.deadlines import has_passed
from cairn.assessment.named_pages import NO_PAGE, PDF
from cairn.foundation import clock
from cairn.foundation.ids import new_id
from cairn.foundation.models import StoredFile
from cairn.organizations.owned import OrganizationOwned


class SubmissionState(models.TextChoices):
    """Where a submission stands."""

    DRAFT = "draft", _("In progress")
    SUBMITTED = "submitted", _("Waiting for an assessor")
    IN_REVIEW = "in_review", _("Being rated")
    RETURNED = "returned", _("Sent back to improve")
    PASSED = "passed", _("Passed")
    NOT_PASSED = "not_passed", _("Not passed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPEALED = "appealed", _("Being looked at again")
    CLOSED = "closed", _("Closed")


WRITABLE: Final = (SubmissionState.DRAFT, SubmissionState.RETURNED)
"""The learner is writing."""
WAITING: Final = (SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.APPEALED)
"""An assessor is to rate."""
OPEN: Final = (*WRITABLE, *WAITING)
"""Not over yet."""


class Track(models.TextChoices):
    """How somebody comes to be assessed: by new work, or by what they could do before."""

    STANDARD = "standard", _("New work")
    PRIOR_LEARNING = "prior_learning", _("Prior learning")


PRIOR_PREFIX: Final = "prior:"
"""How the places begin where evidence of prior learning lies. No item of a definition can: a colon is not allowed."""
PRIOR_ITEM: Final = f"{PRIOR_PREFIX}evidence"
"""The place of its files and links; each text has one of its own."""


class Submission(OrganizationOwned):
    """One learner's work on one version, which may go through several rounds; to begin afresh makes a new row.

    `round` is the one that the learner is writing, or that is being rated. `items_to_improve` is empty in the first
    round, when everything is open; `pending_links` holds addresses that were typed and not added yet.
    `seats` is how many assessors rate the round apart from each other, `seat_reasons` why it is more than one, and
    `open_seats` how many of the seats nobody has taken. `evidence_map` says of each outcome which prior evidence
    shows it; on the other track it is put away. `handed_in` keeps the declaration and that map for each round as they
    were when it was handed in.
    `language` is the first part of the tag of the language that the work is in.
    A row with an `anchor` is known work in the queue, by which the drift of its assessor is watched.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=SubmissionState, default=SubmissionState.DRAFT)
    declaration = models.JSONField(default=dict)
    items_to_improve = models.JSONField(default=list)
    pending_links = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    seats = models.PositiveSmallIntegerField(default=1)
    seat_reasons = models.JSONField(default=list)
    open_seats = models.PositiveSmallIntegerField(default=0)
    track = models.CharField(max_length=14, choices=Track, default=Track.STANDARD)
    evidence_map = models.JSONField(default=dict)
    handed_in = models.JSONField(default=dict)
    language = models.CharField(max_length=8, blank=True, default="")
    anchor = models.ForeignKey("assessment.Anchor", on_delete=models.PROTECT, null=True, related_name="seeds")
    locked_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "learner_id"

    @property
    def is_writable(self) -> bool:
        """Whether the learner may change the evidence now."""
        return self.state in WRITABLE

    @property
    def is_late(self) -> bool:
        """Whether the day is over on which the learner was to hear back."""
        return self.state in WAITING and self.due_at is not None and has_passed(self.due_at, clock.now())

    @property
    def is_of_prior_learning(self) -> bool:
        """Whether the learner shows what they could do before."""
        return self.track == Track.PRIOR_LEARNING

    def is_open_item(self, item: str) -> bool:
        """Say whether an item may be changed in this round: every one in the first, then those that came back.

        Evidence of prior learning may be added in every round, as it belongs to no item.
        """
        return not self.items_to_improve or item in self.items_to_improve or item.startswith(PRIOR_PREFIX)

    class Meta:
        """An attempt is begun once; one attempt at a version is open at a time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["version", "learner", "attempt"], name="submission_attempt_once"),
            models.UniqueConstraint(
                fields=["version", "learner"],
                condition=models.Q(state__in=["draft", "submitted", "in_review", "returned", "appealed"]),
                name="submission_one_open",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "state", "due_at"]),
            models.Index(
                fields=["organization", "due_at"],
                condition=models.Q(open_seats__gt=0),
                name="submission_with_open_seat",
            ),
        ]


class EvidenceKind(models.TextChoices):
    """In which form a piece of evidence was handed in."""

    TEXT = "text", _("Text")
    LINK = "link", _("Link")
    FILE = "file", _("File")


def neutral_name(evidence_id: UUID, file: StoredFile) -> str:
    """Return a name for a file of a piece of evidence that says nothing of who made it.

    It comes from the piece and not from what is in the file: with a digest of what was handed in, one could try out
    which hidden name gives it, and would know the file again in another work.
    """
    return f"{evidence_id.hex[:8]}.{file.name.rpartition('.')[2]}"


class Evidence(OrganizationOwned):
    """What the learner hands in for one item: words, a link or a file.

    What was once handed in stays: `round` says when a piece came, `ended_round` in which it was replaced or taken out,
    so that every decision keeps the evidence it rests on. `unmerged` holds words that were typed elsewhere meanwhile.
    `named_pages` are the pages of a file, from 1, on which the learner's name can be read, with 0 for what is no page;
    `unread_from` is the first page that could not be looked at whole.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidence")
    item = models.CharField(max_length=60)
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=2000, blank=True)
    file = models.ForeignKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    unmerged = models.TextField(blank=True)
    named_pages = models.JSONField(default=list)
    unread_from = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    ended_round = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()

    scope_person: ClassVar[str] = "submission__learner_id"

    class Meta:
        """In the order in which it was added; an item has one text."""

        ordering: ClassVar[list[str]] = ["item", "changed_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["submission", "item"],
                condition=models.Q(kind="text", ended_round=None),
                name="evidence_one_text",
            ),
        ]

    @property
    def sha256(self) -> str:
        """The digest of what was handed in, in hexadecimal."""
        if self.file is not None:
            return str(self.file.sha256)
        return hashlib.sha256((self.link or self.text).encode()).hexdigest()

    @property
    def is_named_off_page(self) -> bool:
        """Whether the learner's name can be read in a part of the file that is no page."""
        return NO_PAGE in self.named_pages

    @property
    def has_pages(self) -> bool:
        """Whether what could not be looked at has a page to begin at."""
        return self.file is not None and self.file.media_type == PDF

    @property
    def neutral_name(self) -> str:
        """What the file is called before whoever rates it: people put their own names into the names of files."""
        return neutral_name(self.pk, self.file) if self.file else ""

    @property
    def is_put_away(self) -> bool:
        """Whether it was brought for prior learning, and that way is not taken: then it is part of nothing."""
        return self.item.startswith(PRIOR_PREFIX) and not self.submission.is_of_prior_learning

    def was_in(self, round_number: int) -> bool:
        """Say whether the piece was part of a round."""
        is_there = self.round <= round_number and (self.ended_round is None or self.ended_round > round_number)
        return is_there and not self.is_put_away
