# SPDX-License-Identifier: Apache-2.0
"""ecdsa-rdfc-2019: a P-256 or P-384 key signs what a document means, independent of how it is written.

The hash is SHA-256 for P-256 and SHA-384 for P-384.

Source: ECDSA Cryptosuites 1.0 §3.2, https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-rdfc-2019.
"""

from __future__ import annotations

from typing import Final

from cairn.standards.keys import KeyKind
from cairn.standards.proofs.suite import Cryptosuite
from cairn.standards.proofs.transformations import rdfc

SUITE: Final = Cryptosuite(
    name="ecdsa-rdfc-2019",
    kinds=frozenset({KeyKind.P256, KeyKind.P384}),
    transform=rdfc,
)
