# SPDX-License-Identifier: Apache-2.0
"""eddsa-jcs-2022: an Ed25519 key signs a document as it is written.

Source: EdDSA Cryptosuites 1.0 §3.3, https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022.
"""

from __future__ import annotations

from typing import Final

from cairn.standards.keys import KeyKind
from cairn.standards.proofs.suite import Cryptosuite
from cairn.standards.proofs.transformations import jcs

SUITE: Final = Cryptosuite(
    name="eddsa-jcs-2022",
    kinds=frozenset({KeyKind.ED25519}),
    transform=jcs,
    carries_context=True,
)
