# SPDX-License-Identifier: Apache-2.0
"""Attestations: what a learner has asked for, what somebody is asked, and what assessors read of it, without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import list_emails
from cairn.achievements.definition import Definition, Outcome
from cairn.assessment.models import Attestation, Rating, Relation, Submission, SubmissionState
from cairn.assessment.selectors.blind import Masker, masker_for
from cairn.foundation.errors import NotFound
from cairn.foundation.ids import digest_token
from cairn.foundation.scopes import everything

_UNDECIDED: Final = (
    SubmissionState.DRAFT,
    SubmissionState.RETURNED,
    SubmissionState.SUBMITTED,
    SubmissionState.IN_REVIEW,
)


@dataclass(frozen=True, slots=True)
class AttestationView:
    """What an assessor reads: who somebody is to the learner, what they saw of which outcomes, and when."""

    relation: str
    name: str
    outcomes: tuple[Outcome, ...]
    statement: str
    observed_on: date | None


def is_attestation_open(attestation: Attestation) -> bool:
    """Say whether whoever was asked can still speak: the round is not decided, and nobody took it back."""
    work = attestation.submission
    in_time = work.state in _UNDECIDED and work.round <= attestation.round
    return in_time and attestation.withdrawn_at is None


def is_being_rated(attestation: Attestation) -> bool:
    """Say whether an assessor has begun to rate the round of which this is part, within the organization's scope.

    All assessors of a round are to read the same, so from then on nothing is added to it, changed or taken away.
    """
    return bool(Rating.objects.filter(submission=attestation.submission_id, round=attestation.round).exists())


def list_attestations(submission: Submission) -> list[Attestation]:
    """Return what a learner has asked for and did not withdraw, in the order of asking, with members who were asked."""
    rows = submission.attestations.select_related("observer").filter(withdrawn_at=None)
    return list(rows.order_by("asked_at", "pk"))


def get_attestation(attestation_id: UUID, submission: Submission) -> Attestation:
    """Return one that the learner of a submission has asked for. Raises NotFound."""
    row: Attestation | None = (
        submission.attestations.select_related("submission", "observer").filter(pk=attestation_id).first()
    )
    return _or_refuse(row)


def get_attestation_by_token(token: str) -> Attestation:
    """Return what a link leads to, in whatever state it is. Raises NotFound."""
    with everything("a link leads to one attestation of whichever organization"):
        rows = Attestation.objects.select_related(
            "submission__version", "submission__learner", "submission__organization"
        )
        row: Attestation | None = rows.filter(token_digest=digest_token(token)).first()
    return _or_refuse(row)


def list_observations(observer_id: UUID) -> list[Attestation]:
    """Return what a member of the organization of the scope was asked, the newest first."""
    rows = Attestation.objects.select_related("submission__version", "submission__learner")
    return list(rows.filter(observer_id=observer_id, token_digest=None, withdrawn_at=None).order_by("-asked_at", "pk"))


def count_requests_by_organization(observer_id: UUID) -> dict[UUID, int]:
    """Count what somebody was asked in each organization of the scope and can still say, in one query."""
    rows = Attestation.objects.filter(observer_id=observer_id, token_digest=None, withdrawn_at=None, made_at=None)
    waiting = rows.filter(submission__state__in=_UNDECIDED, round=F("submission__round"))
    return dict(Counter(waiting.values_list("organization_id", flat=True)))


def get_observation(attestation_id: UUID, observer_id: UUID) -> Attestation:
    """Return one thing that a member of the organization of the scope was asked. Raises NotFound."""
    rows = Attestation.objects.select_related("submission__version", "submission__learner", "submission__organization")
    row: Attestation | None = rows.filter(pk=attestation_id, observer_id=observer_id, token_digest=None).first()
    return _or_refuse(row)


def describe_attestations(
    submission: Submission,
    round_number: int | None = None,
    *,
    definition: Definition | None = None,
    masker: Masker | None = None,
) -> tuple[AttestationView, ...]:
    """Return what was said until a round, as its assessors read it: the learner is hidden, addresses are not told."""
    current = submission.round if round_number is None else round_number
    rows: QuerySet[Attestation] = (
        submission.attestations.select_related("observer")
        .filter(withdrawn_at=None, round__lte=current)
        .exclude(made_at=None)
        .order_by("made_at", "pk")
    )
    if not rows:
        return ()
    hider = masker or masker_for(submission)
    outcomes = (definition or submission.version.definition).outcomes
    return tuple(
        AttestationView(
            relation=str(Relation(row.relation).label),
            name=hider.hide(name_of(row)),
            outcomes=tuple(outcome for outcome in outcomes if outcome.id in row.outcomes),
            statement=hider.hide(row.statement),
            observed_on=row.observed_on,
        )
        for row in rows
    )


def have_attested(learner_id: UUID, people: Iterable[Person]) -> bool:
    """Say whether any of some people has ever said what they saw a learner do, taken back or not."""
    known = list(people)
    addresses = {email.email.lower() for person in known for email in list_emails(person)}
    mine = Q(observer__in=known) | Q(observer=None, observer_email__in=addresses)
    rows = Attestation.objects.filter(mine, submission__learner_id=learner_id).exclude(made_at=None)
    return bool(rows.exists())


def name_of(attestation: Attestation) -> str:
    """Return the name of whoever was asked."""
    return attestation.observer_name or str(attestation.observer or "")


def _or_refuse(row: Attestation | None) -> Attestation:
    if row is None:
        raise NotFound(
            _("There is nothing to say at this link. It may be cut short, or the request has ended."),
            code="no_such_attestation",
        )
    return row
