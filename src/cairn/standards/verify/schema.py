# SPDX-License-Identifier: Apache-2.0
"""Does the document follow the schemas that it names?

Only the published schemas in the package are used. An address inside a network is refused; another public schema is not
fetched, which is worth a note. Source: Verifiable Credentials Data Model 2.0 §4.11.
"""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from cairn.standards.openbadges.schema import is_pinned, validate
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.report import Check

SCHEMA: Final = CheckName("schema", "Verifiable Credentials Data Model 2.0 §4.11; Open Badges 3.0 §B.9")


def check_schemas(case: Case) -> list[Check]:
    """Validate the document against every schema that it names."""
    named = as_list(case.document.get("credentialSchema", []))
    addresses = dict.fromkeys(str(item.get("id")) for item in named if isinstance(item, dict))
    checks = [_check_schema(case, url) for url in addresses]
    return checks or [SCHEMA.not_run("no_schema", "The credential names no schema.")]


def _check_schema(case: Case, url: str) -> Check:
    if not _is_public(url):
        return SCHEMA.failed("schema_not_allowed", "The schema that the credential names is not at a public address.")
    if not is_pinned(url):
        return SCHEMA.noted("schema_not_known", f"The schema {url[:120]} is not known here, so it was not checked.")
    findings = validate(case.document, url)
    if findings:
        return SCHEMA.failed("schema_violated", findings[0].detail, path=findings[0].path)
    return SCHEMA.passed("schema_valid", "The credential follows its published schema.")


def _is_public(url: str) -> bool:
    """Say whether the address could be one that everybody can reach: a name with a dot, or a global address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".")
