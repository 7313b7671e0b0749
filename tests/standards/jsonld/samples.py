# SPDX-License-Identifier: Apache-2.0
"""Documents for the tests: the credentials that the peers are measured with, and random ones of many more shapes."""

from __future__ import annotations

import importlib.util
import random
import sys
import warnings
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from cairn.standards.codecs import decode_base58btc, encode_base58btc
from cairn.standards.types import JsonObject
from tests.shared_data import shared_path

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"

_TEXTS = (
    "learning outcomes",
    "Tūhono whānau kōrero",
    'quote " and back\\slash',
    "line\nbreak\ttab\rreturn",
    "\x0b vertical \x1b escape",
    "\x7f delete",
    "emoji 🎓 and \u2028 separators \xa0",
    "C:\\users\\me",
    "_:a _:z _:c14n0 .\n<urn:x> <urn:y> <urn:z> .\n",
    "-",
)
_NUMBERS = (0, 5, -7, 15, 7.5, 0.1, 123456.789, 1e21, 3.0, -0.0, 2**53, 1e-9)


@cache
def peer_bench() -> ModuleType:
    """Load the module that makes the credentials every peer is measured with, from the shared data."""
    path = shared_path("peers/bench/common.py")
    base58: Any = ModuleType("base58")
    base58.b58encode = lambda data: encode_base58btc(data).encode()
    base58.b58decode = decode_base58btc
    sys.modules.setdefault("base58", base58)
    spec = importlib.util.spec_from_file_location("peer_bench", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        spec.loader.exec_module(module)
    return module


def peer_credential(seed: int, **sizes: Any) -> JsonObject:
    """Make one benchmark credential."""
    document: JsonObject = peer_bench().make(random.Random(seed), **sizes)
    return document


def proof_options(document: JsonObject) -> JsonObject:
    """Make the options of a Data Integrity proof over a document, as they are canonicalized."""
    return {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T10:00:00Z",
        "verificationMethod": "did:key:z6Mk#z6Mk",
        "proofPurpose": "assertionMethod",
    }


def random_document(rng: random.Random) -> JsonObject:
    """Make a random document that follows its contexts: a credential, a record, an endorsement, or proof options."""
    makers: tuple[Callable[[random.Random], JsonObject], ...] = (credential, record, endorsement)
    document = rng.choice(makers)(rng)
    return proof_options(document) if rng.random() < 0.1 else document


def credential(rng: random.Random) -> JsonObject:
    """Make an Open Badges 3.0 credential."""
    return {
        "@context": [V2, OB],
        "id": _iri(rng),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _text(rng),
        "validFrom": "2026-11-01T00:00:00Z",
        "issuer": rng.choice([_iri(rng), {"id": _iri(rng), "type": ["Profile"], "name": _text(rng)}]),
        "credentialSubject": {
            **_maybe(rng, "id", _iri(rng)),
            "type": ["AchievementSubject"],
            **_maybe(rng, "creditsEarned", rng.choice(_NUMBERS)),
            **_maybe(rng, "identifier", [_identity(rng) for _ in range(rng.randrange(3))]),
            "achievement": achievement(rng),
            **_maybe(rng, "result", [_result(rng) for _ in range(rng.randrange(3))]),
        },
        **_maybe(rng, "evidence", [_evidence(rng) for _ in range(rng.randrange(4))]),
        **_maybe(rng, "validUntil", None),
    }


def achievement(rng: random.Random) -> JsonObject:
    """Make an achievement."""
    return {
        "id": _iri(rng),
        "type": ["Achievement"],
        "name": _text(rng),
        "description": _text(rng),
        "criteria": {**_maybe(rng, "id", _iri(rng)), "narrative": _text(rng)},
        **_maybe(rng, "creditsAvailable", rng.choice(_NUMBERS)),
        **_maybe(rng, "tag", [_text(rng) for _ in range(rng.randrange(4))]),
        **_maybe(rng, "alignment", [_alignment(rng) for _ in range(rng.randrange(4))]),
        **_maybe(rng, "image", {"id": _iri(rng), "type": "Image", "caption": _text(rng)}),
    }


def record(rng: random.Random) -> JsonObject:
    """Make a Comprehensive Learner Record 2.0 whose inner credentials stand in graphs of their own."""
    return {
        "@context": [V2, CLR, OB],
        "id": _iri(rng),
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": _text(rng),
        "issuer": _iri(rng),
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "type": ["ClrSubject"],
            "verifiableCredential": [credential(rng) for _ in range(rng.randrange(3))],
        },
    }


def endorsement(rng: random.Random) -> JsonObject:
    """Make an endorsement, with a title in several languages."""
    return {
        "@context": [V2, OB],
        "id": _iri(rng),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": rng.choice([_text(rng), {"@value": _text(rng), "@language": "mi"}]),
        "issuer": _iri(rng),
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {"id": _iri(rng), "type": ["EndorsementSubject"], "endorsementComment": _text(rng)},
    }


def _maybe(rng: random.Random, key: str, value: object) -> JsonObject:
    return {key: value} if rng.random() < 0.6 else {}


def _text(rng: random.Random) -> str:
    return rng.choice(_TEXTS) + rng.choice(["", " ", str(rng.randrange(100))])


def _iri(rng: random.Random) -> str:
    return rng.choice(["https://example.org/", "urn:uuid:", "did:example:", "http://ex.org/ü/"]) + str(
        rng.randrange(50)
    )


def _identity(rng: random.Random) -> JsonObject:
    hashed = rng.random() < 0.5
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": _text(rng), "identityType": "emailAddress"}


def _result(rng: random.Random) -> JsonObject:
    return {"type": ["Result"], "resultDescription": _iri(rng), "value": _text(rng)}


def _evidence(rng: random.Random) -> JsonObject:
    return {**_maybe(rng, "id", _iri(rng)), "type": ["Evidence"], "name": _text(rng), "narrative": _text(rng)}


def _alignment(rng: random.Random) -> JsonObject:
    return {"type": ["Alignment"], "targetName": _text(rng), "targetUrl": _iri(rng), "targetCode": _text(rng)}
