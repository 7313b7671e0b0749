# SPDX-License-Identifier: Apache-2.0
"""`cairn status`: making, changing and reading status lists."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.clock import now
from cairn.cli.inputs import read_bytes, read_key, read_object
from cairn.cli.issuing.ledger import Ledger
from cairn.cli.problems import CommandError, plain, to_json
from cairn.foundation.atomic import write_atomically
from cairn.standards.codecs import dump_json
from cairn.standards.datetimes import format_date_time, parse_date_time
from cairn.standards.errors import ModelError
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import SecretKey
from cairn.standards.proofs import ProofOptions, add_proof, without_proof
from cairn.standards.status import (
    MIN_ENTRIES,
    Bitstring,
    StatusEntry,
    build_status_list_credential,
    read_entries,
    read_status_list,
)
from cairn.standards.types import JsonObject
from cairn.standards.verify.reading import read_document

app = typer.Typer(help="Make, change and read status lists: who was revoked or suspended.", no_args_is_help=True)

PURPOSES: Final = {"revocation": "revoked", "suspension": "suspended"}
_KIND: Final = "BitstringStatusListEntry"

_List = Annotated[Path, typer.Argument(metavar="LIST", help="The file of the status list.")]
_Key = Annotated[Path, typer.Option(metavar="FILE", help="The issuer's key.")]
_Json = Annotated[bool, typer.Option("--json", help="Write a report for programs.")]
_Index = Annotated[int | None, typer.Option(metavar="N", help="The number of the entry.")]
_Credential = Annotated[Path | None, typer.Option(metavar="FILE", help="The credential, instead of its entry.")]


@app.command(
    "create",
    epilog="\nExample:\n  cairn status create --url https://college.example/status/1 \\\n"
    "      --key key.json --out 1.json",
)
def create(
    *,
    url: Annotated[str, typer.Option(metavar="URL", help="Where the list will be published.")],
    key: _Key,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the list goes.")],
    purpose: Annotated[str, typer.Option(help="revocation or suspension.")] = "revocation",
    valid_days: Annotated[
        int | None, typer.Option(metavar="DAYS", min=1, help="After how long verifiers must not rely on it.")
    ] = None,
    as_json: _Json = False,
) -> None:
    """Make an empty list, as long as the batches that were issued with it need."""
    if out.exists():
        raise CommandError(f"{out} exists and is not overwritten, because that would undo every revocation in it.")
    if purpose not in PURPOSES:
        raise CommandError(f"There is no purpose “{purpose}”. Choose one of: {', '.join(PURPOSES)}.")
    signer, moment = read_key(key), now().replace(microsecond=0)
    bits = Bitstring.empty(Ledger.beside(key).entries_of(url) or MIN_ENTRIES)
    until = moment + timedelta(days=valid_days) if valid_days else None
    did = signer.verification_method.partition("#")[0]
    credential = build_status_list_credential(url, did, bits, purpose=purpose, valid_from=moment, valid_until=until)
    _publish(out, credential, signer)
    sentence = f"{out} is an empty {purpose} list with {len(bits):,} entries. Publish it at {url}."
    _tell({"list": str(out), "url": url, "purpose": purpose, "entries": len(bits)}, sentence, as_json=as_json)


@app.command(
    "set",
    epilog="\nExamples:\n  cairn status set 1.json --key key.json --credential badges/4f….json\n"
    "  cairn status set suspended.json --key key.json --index 94567 --clear",
)
def set_status(
    path: _List,
    *,
    key: _Key,
    index: _Index = None,
    credential: _Credential = None,
    clear: Annotated[bool, typer.Option("--clear", help="Lift a suspension.")] = False,
    as_json: _Json = False,
) -> None:
    """Revoke or suspend one credential and publish the list again, signed, in one step that cannot be torn."""
    signer = read_key(key)
    with _locked(path):
        document = _read_list(path)
        purpose = _purpose(document)
        if clear and purpose == "revocation":
            raise CommandError("A revocation is final and cannot be lifted; issue the credential again instead.")
        entry = _entry(document, index, credential, purpose)
        bits = read_status_list(document, entry).bits
        bits[entry.index] = 0 if clear else 1
        _publish(path, _renewed(document, bits), signer)
    word = PURPOSES.get(purpose, purpose)
    sentence = f"Entry {entry.index} is {'no longer' if clear else 'now'} {word}. Publish {path} at {document['id']}."
    _tell(_facts(path, entry, bits[entry.index]), sentence, as_json=as_json)


@app.command("check", epilog="\nExample:\n  cairn status check 1.json --index 94567")
def check(path: _List, *, index: _Index = None, credential: _Credential = None, as_json: _Json = False) -> None:
    """Look one entry up. The list's signature is the business of `cairn verify`."""
    document = _read_list(path)
    entry = _entry(document, index, credential, _purpose(document))
    status = read_status_list(document, entry).bits[entry.index]
    word = PURPOSES.get(entry.purpose, entry.purpose)
    sentence = f"Entry {entry.index} is {'' if status else 'not '}{word}."
    _tell(_facts(path, entry, status), sentence, as_json=as_json)
    raise typer.Exit(1 if status else 0)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one change of a folder's lists wait for the other, or one of two revocations would be lost.

    The lock is on the folder: the file itself is replaced by every change. Source: POSIX.1-2017 rename().
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _facts(path: Path, entry: StatusEntry, status: int) -> JsonObject:
    return {"list": str(path), "purpose": entry.purpose, "index": entry.index, "status": status}


