# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of the reference: `python -m tests.conformance.tables`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import django

from tests.conformance.real import (
    DCC,
    SETS,
    STATUS_SERVICE,
    Sample,
    judge,
    reason,
    samples,
    with_documents,
    without_documents,
)
from tests.conformance.why import why
from tests.hostile.cases import Case, list_cases
from tests.hostile.doors import DIVERGENCES, LATER, Door, pass_through
from tests.shared_data import ROOT

REFERENCE: Final = ROOT / "docs/reference"
REAL: Final = REFERENCE / "real-credentials.md"
HOSTILE: Final = REFERENCE / "hostile-inputs.md"
_MADE: Final = "<!-- Made by `python -m tests.conformance.tables`; a test compares it. -->"
_LONGEST: Final = 240
_HEAD: Final = ("File", "Verdict", "Code", "Sentence")

_REAL_HEAD: Final = f"""{_MADE}

# Real credentials

What `verify()` says of published credentials of other issuers, judged by 2026-11-22, 12:00 UTC, without the network.
File names are those of the sets; `file#name` is a credential inside a file. A credential that nobody signed is *not
verified*, whatever else is right about it; one whose issuer's key stands on a host is *undetermined* as long as that
host is not asked.
"""

_DCC_HEAD: Final = f"""
## {DCC}, with its documents

With the status lists and DID documents of the set, and its status service named as trusted
(`--trust-status-issuer {STATUS_SERVICE}`). Of the v2 fixtures one is misnamed:
`noRegistry-revokedStatus-noExpiry` has an end, which is past.
"""

_HOSTILE_HEAD: Final = f"""{_MADE}

# Hostile inputs

Each case of the shared index whose door exists, the door it goes through, and what happens there. Every case is also
held to three seconds, 100 MB of growth and no socket. Credentials go through the command line and the page `/verify` as
well, with the same verdict and nothing stored; rosters, tables of awards and pictures through the pages that take them
(`tests/hostile`, `tests/web`). Where a roster has several faults, the first stands here.
"""

_LATER_HEAD: Final = """
## Doors of later issues

The frameworks, pathways, outcomes and feeds of other systems come in through doors that are not built yet.
This case has a door already and needs another one:

"""

_ELSEWHERE: Final = {
    "S235": (Door.FETCH, "reject", "58 addresses are refused or cut off; the good one is fetched (tests/foundation)."),
    "S236": (Door.DIDS, "reject", "22 identifiers are refused or lead to no document (tests/foundation)."),
    "T238": (Door.ISSUE, "accept", "35 names are stored exactly, but for blanks at their ends, and verify."),
    "T239": (Door.ISSUE, "accept", "Each string is stored exactly, or its row is refused with the reason."),
    "R213": (Door.ISSUE, "partial", "900 awards, 100 rows refused as duplicates; a second run awards nothing."),
    "R214": (Door.ISSUE, "accept", "100,000 awards with 100,000 ids and 100,000 status entries."),
}
"""Cases of many parts, which tests of their own go through."""


def real_credentials() -> str:
    """Return the table of real credentials."""
    parts = [_REAL_HEAD]
    parts += [f"\n## {name}\n\n{_table((*_HEAD, 'Why'), real_rows(name))}" for name in SETS]
    parts += [_DCC_HEAD, "\n", _table(_HEAD, _dcc_rows(documents=True))]
    parts += [f"\n## {DCC}, without documents\n\n", _table(_HEAD, _dcc_rows(documents=False))]
    return "".join(parts)


def hostile_inputs() -> str:
    """Return the table of hostile inputs."""
    rows: list[tuple[str, ...]] = []
    for category in ("credential", "jwt", "status", "image", "archive", "xml"):
        rows += [_hostile_row(case) for case in list_cases(category)]
    rows += [_hostile_row(case) for case in list_cases("roster") if case.id not in _ELSEWHERE]
    many = [case for name in ("ssrf", "text", "roster") for case in list_cases(name)]
    rows += [_row_of_many(case) for case in many if case.id in _ELSEWHERE]
    head = ("Case", "Door", "Expected", "Got", "Code", "Sentence")
    return "".join(
        [
            _HOSTILE_HEAD,
            f"\n{_table(head, rows)}",
            _LATER_HEAD,
            _table(("Case", "What is left"), sorted(LATER.items())),
            "\n## Divergences\n\n",
            _table(("Case", "Why"), sorted(DIVERGENCES.items())),
        ]
    )


def write() -> None:
    """Write both tables. Files at the doors of the platform are judged with its settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    REAL.write_text(real_credentials())
    HOSTILE.write_text(hostile_inputs())


def current(path: Path) -> str:
    """Return a table as it stands in the docs."""
    return path.read_text()


def real_rows(name: str) -> Iterator[tuple[str, ...]]:
    """Return the rows of one set."""
    tools = without_documents()
    for sample in samples(name):
        report = judge(sample, tools)
        code, sentence = reason(report)
        yield _file(sample), str(report.verdict), code, sentence, why(f"{name}/{sample.name}", code)


def _dcc_rows(*, documents: bool) -> Iterator[tuple[str, ...]]:
    tools = with_documents() if documents else without_documents()
    trusted = frozenset({STATUS_SERVICE}) if documents else frozenset()
    for sample in samples(DCC):
        if documents or sample.name.endswith(".json"):
            report = judge(sample, tools, trusted=trusted)
            yield _file(sample), str(report.verdict), *reason(report)


def _file(sample: Sample) -> str:
    return f"`{sample.name.removeprefix('verifiableCredentials/')}`"


def _hostile_row(case: Case) -> tuple[str, ...]:
    passage = pass_through(case)
    got = "later" if case.file in LATER else passage.got
    return f"`{case.file}`", str(passage.door), case.expected, got, passage.code, passage.sentence


def _row_of_many(case: Case) -> tuple[str, ...]:
    door, got, sentence = _ELSEWHERE[case.id]
    return f"`{case.file}`", str(door), case.expected, got, "", sentence


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    """Write a text so that it stays in its cell, whatever a hostile document put into it."""
    shown = text if len(text) <= _LONGEST or text.startswith("`") else f"{text[:_LONGEST]}…"
    visible = "".join(character if character.isprintable() else "�" for character in shown)
    return visible.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    write()
