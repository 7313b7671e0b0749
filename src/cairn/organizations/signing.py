# SPDX-License-Identifier: Apache-2.0
"""Secrets at rest, and signing with the key of an organization.

The secret half of a key is stored under AES-256-GCM with a key that is derived (HKDF-SHA-256, RFC 5869) from
`CAIRN_MASTER_KEY`, which is never in the database. What a secret belongs to is bound to it as associated data, so that
a sealed secret that is moved to another row does not open.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from cairn.foundation.errors import Conflict, DomainError, ErrorKind
from cairn.foundation.scopes import organization_scope
from cairn.organizations.mapping import verification_method_of
from cairn.organizations.models import KeyState, Organization, SigningKey
from cairn.standards.codecs import decode_base64url, encode_base64url
from cairn.standards.errors import CodecError
from cairn.standards.keys import KeyKind, SecretKey

_VERSION: Final = "v1."
_NONCE_BYTES: Final = 12
_PURPOSE: Final = b"cairn secrets at rest v1"


@dataclass(frozen=True, slots=True)
class StoredSigner:
    """A `Signer` of the standards that signs with a stored key; `key` is its row."""

    key: SigningKey
    secret: SecretKey = field(repr=False)

    @property
    def kind(self) -> KeyKind:
        """The kind of the key."""
        return self.secret.kind

    @property
    def verification_method(self) -> str:
        """The DID URL under which others find the public key."""
        return self.secret.verification_method

    def sign(self, data: bytes) -> bytes:
        """Sign data."""
        return self.secret.sign(data)


def signer_for(organization: Organization) -> StoredSigner:
    """Return what an organization signs with today.

    Raises Conflict: no_signing_key; DomainError: secret_unreadable.
    """
    with organization_scope(organization.pk):
        key = SigningKey.objects.filter(state=KeyState.ACTIVE).first()
    if key is None:
        raise Conflict(
            _("This organization has no key to sign with. An owner can make one under Settings, Keys."),
            code="no_signing_key",
        )
    seed = unseal(key.sealed_secret, bound_to=key_binding(key))
    method = verification_method_of(organization, key)
    return StoredSigner(key, SecretKey.from_seed(KeyKind(key.kind), seed, verification_method=method))


def key_binding(key: SigningKey) -> str:
    """Return what the secret of a key is bound to: its row and its organization."""
    return f"signing-key:{key.pk}:{key.organization_id}"


def seal(data: bytes, *, bound_to: str = "") -> str:
    """Encrypt a secret for the database; it opens only with the same `bound_to`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_master()).encrypt(nonce, data, bound_to.encode())
    return _VERSION + encode_base64url(nonce + sealed)


def unseal(text: str, *, bound_to: str = "") -> bytes:
    """Decrypt a secret from the database. Raises DomainError: secret_unreadable."""
    try:
        raw = decode_base64url(text.removeprefix(_VERSION))
        return AESGCM(_master()).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, CodecError, ValueError):
        raise DomainError(
            ErrorKind.UNAVAILABLE,
            _("A stored secret cannot be read. The master key of this server is not the one it was stored under."),
            code="secret_unreadable",
        ) from None


def _master() -> bytes:
    return _derive(settings.CAIRN_MASTER_KEY)


@lru_cache(maxsize=4)
def _derive(master: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(master.encode())
