# SPDX-License-Identifier: Apache-2.0
"""JSON Object Signing and Encryption: keys (JWK) and compact signatures (JWS)."""

from cairn.standards.jose.jwk import read_jwk, write_jwk
from cairn.standards.jose.jws import CompactJws, parse_jws, sign_jws, verify_jws

__all__ = ["CompactJws", "parse_jws", "read_jwk", "sign_jws", "verify_jws", "write_jwk"]
