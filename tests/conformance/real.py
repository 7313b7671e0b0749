# SPDX-License-Identifier: Apache-2.0
"""The sets of real credentials: their files, their documents, and what `verify()` says of each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.did import DidResolver
from cairn.standards.errors import CodecError, ResourceUnavailable
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, VerificationPolicy, VerificationReport, VerificationTools, verify
from tests.shared_data import SHARED

AT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
DCC: Final = "dcc-vc-fixtures"
SETS: Final = (
    "waltid-openbadge",
    "jff-plugfest",
    "mynextid-edc",
    "elm-samples",
    "learncard-credential-library",
    "1edtech-validator-fixtures",
    "ob-validator-core",
)
STATUS_SERVICE: Final = "did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q"
PUBLISHED_TWICE: Final = {
    "e5WK8CbZ1GjycuPombrj": (
        (
            "https://digitalcredentials.github.io/vc-test-fixtures/statusLists/didkey-ed25519Signature2020/"
            "e5WK8CbZ1GjycuPombrj"
        ),
        (
            "https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/"
            "e5WK8CbZ1GjycuPombrj"
        ),
    )
}
_SUFFIXES: Final = frozenset({".json", ".jsonld", ".jwt", ".png", ".svg"})
_CANONICALIZER: Final = Canonicalizer()


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing to verify: its name within its set, and its bytes."""

    name: str
    data: bytes = field(repr=False)


def folder(name: str) -> Path:
    """Return the folder of a set, whether it is there or not."""
    return SHARED / "real" / name


def samples(name: str) -> list[Sample]:
    """List what a set holds: its files, the credentials inside library entries, and the texts inside test modules."""
    root = folder(name)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    found = [sample for path in files for sample in _read(path, path.relative_to(root).as_posix())]
    return [sample for sample in found if name != DCC or sample.name.startswith("verifiableCredentials/")]


def without_documents() -> VerificationTools:
    """Return the tools of a verification that has nothing but the credential."""
    return VerificationTools(_CANONICALIZER, DidResolver(fetch=_offline), _offline)


def with_documents() -> VerificationTools:
    """Return the tools of a verification with the status lists and DID documents of the DCC set at hand."""
    documents = dict(_documents())

    def fetch(url: str) -> bytes:
        return documents[url] if url in documents else _offline(url)

    known = {url: parse_json_object(data) for url, data in documents.items() if url.startswith("did:")}
    return VerificationTools(_CANONICALIZER, DidResolver(fetch=fetch, documents=known), fetch)


def judge(sample: Sample, tools: VerificationTools, *, trusted: frozenset[str] = frozenset()) -> VerificationReport:
    """Verify a sample at the moment of the tables."""
    return verify(sample.data, VerificationPolicy(at=AT, trusted_status_issuers=trusted), tools)


def reason(report: VerificationReport) -> tuple[str, str]:
    """Return the code and sentence that decided, or all notes where nothing did."""
    if report.reason is not None:
        return report.reason.code, report.reason.message
    notes = [check for check in report.checks if check.outcome is Outcome.NOTED]
    return ", ".join(dict.fromkeys(check.code for check in notes)), " ".join(
        dict.fromkeys(check.message for check in notes)
    )


def _read(path: Path, name: str) -> Iterator[Sample]:
    if path.suffix == ".py":
        yield from _literals(path.read_text(), name)
    elif path.suffix in _SUFFIXES:
        data = path.read_bytes()
        yield Sample(name, data)
        inner = _wrapped(data)
        if inner is not None:
            yield Sample(f"{name}#credential", dump_json(inner))


def _wrapped(data: bytes) -> JsonObject | None:
    """Return the credential of an entry of a library, which keeps a description beside it."""
    try:
        document = parse_json_object(data)
    except CodecError:
        return None
    inner = document.get("credential")
    return inner if "_fixture" in document and isinstance(inner, dict) else None


def _literals(source: str, name: str) -> Iterator[Sample]:
    """Find the documents that a test module holds as texts in dictionaries."""
    for node in ast.walk(ast.parse(source)):
        for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
            if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield Sample(f"{name}#{key.value!s}", value.value.encode())


def _documents() -> Iterator[tuple[str, bytes]]:
    for path in (*folder(DCC).glob("statusLists/*/*"), *folder(DCC).glob("dids/*/did.json")):
        data = path.read_bytes()
        identifier = parse_json_object(data)["id"]
        for url in (identifier, *PUBLISHED_TWICE.get(path.stem, ())):
            yield url, data


def _offline(url: str) -> bytes:
    raise ResourceUnavailable(
        url, f"{url} was not fetched, because this check ran without the network.", code="offline"
    )
