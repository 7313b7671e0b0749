# SPDX-License-Identifier: Apache-2.0
"""What `cairn bench` measures: the functions of the kernel themselves, in turns, in processor time.

A ratio is the median over rounds of two rates that were taken side by side, so a busy machine changes both.
"""

from __future__ import annotations

import copy
import hashlib
import statistics
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Final

from cairn.standards.codecs import dump_json
from cairn.standards.did import DidResolver
from cairn.standards.findings import pointer
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.openbadges.baking import template
from cairn.standards.openbadges.compose import Award, Recipient, compose_credential
from cairn.standards.proofs import DEFAULT_SUITE, ProofOptions, add_proof
from cairn.standards.proofs.verification import ProofPolicy, verify_proofs
from cairn.standards.status import StatusEntry
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.batch import BatchSigner, Path, value_at
from cairn.standards.vc.issue import Issuance
from cairn.standards.verify import VerificationPolicy, VerificationTools, verify

ROUNDS: Final = 9
SAMPLES: Final = 300
_CREATED: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
_SEED: Final = bytes(range(32))
_RECIPIENT_PATHS: Final[tuple[Path, ...]] = (
    ("id",),
    ("validFrom",),
    ("awardedDate",),
    ("credentialSubject", "id"),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "identifier", 0, "salt"),
    ("credentialSubject", "identifier", 1, "identityHash"),
    ("credentialSubject", "result", 0, "value"),
    ("credentialSubject", "result", 1, "value"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One row: how often a second, how many times the raw cost, and whether a peer does the same."""

    name: str
    per_second: float
    times_raw: float | None = None
    has_peer: bool = False


@dataclass(frozen=True, slots=True)
class _Work:
    """One thing to measure: done with the n-th sample, or `size` at once, compared with the raw work of that name."""

    name: str
    run: Callable[[int], object]
    raw: str = ""
    has_peer: bool = False
    size: int = 1


def measure(documents: list[JsonObject], *, seconds: float) -> list[Measurement]:
    """Measure everything on the same documents."""
    works = _works(documents)
    rates: dict[str, list[float]] = {work.name: [] for work in works}
    slice_ = seconds / ROUNDS / len(works)
    for _ in range(ROUNDS):
        for work in works:
            rates[work.name].append(work.size * _rate(work.run, slice_))
    return [_measurement(work, rates) for work in works]


def sample_documents() -> list[JsonObject]:
    """Make unsigned credentials of one shape, as a district would issue them."""
    return [_sample(number) for number in range(SAMPLES)]


def _rate(run: Callable[[int], object], seconds: float) -> float:
    begun = time.process_time()
    for number in count():
        run(number)
        spent = time.process_time() - begun
        if spent >= seconds:
            return (number + 1) / spent
    raise AssertionError


def _measurement(work: _Work, rates: dict[str, list[float]]) -> Measurement:
    own = rates[work.name]
    ratio = None
    if work.raw:
        ratio = statistics.median(raw / mine for raw, mine in zip(rates[work.raw], own, strict=True))
    return Measurement(work.name, statistics.median(own), ratio, work.has_peer)


def _works(documents: list[JsonObject]) -> list[_Work]:
    key, canonicalizer = SecretKey.from_seed(KeyKind.ED25519, _SEED), Canonicalizer()
    options = ProofOptions(created=_CREATED)
    signed = [add_proof(item, key, canonicalizer=canonicalizer, options=options) for item in documents]
    raw = _raw_works(documents, key, canonicalizer)
    return [
        *raw,
        *_issuing(documents, key, canonicalizer),
        *_verifying(signed, canonicalizer),
        *_others(documents, signed),
    ]


def _raw_works(documents: list[JsonObject], key: SecretKey, canonicalizer: Canonicalizer) -> list[_Work]:
    """What nobody can do without: one Ed25519 operation, and SHA-256 over the canonical proof options and document."""
    options = ProofOptions(created=_CREATED).to_json(DEFAULT_SUITE, key.verification_method)
    proof = canonicalizer.canonicalize({**options, "@context": documents[0]["@context"]})
    bodies = [canonicalizer.canonicalize(document) for document in documents]

    def hashes(number: int) -> bytes:
        return hashlib.sha256(proof).digest() + hashlib.sha256(bodies[number % len(bodies)]).digest()

    signatures = [key.crypto.sign(hashes(number)) for number in range(len(bodies))]  # type: ignore[call-arg]
    sign, check = key.crypto.sign, key.public_key.crypto.verify
    return [
        _Work("raw_sign", lambda number: sign(hashes(number))),  # type: ignore[call-arg]
        _Work("raw_verify", lambda number: check(signatures[number % len(bodies)], hashes(number))),  # type: ignore[call-arg]
    ]


def _issuing(documents: list[JsonObject], key: SecretKey, canonicalizer: Canonicalizer) -> list[_Work]:
    options = ProofOptions(created=_CREATED)
    batch, paths = _one_batch(documents)
    signer = BatchSigner.prepare(batch[0], paths, Issuance(key, options, bytes, canonicalizer=canonicalizer))
    works = [
        _Work(
            "issue",
            lambda n: add_proof(documents[n % len(documents)], key, canonicalizer=canonicalizer, options=options),
            "raw_sign",
            has_peer=True,
        )
    ]
    if signer is not None:
        rows = [{pointer("", *path): value_at(document, path) for path in paths} for document in batch]
        works.insert(
            0, _Work("batch_issue", lambda _: signer.sign_all(rows), "raw_sign", has_peer=True, size=len(rows))
        )
    return works


def _one_batch(documents: list[JsonObject]) -> tuple[list[JsonObject], list[Path]]:
    """Give the first document the recipients of the others: one achievement, many people."""
    paths = [path for path in _RECIPIENT_PATHS if all(_text_at(document, path) for document in documents[:2])]
    return [_with_values(documents[0], document, paths) for document in documents], paths


def _text_at(document: JsonObject, path: Path) -> bool:
    try:
        return isinstance(value_at(document, path), str)
    except (KeyError, IndexError, TypeError):
        return False


def _with_values(first: JsonObject, other: JsonObject, paths: list[Path]) -> JsonObject:
    document: Json = copy.deepcopy(first)
    for path in paths:
        value_at(document, path[:-1])[path[-1]] = value_at(other, path)
    result: JsonObject = document
    return result


def _verifying(signed: list[JsonObject], canonicalizer: Canonicalizer) -> list[_Work]:
    resolver, at = DidResolver(), datetime(2026, 11, 29, tzinfo=UTC)
    policy = ProofPolicy(at)
    tools = VerificationTools(canonicalizer=canonicalizer, resolver=resolver)
    files = [dump_json(document) for document in signed]
    report_policy = VerificationPolicy(at)

    def check(number: int) -> object:
        return verify_proofs(signed[number % len(signed)], policy, resolver=resolver, canonicalizer=canonicalizer)

    return [
        _Work("verify", check, "raw_verify", has_peer=True),
        _Work("verify_report", lambda n: verify(files[n % len(files)], report_policy, tools), "raw_verify"),
    ]


def _others(documents: list[JsonObject], signed: list[JsonObject]) -> list[_Work]:
    known, text = Canonicalizer(), dump_json(signed[0]).decode("utf-8")
    badge = template(_picture())
    return [
        _Work("canonicalize", lambda n: known.canonicalize(documents[n % len(documents)])),
        _Work("unseen_shape", lambda n: known.canonicalize_full(documents[n % len(documents)])),
        _Work("bake_png", lambda _: badge.bake(text)),
    ]


def _sample(number: int) -> JsonObject:
    achievement: JsonObject = {
        "id": "https://district.example/achievements/retrieval-practice",
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "Retrieval Practice in the Classroom",
        "description": "Plans, teaches and reviews lessons that make pupils recall what they learned before. " * 3,
        "criteria": {"narrative": "Submit two lesson plans, pupils' work and a reflection; all three parts pass. " * 4},
        "tag": ["teaching", "learning science"],
        "resultDescription": [
            {
                "id": "https://district.example/achievements/retrieval-practice#score",
                "type": ["ResultDescription"],
                "name": "Score",
                "resultType": "Percent",
                "valueMin": "0",
                "valueMax": "100",
            }
        ],
    }
    issuer = {
        "id": SecretKey.from_seed(KeyKind.ED25519, _SEED).verification_method.partition("#")[0],
        "type": ["Profile"],
        "name": "Larkwater Schools",
    }
    award = Award(issuer, achievement, _CREATED)
    recipient = Recipient(name=f"Learner {number}", email=f"l{number}@example.org", result=str(number % 101))
    entry = StatusEntry("BitstringStatusListEntry", "revocation", number, "https://district.example/status/1")
    return compose_credential(
        award, recipient, credential_id=f"urn:uuid:{number:032x}", salt=f"{number:032x}", status=(entry,)
    )


def _picture() -> bytes:
    """Make a PNG of about ten kilobytes: noise, so that it does not compress."""
    size = 58
    noise = hashlib.shake_256(b"noise").digest(size * size * 3)
    rows = b"".join(b"\0" + noise[row * size * 3 : (row + 1) * size * 3] for row in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = (("IHDR", header), ("IDAT", zlib.compress(rows)), ("IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name.encode(), data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
