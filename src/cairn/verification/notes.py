# SPDX-License-Identifier: Apache-2.0
"""What is worth knowing about a credential that is genuine, each with what a reader can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from cairn.standards.verify import Check, Outcome, VerificationReport
from cairn.verification.texts import paragraph
from cairn.verification.verdicts import Words


@dataclass(frozen=True, slots=True)
class Note:
    """One thing worth knowing. `is_quoted` marks a sentence of the check itself, which is English."""

    title: Words
    text: Words
    step: Words = ""
    is_quoted: bool = False


_TOLD: Final[dict[str, Note]] = {
    "issuer_in_no_registry": Note(
        _("No registry knows this issuer"),
        _("The key is the issuer’s own, and its name is its own word: nobody else backs it."),
        _("Find the issuer’s site yourself, and ask there whether it uses this key."),
    ),
    "ends_soon": Note(
        _("It ends within 30 days"),
        _("After that it no longer verifies."),
        _("Ask the holder whether it will be renewed."),
    ),
    "parts_withheld": Note(
        _("The holder has left parts out"),
        _("That is allowed. Neither an end date nor a way to revoke is shown, and there may be one."),
        _("Ask the holder to show the dates too."),
    ),
    "key_compromised_later": Note(
        _("The key was stolen later"),
        _("When this was signed stands on the signer’s word alone."),
        _("Ask the issuer whether it has this award in its records."),
    ),
    "holder_not_subject": Note(
        _("It was shown by somebody else than its holder"),
        _("Whoever packed these credentials is not the one they were awarded to."),
        _("Ask why."),
    ),
    "status_list_early": Note(
        _("The issuer’s list of revocations is dated ahead"),
        _("Its clock may be wrong. The list was used all the same."),
    ),
    "evaluation_not_verified": Note(
        _("The report on how far assessors agree does not verify"),
        _("The credential is as it was signed. What it says of its assessors has no report behind it that holds."),
        _("Ask the issuer for its report."),
    ),
    "evaluation_of_another": Note(
        _("The report on how far assessors agree is not about this"),
        _("It is of another issuer, about another achievement, or its figures are not those that were signed."),
        _("Ask the issuer which report belongs to this credential."),
    ),
    "schema_not_known": Note(
        _("One schema could not be checked"),
        _("The credential names a schema that we do not have."),
    ),
}


def notes_of(report: VerificationReport) -> tuple[Note, ...]:
    """Return what is worth knowing, in the order of the checks."""
    return tuple(_note(check) for check in report.checks if check.outcome is Outcome.NOTED)


def _note(check: Check) -> Note:
    found = _TOLD.get(check.code)
    if found is not None:
        return found
    return Note(_("A detail of how it is written"), paragraph(check.message, 400), is_quoted=True)
