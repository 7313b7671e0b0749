# SPDX-License-Identifier: Apache-2.0
"""`cairn issue`: from an achievement and a CSV of recipients to signed credentials."""

from __future__ import annotations

import gc
import hashlib
import json
import secrets
import sys
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cairn.cli.clock import now
from cairn.cli.inputs import read_bytes, read_key, read_moment, read_object
from cairn.cli.issuing.job import IssueJob, JobRecord, Step
from cairn.cli.issuing.ledger import Ledger
from cairn.cli.issuing.outputs import FolderOutput, Output, SqliteOutput
from cairn.cli.issuing.recipients import RecipientFile
from cairn.cli.issuing.results import ResultRule
from cairn.cli.problems import CommandError, plain
from cairn.standards.keys import SecretKey
from cairn.standards.openbadges.compose import Award
from cairn.standards.proofs import DEFAULT_SUITE, SUITES, ProofOptions
from cairn.standards.types import JsonObject
from cairn.standards.vc.issue import VC_JWT, Issuance

_SHOWN_REFUSALS: Final = 20

EPILOG: Final = """
Examples:\n
  cairn issue --achievement welding.toml --recipients class.csv --key key.json --out badges/\n
  cairn issue --achievement welding.json --recipients class.csv --key key.json --out badges.sqlite\n
      --issuer college.json --status-list https://college.example/status/1 --valid-until 2029-12-31\n
Columns of the CSV: email or identifier, and if wanted name, result, evidence_url, narrative, awarded_on.\n
The same command again goes on where it was interrupted. Ends with 0 all issued, 1 some rows refused, 2 called wrongly.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    achievement: Path
    recipients: Path
    key: Path
    out: Path
    issuer: Path | None
    suite: str
    status_list: str | None
    valid_until: datetime | None

    def digest(self) -> str:
        """Return a digest of everything that the credentials depend on, beside the job's own seed."""
        parts = [read_bytes(path) for path in (self.achievement, self.recipients, self.key)]
        parts.append(read_bytes(self.issuer) if self.issuer else b"")
        parts.append(json.dumps([self.suite, self.status_list, str(self.valid_until)]).encode())
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def issue_command(  # noqa: PLR0913 - each is an option of the command line
    *,
    achievement: Annotated[Path, typer.Option(metavar="FILE", help="The achievement, JSON or TOML.")],
    recipients: Annotated[Path, typer.Option(metavar="CSV", help="The recipients, one a row.")],
    key: Annotated[Path, typer.Option(metavar="FILE", help="The issuer's key, from `cairn keys generate`.")],
    out: Annotated[Path, typer.Option(metavar="DIR|FILE.sqlite", help="Where the credentials go.")],
    issuer: Annotated[Path | None, typer.Option(metavar="FILE", help="The issuer's profile, JSON or TOML.")] = None,
    suite: Annotated[str, typer.Option(metavar="NAME", help=f"{', '.join(SUITES)} or {VC_JWT}.")] = DEFAULT_SUITE,
    status_list: Annotated[
        str | None, typer.Option(metavar="URL", help="The list by which they can be revoked.")
    ] = None,
    valid_until: Annotated[str | None, typer.Option(metavar="DATE", help="When they end.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Issue one signed Open Badge for each row of a CSV. No database is needed."""
    if suite != VC_JWT and suite not in SUITES:
        raise CommandError(f"There is no suite “{suite}”. Choose one of: {', '.join(SUITES)}, {VC_JWT}.")
    until = read_moment(valid_until) if valid_until else None
    request = Request(achievement, recipients, key, out, issuer, suite, status_list, until)
    counts, refusals = run(request, quiet=as_json)
    if as_json:
        print(json.dumps({"out": str(out), **counts, "refusals": refusals}, ensure_ascii=False))
    else:
        _tell(request, counts, refusals)
    raise typer.Exit(1 if refusals else 0)


def run(request: Request, *, quiet: bool) -> tuple[dict[str, int], list[JsonObject]]:
    """Issue the whole batch; returns the counts and the refused rows. Raises CommandError, StandardsError."""
    signer = read_key(request.key)
    described = _achievement(request, signer)
    output = _open_output(request)
    record = JobRecord.open(output.job_file, inputs=request.digest(), now=now())
    file = RecipientFile(request.recipients, results=ResultRule.of(described), today=now().date())
    total = file.count()
    reservation = None
    if request.status_list is not None:
        reservation = Ledger.beside(request.key).reserve(request.status_list, total, record.seed.hex())
    award = Award(_issuer(request, signer), described, record.created, request.valid_until)
    issuance = Issuance(signer, ProofOptions(created=record.created), secrets.token_bytes, request.suite)
    # What was loaded until here stays for good: the collector need not look at it again for every thousand rows.
    gc.freeze()
    job = IssueJob(record, award, issuance, output, reservation=reservation)
    try:
        return _collect(_with_progress(job.run(file.rows()), total, quiet=quiet))
    finally:
        output.close()


def _open_output(request: Request) -> Output:
    if request.out.suffix == ".sqlite":
        return SqliteOutput(request.out)
    return FolderOutput(request.out, suffix=".jwt" if request.suite == VC_JWT else ".json")


def _achievement(request: Request, signer: SecretKey) -> JsonObject:
    """Read the achievement and fill in what follows from the rest: its type, and an id where it has none."""
    described = read_object(request.achievement)
    missing = [name for name in ("name", "description", "criteria") if name not in described]
    if missing:
        raise CommandError(f"{request.achievement} lacks “{missing[0]}”, which Open Badges 3.0 asks for.")
    did = signer.verification_method.partition("#")[0]
    default_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{did}#{described['name']}").urn
    return {"id": default_id, "type": ["Achievement"], **described}


def _issuer(request: Request, signer: SecretKey) -> JsonObject:
    """Return the issuer's profile, whose id is always the identifier that the key belongs to."""
    did = signer.verification_method.partition("#")[0]
    profile = read_object(request.issuer) if request.issuer else {}
    if profile.get("id", did) != did:
        raise CommandError(f"{request.issuer} is the profile of {profile['id']}, but the key belongs to {did}.")
    return {"id": did, "type": ["Profile"], **profile}


def _with_progress(steps: Iterable[Step], total: int, *, quiet: bool) -> Iterator[Step]:
    """Show a bar on standard error while the steps pass."""
    console = Console(stderr=True)
    columns = (TextColumn("Issuing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not sys.stderr.isatty()) as progress:
        bar = progress.add_task("issue", total=total)
        for number, step in enumerate(steps, 1):
            if number % 100 == 0:
                progress.update(bar, completed=number)
            yield step


def _collect(steps: Iterable[Step]) -> tuple[dict[str, int], list[JsonObject]]:
    counts: Counter[str] = Counter()
    refusals: list[JsonObject] = []
    for step in steps:
        counts[step.outcome] += 1
        if step.outcome == "refused":
            refusals.append({"row": step.line, "reason": step.reason})
    return {name: counts[name] for name in ("issued", "present", "refused")}, refusals


def _tell(request: Request, counts: dict[str, int], refusals: list[JsonObject]) -> None:
    for refusal in refusals[:_SHOWN_REFUSALS]:
        print(f"Row {refusal['row']} was refused: {plain(str(refusal['reason']))}.", file=sys.stderr)
    if len(refusals) > _SHOWN_REFUSALS:
        print(f"… and {len(refusals) - _SHOWN_REFUSALS} more rows; --json lists them all.", file=sys.stderr)
    present = f", {counts['present']} were there already" if counts["present"] else ""
    print(f"{counts['issued']} credentials issued to {request.out}{present}, {counts['refused']} rows refused.")
