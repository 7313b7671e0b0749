# SPDX-License-Identifier: Apache-2.0
"""ecdsa-sd-2023: the issuer signs every statement, and the holder shows only some of them.

Source: ECDSA Cryptosuites 1.0 §3.5 and §3.6, https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023.
"""

from cairn.standards.proofs.ecdsa_sd_2023.suite import SUITE, derive_proof

__all__ = ["SUITE", "derive_proof"]
