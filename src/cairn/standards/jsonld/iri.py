# SPDX-License-Identifier: Apache-2.0
"""IRIs, language tags and JSON-LD keywords: what is well formed, and what only looks like it.

The checks are those that keep a dataset unambiguous when it is written as N-Quads: an absolute IRI begins with a
scheme and holds no character that N-Quads would have to escape. Sources: RFC 3987, RFC 5646 §2.2.9, JSON-LD 1.1 §1.7.
"""

from __future__ import annotations

import re
from typing import Final

KEYWORDS: Final = frozenset(
    f"@{name}"
    for name in (
        *("base", "container", "context", "default", "direction", "graph", "id", "import", "included", "index", "json"),
        *("language", "list", "nest", "none", "prefix", "preserve", "propagate", "protected", "reverse", "set", "type"),
        *("value", "version", "vocab"),
    )
)
GENERIC_DELIMITERS: Final = (":", "/", "?", "#", "[", "]", "@")
"""The characters that make a simple term usable as a prefix (RFC 3986 §2.2)."""

IRI_CHARACTERS: Final = r'[^\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\udfff]'
"""One character of an IRI, as a regular expression: no space, control, surrogate or N-Quads delimiter."""

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ABSOLUTE: Final = re.compile(_SCHEME.pattern + IRI_CHARACTERS + "*")
_PARTS: Final = re.compile(r"([^:/?#]+:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_KEYWORD_FORM: Final = re.compile(r"@[A-Za-z]+")
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def is_absolute_iri(text: str) -> bool:
    """Tell whether a text is a well-formed absolute IRI."""
    return _ABSOLUTE.fullmatch(text) is not None


def has_scheme(text: str) -> bool:
    """Tell whether a text begins as an absolute IRI does, well formed or not."""
    return _SCHEME.match(text) is not None


def is_blank_label(text: str) -> bool:
    """Tell whether a text names a blank node."""
    return text.startswith("_:")


def has_keyword_form(text: str) -> bool:
    """Tell whether a text looks like a keyword (`@` and letters), known or not (JSON-LD 1.1 §9.16)."""
    return _KEYWORD_FORM.fullmatch(text) is not None


def is_language_tag(text: str) -> bool:
    """Tell whether a text is a well-formed language tag."""
    return _LANGUAGE_TAG.fullmatch(text) is not None


def resolve(reference: str, base: str | None) -> str:
    """Resolve a relative reference against a base IRI (RFC 3986 §5.2); without a base it stays as it is."""
    if base is None or has_scheme(reference):
        return reference
    scheme, authority, path, query, _ = _split(base)
    _, own_authority, own_path, own_query, fragment = _split(reference)
    if own_authority:
        authority, path, query = own_authority, _remove_dots(own_path), own_query
    elif own_path:
        path, query = _remove_dots(_merge(own_path, path, has_authority=bool(authority))), own_query
    else:
        query = own_query or query
    return f"{scheme}{authority}{path}{query}{fragment}"


def _split(reference: str) -> tuple[str, str, str, str, str]:
    """Split a reference into its parts, each with its delimiter (RFC 3986, appendix B)."""
    match = _PARTS.fullmatch(reference)
    scheme, authority, path, query, fragment = match.groups(default="") if match else ("", "", reference, "", "")
    return scheme, authority, path, query, fragment


def _merge(path: str, base_path: str, *, has_authority: bool) -> str:
    if path.startswith("/"):
        return path
    if has_authority and not base_path:
        return f"/{path}"
    return base_path[: base_path.rfind("/") + 1] + path


def _remove_dots(path: str) -> str:
    """Walk `.` and `..` (RFC 3986 §5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
