# SPDX-License-Identifier: Apache-2.0
"""The official JSON schemas, pinned in the package by digest and never fetched.

A schema named by a credential is only ever looked up in this list: whoever can name a schema to be fetched can make
a verifier call a server of their choice. Source: VCDM 2.0, Data Schemas; Open Badges 3.0, JSON Schema.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from jsonschema_rs import Draft201909Validator, ValidationError

from cairn.standards.datetimes import parse_date_time
from cairn.standards.errors import ModelError
from cairn.standards.findings import Finding, pointer
from cairn.standards.types import Json, JsonObject

ACHIEVEMENT_CREDENTIAL: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
ENDORSEMENT_CREDENTIAL: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)
PROFILE: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_profile_schema.json"
CLR_CREDENTIAL: Final = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
ASSESSMENT: Final = "https://purl.imsglobal.org/spec/ob-assessment/v2p0/schema/"
ISSUER_ACCREDITATION: Final = "https://purl.imsglobal.org/spec/ob-accred/v2p0/schema"

MAX_FINDINGS: Final = 50
_BY_TYPE: Final = {
    "ClrCredential": CLR_CREDENTIAL,
    "EndorsementCredential": ENDORSEMENT_CREDENTIAL,
    "OpenBadgeCredential": ACHIEVEMENT_CREDENTIAL,
    "AchievementCredential": ACHIEVEMENT_CREDENTIAL,
    "Profile": PROFILE,
}
_VCDM_1: Final = "https://www.w3.org/2018/credentials/v1"
_FOLDER: Final = files("cairn.standards.openbadges") / "schemas"
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LONGEST_MESSAGE: Final = 200


@dataclass(frozen=True, slots=True)
class PinnedSchema:
    """One schema of the package: its file, the URLs it was published under, its digest and its repair, if any."""

    file: str
    urls: tuple[str, ...]
    sha256: str
    repair: tuple[str, str] | None = None


def validate(document: Json, schema_url: str) -> tuple[Finding, ...]:
    """Check a document against a pinned schema; at most `MAX_FINDINGS` findings are told.

    Raises ModelError: unknown_schema.
    """
    errors = islice(_validator(schema_url).iter_errors(document), MAX_FINDINGS)
    return tuple(_finding(error) for error in errors)


def schema_for(document: JsonObject) -> str | None:
    """Name the schema of a document by its type; None for other types and for VCDM 1.1, which has no pinned schema."""
    if _VCDM_1 in _texts(document.get("@context")):
        return None
    types = _texts(document.get("type"))
    return next((url for name, url in _BY_TYPE.items() if name in types), None)


def declared_schemas(document: JsonObject) -> tuple[str, ...]:
    """List the URLs of the schemas that a credential names in `credentialSchema`, known or not."""
    declared = document.get("credentialSchema")
    entries = declared if isinstance(declared, list) else [declared]
    return tuple(entry["id"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str))


def is_pinned(schema_url: str) -> bool:
    """Tell whether a schema is in the package."""
    return schema_url in _by_url()


@cache
def pinned_schemas() -> tuple[PinnedSchema, ...]:
    """List the schemas of the package."""
    manifest = json.loads((_FOLDER / "manifest.json").read_bytes())
    return tuple(
        PinnedSchema(
            file=entry["file"],
            urls=tuple(entry["urls"]),
            sha256=entry["sha256"],
            repair=(entry["repair"][0], entry["repair"][1]) if "repair" in entry else None,
        )
        for entry in manifest
    )


@cache
def load_schema(schema: PinnedSchema) -> JsonObject:
    """Read a schema, check its digest, repair it where it cannot be used as published.

    Raises ModelError: schema_digest.
    """
    data = (_FOLDER / schema.file).read_bytes()
    if hashlib.sha256(data).hexdigest() != schema.sha256:
        raise ModelError("schema_digest", f"The schema file {schema.file} was changed. Install Cairn again.")
    text = data.decode("utf-8")
    loaded: JsonObject = json.loads(text.replace(*schema.repair) if schema.repair else text)
    return loaded


@cache
def _by_url() -> dict[str, PinnedSchema]:
    return {url: schema for schema in pinned_schemas() for url in schema.urls}


@cache
def _validator(schema_url: str) -> Draft201909Validator:
    schema = _by_url().get(schema_url)
    if schema is None:
        raise ModelError("unknown_schema", f"The schema {schema_url} is not one that Cairn knows, and none is fetched.")
    # Offline, a reference out of the file is an error, not a request.
    return Draft201909Validator(load_schema(schema), validate_formats=True, formats=_FORMATS, offline=True)


def _finding(error: ValidationError) -> Finding:
    deepest = _deepest(error)
    message = deepest.message
    if len(message) > _LONGEST_MESSAGE:
        message = f"{message[:_LONGEST_MESSAGE]}…"
    detail = f"The official schema does not allow what stands here: {message}."
    return Finding("schema", pointer("", *deepest.instance_path), detail)


def _deepest(error: ValidationError) -> ValidationError:
    """Follow alternatives (oneOf, anyOf) down to the one that came furthest: it is the one that was meant."""
    branches = getattr(error.kind, "context", [])
    candidates = [_deepest(inner) for branch in branches for inner in branch]
    return max([error, *candidates], key=lambda found: len(found.instance_path))


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(item for item in _each(value) if isinstance(item, str))


def _each(value: Json) -> Iterator[Any]:
    yield from value if isinstance(value, list) else (value,)


def is_date_time(value: object) -> bool:
    """Tell whether a text is a date and time with its offset, as VCDM reads them; other values are not judged."""
    return not isinstance(value, str) or _reads(parse_date_time, value)


def is_date(value: object) -> bool:
    """Tell whether a text is a date. Source: RFC 3339 §5.6; other values are not judged."""
    return not isinstance(value, str) or (len(value) == len("2026-01-01") and _reads(date.fromisoformat, value))


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


def _reads(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


_FORMATS: Final[dict[str, Callable[[str], bool]]] = {
    "date-time": is_date_time,
    "date": is_date,
    "uri": _is_uri,
    "url": _is_uri,
}
"""The formats of the schemas, as Cairn reads them everywhere."""
