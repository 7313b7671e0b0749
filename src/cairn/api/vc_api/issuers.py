# SPDX-License-Identifier: Apache-2.0
"""The issuers of the VC API: one for each suite and kind of key, with keys made from a seed.

These keys sign whatever anybody sends, so they serve conformance tests and nothing else. They live as long as the
process, or as long as its `CAIRN_VC_API_SEED`, which several workers must share.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.vc.issue import VC_JWT

SELECTIVE: Final = "ecdsa-sd-2023"
"""The suite whose proofs can be disclosed in part."""

_SUITES: Final = (
    ("eddsa-rdfc-2022", KeyKind.ED25519),
    ("eddsa-jcs-2022", KeyKind.ED25519),
    ("ecdsa-rdfc-2019", KeyKind.P256),
    ("ecdsa-rdfc-2019", KeyKind.P384),
    ("ecdsa-jcs-2019", KeyKind.P256),
    ("ecdsa-jcs-2019", KeyKind.P384),
    (SELECTIVE, KeyKind.P256),
    (VC_JWT, KeyKind.ED25519),
)
_SEED_BYTES: Final = {KeyKind.ED25519: 32, KeyKind.P256: 32, KeyKind.P384: 48}


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer: the name in its route, the suite it signs with and its key."""

    name: str
    suite: str
    key: SecretKey

    @property
    def did(self) -> str:
        """The did:key of the issuer."""
        return self.key.verification_method.partition("#")[0]


def make_issuers(seed: bytes) -> Mapping[str, Issuer]:
    """Make every issuer from one seed, by name, such as `eddsa-rdfc-2022` or `ecdsa-rdfc-2019-p256`."""
    issuers = (_make_issuer(seed, suite, kind) for suite, kind in _SUITES)
    return MappingProxyType({issuer.name: issuer for issuer in issuers})


def _make_issuer(seed: bytes, suite: str, kind: KeyKind) -> Issuer:
    name = suite if kind is KeyKind.ED25519 else f"{suite}-{kind.replace('-', '').lower()}"
    return Issuer(name, suite, SecretKey.from_seed(kind, _derive(seed, name, _SEED_BYTES[kind])))


def _derive(seed: bytes, name: str, size: int) -> bytes:
    digest = hmac.digest(seed, name.encode(), hashlib.sha384)[:size]
    # Below 2^(8·size−1) the number is a valid scalar of either curve.
    return bytes([digest[0] & 0x7F]) + digest[1:]
