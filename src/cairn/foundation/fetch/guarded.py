# SPDX-License-Identifier: Apache-2.0
"""A document from another host, or the reason why it could not be had.

A request carries no cookie, no credential and no trace of who asks, and goes through no proxy: there is no client with
a memory here, only one request per hop. Source: OWASP ASVS 5.0 1.3.6, 15.2.2; RFC 9110 §8.3, §8.4, §15.4.
"""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

import httpcore
import httpx

from cairn import __version__
from cairn.foundation.fetch.connection import Deadline, Network, PinnedTransport
from cairn.foundation.fetch.rules import FetchError, Target, follow, read_target
from cairn.standards.errors import ResourceUnavailable

_HEADERS: Final = {
    "User-Agent": f"Cairn/{__version__}",
    "Accept": "application/json, application/*+json, application/jwt, application/*+jwt, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_TYPES: Final = re.compile(
    r"application/(?:json|jwt|octet-stream|[a-z0-9.+-]+\+(?:json|jwt))|text/plain|image/(?:png|svg\+xml)"
)
_FAILURES: Final = (
    (socket.gaierror, "its host name is not known; check the address."),
    (
        ssl.SSLCertVerificationError,
        "its host has no valid certificate for that name; its owner must renew or replace it.",
    ),
    (ssl.SSLError, "its host does not answer over https as it should; check the address."),
    (ConnectionRefusedError, "its host refuses connections; try again later."),
    (httpcore.ProtocolError, "its host does not answer in HTTP as it should; check the address."),
)
_OK: Final = 200
_GONE: Final = frozenset({404, 410})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one document may cost: seconds for everything together, bytes of body, and redirects."""

    seconds: float = 5.0
    size: int = 2 * 1024 * 1024
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class GuardedFetch:
    """Fetches public documents over https, and nothing else."""

    network: Network = field(default_factory=Network)
    limits: FetchLimits = field(default_factory=FetchLimits)

    def __call__(self, url: str) -> bytes:
        """Return the bytes at a URL.

        Raises ResourceUnavailable: fetch_blocked, fetch_redirects, fetch_timeout, fetch_too_large, fetch_wrong_type,
        fetch_failed, not_found.
        """
        try:
            return self._fetch(url)
        except FetchError as refused:
            raise _unavailable(url, refused.code, refused.detail) from None
        except TimeoutError:
            detail = f"its host did not answer in full within {self.limits.seconds:g} seconds; try again later."
            raise _unavailable(url, "fetch_timeout", detail) from None
        except (OSError, httpcore.ProtocolError) as error:
            raise _unavailable(url, "fetch_failed", _failure(error)) from error

    def _fetch(self, url: str) -> bytes:
        transport = PinnedTransport(self.network, Deadline.after(self.limits.seconds))
        target = read_target(url, self.network.allowed)
        for _ in range(self.limits.redirects + 1):
            with closing(transport.handle_request(_request(target))) as response:
                if response.status_code not in _REDIRECTS:
                    return self._read(response)
                target = self._redirected(target, response)
        raise FetchError("fetch_redirects", f"it redirects more than {self.limits.redirects} times.")

    def _redirected(self, target: Target, response: httpx.Response) -> Target:
        location = response.headers.get("Location")
        if location is None:
            raise FetchError("fetch_failed", "its host redirects without saying where to.")
        return follow(target, location, self.network.allowed)

    def _read(self, response: httpx.Response) -> bytes:
        _require_document(response)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self.limits.size:
                raise FetchError("fetch_too_large", f"it has more than {self.limits.size} bytes.")
        return bytes(body)


def _request(target: Target) -> httpx.Request:
    # The Host header is written here: to make it, httpx would decode an xn-- name, and fails where that is not sound.
    return httpx.Request("GET", target.url, headers={"Host": target.authority, **_HEADERS})


def _require_document(response: httpx.Response) -> None:
    """Judge the answer by its head, before any of its body is read."""
    if response.status_code in _GONE:
        raise FetchError("not_found", f"its host has no such document (HTTP status {response.status_code}).")
    if response.status_code != _OK:
        raise FetchError("fetch_failed", f"its host answered with HTTP status {response.status_code}.")
    # Some servers compress though asked not to; a body that must be unpacked could be of any size.
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchError("fetch_wrong_type", "its host sent it compressed, which was not asked for.")
    media_type = response.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip().lower()
    if not _TYPES.fullmatch(media_type):
        raise FetchError(
            "fetch_wrong_type", f"its host calls it {media_type[:60]!a}, which is no kind of document read here."
        )


def _failure(error: Exception) -> str:
    for kind, sentence in _FAILURES:
        if isinstance(error, kind):
            return sentence
    return "the connection to its host failed; try again later."


def _unavailable(url: str, code: str, detail: str) -> ResourceUnavailable:
    # The address may come from a hostile document, so it is shown in ASCII and cut.
    return ResourceUnavailable(url, f"The document at {url[:200]!a} was not fetched: {detail}", code=code)
