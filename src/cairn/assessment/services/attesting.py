# SPDX-License-Identifier: Apache-2.0
"""Attestations: a learner asks somebody to say what they saw. It is an observation and gives no right to rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import find_person_by_email, get_person
from cairn.assessment import access, selectors, voice_notices
from cairn.assessment.models import Attestation, ConflictKind, Relation, Submission
from cairn.assessment.services.conflicts import keep_apart
from cairn.assessment.services.locking import lock, lock_writable
from cairn.foundation import audit, clock
from cairn.foundation.access import may, require
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid, PermissionDenied
from cairn.foundation.ids import digest_token, new_token
from cairn.foundation.permissions import Permission

MAX_STATEMENT: Final = 5000
MAX_NAME: Final = 200
MOST_A_WORK: Final = 5
MOST_A_DAY: Final = 10


@dataclass(frozen=True, slots=True)
class Witness:
    """Whom a learner asks: how they know each other, and an address with a name, or a member of the organization."""

    relation: str
    name: str = ""
    email: str = ""
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says that they saw: of which outcomes, on which day, in their words, and who they are."""

    outcomes: tuple[str, ...]
    text: str
    observed_on: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class AskedAttestation:
    """An attestation that was asked for, with the one copy of its token that there is outside the letter."""

    attestation: Attestation
    token: str


@transaction.atomic
def ask_for_attestation(submission: Submission, witness: Witness, *, acting: Actor) -> AskedAttestation:
    """Ask somebody to say what they saw, by a letter with a link, or a member, who finds it on their page.

    Raises PermissionDenied; Invalid: no_such_relation, name_missing, bad_email, own_attestation, not_an_observer;
    Conflict: not_writable, asked_before; DomainError: too_many_asked.
    """
    row = lock_writable(submission, acting)
    if witness.relation not in Relation.values:
        raise Invalid(_("Say how this person knows your work."), code="no_such_relation", field="relation")
    _require_patience(row)
    token = new_token()
    attestation = Attestation(
        organization_id=row.organization_id,
        submission=row,
        round=row.round,
        relation=witness.relation,
        token_digest=None if witness.member_id else digest_token(token),
        asked_at=clock.now(),
        **_who(row, witness),
    )
    _require_new(attestation)
    attestation.save(force_insert=True)
    _record("attestation.ask", attestation, acting)
    if attestation.observer is None:
        voice_notices.ask_to_attest(attestation, token)
    else:
        voice_notices.ask_member_to_attest(attestation, attestation.observer)
    return AskedAttestation(attestation, token)


@transaction.atomic
def make_attestation(attestation: Attestation, statement: Statement, *, acting: Actor) -> Attestation:
    """Say what was seen, or change it, until an assessor begins to rate; what was said before is kept.

    Who speaks first after that is read from the next round on. Whoever attests does not rate the learner. Raises
    PermissionDenied; Invalid: no_outcome, statement_missing, statement_too_long, name_missing, bad_day; Conflict:
    being_rated; DomainError: attestation_over.
    """
    row = _open(attestation, acting)
    _require_unread(row)
    _check(row.submission, statement)
    is_change = row.made_at is not None
    if is_change:
        row.earlier = [*row.earlier, _said(row)]
    elif selectors.is_being_rated(row):
        row.round += 1
    row.outcomes, row.statement = list(statement.outcomes), statement.text.strip()
    row.observed_on, row.made_at = statement.observed_on, clock.now()
    row.observer_name = statement.name.strip()[:MAX_NAME] or row.observer_name
    row.save()
    _bar_from_rating(row, acting)
    _record("attestation.change" if is_change else "attestation.make", row, acting)
    return row


@transaction.atomic
def take_back_attestation(attestation: Attestation, *, acting: Actor) -> Attestation:
    """Take back what was said, before an assessor begins to rate; nobody reads it any more.

    Raises PermissionDenied; Conflict: being_rated; DomainError: attestation_over.
    """
    row = _open(attestation, acting)
    _require_unread(row)
    return _withdraw(row, acting)


@transaction.atomic
def withdraw_attestation(attestation: Attestation, *, acting: Actor) -> Attestation:
    """Let the learner do without: an open request at any time, a statement until the round is handed in.

    Raises PermissionDenied; Conflict: not_writable.
    """
    access.require_learner(acting, attestation.submission.learner_id)
    work = lock(attestation.submission)
    row: Attestation = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    row.submission = work
    if row.made_at is not None and not (row.round > work.round or (work.is_writable and work.round == row.round)):
        raise Conflict(_("This was handed in with your work, so it stays with it."), code="not_writable")
    return _withdraw(row, acting)


def _withdraw(row: Attestation, acting: Actor) -> Attestation:
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.statement, row.outcomes, row.earlier, row.token_digest = "", [], [], None
        row.save()
        _record("attestation.withdraw", row, acting)
    return row


def _open(attestation: Attestation, acting: Actor) -> Attestation:
    """Return the row, held, for whoever was asked."""
    _require_asked(attestation, acting)
    work = lock(attestation.submission)
    row: Attestation = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    row.submission = work
    if not selectors.is_attestation_open(row):
        raise DomainError(
            ErrorKind.GONE,
            _("This request has ended: the work is decided, or the learner withdrew it. There is nothing to do."),
            code="attestation_over",
        )
    return row


