# SPDX-License-Identifier: Apache-2.0
"""What this server would answer for the addresses in its own credentials, so that checking them needs no network.

These are the DID documents of its organizations, their status lists and their Reliability Reports.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from cairn.credentials.addresses import own_path
from cairn.credentials.services.lists import publish_status_list
from cairn.credentials.services.reports import publish_report
from cairn.foundation.errors import DomainError
from cairn.organizations.mapping import did_document
from cairn.organizations.selectors import get_organization
from cairn.standards.codecs import dump_json
from cairn.standards.types import JsonObject

_SLUG: Final = re.compile(r"[a-z0-9_-]{1,60}")
_DID: Final = re.compile(r"/issuers/([a-z0-9_-]{1,60})/did\.json")
_ID: Final = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_STATUS: Final = re.compile(rf"/status/{_ID}")
_REPORT: Final = re.compile(rf"/reliability/{_ID}")


class OwnDids(dict[str, JsonObject]):
    """The DID documents of this server's organizations by their DIDs, each read when it is first asked for.

    A resolver takes them as known beforehand, which also serves a demonstration on a host that is no public one.
    """

    def __contains__(self, did: object) -> bool:
        if not super().__contains__(did):
            document = _find_own_did(str(did))
            if document is None:
                return False
            self[str(did)] = document
        return True


def find_own_document(url: str) -> bytes | None:
    """Return the document at an address of this server, None where there is none or the address is another's."""
    path = own_path(url) or ""
    try:
        if did := _DID.fullmatch(path):
            return dump_json(did_document(get_organization(did[1])))
        if status := _STATUS.fullmatch(path):
            return publish_status_list(UUID(status[1]))
        if report := _REPORT.fullmatch(path):
            return publish_report(UUID(report[1]))
    except DomainError:
        return None
    return None


def _find_own_did(did: str) -> JsonObject | None:
    method, _, slug = did.rpartition(":")
    if not (method.startswith("did:web:") and _SLUG.fullmatch(slug)):
        return None
    try:
        document = did_document(get_organization(slug))
    except DomainError:
        return None
    return document if document["id"] == did else None
