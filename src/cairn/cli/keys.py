# SPDX-License-Identifier: Apache-2.0
"""`cairn keys`: making, showing and rotating an issuer's keys."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.clock import now
from cairn.cli.inputs import read_key, read_moment, read_object
from cairn.cli.issuing.ledger import Ledger
from cairn.cli.problems import CommandError, to_json
from cairn.foundation.atomic import write_atomically
from cairn.standards.codecs import dump_json
from cairn.standards.datetimes import format_date_time
from cairn.standards.did.web import did_web_url
from cairn.standards.errors import DidError
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.types import JsonObject

app = typer.Typer(help="Make, show and rotate an issuer's keys.", no_args_is_help=True)

_SEED_BYTES: Final = {KeyKind.ED25519: 32, KeyKind.P256: 32, KeyKind.P384: 48}
_KINDS: Final = {"ed25519": KeyKind.ED25519, "p256": KeyKind.P256, "p384": KeyKind.P384}
_PRIVATE: Final = 0o600

_Kind = Annotated[str, typer.Option(metavar="KIND", help="ed25519, p256 or p384.")]
_DidDocument = Annotated[Path | None, typer.Option(metavar="FILE", help="Where the DID document of a did:web goes.")]


@app.command(
    "generate",
    epilog="\nExamples:\n  cairn keys generate --out key.json\n"
    "  cairn keys generate --out key.json --did did:web:college.example \\\n      --did-document did.json",
)
def generate(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the secret key goes; readable by you alone.")],
    kind: _Kind = "ed25519",
    did: Annotated[
        str | None, typer.Option(metavar="DID", help="A did:web that the key is for; else a did:key is made.")
    ] = None,
    did_document: _DidDocument = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Make a new key. A did:web also needs its DID document to be published at the address that is shown."""
    if (did is None) != (did_document is None):
        raise CommandError("--did and --did-document go together: the document is what your web site then publishes.")
    key = _make(kind, did)
    _require_new(out, "Name another file for the key.")
    if did is not None and did_document is not None:
        _require_new(did_document, "Use `cairn keys rotate` to add a key to it.")
        _write_document(did_document, _new_document(did, key))
    _write_key(out, key)
    _tell(key, as_json=as_json)


@app.command("show", epilog="\nExample:\n  cairn keys show key.json")
def show(
    key: Annotated[Path, typer.Argument(metavar="FILE", help="A secret key.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Show the public part of a key. The secret is never shown."""
    _tell(read_key(key), as_json=as_json)


@app.command("rotate", epilog="\nExample:\n  cairn keys rotate key.json --out key-2027.json --did-document did.json")
def rotate(
    key: Annotated[Path, typer.Argument(metavar="FILE", help="The key that is replaced.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the new secret key goes.")],
    did_document: Annotated[Path, typer.Option(metavar="FILE", help="The published DID document, which is updated.")],
    kind: _Kind = "ed25519",
    compromised_at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Since when the old key may have been in other hands.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Replace a key of a did:web. What the old one signed until now, or until it was compromised, stays valid."""
    old = read_key(key)
    did = old.verification_method.partition("#")[0]
    if not did.startswith("did:web:"):
        raise CommandError("A did:key is its own key and cannot be rotated; issue under a did:web instead.")
    document = _read_document(did_document, did)
    new = _make(kind, did)
    _end_method(document, old, _compromise(compromised_at))
    _add_method(document, new)
    _require_new(out, "Name another file for the key.")
    _write_key(out, new)
    Ledger.beside(key).hand_on(Ledger.beside(out))
    _write_document(did_document, document)
    _tell(new, as_json=as_json)


def _make(kind: str, did: str | None) -> SecretKey:
    if kind not in _KINDS:
        raise CommandError(f"There is no key of kind “{kind}”. Choose one of: {', '.join(_KINDS)}.")
    seed = secrets.token_bytes(_SEED_BYTES[_KINDS[kind]])
    key = SecretKey.from_seed(_KINDS[kind], seed)
    if did is None:
        return key
    try:
        did_web_url(did)
    except DidError as error:
        raise CommandError(f"{error.detail} Write it like did:web:college.example.") from None
    method = f"{did}#{key.public_key.to_multikey()}"
    return SecretKey.from_seed(_KINDS[kind], seed, verification_method=method)


def _require_new(path: Path, advice: str) -> None:
    """Refuse to write over anything: a key that was overwritten is lost."""
    if path.exists():
        raise CommandError(f"{path} exists and is not overwritten. {advice}")


def _write_key(path: Path, key: SecretKey) -> None:
    write_atomically(
        path, dump_json({**_public(key), "secretKeyMultibase": key.to_multikey()}, indent=True), mode=_PRIVATE
    )


def _public(key: SecretKey) -> JsonObject:
    return {
        "id": key.verification_method,
        "type": "Multikey",
        "controller": key.verification_method.partition("#")[0],
        "publicKeyMultibase": key.public_key.to_multikey(),
    }


def _new_document(did: str, key: SecretKey) -> JsonObject:
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    document: JsonObject = {"@context": contexts, "id": did, "verificationMethod": [], "assertionMethod": []}
    _add_method(document, key)
    return document


def _read_document(path: Path, did: str) -> JsonObject:
    """Read the DID document of an identifier, as far as it is changed here. Raises CommandError."""
    document = read_object(path)
    if document.get("id") != did:
        raise CommandError(f"{path} is not the DID document of {did}, to which the key belongs.")
    if any(not isinstance(document.get(name), list) for name in ("verificationMethod", "assertionMethod")):
        raise CommandError(f"{path} has no lists “verificationMethod” and “assertionMethod”, so it names no keys.")
    return document


def _write_document(path: Path, document: JsonObject) -> None:
    write_atomically(path, dump_json(document, indent=True))


def _add_method(document: JsonObject, key: SecretKey) -> None:
    document["verificationMethod"].append(_public(key))
    document["assertionMethod"].append(key.verification_method)


def _compromise(text: str | None) -> datetime | None:
    """Read since when a key was compromised. Raises CommandError for a moment to come."""
    moment = read_moment(text) if text is not None else None
    if moment is not None and moment > now():
        raise CommandError(f"{text} lies in the future. Name the moment since when the key may be in other hands.")
    return moment


def _end_method(document: JsonObject, key: SecretKey, compromised_at: datetime | None) -> None:
    """Write down when a key ended: what it signed before keeps its worth. Raises CommandError."""
    methods = document["verificationMethod"]
    method = next(
        (item for item in methods if isinstance(item, dict) and item.get("id") == key.verification_method), None
    )
    if method is None:
        raise CommandError("The DID document does not list the key that is to be replaced. Name the key it lists.")
    if compromised_at is not None:
        method["compromisedAt"] = format_date_time(compromised_at)
    elif "revoked" in method or "compromisedAt" in method:
        raise CommandError("That key was replaced before. Name the present one, or say --compromised-at.")
    else:
        # Signatures carry whole seconds: one of this very second still counts as made before the end.
        method["revoked"] = format_date_time(now().replace(microsecond=0) + timedelta(seconds=1))


def _tell(key: SecretKey, *, as_json: bool) -> None:
    public, did = _public(key), key.verification_method.partition("#")[0]
    if as_json:
        print(to_json({"kind": str(key.kind), **public}))
        return
    print(f"{key.kind} key of {did}")
    print(f"  public key: {public['publicKeyMultibase']}")
    if did.startswith("did:web:"):
        print(f"  publish its DID document at {did_web_url(did)}")
