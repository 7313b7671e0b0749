# SPDX-License-Identifier: Apache-2.0
"""The words of the messages to holders, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.credentials.addresses import claim_url, credential_url
from cairn.credentials.models import Award, AwardReason, CredentialState


@dataclass(frozen=True, slots=True)
class Notice:
    """A message: plain text, short, and with one thing to do."""

    subject: str
    text: str


def awarded_notice(award: Award, *, url: str) -> Notice:
    """Say that something was awarded, and where it is; a link that claims says so."""
    is_claim = award.person_id is None
    paragraphs = [
        _greeting(award),
        _what_happened(award),
        _("Take it here: %(url)s") % {"url": url} if is_claim else _("See it here: %(url)s") % {"url": url},
        _("Opening the link changes nothing. A button there makes it yours, and you need no account for that.")
        if is_claim
        else _("Only you see it, until you choose to share it."),
        _ends(award),
    ]
    return Notice(_subject(award), _letter(paragraphs, award))


def sample_notice(version: AchievementVersion) -> Notice:
    """Return the message as somebody without an account will get it, with a name and a link that are made up."""
    award = Award(
        version=version, organization=version.organization, reason=AwardReason.BATCH, recipient_name=_("Sam Sample")
    )
    return awarded_notice(award, url=claim_url("…"))


def changed_notice(award: Award, state: CredentialState, *, reason: str) -> Notice:
    """Say that a credential was revoked, suspended or reinstated, why, and what the holder can do."""
    words = _words(award)
    subjects = {
        CredentialState.REVOKED: _("“%(title)s” was revoked"),
        CredentialState.SUSPENDED: _("“%(title)s” is on hold"),
        CredentialState.VALID: _("“%(title)s” holds again"),
    }
    sentences = {
        CredentialState.REVOKED: _("%(issuer)s has revoked “%(title)s”. It no longer holds, and that is final."),
        CredentialState.SUSPENDED: _("%(issuer)s has put “%(title)s” on hold. Until that ends, it does not hold."),
        CredentialState.VALID: _("%(issuer)s has lifted the hold on “%(title)s”. It holds again."),
    }
    paragraphs = [
        _greeting(award),
        sentences[state] % words,
        _("The reason given: %(reason)s") % {"reason": reason},
        _("See how it stands: %(url)s") % {"url": credential_url(award.pk)},
        _("If you think this is a mistake, write to %(issuer)s.") % words,
    ]
    return Notice(subjects[state] % words, _letter(paragraphs, award))


def _subject(award: Award) -> str:
    if award.reason == AwardReason.RENEWAL:
        return _("“%(title)s” was renewed") % _words(award)
    if award.reason == AwardReason.REISSUE:
        return _("“%(title)s” was corrected and issued again") % _words(award)
    return _("You earned “%(title)s”") % _words(award)


def _what_happened(award: Award) -> str:
    if award.reason == AwardReason.RENEWAL:
        return _("%(issuer)s has renewed “%(title)s”. This is the new credential.") % _words(award)
    if award.reason == AwardReason.REISSUE:
        sentence = _("%(issuer)s has corrected “%(title)s” and issued it again. The earlier one no longer holds.")
        return sentence % _words(award)
    return _("%(issuer)s has awarded you “%(title)s”.") % _words(award)


def _greeting(award: Award) -> str:
    name = award.recipient_name
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _ends(award: Award) -> str:
    if award.valid_until is None:
        return ""
    return _("It is valid until %(date)s.") % {"date": date_format(award.valid_until, "DATE_FORMAT")}


def _words(award: Award) -> dict[str, str]:
    return {"title": award.version.name, "issuer": award.organization.name}


def _letter(paragraphs: Iterable[str], award: Award) -> str:
    return "\n\n".join([*(words for words in paragraphs if words), award.organization.name]) + "\n"
