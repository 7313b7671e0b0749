# SPDX-License-Identifier: Apache-2.0
"""The guarded fetch against a real server on the loopback interface."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address

import pytest

from cairn import __version__
from cairn.foundation.fetch import AllowedHosts, FetchLimits, GuardedFetch, Network
from cairn.foundation.fetch.rules import IPAddress
from cairn.standards.did import DidResolver
from cairn.standards.errors import DidError
from tests.foundation.web import (
    LOOPBACK,
    PUBLIC,
    PUBLIC_V6,
    Answer,
    Asked,
    Certificates,
    Dialer,
    LoopbackServer,
    Web,
    constantly,
    document,
    recorded_sockets,
    redirect,
    refused,
    running_web,
)

URL = "https://issuer.example/status/1"
SOON = FetchLimits(seconds=0.6)


@contextmanager
def issuer(certificates: Certificates, answer: Answer | bytes, *addresses: str) -> Iterator[Web]:
    """Serve issuer.example, with the given addresses or one public address."""
    reply = constantly(answer) if isinstance(answer, bytes) else answer
    with running_web(certificates, reply, {"issuer.example": [addresses or (PUBLIC,)]}) as web:
        yield web


def test_a_request_says_who_asks_and_nothing_about_whom(certificates: Certificates) -> None:
    with issuer(certificates, document(b"{}")) as web:
        assert GuardedFetch(web.network())(f"{URL}?page=2#7") == b"{}"
        (asked,) = web.server.asked
    assert asked.line == "GET /status/1?page=2 HTTP/1.1"
    assert asked.headers == {
        "host": "issuer.example",
        "user-agent": f"Cairn/{__version__}",
        "accept": "application/json, application/*+json, application/jwt, application/*+jwt, */*;q=0.5",
        "accept-encoding": "identity",
        "connection": "close",
    }


def test_proxies_credentials_and_cookies_are_never_used(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    def answer(asked: Asked) -> Iterator[bytes]:
        if asked.path == "/status/1":
            yield document(b"", "Location: /status/2", "Set-Cookie: who=learner; Path=/", status="302 Found")
        yield document(b"{}")

    with issuer(certificates, answer) as web:
        fetch = GuardedFetch(web.network())
        assert fetch(URL) == fetch(URL) == b"{}"
        assert len(web.server.asked) == 4
        for asked in web.server.asked:
            assert not {"cookie", "authorization", "proxy-authorization", "referer"} & set(asked.headers)


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "APPLICATION/JSON; charset=utf-8", "application/ld+json", "application/did+json",
     "application/vc+ld+json", "application/jwt", "application/vc+jwt", "text/plain; charset=utf-8", "image/png",
     "image/svg+xml", "application/octet-stream"],
)  # fmt: skip
def test_a_document_of_a_known_kind_is_taken(certificates: Certificates, media_type: str) -> None:
    with issuer(certificates, document(b"x", f"Content-Type: {media_type}")) as web:
        assert GuardedFetch(web.network())(URL) == b"x"


def test_a_document_of_no_stated_kind_is_taken_as_bytes(certificates: Certificates) -> None:
    with issuer(certificates, document(b"x", "Server: plain")) as web:
        assert GuardedFetch(web.network())(URL) == b"x"


@pytest.mark.parametrize(
    "media_type",
    ["text/html", "application/xhtml+xml", "text/javascript", "image/gif", "application/json, text/html", "", "json"],
)
def test_a_document_of_another_kind_is_refused(certificates: Certificates, media_type: str) -> None:
    with issuer(certificates, document(b"x", f"Content-Type: {media_type}")) as web:
        assert refused(GuardedFetch(web.network()), URL).code == "fetch_wrong_type"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "identity, gzip"])
def test_a_compressed_document_is_refused(certificates: Certificates, coding: str) -> None:
    head = ("Content-Type: application/json", f"Content-Encoding: {coding}")
    with issuer(certificates, document(b"x", *head)) as web:
        unavailable = refused(GuardedFetch(web.network()), URL)
    assert unavailable.code == "fetch_wrong_type"
    assert "compressed" in unavailable.detail


@pytest.mark.parametrize(
    ("status", "code"),
    [("404 Not Found", "not_found"), ("410 Gone", "not_found"), ("403 Forbidden", "fetch_failed"),
     ("500 Oh", "fetch_failed"), ("204 No Content", "fetch_failed"), ("304 Not Modified", "fetch_failed")],
)  # fmt: skip
def test_an_answer_that_is_no_document_has_its_reason(certificates: Certificates, status: str, code: str) -> None:
    with issuer(certificates, document(b"", status=status)) as web:
        unavailable = refused(GuardedFetch(web.network()), URL)
    assert unavailable.code == code
    assert f"HTTP status {status[:3]}" in unavailable.detail


def test_the_largest_document_is_taken_and_one_byte_more_is_not(certificates: Certificates) -> None:
    limits = FetchLimits(size=100_000)
    with issuer(certificates, document(bytes(100_000))) as web:
        assert len(GuardedFetch(web.network(), limits)(URL)) == 100_000
    with issuer(certificates, document(bytes(100_001))) as web:
        assert refused(GuardedFetch(web.network(), limits), URL).code == "fetch_too_large"


def test_a_chunked_document_is_counted_as_it_comes(certificates: Certificates) -> None:
    def answer(asked: Asked) -> Iterator[bytes]:
        del asked
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
        for _ in range(1000):
            yield b"2710\r\n" + bytes(10_000) + b"\r\n"

    with issuer(certificates, answer) as web:
        assert refused(GuardedFetch(web.network(), FetchLimits(size=20_000)), URL).code == "fetch_too_large"


def test_three_redirects_are_followed_and_a_fourth_is_not(certificates: Certificates) -> None:
    def answer(asked: Asked) -> Iterator[bytes]:
        left = int(asked.path[1:])
        yield redirect(f"/{left - 1}") if left else document(b"{}")

    with issuer(certificates, answer) as web:
        fetch = GuardedFetch(web.network())
        assert fetch("https://issuer.example/3") == b"{}"
        assert web.dialer.dialled == [(PUBLIC, 443)] * 4
        assert refused(fetch, "https://issuer.example/4").code == "fetch_redirects"
        assert web.dialer.dialled == [(PUBLIC, 443)] * 8


def test_a_redirect_without_a_place_is_a_failure(certificates: Certificates) -> None:
    with issuer(certificates, document(b"", status="301 Moved")) as web:
        assert refused(GuardedFetch(web.network()), URL).code == "fetch_failed"


@pytest.mark.parametrize(
    ("public", "private"), [(PUBLIC, "10.0.0.5"), (PUBLIC, "::1"), (PUBLIC_V6, "::ffff:7f00:1"), (PUBLIC, "64:ff9b::1")]
)
def test_one_private_address_among_many_blocks_a_host(certificates: Certificates, public: str, private: str) -> None:
    with issuer(certificates, document(b"{}"), public, public, private) as web, recorded_sockets() as sockets:
        unavailable = refused(GuardedFetch(web.network()), URL)
    assert unavailable.code == "fetch_blocked"
    assert "CAIRN_FETCH_ALLOW" in unavailable.detail
    assert sockets == []


def test_a_name_is_looked_up_once_and_its_second_answer_changes_nothing(certificates: Certificates) -> None:
    names: dict[str, list[tuple[str, ...]]] = {"rebind.test": [(PUBLIC,), (LOOPBACK,)]}
    with running_web(certificates, constantly(document(b"{}")), names) as web:
        fetch = GuardedFetch(web.network())
        assert fetch("https://rebind.test/") == b"{}"
        assert web.names.asked == ["rebind.test"]
        assert refused(fetch, "https://rebind.test/").code == "fetch_blocked"
        assert web.dialer.dialled == [(PUBLIC, 443)]


def test_a_certificate_for_another_name_is_refused(certificates: Certificates) -> None:
    names: dict[str, list[tuple[str, ...]]] = {"other.example": [(PUBLIC,)]}
    with running_web(certificates, constantly(document(b"{}")), names) as web:
        unavailable = refused(GuardedFetch(web.network()), "https://other.example/")
        assert web.server.asked == []
    assert unavailable.code == "fetch_failed"
    assert "no valid certificate for that name" in unavailable.detail


def test_a_certificate_of_an_unknown_authority_is_refused(certificates: Certificates) -> None:
    with issuer(certificates, document(b"{}")) as web:
        unavailable = refused(GuardedFetch(Network(resolve=web.names, connect=web.dialer)), URL)
    assert unavailable.code == "fetch_failed"
    assert "no valid certificate" in unavailable.detail


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not answer in HTTP"),
        (b"", "does not answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "does not answer in HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n", "does not answer in HTTP"),
    ],
)
def test_an_answer_that_is_not_http_is_a_failure(certificates: Certificates, answer: bytes, sentence: str) -> None:
    with issuer(certificates, answer) as web:
        unavailable = refused(GuardedFetch(web.network()), URL)
    assert unavailable.code == "fetch_failed"
    assert sentence in unavailable.detail


@pytest.mark.parametrize(
    ("greeting", "code"), [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "fetch_failed"), (b"", "fetch_timeout")]
)
def test_a_host_that_does_not_speak_tls_is_left(certificates: Certificates, greeting: bytes, code: str) -> None:
    """One talks at once in plain HTTP; the other takes the connection and stays silent."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        dialer = Dialer(listener.getsockname()[1])
        network = Network(resolve=lambda _: (ip_address(PUBLIC),), connect=dialer, authorities=certificates.client)
        greeter = threading.Thread(target=greet, args=(listener, greeting))
        greeter.start()
        unavailable = refused(GuardedFetch(network, SOON), URL)
        greeter.join(timeout=10)
    assert unavailable.code == code
    assert dialer.dialled == [(PUBLIC, 443)]


