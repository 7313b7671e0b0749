# SPDX-License-Identifier: Apache-2.0
"""A small web of test hosts on the loopback interface, and doubles for the two things outside: names and sockets.

The doubles stand where the name server and the network stand: a name has the addresses that the test gives it, and a
connection to a public address ends at the loopback server. Every socket that the process connects is recorded by an
audit hook, so that a test can prove which ones there were.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final, Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cairn.foundation.fetch import AllowedHosts, GuardedFetch, Network
from cairn.foundation.fetch.rules import IPAddress
from cairn.standards.errors import ResourceUnavailable

PUBLIC: Final = "93.184.216.34"
PUBLIC_V6: Final = "2606:2800:220:1:248:1893:25c8:1946"
LOOPBACK: Final = "127.0.0.1"

Answer = Callable[["Asked"], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server read it."""

    line: str
    headers: dict[str, str]
    stopping: threading.Event

    @property
    def host(self) -> str:
        """The host that was asked, as the request names it."""
        return self.headers["host"]

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return self.line.split(" ")[1]


def document(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    """Write a whole answer: JSON of known length, unless the lines say otherwise."""
    head = [f"HTTP/1.1 {status}", *(lines or ("Content-Type: application/json",)), f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


def redirect(location: str) -> bytes:
    """Write a redirect."""
    return document(b"", f"Location: {location}", status="302 Found")


class LoopbackServer:
    """Serves one answer per connection on a free port, over TLS where a certificate is given."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server((LOOPBACK, 0))
        self._stopping = threading.Event()
        self.port: int = self._listener.getsockname()[1]
        self.asked: list[Asked] = []

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, plain: socket.socket) -> None:
        # A client that hangs up in the middle is what most of these tests want.
        with plain, suppress(OSError):
            connection = plain if self._tls is None else self._tls.wrap_socket(plain, server_side=True)
            with connection:
                asked = self._read_request(connection)
                self.asked.append(asked)
                for piece in self._answer(asked):
                    connection.sendall(piece)

    def _read_request(self, connection: socket.socket) -> Asked:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionResetError
            head += piece
        line, *lines = head.decode().removesuffix("\r\n\r\n").split("\r\n")
        headers = {name.lower(): value for name, _, value in (text.partition(": ") for text in lines)}
        return Asked(line, headers, self._stopping)


@dataclass(slots=True)
class Names:
    """The name server of the test: each name's answers in turn, of which the last one stays."""

    answers: dict[str, list[tuple[str, ...]]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str) -> tuple[IPAddress, ...]:
        """Answer for a name, or say that there is none."""
        self.asked.append(host)
        answers = self.answers.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return tuple(ip_address(address) for address in answer)


@dataclass(slots=True)
class Dialer:
    """The network of the test: whatever address is dialled, the loopback server answers."""

    port: int
    dialled: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, address: IPAddress, port: int, seconds: float) -> socket.socket:
        """Note the address and connect to the server."""
        self.dialled.append((str(address), port))
        return socket.create_connection((LOOPBACK, self.port), seconds)


@dataclass(frozen=True, slots=True)
class Web:
    """The test hosts, their names and the network to them."""

    server: LoopbackServer
    names: Names
    dialer: Dialer
    authorities: ssl.SSLContext

    def network(self, allowed: str = "") -> Network:
        """Give the network that a fetch sees, with the hosts that it may reach though they are not public."""
        return Network(AllowedHosts.parse(allowed), self.names, self.dialer, self.authorities)


@dataclass(frozen=True, slots=True)
class Certificates:
    """A certificate for the test hosts, and the trust in it."""

    server: ssl.SSLContext
    client: ssl.SSLContext

    @classmethod
    def make(cls, folder: Path, hosts: list[str]) -> Self:
        """Make a certificate for the hosts, which its client trusts and nobody else."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test hosts")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
            .sign(key, hashes.SHA256())
        )
        public = certificate.public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file = folder / "test-hosts.pem"
        file.write_bytes(public + private)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file)
        return cls(server, ssl.create_default_context(cadata=public.decode()))


@contextmanager
def running_web(certificates: Certificates, answer: Answer, names: dict[str, list[tuple[str, ...]]]) -> Iterator[Web]:
    """Serve test hosts while the block runs."""
    with LoopbackServer(answer, certificates.server) as server:
        yield Web(server, Names(names), Dialer(server.port), certificates.client)


def constantly(data: bytes) -> Answer:
    """Answer every request with the same bytes."""

    def answer(asked: Asked) -> Iterator[bytes]:
        del asked
        yield data

    return answer


def refused(fetch: GuardedFetch, url: str) -> ResourceUnavailable:
    """Return why a document could not be had."""
    with pytest.raises(ResourceUnavailable) as caught:
        fetch(url)
    assert caught.value.url == url
    return caught.value


def endless_gzip() -> Iterator[bytes]:
    """Write ten gigabytes of zeros as the ten megabytes that gzip makes of them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1024 * 1024)
    for _ in range(10 * 1024):
        yield packer.compress(zeros)
    yield packer.flush()


_recording: list[list[tuple[Any, ...]]] = []


def _record(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        for record in _recording:
            record.append(arguments[1])


sys.addaudithook(_record)


@contextmanager
def recorded_sockets() -> Iterator[list[tuple[Any, ...]]]:
    """Record where the process connects to while the block runs, by whatever code."""
    record: list[tuple[Any, ...]] = []
    _recording.append(record)
    try:
        yield record
    finally:
        _recording.remove(record)
