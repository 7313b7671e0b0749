# SPDX-License-Identifier: Apache-2.0
"""How often one visitor may ask for what costs us work; kept in the cache for a minute, and nowhere else.

Source: OWASP ASVS 5.0 2.4.1.
"""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.foundation import clock
from cairn.foundation.errors import DomainError, ErrorKind

_WINDOW = 60


def require_patience(request: HttpRequest, purpose: str, *, most: int) -> None:
    """Return if a visitor has asked fewer than `most` times in this minute. Raises DomainError: too_many."""
    # Each minute has a counter of its own: one that is counted up lives on, and would add up whoever asks slowly.
    minute = int(clock.now().timestamp()) // _WINDOW
    key = f"{purpose}:{minute}:{hashlib.sha256(_visitor(request).encode()).hexdigest()}"
    if not cache.add(key, 1, 2 * _WINDOW) and cache.incr(key) > most:
        raise DomainError(
            ErrorKind.TOO_MANY,
            _("You have asked more than %(most)s times in a minute. Wait a minute, then go on.") % {"most": most},
            code="too_many",
        )


def _visitor(request: HttpRequest) -> str:
    """Return the network that a request comes from; one household has many addresses of IPv6, so those count as one."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else str(known)