def greet(listener: socket.socket, greeting: bytes) -> None:
    """Take one connection, speak first, and stay until the other side has gone."""
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        connection.sendall(greeting)
        while connection.recv(65536):
            pass


@pytest.mark.parametrize(
    "drip", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"]
)
def test_a_slow_drip_is_cut_at_the_deadline(certificates: Certificates, drip: bytes) -> None:
    """Every byte comes in good time; only all of them together take too long."""

    def answer(asked: Asked) -> Iterator[bytes]:
        yield drip
        while not asked.stopping.wait(0.05):
            yield b"x"

    with issuer(certificates, answer) as web:
        started = time.monotonic()
        unavailable = refused(GuardedFetch(web.network(), SOON), URL)
        assert 0.5 < time.monotonic() - started < 2
    assert unavailable.code == "fetch_timeout"
    assert "within 0.6 seconds" in unavailable.detail


def test_redirects_share_one_deadline(certificates: Certificates) -> None:
    def answer(asked: Asked) -> Iterator[bytes]:
        asked.stopping.wait(0.25)
        yield redirect("/again")

    with issuer(certificates, answer) as web:
        assert refused(GuardedFetch(web.network(), SOON), URL).code == "fetch_timeout"
        assert len(web.dialer.dialled) == 3


def test_a_name_server_that_does_not_answer_is_cut_at_the_deadline() -> None:
    def resolve(host: str) -> tuple[IPAddress, ...]:
        del host
        time.sleep(3)
        return ()

    started = time.monotonic()
    with recorded_sockets() as sockets:
        assert refused(GuardedFetch(Network(resolve=resolve), SOON), URL).code == "fetch_timeout"
    assert time.monotonic() - started < 2
    assert sockets == []


