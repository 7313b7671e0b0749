# SPDX-License-Identifier: Apache-2.0
"""The rules of the Verifiable Credentials data model, versions 2.0 and 1.1, for credentials and presentations.

What a context defines is the business of `jsonld`; these rules are about the shape. Each rule is a small generator of
findings. Source: Verifiable Credentials Data Model 2.0 §4, and 1.1 §4 for documents of that version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, TypeAlias

from cairn.standards.datetimes import parse_date_time
from cairn.standards.errors import ModelError
from cairn.standards.findings import Finding, pointer
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.related import related_digests

CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"

Findings: TypeAlias = Iterator[Finding]

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]+")
_TYPED: Final = ("credentialStatus", "termsOfUse", "refreshService", "evidence", "proof")
_ENVELOPE: Final = re.compile(r"data:application/(?:jwt|v[cp](?:\+ld|-ld)?\+(?:(?:sd-)?jwt|cose))[;,].+", re.DOTALL)
_VALUE_MEMBERS: Final = frozenset({"@value", "@language", "@direction"})
_DIGESTS: Final = ("digestSRI", "digestMultibase")


def check_credential(credential: JsonObject) -> list[Finding]:
    """List what breaks the data model in a credential; empty where it keeps to it."""
    rules: tuple[Callable[[JsonObject], Findings], ...] = (
        _context, _credential_type, _identifier, _issuer, _subject, _dates, _typed_members, _schema, _texts, _related,
        related_digests,
    )  # fmt: skip
    return [finding for rule in rules for finding in rule(credential)]


def check_presentation(presentation: JsonObject) -> list[Finding]:
    """List what breaks the data model in a presentation, and in the credentials inside it."""
    rules: tuple[Callable[[JsonObject], Findings], ...] = (
        _context, _presentation_type, _identifier, _holder, _presented, _typed_members,
    )  # fmt: skip
    return [finding for rule in rules for finding in rule(presentation)]


def validity_window(credential: JsonObject) -> tuple[datetime | None, datetime | None]:
    """Return from when and until when a credential is valid, in either version's words.

    Raises ModelError: invalid_date.
    """
    names = (("validFrom", "issuanceDate"), ("validUntil", "expirationDate"))
    first, last = (next((name for name in pair if name in credential), None) for pair in names)
    return (
        parse_date_time(credential[first], path=f"/{first}") if first else None,
        parse_date_time(credential[last], path=f"/{last}") if last else None,
    )


def is_url(value: Json) -> bool:
    """Say whether a value is an absolute URL (or other IRI with a scheme)."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None


def as_list(value: Json) -> list[Json]:
    """Return a value that may stand alone or in an array as a list."""
    return value if isinstance(value, list) else [value]


def _context(document: JsonObject) -> Findings:
    contexts = document.get("@context")
    if contexts is None or contexts == []:
        yield Finding("missing_context", "/@context", "The document has no @context, so its words have no meaning.")
        return
    if as_list(contexts)[0] not in (CREDENTIALS_V2, CREDENTIALS_V1):
        yield Finding("wrong_first_context", "/@context", f"The first @context must be {CREDENTIALS_V2}.")
    for index, context in enumerate(as_list(contexts)):
        if not isinstance(context, dict) and not is_url(context):
            yield Finding("invalid_context", pointer("/@context", index), "A context must be a URL or an object.")


def _credential_type(credential: JsonObject) -> Findings:
    return _type(credential, "VerifiableCredential")


def _presentation_type(presentation: JsonObject) -> Findings:
    return _type(presentation, "VerifiablePresentation")


def _type(document: JsonObject, required: str) -> Findings:
    types = as_list(document.get("type"))
    if required not in types:
        yield Finding("missing_type", "/type", f"The 'type' must contain {required}.")
    if not all(isinstance(item, str) for item in types):
        yield Finding("invalid_type", "/type", "Every 'type' must be a text.")


def _identifier(document: JsonObject) -> Findings:
    if "id" in document and not is_url(document["id"]):
        yield Finding("invalid_id", "/id", "The 'id' must be one URL.")


def _issuer(credential: JsonObject) -> Findings:
    return _party(credential, "issuer", required=True)


def _holder(presentation: JsonObject) -> Findings:
    return _party(presentation, "holder", required=False)


def _party(document: JsonObject, name: str, *, required: bool) -> Findings:
    value = document.get(name)
    if name not in document:
        if required:
            yield Finding(f"missing_{name}", f"/{name}", f"The document does not name its {name}.")
        return
    if not is_url(value.get("id") if isinstance(value, dict) else value):
        yield Finding(f"invalid_{name}", f"/{name}", f"The {name} must be a URL, or an object whose 'id' is one.")


