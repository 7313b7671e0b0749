# SPDX-License-Identifier: Apache-2.0
"""Hostile addresses and identifiers inside credentials: nobody is asked, and nothing is accepted.

How the guarded fetch treats each address against real sockets is in tests/foundation/test_fetch_hostile.py.
"""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, NoReturn

import pytest

from cairn.foundation.fetch import GuardedFetch, Network
from cairn.standards.codecs import dump_json
from cairn.standards.did import DidResolver
from cairn.standards.proofs import without_proof
from cairn.standards.types import JsonObject
from cairn.standards.verify import Verdict, VerificationPolicy, VerificationReport, VerificationTools, verify
from tests.hostile.cases import AT, CANONICALIZER, INDEX, control
from tests.hostile.command import Cairn
from tests.hostile.guard import bounded
from tests.shared_data import shared_files, shared_path

INSIDE: Final = {
    "127.0.0.1.nip.io": "127.0.0.1",
    "localtest.me": "127.0.0.1",
    "metadata.google.internal": "169.254.169.254",
    "localhost": "127.0.0.1",
    "dual.test": "::1",
}
"""Names that lead into a network; all others lead to a public address, at which nobody answers."""

PUBLIC: Final = "93.184.215.14"
REACHABLE: Final = frozenset(
    {
        "https://issuer.example/status/1",
        "did:web:xn--80ak6aa92e.com",
        "did:web:example.com:user:alice#../../x",
    }
)
"""What may be asked for: the control, a foreign alphabet, and an identifier that is sound up to its fragment."""


def _listed(name: str, key: str) -> list[str]:
    # A remark in brackets after an address says how its host behaves.
    return [
        entry[key].partition(" (")[0]
        for path in shared_files(f"hostile/ssrf/{name}")
        for entry in json.loads(path.read_bytes())
    ]


URLS: Final = _listed("800-urls.json", "url")
DIDS: Final = _listed("801-dids.json", "did")


@dataclass(slots=True)
class Unplugged:
    """A network in which names are known and no line is connected."""

    dialled: list[str] = field(default_factory=list)

    def resolve(self, host: str) -> tuple[IPv4Address | IPv6Address, ...]:
        """Answer for a name."""
        return (ip_address(INSIDE.get(host, PUBLIC)),)

    def connect(self, address: IPv4Address | IPv6Address, port: int, seconds: float) -> NoReturn:
        """Note where a connection was wanted, and refuse it."""
        del seconds
        self.dialled.append(f"{address}:{port}")
        raise ConnectionRefusedError

    def fetch(self) -> GuardedFetch:
        """Return the guarded fetch in this network."""
        return GuardedFetch(Network(resolve=self.resolve, connect=self.connect))


def _verify(document: JsonObject, network: Unplugged) -> VerificationReport:
    fetch = network.fetch()
    tools = VerificationTools(CANONICALIZER, DidResolver(fetch=fetch), fetch)
    with bounded():
        return verify(dump_json(document), VerificationPolicy(at=AT), tools)


def _with_list(url: str) -> JsonObject:
    return control(
        credentialStatus={
            "id": "https://issuer.example/status/1#1",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(INDEX),
            "statusListCredential": url,
        }
    )


def test_the_cases_are_here() -> None:
    shared_path("hostile/ssrf/800-urls.json")
    assert (len(URLS), len(DIDS)) == (59, 22)


@pytest.mark.parametrize("url", URLS)
def test_a_status_list_at_a_hostile_address_is_never_asked_for(url: str) -> None:
    try:
        document = _with_list(url)
    except ValueError:
        # What is not even an address cannot be signed as one; a token would carry it, and the fetch refuses it.
        with pytest.raises(Exception, match="was not fetched"):
            Unplugged().fetch()(url)
        return
    network = Unplugged()
    report = _verify(document, network)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.reason is not None
    assert report.reason.code == "STATUS_RETRIEVAL_ERROR"
    public = url in REACHABLE or (url.startswith("https://") and ".test/" in url and "dual.test" not in url)
    assert network.dialled == ([f"{PUBLIC}:443"] if public else [])


@pytest.mark.parametrize("did", DIDS)
def test_a_credential_of_a_hostile_identifier_is_never_accepted(did: str) -> None:
    network = Unplugged()
    forged = control()
    proof = {**forged["proof"], "verificationMethod": f"{did}#key"}
    issuer = {**forged["issuer"], "id": did}
    report = _verify({**without_proof(forged), "issuer": issuer, "proof": proof}, network)
    assert report.verdict in (Verdict.NOT_VERIFIED, Verdict.UNDETERMINED)
    assert network.dialled == ([f"{PUBLIC}:443"] if did in REACHABLE else [])


@pytest.mark.parametrize("url", [url for url in URLS if url not in REACHABLE and ".test/" not in url])
def test_the_command_is_not_sent_to_a_hostile_address(url: str, cairn: Cairn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named as a source, an address is refused or taken for the name of a file, which is not there."""

    def answer(host: str, *_arguments: object, **_options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (INSIDE.get(host, PUBLIC), 443))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with bounded():
        ended = cairn("verify", "--json", "--", url or "-missing")
    assert ended.exit_code in (2, 3)
    if ended.exit_code == 3:
        assert [result["verdict"] for result in ended.report["results"]] == ["undetermined"]
        assert ended.report["results"][0]["checks"][0]["code"] == "fetch_blocked"
    else:
        assert ended.errors.count("\n") == 1
