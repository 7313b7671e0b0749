# SPDX-License-Identifier: Apache-2.0
"""Which door each hostile input goes through, and what happens there; tests and the table of the docs read it here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cairn.foundation.fetch import GuardedFetch
from cairn.foundation.files.inspection import Family, UploadLimits, UploadRefused, inspect_upload
from cairn.integrations.oneroster.bundle import Verdict, read_bundle
from cairn.standards.archives import ArchiveError, parse_xml, read_archive
from cairn.standards.codecs import parse_json_object
from cairn.standards.verify import Check, VerificationReport
from tests.hostile.cases import (
    INDEX,
    SECOND_LIST,
    Case,
    Web,
    issuer_web,
    judge,
    paired,
    suspension_list,
)
from tests.shared_data import shared_path

CONTROL_LIST: Final = "status/100-list-all-valid.json"
BIT_ORDER: Final = "S057"
_PICTURES: Final = UploadLimits(families=frozenset({Family.PICTURE, Family.DRAWING}))
_ROSTER_ENDS: Final = {Verdict.ACCEPTED: "accept", Verdict.PARTIAL: "partial", Verdict.REFUSED: "reject"}


class Door(StrEnum):
    """Where an input comes in."""

    VERIFY = "verify()"
    STATUS = "verify(), as the list of a credential"
    ENTRY = "verify(), with the list that it names"
    ARCHIVE = "archive reader"
    XML = "guarded XML reader"
    FETCH = "guarded fetch"
    DIDS = "DID resolver"
    ISSUE = "cairn issue"
    UPLOAD = "upload of pictures"
    ROSTER = "OneRoster import"
    IMPORT = "import into a wallet (later)"


@dataclass(frozen=True, slots=True)
class Passage:
    """What happened to a case at its door: accepted or refused, the code that decided, and the sentence."""

    door: Door
    got: str
    code: str
    sentence: str


DRAWINGS: Final = frozenset(
    f"image/{name}"
    for name in (
        "312-polyglot-html.png",
        "320-script.svg",
        "321-onload.svg",
        "322-foreignobject.svg",
        "323-href-js.svg",
        "324-animate-href.svg",
        "325-remote-image.svg",
        "326-use-external.svg",
        "329-set-handler.svg",
        "331-data-nested.svg",
        "333-utf16.svg",
    )
)
"""Pictures without a credential: what matters is what is left of them when they are uploaded for display."""

LATER: Final = {
    "credential/047-id-collision.json": "It verifies; that its id is taken is found where credentials are kept.",
}

DIVERGENCES: Final = {
    "credential/052-refresh-ssrf.json": (
        "Expected to verify, but its type 1EdTechCredentialRefresh is defined by no context of the document, and it "
        "was signed as if the name were relative to http://example.org/base/. Digital Bazaar's library refuses it as "
        "well (“Safe mode validation error”). The refresh service is not asked either way."
    ),
}
"""Where we end otherwise than the index says, with the reason."""


def pass_through(case: Case) -> Passage:
    """Send a case through its door. Cases of `ssrf` and `text`, and tables of awards, have tests of their own."""
    return _DOORS[case.category](case)


def web_of(case: Case) -> Web:
    """Return the web that a case needs; what is not served there goes to the real guarded fetch."""
    documents: dict[str, bytes] = {}
    if case.category == "status":
        documents = {SECOND_LIST: suspension_list()}
        data = case.data if is_list(case) else shared_path(f"hostile/{CONTROL_LIST}").read_bytes()
        documents[parse_json_object(data)["id"]] = data
    return issuer_web(documents, beyond=GuardedFetch())


def credential_of(case: Case) -> bytes:
    """Return what is verified: the case itself, or a credential whose status stands in it."""
    return paired(parse_json_object(case.data)["id"]) if is_list(case) else case.data


def is_list(case: Case) -> bool:
    """Tell whether a case is a status list and not a credential with an entry."""
    return case.category == "status" and "BitstringStatusListCredential" in parse_json_object(case.data)["type"]


def _verify(case: Case) -> Passage:
    report = judge(credential_of(case), web_of(case))
    return _passage(Door.IMPORT if case.file in LATER else Door.VERIFY, report)


def _image(case: Case) -> Passage:
    return _upload(case) if case.file in DRAWINGS else _verify(case)


def _upload(case: Case) -> Passage:
    try:
        kept = inspect_upload(case.data, case.file.rpartition("/")[2], _PICTURES)
    except UploadRefused as refused:
        return Passage(Door.UPLOAD, "reject", refused.code, refused.detail)
    return Passage(Door.UPLOAD, "accept", "cleaned", " ".join(kept.notes) or "What is kept was written anew.")


def _roster(case: Case) -> Passage:
    files = {path.name: path.read_bytes() for path in sorted(shared_path(f"hostile/{case.file}").glob("*.csv"))}
    roster = read_bundle(files)
    found = roster.findings[0] if roster.findings else None
    got = _ROSTER_ENDS[roster.verdict]
    return Passage(Door.ROSTER, got, found.code if found else "", found.message if found else "It is read in full.")


def _status(case: Case) -> Passage:
    if case.id == BIT_ORDER:
        return _bit_order(case)
    report = judge(credential_of(case), web_of(case))
    return _passage(Door.STATUS if is_list(case) else Door.ENTRY, report)


def _bit_order(case: Case) -> Passage:
    """The control of the bit order: it is accepted if its one bit is found where it stands and nowhere beside."""
    url = parse_json_object(case.data)["id"]
    reports = [judge(paired(url, index), web_of(case)) for index in (INDEX - 1, INDEX, INDEX + 1)]
    codes = [_deciding(report).code if report.reason else "not_revoked" for report in reports]
    right = codes == ["not_revoked", "revoked", "not_revoked"]
    sentence = f"Entry {INDEX} is revoked, {INDEX - 1} and {INDEX + 1} are not."
    return Passage(Door.STATUS, "accept" if right else "reject", ", ".join(codes), sentence)


def _archive(case: Case) -> Passage:
    return _read(Door.ARCHIVE, lambda: read_archive(case.data))


def _xml(case: Case) -> Passage:
    return _read(Door.XML, lambda: parse_xml(case.data))


def _read(door: Door, read: Callable[[], object]) -> Passage:
    try:
        read()
    except ArchiveError as error:
        return Passage(door, "reject", error.code, str(error))
    return Passage(door, "accept", "", "It is read in full.")


def _passage(door: Door, report: VerificationReport) -> Passage:
    check = _deciding(report)
    return Passage(door, "reject" if report.verdict.exit_code else "accept", check.code, check.message)


def _deciding(report: VerificationReport) -> Check:
    """Return the check that decided, or the last of the issuer, who is what is left to judge about a good one."""
    check = report.reason or report.find("issuer")
    assert check is not None
    return check


_DOORS: Final[dict[str, Callable[[Case], Passage]]] = {
    "credential": _verify,
    "jwt": _verify,
    "image": _image,
    "status": _status,
    "archive": _archive,
    "xml": _xml,
    "roster": _roster,
}
