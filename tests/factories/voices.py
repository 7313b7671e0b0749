# SPDX-License-Identifier: Apache-2.0
"""What learners say, to test with: an appeal, a complaint, an attestation that was asked for, a kept piece."""

from __future__ import annotations

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import services
from cairn.assessment.models import Appeal, Complaint, Decision, LockerItem, Submission
from cairn.assessment.services import AskedAttestation, Grievance, Note, Witness
from cairn.foundation.scopes import organization_scope, person_scope
from cairn.organizations.models import Organization
from tests.factories.assessment import FAILING, make_decision, make_submitted
from tests.factories.people import make_person, member

REASONS = "Task 4 names its goal on page 2."


def make_failed(
    version: AchievementVersion, *, learner: Person | None = None, assessor: Person | None = None
) -> Decision:
    """Make work that came back."""
    row = make_submitted(version, learner=learner)
    return make_decision(row, assessor or member(version.organization, "assessor"), FAILING)


def make_appeal(decision: Decision, reasons: str = REASONS) -> Appeal:
    """Make an appeal against a decision."""
    learner = decision.submission.learner
    with person_scope(learner.pk):
        return services.file_appeal(decision, reasons, acting=learner.as_actor())


def make_complaint(
    organization: Organization, *, person: Person | None = None, submission: Submission | None = None
) -> Complaint:
    """Make a complaint."""
    complainer = person or make_person()
    with person_scope(complainer.pk):
        return services.file_complaint(
            complainer,
            organization,
            Grievance("A long wait", "I waited for six weeks.", submission),
            acting=complainer.as_actor(),
        )


def ask_witness(
    submission: Submission, *, email: str = "kim@example.net", member_id: object = None, name: str = "Kim Vogel"
) -> AskedAttestation:
    """Let a learner ask somebody by mail, or a member."""
    witness = Witness("peer", name, email) if member_id is None else Witness("mentor", member_id=member_id)  # type: ignore[arg-type]
    with person_scope(submission.learner_id):
        return services.ask_for_attestation(submission, witness, acting=submission.learner.as_actor())


def make_piece(person: Person, text: str = "A plan of my own.", title: str = "") -> LockerItem:
    """Make a text that somebody keeps."""
    return services.keep_text(person, text, Note(title), acting=person.as_actor())


def conclude(appeal: Appeal, assessor: Person, levels: dict[str, str], feedback: str = "I read it afresh.") -> None:
    """Let another assessor rate what was appealed against."""
    row = appeal.submission
    with organization_scope(row.organization_id):
        rating = services.start_rating(row, acting=assessor.as_actor())
        rating = services.save_rating(
            rating,
            services.RatingDraft(levels=levels, feedback=feedback),
            expected_revision=rating.revision,
            acting=assessor.as_actor(),
        )
        services.finish_rating(rating, acting=assessor.as_actor())
