# SPDX-License-Identifier: Apache-2.0
"""eddsa-rdfc-2022: an Ed25519 key signs what a document means, independent of how it is written.

The suite that Open Badges 3.0 names (§8.2.2), and Cairn's default.

Source: EdDSA Cryptosuites 1.0 §3.2, https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022.
"""

from __future__ import annotations

from typing import Final

from cairn.standards.keys import KeyKind
from cairn.standards.proofs.suite import Cryptosuite
from cairn.standards.proofs.transformations import rdfc

SUITE: Final = Cryptosuite(
    name="eddsa-rdfc-2022",
    kinds=frozenset({KeyKind.ED25519}),
    transform=rdfc,
)
