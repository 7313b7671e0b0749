# SPDX-License-Identifier: Apache-2.0
"""Whatever is asked for and whatever is answered, the guarded fetch ends in a document or a reason."""

from __future__ import annotations

import socket
from contextlib import ExitStack, suppress
from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.fetch import AllowedHosts, GuardedFetch, Network
from cairn.foundation.fetch.rules import IPAddress
from cairn.standards.errors import ResourceUnavailable
from tests.foundation.web import LOOPBACK, Names

PIECES = (
    *(
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 302 Found\r\n",
        b"HTTP/1.1 101 Switch\r\n",
        b"HTTP/1.1 100 \r\n",
        b"HTTP/1.0 200\r\n",
    ),
    *(b"Location: ", b"//[::1", b"/", b"http://issuer.example/", b"https://xn--a/", b"Set-Cookie: a=b\r\n", b" folded"),
    *(b"Content-Type: ", b"text/plain", b"Content-Encoding: ", b"gzip", b"Transfer-Encoding: chunked\r\n"),
    *(b"Content-Length: ", b"5", b"-1", b"99999999999999999999", b"5\r\nabcde\r\n", b"0\r\n"),
    *(b"\r\n", b"\r\n\r\n", b"\n", b"\x00", b"\xff\xfe", b":"),
)
ANSWERS = st.binary() | st.lists(st.sampled_from(PIECES)).map(b"".join)


@settings(deadline=None)
@given(ANSWERS)
def test_whatever_a_host_answers_is_a_document_or_a_reason(data: bytes) -> None:
    with ExitStack() as open_sockets:

        def connect(address: IPAddress, port: int, seconds: float) -> socket.socket:
            del address, port, seconds
            ours, theirs = socket.socketpair()
            open_sockets.enter_context(theirs).sendall(data)
            theirs.shutdown(socket.SHUT_WR)
            return ours

        network = Network(AllowedHosts.parse("issuer.example"), lambda _: (ip_address(LOOPBACK),), connect)
        with suppress(ResourceUnavailable):
            assert isinstance(GuardedFetch(network)("http://issuer.example/"), bytes)


@settings(deadline=None)
@given(st.text() | st.text().map(lambda rest: f"https://{rest}"))
def test_whatever_is_asked_for_has_a_reason_where_there_is_no_name(url: str) -> None:
    network = Network(resolve=Names({}))
    with pytest.raises(ResourceUnavailable) as caught:
        GuardedFetch(network)(url)
    assert caught.value.code in {"fetch_blocked", "fetch_failed"}
