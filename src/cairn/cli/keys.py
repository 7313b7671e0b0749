# SPDX-License-Identifier: Apache-2.0
"""`cairn keys`: making, showing and rotating an issuer's keys."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.clock import now
from cairn.cli.inputs import read_key, read_moment, read_object
from cairn.cli.problems import CommandError
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
    epilog="Example: cairn keys generate --out key.json --did did:web:college.example --did-document did.json",
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
    if did is not None and (did_document is None) == did.startswith("did:web:"):
        raise CommandError("A did:web needs --did-document FILE, which is then published on your web site.")
    key = _make(kind, did)
    _write_key(out, key)
    if did is not None and did_document is not None:
        _write_new_document(did_document, did, key)
    _tell(key, as_json=as_json)


@app.command("show", epilog="Example: cairn keys show key.json")
def show(
    key: Annotated[Path, typer.Argument(metavar="FILE", help="A secret key.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Show the public part of a key. The secret is never shown."""
    _tell(read_key(key), as_json=as_json)


@app.command("rotate", epilog="Example: cairn keys rotate key.json --out key-2027.json --did-document did.json")
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
    document = read_object(did_document)
    new = _make(kind, did)
    ended = {"revoked": format_date_time(now())}
    if compromised_at is not None:
        ended = {"compromisedAt": format_date_time(read_moment(compromised_at))}
    _end_method(document, old, ended)
    _add_method(document, did, new)
    _write_key(out, new)
    write_atomically(did_document, dump_json(document, indent=True))
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


def _write_key(path: Path, key: SecretKey) -> None:
    """Write a key to a file that does not exist yet: a key that was overwritten is lost."""
    if path.exists():
        raise CommandError(f"{path} exists and is not overwritten. Name another file for the key.")
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


def _write_new_document(path: Path, did: str, key: SecretKey) -> None:
    if path.exists():
        raise CommandError(f"{path} exists. Use `cairn keys rotate` to add a key to it.")
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    document: JsonObject = {"@context": contexts, "id": did, "verificationMethod": [], "assertionMethod": []}
    _add_method(document, did, key)
    write_atomically(path, dump_json(document, indent=True))


def _add_method(document: JsonObject, did: str, key: SecretKey) -> None:
    if document.get("id") != did:
        raise CommandError(f"The DID document is that of {document.get('id')}, but the key belongs to {did}.")
    document.setdefault("verificationMethod", []).append(_public(key))
    document.setdefault("assertionMethod", []).append(key.verification_method)


def _end_method(document: JsonObject, key: SecretKey, ended: JsonObject) -> None:
    methods = [item for item in document.get("verificationMethod", []) if item.get("id") == key.verification_method]
    if not methods:
        raise CommandError("The DID document does not list the key that is to be replaced.")
    methods[0].update(ended)


def _tell(key: SecretKey, *, as_json: bool) -> None:
    public, did = _public(key), key.verification_method.partition("#")[0]
    if as_json:
        print(json.dumps({"kind": str(key.kind), **public}))
        return
    print(f"{key.kind} key of {did}")
    print(f"  public key: {public['publicKeyMultibase']}")
    if did.startswith("did:web:"):
        print(f"  publish its DID document at {did_web_url(did)}")
