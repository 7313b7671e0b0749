# SPDX-License-Identifier: Apache-2.0
"""Has the issuer revoked or suspended the credential?

Every entry is checked. A list that cannot be had, is out of date, or is signed by a party that nobody named leaves the
question open: that is never a pass and never a refusal. Source: Bitstring Status List 1.0 §3.2.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from cairn.standards.errors import ResourceUnavailable, StandardsError, StatusError
from cairn.standards.status import StatusEntry, StatusList, read_entries, read_status_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.contexts import check_contexts
from cairn.standards.verify.proof import check_proof
from cairn.standards.verify.reading import Kind, read_document
from cairn.standards.verify.report import Check, Outcome
from cairn.standards.verify.validity import check_validity

STATUS: Final = CheckName("status", "Bitstring Status List 1.0 §3.2; Verifiable Credentials Data Model 2.0 §4.10")
_DECIDING: Final = {"revocation": ("revoked", "The issuer has revoked this credential."),
                    "suspension": ("suspended", "The issuer has suspended this credential for now.")}  # fmt: skip


class _UnknownError(Exception):
    """The status cannot be determined; the reason, and what was last known."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def check_status(case: Case) -> list[Check]:
    """Look up every status entry of a credential."""
    entries = read_entries(case.document)
    if not entries:
        return [STATUS.not_run("no_status", "The issuer keeps no list of revoked credentials for this one.")]
    return [check for entry in entries for check in _check_entry(case, entry)]


def _check_entry(case: Case, entry: StatusEntry | StatusError) -> list[Check]:
    if isinstance(entry, StatusError):
        if entry.code == "UNKNOWN_STATUS_TYPE":
            return [STATUS.undetermined("status_not_supported", entry.detail)]
        return [STATUS.failed(entry.code, entry.detail, path=entry.path)]
    try:
        found = _load(case, entry)
        return [_judge(entry, found), *(STATUS.noted(code, detail) for code, detail in found.notes)]
    except ResourceUnavailable as unavailable:
        return [STATUS.undetermined("STATUS_RETRIEVAL_ERROR", _last_known(case, entry, str(unavailable)))]
    except _UnknownError as unknown:
        return [STATUS.undetermined(unknown.code, unknown.detail)]
    except StandardsError as error:
        return [STATUS.failed(error.code, error.detail, path=error.path)]


def _judge(entry: StatusEntry, found: StatusList) -> Check:
    status = found.bits[entry.index]
    if entry.purpose in _DECIDING:
        code, sentence = _DECIDING[entry.purpose]
        if status:
            return STATUS.failed(code, sentence)
        return STATUS.passed(f"not_{code}", f"The issuer has not {code} this credential.")
    message = entry.message_for(status) or ("yes" if status else "no")
    return STATUS.noted(f"status_{entry.purpose[:40]}", f"The issuer says of '{entry.purpose[:60]}': {message[:200]}.")


def _load(case: Case, entry: StatusEntry) -> StatusList:
    """Fetch, verify and open a list. Raises ResourceUnavailable, _UnknownError, StandardsError."""
    return _open(case, entry, case.tools.fetch(entry.list_credential))


def _open(case: Case, entry: StatusEntry, data: bytes) -> StatusList:
    try:
        read = read_document(data)
    except StandardsError as error:
        raise StatusError("STATUS_VERIFICATION_ERROR", f"The status list cannot be read: {error.detail}") from None
    if read.kind is not Kind.CREDENTIAL:
        raise StatusError("STATUS_VERIFICATION_ERROR", "What stands at the address of the status list is not one.")
    listed = Case(read, case.policy, case.tools)
    checks = [check_contexts(listed), *check_proof(listed)]
    _require_sound(checks)
    found = read_status_list(read.document, entry)
    early = _early_note(check_validity(listed))
    _require_trusted(case, listed)
    return replace(found, notes=(*found.notes, *early))


def _require_sound(checks: list[Check]) -> None:
    for check in checks:
        if check.outcome is Outcome.FAILED:
            raise StatusError("STATUS_VERIFICATION_ERROR", f"The status list is not sound: {check.message}")
    for check in checks:
        if check.undetermined:
            raise _UnknownError("STATUS_RETRIEVAL_ERROR", f"The status list could not be checked: {check.message}")


def _early_note(check: Check) -> list[tuple[str, str]]:
    """Return a note where a list is dated ahead. Raises _UnknownError where it is out of date; StatusError.

    An old list may hide a revocation, so it decides nothing; one dated ahead cannot, so it is used and noted.
    """
    if check.code == "not_yet_valid":
        return [
            ("status_list_early", "The issuer's status list is dated ahead of its time, and was used all the same.")
        ]
    if check.code == "expired":
        detail = "The issuer's status list is out of date, so a later revocation would not be seen."
        raise _UnknownError("status_list_expired", detail)
    _require_sound([check])
    return []


def _require_trusted(case: Case, listed: Case) -> None:
    """The list must be the issuer's own, or signed by a party that the policy names."""
    if listed.issuer == case.issuer or listed.issuer in case.policy.trusted_status_issuers:
        return
    raise _UnknownError(
        "status_issuer_not_trusted",
        f"The status list is signed by {listed.issuer[:120]}, not by the issuer; "
        "name that party as trusted for status lists if the issuer uses its service.",
    )


def _last_known(case: Case, entry: StatusEntry, reason: str) -> str:
    """Say why the list could not be had, and what an earlier copy said."""
    earlier = case.tools.last_known(entry.list_credential)
    if earlier is None:
        return f"Whether it was revoked cannot be determined: {reason} Nothing is known from before."
    data, when = earlier
    return f"Whether it was revoked cannot be determined: {reason} {_remembered(case, entry, data, when)}"


def _remembered(case: Case, entry: StatusEntry, data: bytes, when: datetime) -> str:
    try:
        check = _judge(entry, _open(case, entry, data))
    except (StandardsError, ResourceUnavailable, _UnknownError):
        return "The earlier copy of the list cannot be relied on."
    return f"Last known on {when:%Y-%m-%d %H:%M} UTC: {check.message}"
