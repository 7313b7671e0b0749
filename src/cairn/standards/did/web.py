# SPDX-License-Identifier: Apache-2.0
"""did:web: an identifier that stands for a document on a web host.

Only plain host names are accepted: an address, a local name, a path that climbs or an escaped slash would make the
identifier a way to reach other places. Source: the did:web method specification §2.
"""

from __future__ import annotations

import re
from typing import Final

from cairn.standards.codecs import parse_json_object
from cairn.standards.did.document import DidDocument, read_did_document
from cairn.standards.errors import CodecError, DidError
from cairn.standards.types import FetchDocument

MAX_DID_LENGTH: Final = 1024
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?P<host>{_LABEL}(?:\.{_LABEL})+)(?:%3A(?P<port>[1-9][0-9]{{0,4}}))?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_MAX_PORT: Final = 65_535
_MAX_HOST_LENGTH: Final = 253
_SEGMENT: Final = re.compile(r"(?!\.+$)[A-Za-z0-9._-]+")


def resolve_did_web(did: str, fetch: FetchDocument) -> DidDocument:
    """Fetch and read the document.

    Raises DidError: invalid_did, did_mismatch, invalid_did_document; ResourceUnavailable from `fetch`.
    """
    return fetch_document(did, did_web_url(did), fetch)


def fetch_document(identifier: str, url: str, fetch: FetchDocument) -> DidDocument:
    """Fetch the document of an identifier from a URL and read it.

    Raises DidError: did_mismatch, invalid_did_document; ResourceUnavailable from `fetch`.
    """
    try:
        document = parse_json_object(fetch(url))
    except CodecError as error:
        raise DidError("invalid_did_document", f"The document of {identifier} cannot be read: {error.detail}") from None
    return read_did_document(document, identifier)


def did_web_url(did: str) -> str:
    """Return the https address of a did:web's document.

    Raises DidError: invalid_did.
    """
    host_part, *segments = did.removeprefix("did:web:").split(":")
    host = _HOST.fullmatch(host_part) if len(did) <= MAX_DID_LENGTH else None
    if host is None or not _is_public_name(host["host"]) or int(host["port"] or 0) > _MAX_PORT:
        raise DidError("invalid_did", f"{did[:80]} does not name a public web host in lower case.")
    if not all(_SEGMENT.fullmatch(segment) for segment in segments):
        raise DidError("invalid_did", f"The path of {did[:80]} is not made of plain names.")
    authority = f"{host['host']}:{host['port']}" if host["port"] else host["host"]
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{authority}/{path}/did.json"


def _is_public_name(host: str) -> bool:
    """Tell a name from an address: what ends in a number is read as one (WHATWG URL §3.5)."""
    return len(host) <= _MAX_HOST_LENGTH and not _NUMBER.fullmatch(host.rpartition(".")[2])
