# SPDX-License-Identifier: Apache-2.0
"""The first sentence about a verdict, what can be said, and what to do; calm, and never a word against the holder.

What decided stands in the report as a check with a code. One table leads from there to our words, so that they can be
translated; a code that is not in the table is told by its check.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cairn.standards.verify import Check, Outcome, Verdict, VerificationReport
from cairn.verification.facts import is_genuine

Words = str | Promise


class Standing(StrEnum):
    """Where a reader stands after the check; it decides what the page shows."""

    GOOD = "good"
    ENDED = "ended"  # genuine, but no longer or not yet to be relied on
    OPEN = "open"
    ALTERED = "altered"  # what the file says cannot be shown as the issuer's words
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Telling:
    """How an outcome is told: the headline, the sentence under it, and what to do, one step after the other."""

    headline: Words
    lede: Words
    steps: tuple[Words, ...] = ()


_LINK: Final = _("Ask the holder for a link to the credential, not for a copy of the file.")
_ORIGINAL: Final = _("Ask the holder for the original file, as the issuer sent it.")
_ISSUER: Final = _(
    "Or ask the issuer whether it awarded this. Use an address that you found yourself, not one in the file."
)
_NOT_YET: Final = _("Do not rely on it until you have the original.")
_LATER: Final = _("Try again later. Nothing was stored, so bring the file again.")

_ALTERED: Final = Telling(
    _("This file is not what was signed"),
    _("Something in it was changed after it was signed. That can be a mistake in how the file was saved."),
    (_LINK, _ISSUER, _NOT_YET),
)
_OTHER_KEY: Final = Telling(
    _("This was signed by somebody else"),
    _("The signature is not one of the issuer that the file names."),
    (_LINK, _ISSUER, _NOT_YET),
)
_NO_KEY: Final = Telling(
    _("We cannot find the issuer’s key"),
    _("What the file says of its issuer does not lead to a key, so nobody can tell whether the signature is good."),
    (_LINK, _ISSUER, _NOT_YET),
)
_NO_SIGNATURE: Final = Telling(
    _("The signature on this does not count"),
    _("It was not made in the way that the rules ask for, so it proves nothing about what stands in the file."),
    (_ORIGINAL, _ISSUER),
)
_WORDS: Final = Telling(
    _("This uses words that we do not know"),
    _("Part of its vocabulary is not one that we hold, so we cannot be sure what it means."),
    (_ORIGINAL, _("If the original says the same, ask the issuer for an Open Badge.")),
)
_RULES: Final = Telling(
    _("This credential breaks the rules for credentials"),
    _("Readers could understand it in different ways, so it cannot be relied on as it stands."),
    (_ORIGINAL, _("If the original says the same, tell the issuer: the details are below.")),
)
_UNREADABLE: Final = Telling(
    _("We could not read a credential in this"),
    _("It is not written in a way that credentials are written."),
    (_ORIGINAL, _("Badge images (PNG or SVG), our certificates (PDF), JSON and JWT can be checked here.")),
)
_NO_ANSWER: Final = Telling(
    _("We could not reach the issuer today"),
    _("A place that the answer depends on did not give one. This is not a mark against the holder."),
    (_LATER, _("If it lasts, ask the issuer whether its site has moved.")),
)
_SILENT: Final = Telling(
    _("That address did not give an answer"),
    _("The site did not send a document in time, or not one that may be read here."),
    (_("Check that all of the address was copied, and try again later."), _("Or download the file and drop it here.")),
)
_UNKNOWN: Final = Telling(
    _("We cannot tell either way"),
    _("Something that would decide could not be checked. This is not a mark against the holder."),
    (_LATER, _("If you must know now, ask the issuer.")),
)

_BY_CODE: Final[dict[str, Telling]] = {
    "revoked": Telling(
        _("The issuer has taken this credential back"),
        _("It is genuine, and it was revoked. It should not be relied on."),
        (_("Ask the holder whether a new one has taken its place."), _("The issuer can say why.")),
    ),
    "suspended": Telling(
        _("The issuer has put this credential on hold"),
        _("It is genuine, and it is suspended for now. That can be lifted again."),
        (_("Check again later, or ask the issuer what it waits for."),),
    ),
    "expired": Telling(
        _("This credential has run out"),
        _("It is genuine, and its time is over. What was shown then was shown."),
        (_("Ask the holder whether it was renewed."),),
    ),
    "not_yet_valid": Telling(
        _("This credential is not valid yet"),
        _("It is genuine, and its time has not begun."),
        (_("Check again on the day it begins."),),
    ),
    "no_proof": Telling(
        _("Nobody has signed this"),
        _("Without a signature anybody could have written it, so it proves nothing."),
        (_LINK, _ISSUER),
    ),
    "empty": Telling(_("The file is empty"), _("There is nothing in it to check."), (_ORIGINAL,)),
    "no_credential_in_image": Telling(
        _("There is no credential in this picture"),
        _("A badge is a picture with a credential inside. Screenshots, chats and many editors leave the inside out."),
        (_ORIGINAL, _LINK),
    ),
    "no_credential_in_pdf": Telling(
        _("There is no credential in this PDF"),
        _("A certificate of ours carries its credential as an attachment. Printing or scanning leaves it out."),
        (_ORIGINAL, _("Or scan the square code that is printed on it.")),
    ),
    "ambiguous_bake": Telling(
        _("This file carries two credentials"),
        _("Readers would disagree on which one counts, so neither is taken."),
        (_ORIGINAL,),
    ),
    "format_not_supported": Telling(
        _("We do not read this format yet"),
        _("It may be a credential of another kind. That says nothing about whether it is good."),
        (_("Ask the holder for it as an Open Badge: a badge image, JSON or JWT."),),
    ),
    "too_large": Telling(_("This is too large to check here"), _("No credential is that large."), (_ORIGINAL,)),
    "nothing_to_verify": Telling(
        _("There is nothing to check in this archive"), _("It holds no file that could be a credential."), (_ORIGINAL,)
    ),
    "contents_not_verified": Telling(
        _("Not everything inside verifies"),
        _("This holds several credentials, and at least one of them does not verify. They are listed below."),
        (_("Look at each one below, and ask the holder about those that do not verify."),),
    ),
    "key_revoked": Telling(
        _("The key that signed this is no longer trusted"),
        _("The issuer has withdrawn the key, so nobody can tell who used it."),
        (_("Ask the holder for a new copy, signed with the issuer’s new key."), _ISSUER),
    ),
    "key_not_authorised": _OTHER_KEY,
    "key_not_found": _NO_KEY,
    "did_mismatch": _NO_KEY,
    "invalid_did": _NO_KEY,
    "invalid_did_document": _NO_KEY,
    "invalid_signature": _ALTERED,
    "context_altered": _ALTERED,
    "key_unavailable": _NO_ANSWER,
    "STATUS_RETRIEVAL_ERROR": _NO_ANSWER,
    "fetch_failed": _SILENT,
    "fetch_timeout": _SILENT,
    "fetch_redirects": _SILENT,
    "fetch_too_large": _SILENT,
    "not_found": Telling(
        _("There is no credential at that address"),
        _("The site answered that it has no such document."),
        (_("Check that all of the address was copied."), _LINK),
    ),
    "fetch_blocked": Telling(
        _("We do not open that address"),
        _("Only public pages over https are opened from here."),
        (_("Download the file yourself and drop it here."), _LINK),
    ),
    "fetch_wrong_type": Telling(
        _("That address leads to a page, not to a credential"),
        _("Many badge sites show a page for people and keep the credential behind a download."),
        (_("Download the badge from that page and drop the file here."),),
    ),
}
_BY_CHECK: Final[dict[str, Telling]] = {
    "format": _UNREADABLE,
    "contexts": _WORDS,
    "structure": _RULES,
    "schema": _RULES,
    "proof": _NO_SIGNATURE,
    "issuer": _OTHER_KEY,
    "status": _RULES,
    "validity": _RULES,
}
_LAPSES: Final = frozenset({"status", "validity"})


def standing_of(report: VerificationReport) -> Standing:
    """Say where a reader stands after a check."""
    if report.verdict in (Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES):
        return Standing.GOOD
    if report.verdict is Verdict.UNDETERMINED:
        return Standing.OPEN
    failed = {check.name for check in report.checks if check.outcome is Outcome.FAILED}
    if failed == {"format"}:
        return Standing.UNREADABLE
    return Standing.ENDED if failed <= _LAPSES and is_genuine(report) else Standing.ALTERED


def tell(report: VerificationReport, code: str) -> Telling:
    """Return how the outcome of a check that did not pass is told; `code` is what decided, as we know it."""
    decided = report.reason
    if decided is None:
        return _UNKNOWN
    if code in _BY_CODE:
        return _BY_CODE[code]
    return _UNKNOWN if decided.undetermined else _of_check(decided)


def _of_check(decided: Check) -> Telling:
    if decided.code.startswith("key_") and decided.name == "proof":
        return _BY_CODE["key_revoked"]
    return _BY_CHECK.get(decided.name, _RULES)