def test_an_unknown_name_is_a_failure(certificates: Certificates) -> None:
    with issuer(certificates, b"") as web, recorded_sockets() as sockets:
        unavailable = refused(GuardedFetch(web.network()), "https://nobody.example/")
    assert unavailable.code == "fetch_failed"
    assert str(unavailable) == (
        "The document at 'https://nobody.example/' was not fetched: its host name is not known; check the address."
    )
    assert sockets == []


@pytest.mark.parametrize("host", ["xn--issuer.example", "xn--a.example", "xn--80ak6aa92e.com"])
def test_a_name_in_its_xn_form_is_looked_up_as_it_is(certificates: Certificates, host: str) -> None:
    """Sound or not: no part of the way may fail over decoding it."""
    names: dict[str, list[tuple[str, ...]]] = {host: [(PUBLIC,)]}
    with running_web(certificates, constantly(document(b"{}")), names) as web:
        assert refused(GuardedFetch(web.network()), f"https://{host}/").code == "fetch_failed"
        assert web.names.asked == [host]
    with LoopbackServer(constantly(document(b"{}"))) as server:
        network = Network(AllowedHosts.parse(host), lambda _: (ip_address(LOOPBACK),), Dialer(server.port))
        assert GuardedFetch(network)(f"http://{host}:8080/") == b"{}"
    assert server.asked[0].host == f"{host}:8080"


def test_a_name_without_an_address_is_a_failure() -> None:
    unavailable = refused(GuardedFetch(Network(resolve=lambda _: ())), URL)
    assert unavailable.code == "fetch_failed"
    assert "the connection to its host failed" in unavailable.detail


def test_the_next_address_is_tried_where_one_is_dead(certificates: Certificates) -> None:
    with issuer(certificates, document(b"{}"), PUBLIC_V6, PUBLIC) as web:

        def connect(address: IPAddress, port: int, seconds: float) -> socket.socket:
            if address.version == 6:
                assert seconds < 2.6, "a dead address must leave time for the next"
                raise OSError("Network is unreachable")
            return web.dialer(address, port, seconds)

        assert GuardedFetch(Network(resolve=web.names, connect=connect, authorities=web.authorities))(URL) == b"{}"
    assert web.dialer.dialled == [(PUBLIC, 443)]


def test_a_hostile_address_is_shown_harmlessly() -> None:
    unavailable = refused(GuardedFetch(), "https://a.example/\u202e\n" + "x" * 500)
    assert unavailable.detail.isascii()
    assert "\n" not in unavailable.detail
    assert len(unavailable.detail) < 500


def test_a_did_document_comes_through_the_guard_and_must_be_its_own(certificates: Certificates) -> None:
    def answer(asked: Asked) -> Iterator[bytes]:
        did = b"did:web:issuer.example" if asked.path == "/.well-known/did.json" else b"did:web:somebody.else"
        yield document(b'{"id":"' + did + b'"}', "Content-Type: application/did+json")

    with issuer(certificates, answer) as web:
        resolver = DidResolver(fetch=GuardedFetch(web.network()))
        assert resolver.resolve("did:web:issuer.example").id == "did:web:issuer.example"
        with pytest.raises(DidError) as caught:
            resolver.resolve("did:web:issuer.example:user:alice")
    assert caught.value.code == "did_mismatch"
    assert web.dialer.dialled == [(PUBLIC, 443)] * 2
