# SPDX-License-Identifier: Apache-2.0
"""One connection to an address that was checked, within one deadline.

The name is looked up once and the connection goes to what was checked, so a second answer of the name server changes
nothing; TLS and the Host header keep the name. Source: RFC 9110 §4.3.4, RFC 9112, OWASP ASVS 5.0 1.3.6.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from threading import Thread
from typing import Final, Self, TypeAlias

import httpcore
import httpx

from cairn.foundation.fetch.rules import AllowedHosts, IPAddress, Target, read_target, require_public_addresses

Resolver: TypeAlias = Callable[[str], tuple[IPAddress, ...]]
"""Looks a host name up: all its addresses, or OSError."""

Opener: TypeAlias = Callable[[IPAddress, int, float], socket.socket]
"""Opens a TCP connection to an address and port within some seconds, or raises OSError."""

_MAX_ATTEMPTS: Final = 4


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment of the monotonic clock by which everything must be done."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Set a deadline so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Return the seconds that are left, always more than zero.

        Raises TimeoutError once none are.
        """
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


def look_up(host: str) -> tuple[IPAddress, ...]:
    """Ask the system's resolver for all addresses of a host."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))


def open_connection(address: IPAddress, port: int, seconds: float) -> socket.socket:
    """Open a TCP connection with the system's sockets."""
    return socket.create_connection((str(address), port), seconds)


@cache
def _trusted_authorities() -> ssl.SSLContext:
    """Trust the authorities that come with httpx's certificates; built once, because it takes long."""
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True, slots=True)
class Network:
    """How hosts are reached: which private ones may be, and the ports to the outside, which tests replace.

    `authorities` are trusted to name hosts in certificates; None means the public ones.
    """

    allowed: AllowedHosts = field(default_factory=AllowedHosts)
    resolve: Resolver = look_up
    connect: Opener = open_connection
    authorities: ssl.SSLContext | None = None

    def open(self, target: Target, deadline: Deadline) -> Stream:
        """Look the host up, check every address, connect to one of them, and start TLS where the scheme asks for it.

        Raises FetchError: fetch_blocked; OSError, of which TimeoutError is one.
        """
        addresses = self._addresses(target, deadline)
        require_public_addresses(target, addresses)
        connection = self._connect(addresses[:_MAX_ATTEMPTS], target.port, deadline)
        if target.scheme == "https":
            connection = self._start_tls(connection, target.host, deadline)
        return Stream(connection, deadline)

    def _addresses(self, target: Target, deadline: Deadline) -> tuple[IPAddress, ...]:
        if target.address is not None:
            return (target.address,)
        addresses = _within(deadline, lambda: self.resolve(target.host))
        if not addresses:
            raise OSError(f"{target.host} has no address")
        return addresses

    def _connect(self, addresses: tuple[IPAddress, ...], port: int, deadline: Deadline) -> socket.socket:
        """Try the addresses in turn; each gets its share of the time, so that a dead first one leaves some."""
        *first, last = addresses
        for tried, address in enumerate(first):
            try:
                return self.connect(address, port, deadline.left() / (len(addresses) - tried))
            except OSError:
                deadline.left()
        return self.connect(last, port, deadline.left())

    def _start_tls(self, connection: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
        try:
            connection.settimeout(deadline.left())
            return (self.authorities or _trusted_authorities()).wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise


class Stream(httpcore.NetworkStream):
    """A connected socket whose every read and write ends by the deadline, however slowly the bytes drip."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, at most so many bytes; the deadline stands in for the timeout."""
        del timeout
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of the bytes; the deadline stands in for the timeout."""
        del timeout
        self._connection.settimeout(self._deadline.left())
        self._connection.sendall(buffer)

    def close(self) -> None:
        """Close the socket."""
        self._connection.close()


class PinnedTransport(httpx.BaseTransport):
    """Sends a request over a connection of its own, through every check: whatever sends by it is guarded."""

    def __init__(self, network: Network, deadline: Deadline) -> None:
        self._network = network
        self._deadline = deadline

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; closing the response closes the connection.

        Raises FetchError: fetch_blocked; OSError; httpcore.ProtocolError.
        """
        target = read_target(str(request.url), self._network.allowed)
        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        connection = httpcore.HTTP11Connection(url.origin, self._network.open(target, self._deadline))
        try:
            answer = connection.handle_request(httpcore.Request(request.method, url, headers=request.headers.raw))
        except BaseException:
            connection.close()
            raise
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer, connection))


class _Body(httpx.SyncByteStream):
    """The bytes of an answer, which own their connection."""

    def __init__(self, answer: httpcore.Response, connection: httpcore.HTTP11Connection) -> None:
        self._answer = answer
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._connection.close()


def _within(deadline: Deadline, work: Callable[[], tuple[IPAddress, ...]]) -> tuple[IPAddress, ...]:
    """Wait for a lookup no longer than the deadline: the system's resolver itself knows none.

    The thread is a daemon and not one of a pool, so a lookup that hangs keeps neither the caller nor the process.
    """
    future: Future[tuple[IPAddress, ...]] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - the caller gets whatever went wrong
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future.result(deadline.left())