def _read_list(path: Path) -> JsonObject:
    document = read_object(path)
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("type") != "BitstringStatusList" or "issuer" not in document:
        raise CommandError(f"{path} is not a status list. Make one with `cairn status create`.")
    return document


def _purpose(document: JsonObject) -> str:
    return str(document["credentialSubject"].get("statusPurpose"))


def _entry(document: JsonObject, index: int | None, credential: Path | None, purpose: str) -> StatusEntry:
    """Return the entry that is meant: by its number, or that of a credential in this very list."""
    url = str(document.get("id"))
    if (index is None) == (credential is None):
        raise CommandError("Name either --index N or --credential FILE.")
    if index is not None:
        return StatusEntry(_KIND, purpose, index, url)
    entries = read_entries(read_document(read_bytes(credential or Path())).document)
    for entry in entries:
        if isinstance(entry, StatusEntry) and (entry.list_credential, entry.purpose) == (url, purpose):
            return entry
    raise CommandError(f"{credential} has no entry for {purpose} in the list {url}.")


def _renewed(document: JsonObject, bits: Bitstring) -> JsonObject:
    """Return the list with other bits, valid from now on and for as long as it was made to be. Raises CommandError."""
    changed, moment = without_proof(document), now().replace(microsecond=0)
    changed["credentialSubject"] = {**document["credentialSubject"], "encodedList": bits.encode()}
    changed["validFrom"] = format_date_time(moment)
    if "validUntil" in document:
        try:
            lasts = parse_date_time(document["validUntil"]) - parse_date_time(document["validFrom"])
        except (KeyError, ModelError):
            raise CommandError("The list does not say soundly from when until when it is valid.") from None
        changed["validUntil"] = format_date_time(moment + lasts)
    return changed


def _publish(path: Path, credential: JsonObject, signer: SecretKey) -> None:
    """Sign a list and put it in its place at once: readers see the old list or the new one, never a part."""
    did = signer.verification_method.partition("#")[0]
    if credential["issuer"] != did:
        raise CommandError(f"The list belongs to {credential['issuer']}, but the key to {did}. Name its own key.")
    signed = add_proof(
        credential, signer, canonicalizer=Canonicalizer(), options=ProofOptions(created=now().replace(microsecond=0))
    )
    write_atomically(path, dump_json(signed, indent=True))


def _tell(facts: JsonObject, sentence: str, *, as_json: bool) -> None:
    print(to_json(facts) if as_json else plain(sentence))
