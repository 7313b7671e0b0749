# SPDX-License-Identifier: Apache-2.0
"""Recipients who are named only by a salted hash, and how to recognise one.

A hash without salt can be undone by trying e-mail addresses, so Cairn never writes one. The identifier and the salt
are compared and hashed exactly as they stand, in UTF-8; hexadecimal digits may be written in either case.
Source: Open Badges 3.0, IdentityHash and “Verify the Recipient Using an Identifier”.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

from cairn.standards.errors import ModelError
from cairn.standards.openbadges.models import IdentityObject

IDENTITY_HASH: Final = re.compile(r"(sha256)\$([0-9a-f]{64})|(md5)\$([0-9a-f]{32})", re.IGNORECASE)


def hash_identity(identifier: str, *, identity_type: str, salt: str) -> IdentityObject:
    """Make the hashed identity of a recipient. The salt is random and made by the caller.

    Raises ModelError: salt_required.
    """
    hashed = salted_hash(identifier, salt)
    return IdentityObject(hashed=True, identity_hash=hashed, identity_type=identity_type, salt=salt)


def salted_hash(identifier: str, salt: str) -> str:
    """Return the `identityHash` of a recipient.

    Raises ModelError: salt_required.
    """
    if not salt:
        raise ModelError("salt_required", "A hashed identity needs a salt, or it can be guessed. Pass a random one.")
    return "sha256$" + hashlib.sha256((identifier + salt).encode("utf-8")).hexdigest()


def matches_identity(identity: IdentityObject, identifier: str, *, identity_type: str) -> bool:
    """Tell whether an identity is that of a known identifier, in constant time."""
    if identity.identity_type != identity_type:
        return False
    return matches_hash(identity.identity_hash, identifier, salt=identity.salt or "", hashed=identity.hashed)


def matches_hash(stated: str, identifier: str, *, salt: str, hashed: bool) -> bool:
    """Tell whether a stated identity, hashed or plain, is that of an identifier; a malformed hash matches nothing."""
    if not hashed:
        return hmac.compare_digest(stated.encode("utf-8"), identifier.encode("utf-8"))
    if IDENTITY_HASH.fullmatch(stated) is None:
        return False
    algorithm, digest = stated.lower().split("$")
    data = (identifier + salt).encode("utf-8")
    # MD5 protects nothing here; it is what issuers of Open Badges 1 and 2 wrote.
    actual = hashlib.sha256(data) if algorithm == "sha256" else hashlib.md5(data, usedforsecurity=False)
    return hmac.compare_digest(actual.hexdigest(), digest)
