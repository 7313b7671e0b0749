# SPDX-License-Identifier: Apache-2.0
"""Others read Cairn's status lists as Cairn means them: a revoked credential is revoked for all."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError
from openvc import VerificationPolicy, verify_credential
from openvc.status import CredentialRevoked

from cairn.standards.codecs import dump_json
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.status import Bitstring, StatusEntry, build_status_list_credential
from cairn.standards.types import JsonObject
from tests.peers.node import IndependentVerifier
from tests.peers.oracles import shared_contexts
from tests.peers.samples import KEYS, SIGNED_AT, STATUS_LIST, badge, did_of

KEY = KEYS[KeyKind.ED25519]
INDEX = 94_567


@dataclass(frozen=True, slots=True)
class Published:
    """A credential and the list that tells its status, both signed by the issuer."""

    credential: JsonObject
    status_list: JsonObject
    revoked: bool


@pytest.fixture(params=[False, True], ids=["good", "revoked"])
def published(request: pytest.FixtureRequest) -> Published:
    bits = Bitstring.empty()
    bits[INDEX] = int(request.param)
    entry = StatusEntry("BitstringStatusListEntry", "revocation", INDEX, STATUS_LIST)
    status_list = build_status_list_credential(
        STATUS_LIST, did_of(KEY), bits, purpose="revocation", valid_from=SIGNED_AT
    )
    return Published(_sign(badge(did_of(KEY), credentialStatus=entry.to_json())), _sign(status_list), request.param)


def test_independent_verifier_reads_the_list(
    published: Published, independent_verifier: IndependentVerifier, tmp_path: Path
) -> None:
    credential, status_list = tmp_path / "credential.json", tmp_path / "list.json"
    credential.write_bytes(dump_json(published.credential))
    status_list.write_bytes(dump_json(published.status_list))
    verdicts = independent_verifier.judge([credential], "--strict", "--doc", f"{STATUS_LIST}={status_list}")
    assert verdicts == {"credential.json": not published.revoked}


def test_openvc_reads_the_list(published: Published) -> None:
    def resolve(url: str) -> JsonObject:
        assert url == STATUS_LIST
        verify_credential(published.status_list, policy=VerificationPolicy(require_status=False))
        return published.status_list

    with pytest.raises(CredentialRevoked) if published.revoked else nullcontext():
        verify_credential(published.credential, resolve_status_list=resolve, extra_contexts=shared_contexts())


def test_openbadgeslib_reads_the_list(published: Published) -> None:
    verifier = OB3LdpVerifier.for_issuer_did(did_of(KEY))
    answer = json.dumps(published.status_list).encode()
    refusal = pytest.raises(OB3VerificationError, match="'revocation' is set")
    with refusal if published.revoked else nullcontext():
        # Its check of the list's own signature knows tokens only.
        verifier.verify(published.credential, check_status=True, download=lambda _: answer, verify_status_list=False)


def _sign(document: JsonObject) -> JsonObject:
    return add_proof(document, KEY, canonicalizer=Canonicalizer(), options=ProofOptions(created=SIGNED_AT))
