# SPDX-License-Identifier: Apache-2.0
"""The public addresses of credentials and status lists, which stand in what is signed and so never change."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

STATUS: Final = "/status/"
REPORTS: Final = "/reliability/"


def credential_url(award_id: UUID) -> str:
    """Return the id of a credential, at which it is also found."""
    return f"{settings.CAIRN_BASE_URL}/credentials/{award_id}"


def status_list_url(list_id: UUID) -> str:
    """Return where a status list is published."""
    return f"{settings.CAIRN_BASE_URL}{STATUS}{list_id}"


def report_url(report_id: UUID) -> str:
    """Return the id of a Reliability Report, at which it is also found."""
    return f"{settings.CAIRN_BASE_URL}{REPORTS}{report_id}"


def figures_url(report_id: UUID) -> str:
    """Return where the figures of a report stand."""
    return f"{report_url(report_id)}/figures.json"


def rubric_url(report_id: UUID) -> str:
    """Return where the words of the rubric stand that a report is about."""
    return f"{report_url(report_id)}/rubric.json"


def claim_url(token: str) -> str:
    """Return the link by which somebody takes what was awarded to an address."""
    return f"{settings.CAIRN_BASE_URL}/claim/{token}"


def own_path(url: str) -> str | None:
    """Return the path of an address of this very server, None where it is another's.

    A did:web always asks over https (did:web §3.2), also where a demonstration is served over http, so the scheme is
    not compared.
    """
    try:
        asked, own = urlsplit(url), urlsplit(settings.CAIRN_BASE_URL)
    except ValueError:
        # Strangers write these: a bracket in the wrong place is nobody's address.
        return None
    if asked.scheme not in ("http", "https") or asked.netloc.lower() != own.netloc.lower():
        return None
    return asked.path
