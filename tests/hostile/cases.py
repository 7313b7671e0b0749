# SPDX-License-Identifier: Apache-2.0
"""The shared index of hostile inputs, and the issuer whose test keys pair lists with credentials."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.did import DidResolver
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs import ProofOptions, add_proof, without_proof
from cairn.standards.status import Bitstring, build_status_list_credential
from cairn.standards.types import FetchDocument, JsonObject
from cairn.standards.verify import VerificationPolicy, VerificationReport, VerificationTools, verify
from tests.shared_data import SHARED, shared_path

AT: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGNED_AT: Final = datetime(2026, 1, 15, 10, tzinfo=UTC)
ISSUER: Final = "did:web:issuer.example"
INDEX: Final = 94567
SECOND_LIST: Final = "https://issuer.example/status/2"
ISSUER_KEY: Final = SecretKey.from_seed(KeyKind.ED25519, hashlib.sha256(b"issuer-test-key").digest())
CANONICALIZER: Final = Canonicalizer()


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile input: where it stands, what it tries, and whether it must be accepted or refused."""

    id: str
    category: str
    file: str
    attack: str
    expected: str

    @property
    def data(self) -> bytes:
        """The input itself."""
        return shared_path(f"hostile/{self.file}").read_bytes()


@dataclass(slots=True)
class Web:
    """Serves documents from memory, asks another fetch for the rest, and notes what was asked for."""

    documents: dict[str, bytes]
    beyond: FetchDocument
    asked: list[str]

    def fetch(self, url: str) -> bytes:
        """Return a document. Raises ResourceUnavailable."""
        self.asked.append(url)
        return self.documents[url] if url in self.documents else self.beyond(url)


def list_cases(category: str) -> list[Case]:
    """List the cases of a category, none where the shared data is missing. For parametrizing tests."""
    path = SHARED / "hostile/index.json"
    entries = json.loads(path.read_bytes())["cases"] if path.exists() else []
    return [
        Case(entry["id"], entry["category"], entry["file"], entry["attack"], entry["expected"])
        for entry in entries
        if entry["category"] == category
    ]


def nowhere(url: str) -> bytes:
    """Stand in for a network in which nobody answers."""
    raise ResourceUnavailable(url, f"{url} does not answer.", code="fetch_failed")


def issuer_web(documents: dict[str, bytes] | None = None, beyond: FetchDocument = nowhere) -> Web:
    """Return a web in which some documents stand."""
    return Web(dict(documents or {}), beyond, [])


def judge(data: bytes, web: Web | None = None) -> VerificationReport:
    """Verify an input, with the DID document of the issuer whom the tokens name at hand."""
    web = web or issuer_web()
    resolver = DidResolver(fetch=web.fetch, documents={ISSUER: issuer_document()})
    tools = VerificationTools(CANONICALIZER, resolver, web.fetch)
    return verify(data, VerificationPolicy(at=AT), tools)


@cache
def issuer_document() -> JsonObject:
    """Return the DID document of the issuer in the tokens."""
    return parse_json_object(shared_path("hostile/keys/did.json").read_bytes())


def control(**members: object) -> JsonObject:
    """Return the control credential with other members, signed anew by its issuer."""
    document = parse_json_object(shared_path("hostile/credential/000-control-valid.json").read_bytes())
    return _sign({**without_proof(document), **members})


def paired(url: str, index: int = INDEX) -> bytes:
    """Return a credential whose status stands in a list."""
    entry = {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": url,
    }
    return dump_json(control(credentialStatus=entry))


def suspension_list() -> bytes:
    """Return the list that the case of two entries names second, in which its entry is set."""
    bits = Bitstring.empty()
    bits[INDEX] = 1
    issuer = ISSUER_KEY.verification_method.partition("#")[0]
    return dump_json(
        _sign(build_status_list_credential(SECOND_LIST, issuer, bits, purpose="suspension", valid_from=SIGNED_AT))
    )


def _sign(document: JsonObject) -> JsonObject:
    return add_proof(document, ISSUER_KEY, canonicalizer=CANONICALIZER, options=ProofOptions(created=SIGNED_AT))
