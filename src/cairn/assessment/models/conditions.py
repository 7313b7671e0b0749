# SPDX-License-Identifier: Apache-2.0
"""Under which conditions a round of work was done: who watched, and how anybody knows who did it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.achievements.conditions import IDENTITY_WORDS, SUPERVISION_WORDS
from cairn.assessment.models.submission import Submission
from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned
from cairn.standards.openbadges.provenance import Conditions, IdentityProof


class Supervision(models.TextChoices):
    """Supervision and check of identity, in the words of the European vocabulary.

    Source: Council Recommendation of 16 June 2022 on a European approach to micro-credentials, Annex I.
    """

    UNSUPERVISED = Conditions.UNSUPERVISED.value, SUPERVISION_WORDS[Conditions.UNSUPERVISED]
    SUPERVISED = Conditions.SUPERVISED.value, SUPERVISION_WORDS[Conditions.SUPERVISED]
    ONLINE = Conditions.ONLINE.value, SUPERVISION_WORDS[Conditions.ONLINE]
    ONSITE = Conditions.ONSITE.value, SUPERVISION_WORDS[Conditions.ONSITE]


class IdentityCheck(models.TextChoices):
    """How it was known who did the work."""

    NONE = IdentityProof.NONE.value, IDENTITY_WORDS[IdentityProof.NONE]
    DOCUMENT = IdentityProof.DOCUMENT.value, IDENTITY_WORDS[IdentityProof.DOCUMENT]
    KNOWN = IdentityProof.KNOWN.value, IDENTITY_WORDS[IdentityProof.KNOWN]
    ACCOUNT = IdentityProof.ACCOUNT.value, IDENTITY_WORDS[IdentityProof.ACCOUNT]
    OTHER = IdentityProof.OTHER.value, _("In another way, as the note says")


class AttemptConditions(OrganizationOwned):
    """What somebody who was there recorded of one round: it counts before what the achievement says of every round.

    Whoever records it has seen the learner, and rates none of their work.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="conditions")
    round = models.PositiveSmallIntegerField()
    supervision = models.CharField(max_length=30, choices=Supervision)
    identity = models.CharField(max_length=8, choices=IdentityCheck)
    held_on = models.DateField()
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "submission__learner_id"

    class Meta:
        """One record of a round holds."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["submission", "round"], condition=models.Q(withdrawn_at=None), name="conditions_one_holds"
            ),
        ]