def _require_unread(row: Attestation) -> None:
    """Refuse to change what assessors read: two of them would judge by different words."""
    if row.made_at is not None and selectors.is_being_rated(row):
        raise Conflict(
            _("An assessor has begun to rate this work with what you said, so it stays as it is. If something in it is "
              "wrong, write to %(issuer)s and say what.")
            % {"issuer": row.submission.organization.name},
            code="being_rated",
            field="text",
        )  # fmt: skip


def _said(row: Attestation) -> dict[str, object]:
    """Return what somebody has said, to be kept beside what they say now."""
    return {
        "outcomes": row.outcomes,
        "statement": row.statement,
        "observed_on": row.observed_on.isoformat() if row.observed_on else None,
        "name": row.observer_name,
        "made_at": row.made_at.isoformat() if row.made_at else None,
    }


def _require_asked(attestation: Attestation, acting: Actor) -> None:
    if attestation.observer_id is not None and attestation.token_digest is None:
        require(acting, Permission.SUBMISSIONS_OBSERVE, attestation.organization_id)
        is_asked = acting.person_id == attestation.observer_id
    else:
        is_asked = acting.kind is ActorKind.LINK and acting.id == (attestation.token_digest or "-")
    if not is_asked:
        raise PermissionDenied(_("Somebody else was asked to say this."), code="not_asked")


def _who(row: Submission, witness: Witness) -> dict[str, object]:
    if witness.member_id is not None:
        return {"observer": _find_observer(row, witness.member_id)}
    email = witness.email.strip().lower()
    name = " ".join(witness.name.split())[:MAX_NAME]
    if not name:
        raise Invalid(_("Write the name of the person whom you ask."), code="name_missing", field="name")
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(
            _("This is not an e-mail address. Write it like name@example.org."), code="bad_email", field="email"
        ) from None
    own = EmailAddress.objects.filter(user_id=row.learner_id).values_list("email", flat=True)
    if _mailbox(email) in map(_mailbox, own):
        raise _own()
    return {"observer_name": name, "observer_email": email}


def _mailbox(email: str) -> str:
    """Return the address without what many mail servers let everybody add to their own: kim+work@example.org."""
    name, _at, host = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def _find_observer(row: Submission, person_id: UUID) -> Person:
    if person_id == row.learner_id:
        raise _own()
    found = get_person(person_id)
    if not may(found.as_actor(), Permission.SUBMISSIONS_OBSERVE, row.organization_id):
        raise Invalid(
            _("This person does not observe learners here. Ask them by e-mail instead."),
            code="not_an_observer",
            field="member",
        )
    return found


def _own() -> Invalid:
    return Invalid(_("This is you. Ask somebody who has seen you do it."), code="own_attestation", field="email")


def _require_new(attestation: Attestation) -> None:
    rows = Attestation.objects.filter(submission=attestation.submission, withdrawn_at=None)
    if attestation.observer is None:
        rows = rows.filter(observer_email=attestation.observer_email, round=attestation.round)
    else:
        rows = rows.filter(observer=attestation.observer, round=attestation.round)
    if rows.exists():
        raise Conflict(
            _("You have asked this person already. To send a new letter, withdraw the first request."),
            code="asked_before",
        )


def _require_patience(row: Submission) -> None:
    """Return unless somebody writes to more strangers than a learner would."""
    mine = Attestation.objects.filter(submission__learner_id=row.learner_id)
    today = mine.filter(asked_at__gt=clock.now() - timedelta(days=1)).count()
    here = mine.filter(submission=row, round=row.round, withdrawn_at=None).count()
    if today >= MOST_A_DAY or here >= MOST_A_WORK:
        raise DomainError(
            ErrorKind.TOO_MANY,
            _("You can ask %(work)s people for one work, and %(day)s a day.")
            % {"work": MOST_A_WORK, "day": MOST_A_DAY},
            code="too_many_asked",
            field="email",
        )


def _check(work: Submission, statement: Statement) -> None:
    known = {outcome.id for outcome in work.version.definition.outcomes}
    if not statement.outcomes or not known.issuperset(statement.outcomes):
        raise Invalid(_("Tick at least one thing that you have seen."), code="no_outcome", field="outcomes")
    if not statement.text.strip():
        raise Invalid(
            _("Write what you saw: what the person did, and where. A few sentences are enough."),
            code="statement_missing",
            field="text",
        )
    if len(statement.text) > MAX_STATEMENT:
        raise Invalid(
            _("Keep this under %(most)s characters.") % {"most": MAX_STATEMENT},
            code="statement_too_long",
            field="text",
        )
    if statement.observed_on is not None and statement.observed_on > timezone.localdate(clock.now()):
        raise Invalid(_("This day has not come yet."), code="bad_day", field="observed_on")


def _bar_from_rating(row: Attestation, acting: Actor) -> None:
    """Keep whoever has spoken for a learner from rating the learner's work."""
    known = row.observer or find_person_by_email(row.observer_email)
    if known is not None:
        keep_apart(row.submission, known, ConflictKind.WITNESS, acting=acting)


def _record(action: str, row: Attestation, acting: Actor) -> None:
    audit.record(
        action,
        row.submission,
        acting=acting,
        organization_id=row.organization_id,
        attestation=str(row.pk),
        relation=Relation(row.relation).value,
    )
