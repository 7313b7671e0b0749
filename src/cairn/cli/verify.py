# SPDX-License-Identifier: Apache-2.0
"""`cairn verify`: is this credential real, and what does it prove?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.clock import now
from cairn.cli.fetching import open_documents
from cairn.cli.inputs import read_moment, read_pair
from cairn.cli.problems import plain, to_json
from cairn.cli.sources import Source, open_sources
from cairn.standards.did import DidResolver
from cairn.standards.types import JsonObject
from cairn.standards.verify import (
    Outcome,
    Verdict,
    VerificationPolicy,
    VerificationReport,
    VerificationTools,
    verify,
    worst,
)
from cairn.standards.verify.case import CheckName

_FORMAT: Final = CheckName("format", "RFC 9110 §15; PKWARE APPNOTE 6.3")
_MARKS: Final = {
    Verdict.VERIFIED: "✓",
    Verdict.VERIFIED_WITH_NOTES: "✓",
    Verdict.UNDETERMINED: "?",
    Verdict.NOT_VERIFIED: "✗",
}
_MANY: Final = 30
"""From so many sources on, those that verify are only counted."""

EPILOG: Final = """
Examples:
  cairn verify badge.png
  cairn verify --offline downloads/
  cairn verify --recipient ada@example.org https://college.example/c/1
  cairn verify --document did:web:college.example=did.json --json a.json

Ends with 0 verified, 1 not verified, 3 cannot be determined,
2 called wrongly. Over several the gravest decides: 1, then 3, then 0.
"""


def verify_command(
    sources: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-…", help="Files, folders, archives, addresses, or - .")
    ],
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing.")] = False,
    document: Annotated[
        list[str] | None, typer.Option(metavar="URL=FILE", help="Use a file for an address or DID.")
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="Judge by another moment than now.")] = None,
    recipient: Annotated[
        str | None, typer.Option(metavar="ID", help="Ask whether it was awarded to this address.")
    ] = None,
    trust_status_issuer: Annotated[
        list[str] | None, typer.Option(metavar="DID", help="Accept status lists that this party signs for others.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Verify credentials of any issuer and say why: JSON, JWT, PNG, SVG, PDF, ZIP and folders."""
    policy = VerificationPolicy(
        at=read_moment(at) if at else now(),
        recipient=recipient,
        trusted_status_issuers=frozenset(trust_status_issuer or ()),
    )
    documents = open_documents([read_pair(pair) for pair in document or ()], offline=offline)
    tools = VerificationTools(
        resolver=DidResolver(fetch=documents.fetch, documents=documents.dids),
        fetch=documents.fetch,
        last_known=documents.last_known,
    )
    results = ((source.name, judge(source, policy, tools)) for source in open_sources(sources, documents.fetch))
    summary = _write_json(results) if as_json else _write_text(results)
    raise typer.Exit(worst(Verdict(name) for name, count in summary.items() if count).exit_code)


def judge(source: Source, policy: VerificationPolicy, tools: VerificationTools) -> VerificationReport:
    """Verify one source, or report why it could not be opened."""
    if source.error is not None:
        return VerificationReport((_FORMAT.failed(source.error.code, source.error.detail, path=source.error.path),))
    if source.unavailable is not None:
        return VerificationReport((_FORMAT.undetermined(source.unavailable.code, source.unavailable.detail),))
    return verify(source.data, policy, tools)


def _write_json(results: Iterable[tuple[str, VerificationReport]]) -> Counter[str]:
    """Write the documented JSON as it comes, so that a large folder needs little memory."""
    summary: Counter[str] = Counter()
    print('{"results": [', end="")
    for number, (name, report) in enumerate(results):
        summary[str(report.verdict)] += 1
        entry: JsonObject = {"source": name, **report.to_json()}
        print("," if number else "", to_json(entry), sep="\n", end="")
    counts = {str(verdict): summary[str(verdict)] for verdict in Verdict}
    print(f'\n], "summary": {to_json({"total": summary.total(), **counts})}}}')
    return summary


def _write_text(results: Iterable[tuple[str, VerificationReport]]) -> Counter[str]:
    summary: Counter[str] = Counter()
    for name, report in _quietly_after_many(results, summary):
        print("\n".join(_lines(name, report)))
    if summary.total() > 1:
        counts = ", ".join(f"{count} {Verdict(name).label.lower()}" for name, count in sorted(summary.items()))
        print(f"{summary.total()} checked: {counts}.")
    return summary


def _quietly_after_many(
    results: Iterable[tuple[str, VerificationReport]], summary: Counter[str]
) -> Iterator[tuple[str, VerificationReport]]:
    for name, report in results:
        summary[str(report.verdict)] += 1
        if summary.total() <= _MANY or report.verdict.exit_code:
            yield name, report
        elif summary.total() == _MANY + 1:
            print("… from here on only what does not verify is shown.")


def _lines(name: str, report: VerificationReport, indent: str = "") -> Iterator[str]:
    yield f"{indent}{_MARKS[report.verdict]} {report.verdict.label}: {plain(_shorten(name))}"
    title = _title(report.credential)
    if title:
        yield f"{indent}    {title}"
    for check in report.checks:
        if check.outcome is Outcome.FAILED or check.undetermined:
            yield f"{indent}    {check.name}: {plain(check.message)}"
        elif check.outcome is Outcome.NOTED:
            yield f"{indent}    note: {plain(check.message)}"
    for number, inner in enumerate(report.contents, 1):
        yield from _lines(f"credential {number} inside", inner, indent + "    ")


def _title(credential: JsonObject) -> str:
    title, issuer = credential.get("title"), credential.get("issuer", {})
    by = issuer.get("name") or issuer.get("id")
    return plain(f"“{title}”, awarded by {by}") if title and by else plain(title or "")


def _shorten(name: str) -> str:
    home = str(Path.cwd()) + os.sep
    return name.removeprefix(home)
