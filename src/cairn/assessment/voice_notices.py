# SPDX-License-Identifier: Apache-2.0
"""Letters about appeals, complaints and attestations, in the reader's language. They quote neither work nor reasons."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import find_person_by_email, primary_email
from cairn.achievements.translate import in_language
from cairn.assessment.models import Appeal, Attestation, Complaint, Submission
from cairn.foundation.mail import queue_mail
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members


def tell_appeal_filed(appeal: Appeal) -> None:
    """Give the learner a receipt, and tell the owners that an appeal waits; they are not told whose it is."""
    learner, work = appeal.submission.learner, appeal.submission
    with override(learner.language):
        _send(
            learner,
            work.organization,
            _("Your appeal on “%(name)s” has arrived"),
            _(
                "Another assessor of %(issuer)s, who has not seen the first result, rates your work for “%(name)s” "
                "anew. You hear back by %(day)s.\n\nFollow it here:\n%(link)s"
            ),
            {"name": _name(work), "day": _day(appeal.due_at), "link": f"/my/appeals/{appeal.pk}/"},
        )
    for owner in _owners(work.organization):
        with override(owner.language):
            _send(
                owner,
                work.organization,
                _("An appeal is due on %(day)s"),
                _(
                    "A learner has appealed against a result at %(issuer)s. The work is in the queue, for an assessor "
                    "who has not rated it yet. It is due on %(day)s.\n\n%(link)s"
                ),
                {"day": _day(appeal.due_at), "link": f"/o/{work.organization.slug}/appeals/"},
            )


def tell_appeal_upheld(appeal: Appeal) -> None:
    """Write to the learner that the decision stands; of one that changed, the letter of the decision tells."""
    learner, work = appeal.submission.learner, appeal.submission
    with override(learner.language):
        _send(
            learner,
            work.organization,
            _("Your appeal on “%(name)s” is decided: the result stands"),
            _(
                "Another assessor of %(issuer)s has rated your work for “%(name)s” anew, without knowing the first "
                "result. It does not pass by the rubric. You go on where you were before the appeal.\n\n"
                "Read why, and what you can do next:\n%(link)s"
            ),
            {"name": _name(work), "link": f"/my/appeals/{appeal.pk}/"},
        )


def tell_complaint_received(complaint: Complaint) -> None:
    """Give whoever complains a receipt, and tell the owners that an answer is due."""
    with override(complaint.person.language):
        _send(
            complaint.person,
            complaint.organization,
            _("Your complaint has arrived at %(issuer)s"),
            _("%(issuer)s has your complaint and answers it by %(day)s.\n\nFollow it here:\n%(link)s"),
            {"day": _day(complaint.due_at), "link": f"/my/complaints/{complaint.pk}/"},
        )
    for owner in _owners(complaint.organization):
        with override(owner.language):
            _send(
                owner,
                complaint.organization,
                _("A complaint is to be answered by %(day)s"),
                _("Somebody has complained to %(issuer)s. An answer is due on %(day)s.\n\nRead it here:\n%(link)s"),
                {
                    "day": _day(complaint.due_at),
                    "link": f"/o/{complaint.organization.slug}/complaints/{complaint.pk}/",
                },
            )


def tell_complaint_answered(complaint: Complaint) -> None:
    """Write to whoever complained that there is an answer."""
    with override(complaint.person.language):
        _send(
            complaint.person,
            complaint.organization,
            _("%(issuer)s has answered your complaint"),
            _("%(issuer)s has looked into your complaint and answered it.\n\nRead the answer:\n%(link)s"),
            {"link": f"/my/complaints/{complaint.pk}/"},
        )


def ask_to_attest(attestation: Attestation, token: str) -> None:
    """Ask somebody by mail to say what they saw; the link is for whoever reads the letter alone."""
    reader = find_person_by_email(attestation.observer_email)
    with override(reader.language if reader else get_language()):
        words = _asking_words(attestation) | {"link": f"{settings.CAIRN_BASE_URL}/attest/{token}"}
        subject = _("%(learner)s asks you to say what you saw") % words
        queue_mail(
            attestation.observer_email, subject, _asking_letter() % words, organization_id=attestation.organization_id
        )


def ask_member_to_attest(attestation: Attestation, observer: Person) -> None:
    """Ask a member of the organization to say what they saw; they sign in and find it on their page."""
    organization = attestation.submission.organization
    with override(observer.language):
        _send(
            observer,
            organization,
            _("%(learner)s asks you to say what you saw"),
            _asking_letter(),
            _asking_words(attestation) | {"link": f"/o/{organization.slug}/observations/{attestation.pk}/"},
        )


def _asking_words(attestation: Attestation) -> dict[str, str]:
    work = attestation.submission
    return {
        "learner": str(work.learner),
        "name": in_language(work.version.definition, get_language() or "en").name,
        "issuer": work.organization.name,
    }


def _asking_letter() -> str:
    return _(
        "%(learner)s wants to earn “%(name)s” from %(issuer)s, and names you as somebody who has seen them do it.\n\n"
        "Say in a few sentences what you saw. It takes five minutes, you need no account, and you give no marks:\n"
        "%(link)s\n\n"
        "The link works until the work is decided. If you have not seen it, or do not want to, you need do nothing."
    )


def _send(person: Person, organization: Organization, subject: str, text: str, facts: dict[str, str]) -> None:
    """Write to somebody who has an address; who has none reads it on their page."""
    if address := primary_email(person):
        link = facts["link"]
        words = facts | {
            "issuer": organization.name,
            "link": link if "://" in link else f"{settings.CAIRN_BASE_URL}{link}",
        }
        queue_mail(address, subject % words, text % words, organization_id=organization.pk)


def _owners(organization: Organization) -> list[Person]:
    return [row.person for row in list_members(organization, role=Role.OWNER)]


def _name(work: Submission) -> str:
    """Return what the work is for, in the language of the moment."""
    return in_language(work.version.definition, get_language() or "en").name


def _day(moment: datetime) -> str:
    return date_format(timezone.localdate(moment))
