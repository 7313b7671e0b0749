# SPDX-License-Identifier: Apache-2.0
"""`cairn doctor`: is everything in place, and what does it rely on?"""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer
from cryptography.hazmat.backends.openssl import backend

from cairn import __version__
from cairn.cli.clock import now
from cairn.cli.fetching import allowed_hosts
from cairn.cli.platform.commands import load
from cairn.cli.problems import CommandError, plain, to_json
from cairn.standards.did import DidResolver
from cairn.standards.errors import StandardsError
from cairn.standards.jsonld import PINNED, Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.openbadges.schema import load_schema, pinned_schemas
from cairn.standards.proofs import ProofOptions, add_proof, proofs_of
from cairn.standards.proofs.verification import ProofPolicy, verify_proofs
from cairn.standards.types import JsonObject

EPILOG: Final = "\nExample:\n  cairn doctor --json"
_TRIAL: Final[JsonObject] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": "urn:example:doctor",
    "credentialSubject": {"id": "urn:example:doctor"},
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def doctor_command(
    *, as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False
) -> None:
    """Look at everything that Cairn relies on: versions, pinned documents, a trial signature, what may be fetched."""
    findings = list(_examine())
    if as_json:
        ok = all(finding.ok for finding in findings)
        print(to_json({"findings": [asdict(finding) for finding in findings], "ok": ok}))
    else:
        for finding in findings:
            print(f"{'✓' if finding.ok else '✗'} {finding.name}: {plain(finding.detail)}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


def _examine() -> Iterator[Finding]:
    yield Finding("cairn", ok=True, detail=__version__)
    yield Finding("python", ok=True, detail=f"{platform.python_version()} on {platform.system()}")
    yield Finding("cryptography", ok=True, detail=f"{version('cryptography')}, {backend.openssl_version_text()}")
    yield Finding("sqlite", ok=sqlite3.sqlite_version_info >= (3, 35), detail=sqlite3.sqlite_version)
    yield _contexts()
    yield _schemas()
    yield _signature()
    yield Finding("clock", ok=True, detail=f"{now():%Y-%m-%d %H:%M:%S} UTC")
    yield _fetch()
    yield from _platform()


def _contexts() -> Finding:
    """Read every pinned context, which compares its digest."""
    urls = list(PINNED)
    try:
        for url in urls:
            PINNED.read(url)
    except (StandardsError, OSError) as error:
        return Finding("contexts", ok=False, detail=str(error))
    return Finding("contexts", ok=True, detail=f"{len(urls)} pinned, all as published")


def _schemas() -> Finding:
    try:
        for schema in pinned_schemas():
            load_schema(schema)
    except (StandardsError, OSError) as error:
        return Finding("schemas", ok=False, detail=str(error))
    return Finding("schemas", ok=True, detail=f"{len(pinned_schemas())} pinned, all as published")


def _signature() -> Finding:
    """Sign and verify with a key that is used once."""
    key = SecretKey.from_seed(KeyKind.ED25519, os.urandom(32))
    canonicalizer = Canonicalizer()
    signed = add_proof(_TRIAL, key, canonicalizer=canonicalizer, options=ProofOptions(created=now()))
    results = verify_proofs(signed, ProofPolicy(at=now()), resolver=DidResolver(), canonicalizer=canonicalizer)
    ok = len(proofs_of(signed)) == 1 and all(result.holds for result in results)
    return Finding("signature", ok=ok, detail="a trial credential was signed and verified" if ok else "does not verify")


def _fetch() -> Finding:
    """Say which hosts may be asked, beside those that everybody can reach."""
    try:
        allowed_hosts()
    except CommandError as error:
        return Finding("fetch", ok=False, detail=str(error))
    also = os.environ.get("CAIRN_FETCH_ALLOW", "")
    return Finding("fetch", ok=True, detail=f"public hosts, and also: {also}" if also else "public hosts only")


def _platform() -> Iterator[Finding]:
    """Look at the platform where there is one; looking makes no folder, no key and no database."""
    if not ("DATABASE_URL" in os.environ or Path(os.environ.get("CAIRN_DATA", "var")).is_dir()):
        yield Finding("platform", ok=True, detail="not set up here; `cairn serve` does that")
        return
    try:
        health = load("health")
    except CommandError as error:
        yield Finding("platform", ok=False, detail=str(error))
        return
    for name, ok, detail in health.examine():
        yield Finding(name, ok=ok, detail=detail)
