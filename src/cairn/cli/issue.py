# SPDX-License-Identifier: Apache-2.0
"""`cairn issue`: from an achievement and a CSV of recipients to signed credentials."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import json
import os
import secrets
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cairn.cli.clock import now
from cairn.cli.fetching import allowed_hosts
from cairn.cli.inputs import read_bytes, read_end, read_key, read_object
from cairn.cli.issuing.job import IssueJob, JobRecord, Step
from cairn.cli.issuing.ledger import Ledger
from cairn.cli.issuing.outputs import FolderOutput, Output, SqliteOutput
from cairn.cli.issuing.recipients import RecipientFile
from cairn.cli.problems import CommandError, plain
from cairn.foundation.fetch.rules import FetchError, read_target
from cairn.standards.keys import SecretKey
from cairn.standards.openbadges.compose import Award, identifiers_in
from cairn.standards.openbadges.roster import ResultRule
from cairn.standards.proofs import DEFAULT_SUITE, SUITES, ProofOptions
from cairn.standards.types import JsonObject
from cairn.standards.vc.issue import VC_JWT, Issuance

_SHOWN_REFUSALS: Final = 20

EPILOG: Final = """
Examples:
  cairn issue --achievement welding.toml --recipients class.csv \\
      --key key.json --out badges/
  cairn issue --achievement welding.toml --recipients class.csv \\
      --key key.json --out badges.sqlite --issuer college.toml \\
      --status-list https://college.example/status/1

Columns of the CSV: email or identifier, and if wanted name, result,
evidence_url, narrative, awarded_on.
The same command again goes on where it was interrupted.
Ends with 0 all issued, 1 some rows refused, 2 called wrongly.
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
    if status_list is not None:
        _require_fetchable(status_list)
    until = read_end(valid_until) if valid_until else None
    request = Request(achievement, recipients, key, out, issuer, suite, status_list, until)
    counts, refusals = run(request, quiet=as_json)
    if as_json:
        print(json.dumps({"out": str(out), **counts, "refusals": refusals}, ensure_ascii=False))
    else:
        _tell(request, counts, refusals)
    raise typer.Exit(1 if refusals else 0)


def _require_fetchable(url: str) -> None:
    """Make sure that verifiers could fetch a list from its address. Raises CommandError."""
    try:
        read_target(url, allowed_hosts())
    except FetchError as refused:
        raise CommandError(f"No verifier could fetch the status list “{url}”: {refused.detail}") from None


def run(request: Request, *, quiet: bool) -> tuple[dict[str, int], list[JsonObject]]:
    """Issue the whole batch; returns the counts and the refused rows. Raises CommandError, StandardsError."""
    signer = read_key(request.key)
    described, issuer = _achievement(request, signer), _issuer(request, signer)
    taken = frozenset(identifiers_in([described, issuer]))
    file = RecipientFile(request.recipients, results=ResultRule.of(described), today=now().date(), taken=taken)
    total = file.count()
    with _alone(request.out):
        output = _open_output(request)
        try:
            job = _begin(request, output, signer, Award(issuer, described, now(), request.valid_until), total)
            return _collect(_with_progress(job.run(file.rows()), total, quiet=quiet))
        finally:
            output.close()


def _begin(request: Request, output: Output, signer: SecretKey, award: Award, total: int) -> IssueJob:
    """Take up or begin the job of an output, with its status entries reserved. Raises CommandError."""
    record = JobRecord.open(output.job_file, inputs=request.digest(), now=now(), is_begun=output.is_begun)
    reservation = None
    if request.status_list is not None:
        reservation = Ledger.beside(request.key).reserve(request.status_list, total, record.seed.hex())
    options = ProofOptions(created=record.created, mandatory_pointers=_always_shown(request))
    issuance = Issuance(signer, options, secrets.token_bytes, request.suite)
    # What was loaded until here stays for good: the collector need not look at it again for every thousand rows.
    gc.freeze()
    return IssueJob(record, replace(award, valid_from=record.created), issuance, output, reservation=reservation)


def _always_shown(request: Request) -> tuple[str, ...]:
    """Return what a selective disclosure must show: who says so, since when, until when, and whether it was revoked."""
    present = {
        "/issuer": True,
        "/validFrom": True,
        "/validUntil": request.valid_until,
        "/credentialStatus": request.status_list,
    }
    return tuple(pointer for pointer, value in present.items() if value)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keep a second run away from the same output while this one lasts. Raises CommandError."""
    name = hashlib.sha256(os.fsencode(out.resolve())).hexdigest()[:32]
    path = Path(tempfile.gettempdir()) / f"cairn-{os.getuid()}-{name}.lock"
    # The folder is everybody's: a link that somebody put there is not followed, and nothing is cut off.
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _take(lock, out)
        yield
    finally:
        os.close(lock)


def _take(lock: int, out: Path) -> None:
    """Take a lock, which ends with the process that holds it. Raises CommandError where another one has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(f"Another `cairn issue` is writing to {out}. Wait for it, or name another --out.") from None


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
    issued, refused = _counted(counts["issued"], "credential"), _counted(counts["refused"], "row")
    print(f"{issued} issued to {request.out}{present}, {refused} refused.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
