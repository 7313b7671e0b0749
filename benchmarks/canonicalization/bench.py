# SPDX-License-Identifier: Apache-2.0
"""Measures canonicalization, issuing and verifying as ratios, against the raw cost of the cryptography and two peers.

    python -m benchmarks.canonicalization.bench [SECONDS]

Everything runs in one process on one core, interleaved, in CPU time, on the same 300 credentials that every peer is
measured with; a ratio is the median over rounds of two rates taken side by side. *Raw* is one Ed25519 operation and two
SHA-256 hashes over the same canonical bytes: what no implementation can do without.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.standards.codecs import decode_base58btc, encode_base58btc
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.jsonld.pointers import read_at
from cairn.standards.types import Json, JsonObject
from tests.standards.jsonld.samples import peer_credential, proof_options
from tests.standards.jsonld.test_oracles import by_oxigraph, by_pyld

ROUNDS = 9
DOCUMENTS = 300
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key()
VARIABLES = (
    "/id",
    "/validFrom",
    "/awardedDate",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/identifier/0/salt",
    "/credentialSubject/result/0/value",
    "/credentialSubject/result/1/value",
    "/credentialStatus/id",
    "/credentialStatus/statusListIndex",
)

Canonicalize = Callable[[JsonObject], bytes]
Work = Callable[[int], object]


def sha256(data: bytes) -> bytes:
    """Hash with SHA-256."""
    return hashlib.sha256(data).digest()


def issue(document: JsonObject, canonicalize: Canonicalize) -> JsonObject:
    """Sign any document with eddsa-rdfc-2022."""
    options = proof_options(document)
    hashes = sha256(canonicalize(options)) + sha256(canonicalize(document))
    del options["@context"]
    options["proofValue"] = "z" + encode_base58btc(KEY.sign(hashes))
    return {**document, "proof": options}


def verify(signed: JsonObject, canonicalize: Canonicalize) -> None:
    """Check the signature of a parsed document."""
    document = dict(signed)
    options = dict(document.pop("proof"))
    signature = decode_base58btc(options.pop("proofValue")[1:])
    options["@context"] = document["@context"]
    PUBLIC_KEY.verify(signature, sha256(canonicalize(options)) + sha256(canonicalize(document)))


@dataclass(frozen=True)
class Row:
    """One measurement: what is done, and the row that it is compared with as raw cost and as peer."""

    name: str
    work: Work
    raw: str = ""
    peer: str = ""


def rows() -> list[Row]:
    """Prepare all measurements, and see that everyone gives the same bytes first."""
    documents = [peer_credential(seed) for seed in range(DOCUMENTS)]
    cairn = Canonicalizer()
    for document in documents:
        _agree(cairn.canonicalize(document), cairn.canonicalize_full(document).nquads, by_oxigraph(document))
    for document in documents[:30]:
        _agree(cairn.canonicalize(document), by_pyld(document))
    signed = [issue(document, cairn.canonicalize) for document in documents]
    for document in signed:
        verify(document, cairn.canonicalize)
    return [
        *_raw_rows(cairn, documents),
        *_batch_rows(cairn, documents),
        *_rows_of("plan", cairn.canonicalize, documents, signed),
        *_rows_of("full", lambda document: cairn.canonicalize_full(document).nquads, documents, signed),
        *_rows_of("pyoxigraph", by_oxigraph, documents, signed),
        *_rows_of("pyld", by_pyld, documents, signed),
    ]


def _agree(*forms: bytes | None) -> None:
    if len(set(forms)) != 1:
        raise SystemExit("The implementations do not give the same bytes: there is nothing to measure.")


def _raw_rows(cairn: Canonicalizer, documents: list[JsonObject]) -> list[Row]:
    options = cairn.canonicalize(proof_options(documents[0]))
    bodies = [cairn.canonicalize(document) for document in documents]
    signatures = [KEY.sign(sha256(options) + sha256(body)) for body in bodies]

    def raw_verify(turn: int) -> None:
        body = bodies[turn % DOCUMENTS]
        PUBLIC_KEY.verify(signatures[turn % DOCUMENTS], sha256(options) + sha256(body))

    def raw_sign(turn: int) -> None:
        KEY.sign(sha256(options) + sha256(bodies[turn % DOCUMENTS]))

    return [Row("raw issue", raw_sign), Row("raw verify", raw_verify)]


def _batch_rows(cairn: Canonicalizer, documents: list[JsonObject]) -> list[Row]:
    """Issue a batch from one template: the proof options are hashed once, only a few values vary."""
    bound = cairn.bind(documents[0], VARIABLES)
    recipients = [{path: read_at(document, path) for path in VARIABLES} for document in documents]
    for values in recipients:
        _agree(bound.fill(values), cairn.canonicalize_full(bound.document(values)).nquads)
    options_hash = sha256(cairn.canonicalize(proof_options(documents[0])))

    def fill(turn: int) -> bytes:
        return bound.fill(recipients[turn % DOCUMENTS]) or b""

    def sign(turn: int) -> str:
        return "z" + encode_base58btc(KEY.sign(options_hash + sha256(fill(turn))))

    return [
        Row("batch: canonicalize", fill, peer="pyld: canonicalize"),
        Row("batch: issue", sign, "raw issue", "pyld: issue"),
    ]


def _rows_of(name: str, canonicalize: Canonicalize, documents: list[JsonObject], signed: list[JsonObject]) -> list[Row]:
    return [
        Row(f"{name}: canonicalize", lambda turn: canonicalize(documents[turn % DOCUMENTS]), peer="pyld: canonicalize"),
        Row(
            f"{name}: issue", lambda turn: issue(documents[turn % DOCUMENTS], canonicalize), "raw issue", "pyld: issue"
        ),
        Row(
            f"{name}: verify", lambda turn: verify(signed[turn % DOCUMENTS], canonicalize), "raw verify", "pyld: verify"
        ),
    ]


def measure(measured: list[Row], seconds: float) -> dict[str, list[float]]:
    """Take the rate of every row in every round, one after the other."""
    rates: dict[str, list[float]] = {row.name: [] for row in measured}
    for _ in range(ROUNDS):
        for row in measured:
            rates[row.name].append(_rate(row.work, seconds / ROUNDS))
    return rates


def _rate(work: Work, seconds: float) -> float:
    started = time.process_time()
    for turn in count():
        work(turn)
        spent = time.process_time() - started
        if spent >= seconds:
            return (turn + 1) / spent
    raise AssertionError


def ratio(above: list[float], below: list[float]) -> float:
    """Return the median over rounds of how many times faster one is than the other."""
    return statistics.median(one / other for one, other in zip(above, below, strict=True))


def report(measured: list[Row], rates: Mapping[str, list[float]]) -> Json:
    """Print a table and return it as JSON."""
    table = {}
    for row in measured:
        entry = {"per_second": round(statistics.median(rates[row.name]))}
        times_raw = ratio(rates[row.raw], rates[row.name]) if row.raw else None
        times_peer = ratio(rates[row.name], rates[row.peer]) if row.peer else None
        table[row.name] = {**entry, "times_raw_cost": times_raw, "times_pyld": times_peer}
        raw_text = f"{times_raw:8.2f} x raw cost" if times_raw else " " * 19
        peer_text = f"{times_peer:8.1f} x pyld" if times_peer else ""
        print(f"{row.name:26s}{entry['per_second']:10d} /s{raw_text}{peer_text}")
    return table


def first_documents() -> None:
    """Print what starting costs: loading the contexts, and compiling a plan."""
    document = peer_credential(1)
    cairn = Canonicalizer()
    for name in ("first document, loading its contexts", "second document, compiling a plan", "third document"):
        started = time.process_time()
        cairn.canonicalize(document)
        print(f"{name:40s}{(time.process_time() - started) * 1000:8.2f} ms")


if __name__ == "__main__":
    first_documents()
    prepared = rows()
    results = report(prepared, measure(prepared, float(sys.argv[1]) if len(sys.argv) > 1 else 3.0))
    if "--json" in sys.argv:
        print(json.dumps(results))
