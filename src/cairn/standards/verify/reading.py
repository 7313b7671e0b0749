# SPDX-License-Identifier: Apache-2.0
"""Finding out what a file is, by its content and never by its name, and taking the credential out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cairn.standards.codecs import parse_json_object
from cairn.standards.errors import CodecError
from cairn.standards.jose import parse_jws
from cairn.standards.openbadges.baking import extract
from cairn.standards.openbadges.baking.pdf import SIGNATURE as PDF
from cairn.standards.openbadges.baking.pdf import extract_pdf
from cairn.standards.openbadges.decrepit import is_legacy
from cairn.standards.openbadges.decrepit.assertion import CONTEXTS
from cairn.standards.proofs.vc_jwt import CredentialToken, read_vc_jwt
from cairn.standards.types import JsonObject
from cairn.standards.vc.rules import CREDENTIALS_V2, as_list

MAX_VALUES: Final = 100_000
"""How many values a document may hold: in memory each is thirty times as long as it may be in the file."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_=-]*(?:\.[A-Za-z0-9_=-]*){2,}")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG_STARTS: Final = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\xff\xfe", b"\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"
_ENVELOPE: Final = re.compile(r"data:application/(?:v[cp](?:\+ld|-ld)?\+)?jwt,(?P<token>.+)", re.DOTALL)


class Kind(StrEnum):
    """What a document turned out to be."""

    CREDENTIAL = "credential"
    PRESENTATION = "presentation"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read: what it is, how it came, its JSON, and its token where it was one."""

    kind: Kind
    carriers: tuple[str, ...]
    document: JsonObject = field(default_factory=dict)
    token: CredentialToken | None = None
    text: str = ""

    @property
    def format(self) -> str:
        """How the document came, outermost first, such as `PNG, JSON`."""
        return ", ".join(self.carriers)


def read_document(data: bytes) -> ReadDocument:
    """Read JSON, a token, or an image or a PDF that carries either.

    Raises StandardsError: CodecError (not_a_credential, too_many_values and those of JSON, JWT), BakeError, ProofError.
    """
    stripped = data.removeprefix(_BOM).strip()
    if not stripped:
        raise CodecError("empty", "The file is empty.")
    if data.startswith(_PNG):
        return _read_text(extract(data).strip(), ("PNG",))
    if data.startswith(PDF):
        return _read_text(extract_pdf(data), ("PDF",))
    if stripped.startswith(_SVG_STARTS):
        return _read_text(extract(data).strip(), ("SVG",))
    try:
        return _read_text(stripped.decode("utf-8"), ())
    except UnicodeDecodeError:
        raise CodecError(
            "not_a_credential", "The file is neither a credential nor an image that carries one."
        ) from None


def read_json(document: JsonObject, carriers: tuple[str, ...] = ("JSON",)) -> ReadDocument:
    """Sort a parsed document by what it is.

    Raises CodecError: format_not_supported, not_a_credential; ProofError and CodecError of an enveloped token.
    """
    types = as_list(document.get("type", document.get("@type")))
    if "EnvelopedVerifiableCredential" in types or "EnvelopedVerifiablePresentation" in types:
        return _read_envelope(document, carriers)
    if "VerifiablePresentation" in types:
        return ReadDocument(Kind.PRESENTATION, carriers, document)
    if is_legacy(document):
        return ReadDocument(Kind.LEGACY, carriers, document)
    if "payload" in document and not document.keys().isdisjoint({"signature", "signatures"}):
        detail = "This is sealed in the JSON form of JWS, as European credentials are; Cairn does not read it yet."
        raise CodecError("format_not_supported", detail)
    if any(context in CONTEXTS for context in as_list(document.get("@context"))[:1] if isinstance(context, str)):
        detail = "This belongs to Open Badges 1 or 2, but it is no award: a badge class, an issuer, a key or a list."
        raise CodecError("not_a_credential", detail)
    if "type" not in document and "@context" not in document and "credentialSubject" not in document:
        raise CodecError("not_a_credential", "This is JSON, but it is not a credential.")
    return ReadDocument(Kind.CREDENTIAL, carriers, document)


def _read_text(text: str, carriers: tuple[str, ...]) -> ReadDocument:
    if text.startswith(("http://", "https://")) and carriers:
        return ReadDocument(Kind.LEGACY, (*carriers, "URL"), text=text)
    if _TOKEN.fullmatch(text):
        return _read_token(text, (*carriers, "JWT"))
    if "~" in text and _TOKEN.match(text):
        raise CodecError("format_not_supported", "This is an SD-JWT, which this version of Cairn does not read yet.")
    _refuse_crowd(text.count(","))
    return read_json(parse_json_object(text), (*carriers, "JSON"))


def _refuse_crowd(commas: int) -> None:
    """Return if the commas leave no room for too many values. Raises CodecError: too_many_values."""
    if commas > MAX_VALUES:
        raise CodecError("too_many_values", f"The document holds more values than the {MAX_VALUES} that are read.")


def _read_token(text: str, carriers: tuple[str, ...]) -> ReadDocument:
    from_legacy = _legacy_token(text)
    if from_legacy is not None:
        return ReadDocument(Kind.LEGACY, carriers, from_legacy, text=text)
    token = read_vc_jwt(text)
    is_presentation = "VerifiablePresentation" in as_list(token.credential.get("type"))
    return ReadDocument(
        Kind.PRESENTATION if is_presentation else Kind.CREDENTIAL, carriers, token.credential, token, text
    )


def _legacy_token(text: str) -> JsonObject | None:
    """Return the payload of a signed Open Badges 1.x or 2.0 assertion, None for any other token."""
    jws = parse_jws(text)
    _refuse_crowd(jws.payload.count(b","))
    payload = parse_json_object(jws.payload)
    return payload if is_legacy(payload) else None


def _read_envelope(document: JsonObject, carriers: tuple[str, ...]) -> ReadDocument:
    if as_list(document.get("@context"))[:1] != [CREDENTIALS_V2]:
        detail = f"The first @context of an envelope must be {CREDENTIALS_V2}."
        raise CodecError("wrong_first_context", detail, path="/@context")
    match = _ENVELOPE.fullmatch(document["id"]) if isinstance(document.get("id"), str) else None
    if match is None:
        raise CodecError("format_not_supported", "The enveloped credential is not a data: URL that holds a JWT.")
    return _read_token(match["token"], (*carriers, "JWT"))
