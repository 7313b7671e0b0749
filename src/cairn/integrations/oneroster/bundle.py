# SPDX-License-Identifier: Apache-2.0
"""All files of a bundle together. A pure function of their bytes: nothing is stored here.

Source: OneRoster 1.1 CSV Binding §4 (the manifest and its files).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from cairn.integrations.oneroster.findings import Finding
from cairn.integrations.oneroster.orgs import list_orgs
from cairn.integrations.oneroster.people import RosterPerson, list_people
from cairn.integrations.oneroster.results import RosterResult, list_results
from cairn.integrations.oneroster.tables import Table, read_table

MANIFEST: Final = "manifest.csv"
ORGS: Final = "orgs.csv"
USERS: Final = "users.csv"
RESULTS: Final = "results.csv"
_VERSIONS: Final = ("1.1", "1.2")
_REQUIRED: Final = {
    MANIFEST: ("propertyName", "value"),
    ORGS: ("sourcedId", "name", "type"),
    USERS: ("sourcedId", "enabledUser", "orgSourcedIds", "role", "givenName", "familyName"),
    RESULTS: ("sourcedId", "lineItemSourcedId", "studentSourcedId", "score"),
}


class Verdict(StrEnum):
    """What can be done with a bundle."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Roster:
    """What a bundle says: who can be added, what was left out and why."""

    people: tuple[RosterPerson, ...]
    results: tuple[RosterResult, ...]
    findings: tuple[Finding, ...]
    rows: int

    @property
    def verdict(self) -> Verdict:
        """Whether all of it, a part of it or nothing of it can be taken."""
        if any(finding.refuses for finding in self.findings) or not self.people:
            return Verdict.REFUSED
        return Verdict.PARTIAL if self.findings else Verdict.ACCEPTED

    @property
    def asks_for_encoding(self) -> bool:
        """Whether somebody has to say how the files were written."""
        return any(finding.code == "encoding" for finding in self.findings)


def read_bundle(files: Mapping[str, bytes], *, encoding: str = "") -> Roster:
    """Read the files of a bundle, named as the standard names them; `encoding` is what somebody has confirmed."""
    missing = [name for name in (MANIFEST, ORGS, USERS) if name not in files]
    if missing:
        message = _("Files are missing: %(names)s. Bring the whole bundle.") % {"names": ", ".join(missing)}
        return Roster((), (), (Finding(missing[0], 0, "missing_file", message, refuses=True),), 0)
    tables = {
        name: read_table(name, files[name], required=required, encoding=encoding)
        for name, required in _REQUIRED.items()
        if name in files
    }
    return _judge(tables)


def _judge(tables: Mapping[str, Table]) -> Roster:
    findings = [finding for table in tables.values() for finding in table.findings]
    findings += _check_manifest(tables[MANIFEST])
    orgs, wrong_orgs = list_orgs(ORGS, tables[ORGS].rows)
    users = tables[USERS]
    # A file whose every row is refused is not an empty one.
    people, wrong_people = list_people(USERS, users.rows, orgs) if users.rows or not users.findings else ((), ())
    results, wrong_results = list_results(RESULTS, tables[RESULTS].rows) if RESULTS in tables else ((), ())
    found = sorted((*findings, *wrong_orgs, *wrong_people, *wrong_results), key=_place)
    is_refused = any(finding.refuses for finding in found)
    rows = len(users.rows) + sum(finding.line > 1 for finding in users.findings)
    return Roster(() if is_refused else people, () if is_refused else results, tuple(found), rows)


def _check_manifest(manifest: Table) -> list[Finding]:
    said = {row["propertyName"]: row["value"] for row in manifest.rows}
    version = said.get("oneroster.version", "")
    if version in _VERSIONS:
        return []
    message = _("The manifest says version “%(version)s”. Cairn reads 1.1 and 1.2.") % {"version": version}
    return [Finding(MANIFEST, 0, "unknown_version", message, refuses=True)]


def _place(finding: Finding) -> tuple[bool, str, int]:
    return not finding.refuses, finding.file, finding.line
