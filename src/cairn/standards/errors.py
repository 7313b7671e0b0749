# SPDX-License-Identifier: Apache-2.0
"""The errors of the ground floor.

::

    StandardsError          a document or value does not follow its standard
    ├── CodecError          bytes, text or JSON that cannot be decoded        (codecs)
    ├── JsonLdError         a context, a term or a dataset refused            (jsonld)
    ├── DidError            an identifier that is malformed or not supported  (did)
    ├── ProofError          a proof that cannot be made or does not verify    (proofs, jose)
    ├── StatusError         a status list that cannot be relied on            (status)
    ├── ModelError          a credential that breaks its data model           (vc, openbadges, clr)
    └── BakeError           an image that carries no or no clear credential   (openbadges)
    ResourceUnavailable     a document that was asked for and could not be had: not a StandardsError,
                            because it says nothing about the credential

`verify()` turns each of them into a check of its report; it raises only for misuse.
"""

from __future__ import annotations


class StandardsError(ValueError):
    """A document or value does not follow its standard.

    `code` is a stable reason code, `detail` a sentence that a person understands, `path` the place in the
    document as a JSON Pointer (RFC 6901), or empty where the whole document is meant.
    """

    def __init__(self, code: str, detail: str, *, path: str = "") -> None:
        super().__init__(code, detail, path)
        self.code = code
        self.detail = detail
        self.path = path

    def __str__(self) -> str:
        return f"{self.detail} (at {self.path})" if self.path else self.detail


class CodecError(StandardsError):
    """Bytes, text or JSON that cannot be decoded."""


class JsonLdError(StandardsError):
    """A context, a term or a dataset refused."""


class DidError(StandardsError):
    """A decentralized identifier that is malformed or not supported."""


class ProofError(StandardsError):
    """A proof that cannot be made or does not verify."""


class StatusError(StandardsError):
    """A status list that cannot be relied on."""


class ModelError(StandardsError):
    """A credential that breaks its data model."""


class BakeError(StandardsError):
    """An image that carries no credential, or not clearly one."""


class ResourceUnavailable(Exception):  # it says nothing about the credential, so it is not an error of it
    """A document that was asked for could not be had: unknown offline, unreachable, or refused by the fetch guard."""

    def __init__(self, url: str, detail: str, *, code: str = "resource_unavailable") -> None:
        super().__init__(url, detail)
        self.url = url
        self.detail = detail
        self.code = code

    def __str__(self) -> str:
        return self.detail