def _subject(credential: JsonObject) -> Findings:
    subjects = as_list(credential.get("credentialSubject"))
    if not subjects or not all(isinstance(subject, dict) and subject for subject in subjects):
        yield Finding("invalid_subject", "/credentialSubject", "The credential must say something about a subject.")
        return
    for index, subject in enumerate(subjects):
        if "id" in subject and not is_url(subject["id"]):
            path = (
                "/credentialSubject"
                if isinstance(credential["credentialSubject"], dict)
                else f"/credentialSubject/{index}"
            )
            yield Finding("invalid_subject_id", f"{path}/id", "The subject's 'id' must be one URL.")


def _dates(credential: JsonObject) -> Findings:
    for name in ("validFrom", "validUntil", "issuanceDate", "expirationDate"):
        try:
            if name in credential:
                parse_date_time(credential[name], path=f"/{name}")
        except ModelError as error:
            yield Finding(error.code, error.path, error.detail)
            return
    first, last = validity_window(credential)
    if first is not None and last is not None and last < first:
        yield Finding("invalid_period", "/validUntil", "The credential ends before it begins.")
    is_v1 = CREDENTIALS_V1 in as_list(credential.get("@context"))
    if is_v1 and first is None:
        yield Finding("missing_issuance_date", "/issuanceDate", "A credential of version 1.1 needs its issuance date.")


def _typed_members(document: JsonObject) -> Findings:
    for name in _TYPED:
        for path, item in _members(document, name):
            if not isinstance(item, dict) or not _is_type(item.get("type")):
                yield Finding("missing_type", path, f"Each '{name}' must be an object with a 'type'.")
            elif "id" in item and not is_url(item["id"]):
                yield Finding("invalid_id", f"{path}/id", f"The 'id' of a '{name}' must be one URL.")


def _schema(credential: JsonObject) -> Findings:
    for path, item in _members(credential, "credentialSchema"):
        if not isinstance(item, dict) or not _is_type(item.get("type")):
            yield Finding("missing_type", path, "Each 'credentialSchema' must be an object with a 'type'.")
        elif not is_url(item.get("id")):
            yield Finding("invalid_id", f"{path}/id", "A 'credentialSchema' must have one URL as its 'id'.")


def _texts(credential: JsonObject) -> Findings:
    """Check names and descriptions, which may be given in several languages (§4.6 and §11.1)."""
    issuer = credential.get("issuer")
    for base, holder in (("", credential), ("/issuer", issuer if isinstance(issuer, dict) else {})):
        for name in ("name", "description"):
            for path, item in _members(holder, name):
                if not _is_text(item):
                    yield Finding("invalid_text", base + path, f"'{name}' must be a text, or one with its language.")


def _related(credential: JsonObject) -> Findings:
    """Check related resources: each once, with a digest that it can be checked by (§5.3)."""
    seen: set[str] = set()
    for path, item in _members(credential, "relatedResource"):
        if not isinstance(item, dict) or not is_url(item.get("id")):
            yield Finding("invalid_id", path, "A 'relatedResource' must have one URL as its 'id'.")
        elif item["id"] in seen:
            yield Finding("duplicate_resource", path, "A 'relatedResource' is listed twice.")
        elif not any(isinstance(item.get(name), str) for name in _DIGESTS):
            yield Finding("missing_digest", path, "A 'relatedResource' needs 'digestSRI' or 'digestMultibase'.")
        if isinstance(item, dict):
            seen.add(str(item.get("id")))


def _presented(presentation: JsonObject) -> Findings:
    for path, item in _members(presentation, "verifiableCredential"):
        if not isinstance(item, dict):
            yield Finding("invalid_credential", path, "A presentation holds credentials as objects, not as texts.")
        elif "EnvelopedVerifiableCredential" in as_list(item.get("type")):
            if not isinstance(item.get("id"), str) or not _ENVELOPE.fullmatch(item["id"]):
                yield Finding("invalid_envelope", f"{path}/id", "An enveloped credential is a data: URL of a token.")
        elif isinstance(item.get("id"), str) and item["id"].startswith("data:"):
            yield Finding("missing_type", f"{path}/type", "An enveloped credential must say so in its 'type'.")
        else:
            for finding in check_credential(item):
                yield Finding(finding.code, path + finding.path, finding.detail)


def _members(document: JsonObject, name: str) -> Iterator[tuple[str, Json]]:
    """Walk the values of a member that may stand alone or in an array, with their JSON Pointers."""
    if name not in document:
        return
    value = document[name]
    if not isinstance(value, list):
        yield pointer("", name), value
        return
    for index, item in enumerate(value):
        yield pointer("", name, index), item


def _is_type(value: Json) -> bool:
    return bool(value) and all(isinstance(item, str) and item for item in as_list(value))


def _is_text(value: Json) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, dict) and isinstance(value.get("@value"), str) and value.keys() <= _VALUE_MEMBERS
