# SPDX-License-Identifier: Apache-2.0
"""The deadline, and the system's own resolver and sockets."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from cairn.foundation.fetch import AllowedHosts, GuardedFetch, Network
from cairn.foundation.fetch.connection import Deadline, look_up
from cairn.foundation.fetch.rules import IPAddress
from tests.foundation.web import LOOPBACK, LoopbackServer, constantly, document, recorded_sockets, refused


def test_a_deadline_that_has_passed_leaves_nothing() -> None:
    with pytest.raises(TimeoutError):
        Deadline.after(-1).left()
    assert 9 < Deadline.after(10).left() <= 10


def test_no_more_than_four_addresses_are_tried() -> None:
    tried: list[str] = []

    def connect(address: IPAddress, port: int, seconds: float) -> socket.socket:
        del port, seconds
        tried.append(str(address))
        raise ConnectionRefusedError

    addresses = tuple(ip_address(f"93.184.216.{last}") for last in range(1, 9))
    unavailable = refused(
        GuardedFetch(Network(resolve=lambda _: addresses, connect=connect)), "https://issuer.example/"
    )
    assert unavailable.code == "fetch_failed"
    assert "refuses connections" in unavailable.detail
    assert tried == ["93.184.216.1", "93.184.216.2", "93.184.216.3", "93.184.216.4"]


def test_an_allowed_host_is_reached_with_the_systems_own_resolver_and_sockets() -> None:
    with LoopbackServer(constantly(document(b"{}"))) as server, recorded_sockets() as sockets:
        url = f"http://localhost:{server.port}/status/1"
        fetch = GuardedFetch(Network(AllowedHosts.parse(f"localhost:{server.port}")))
        assert fetch(url) == b"{}"
        assert sockets[-1] == (LOOPBACK, server.port)
        sockets.clear()
        assert refused(GuardedFetch(), url).code == "fetch_blocked"
        assert refused(fetch, f"http://127.0.0.1:{server.port}/").code == "fetch_blocked"
        assert sockets == []
    (asked,) = server.asked
    assert asked.host == f"localhost:{server.port}"


def test_an_allowed_number_needs_no_name_server() -> None:
    with LoopbackServer(constantly(document(b"{}"))) as server:

        def resolve(host: str) -> tuple[IPAddress, ...]:
            raise AssertionError(host)

        network = Network(AllowedHosts.parse(LOOPBACK), resolve)
        assert GuardedFetch(network)(f"http://{LOOPBACK}:{server.port}/") == b"{}"


def test_the_systems_resolver_lists_each_address_once() -> None:
    addresses = look_up("localhost")
    assert ip_address(LOOPBACK) in addresses
    assert len(set(addresses)) == len(addresses)
