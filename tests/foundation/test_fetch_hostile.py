# SPDX-License-Identifier: Apache-2.0
"""The hostile addresses and identifiers of the shared data, against real sockets on the loopback interface."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from cairn.foundation.fetch import GuardedFetch
from cairn.standards.did import DidResolver
from cairn.standards.errors import DidError, ResourceUnavailable
from tests.foundation.web import (
    LOOPBACK,
    PUBLIC,
    Asked,
    Certificates,
    Web,
    document,
    endless_gzip,
    recorded_sockets,
    redirect,
    running_web,
)
from tests.shared_data import shared_files

MEMORY: Final = Path("/proc/self/status")
STATUS_LIST: Final = b'{"id":"https://issuer.example/status/1"}'
NAMES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "issuer.example": ((PUBLIC,),),
    "example.org": ((PUBLIC,),),
    "redirect.test": ((PUBLIC,),),
    "rebind.test": ((PUBLIC,), (LOOPBACK,)),
    "dual.test": ((PUBLIC, "::1"),),
    "slow.test": ((PUBLIC,),),
    "huge.test": ((PUBLIC,),),
    "gzipbomb.test": ((PUBLIC,),),
    "wrongtype.test": ((PUBLIC,),),
    "127.0.0.1.nip.io": ((LOOPBACK,),),
    "localtest.me": ((LOOPBACK,),),
    "metadata.google.internal": (("169.254.169.254",),),
    "localhost": ((LOOPBACK, "::1"),),
}
REDIRECTS: Final = {
    "/302-to-127.0.0.1": "https://127.0.0.1/",
    "/302-to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/loop": "/loop",
}
# What the served hosts must come to over https: the reason, and how many connections to the public address there were.
SERVED: Final = {
    "https://redirect.test/302-to-127.0.0.1": ("fetch_blocked", 1),
    "https://redirect.test/302-to-metadata": ("fetch_blocked", 1),
    "https://redirect.test/loop": ("fetch_redirects", 4),
    "https://rebind.test/": ("fetch_blocked", 1),
    "https://dual.test/": ("fetch_blocked", 0),
    "https://slow.test/": ("fetch_timeout", 1),
    "https://huge.test/": ("fetch_too_large", 1),
    "https://gzipbomb.test/": ("fetch_wrong_type", 1),
    "https://wrongtype.test/": ("fetch_wrong_type", 1),
}
# Identifiers that are well formed: the fetch is asked, and finds no such name or refuses the port.
ASKED_FOR: Final = {
    "did:web:xn--80ak6aa92e.com": "fetch_failed",
    "did:web:example.com%3A22": "fetch_blocked",
}


def answer(asked: Asked) -> Iterator[bytes]:
    """Behave as the name of the host promises."""
    if asked.host == "redirect.test":
        yield redirect(REDIRECTS[asked.path])
    elif asked.host == "rebind.test":
        yield redirect("/again")
    elif asked.host == "wrongtype.test":
        yield document(b"<p>Hello</p>", "Content-Type: text/html; charset=utf-8")
    elif asked.host == "issuer.example":
        yield document(STATUS_LIST, "Content-Type: application/vc+ld+json")
    else:
        yield from ENDLESS[asked.host](asked)


def slow(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    while not asked.stopping.wait(10):
        yield b" "


def huge(asked: Asked) -> Iterator[bytes]:
    del asked
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    while True:
        yield bytes(65536)


def bomb(asked: Asked) -> Iterator[bytes]:
    del asked
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n"
    yield from endless_gzip()


ENDLESS: Final[dict[str, Callable[[Asked], Iterator[bytes]]]] = {
    "slow.test": slow,
    "huge.test": huge,
    "gzipbomb.test": bomb,
}


def listed(name: str, key: str) -> list[str]:
    return [entry[key] for path in shared_files(f"hostile/ssrf/{name}") for entry in json.loads(path.read_bytes())]


# A remark in brackets after an address says how its host behaves.
URLS: Final = [url.partition(" (")[0] for url in listed("800-urls.json", "url")]
BLOCKED: Final = [url for url in URLS if url != "https://issuer.example/status/1"]
DIDS: Final = listed("801-dids.json", "did")


@pytest.fixture
def web(certificates: Certificates) -> Iterator[Web]:
    names = {name: list(answers) for name, answers in NAMES.items()}
    with running_web(certificates, answer, names) as running:
        yield running


@contextmanager
def bounded() -> Iterator[None]:
    """Fail unless the block takes less than six seconds, and less than 100 MB more memory at its highest."""
    if MEMORY.exists():
        (MEMORY.parent / "clear_refs").write_text("5")  # the high-water mark starts anew
    before, started = high_water(), time.monotonic()
    yield
    assert time.monotonic() - started < 6
    assert high_water() - before < 100 * 1024


def high_water() -> int:
    """Return the most memory that was in use, in kilobytes; 0 where the system does not tell it this way."""
    return int(MEMORY.read_text().partition("VmHWM:")[2].split()[0]) if MEMORY.exists() else 0


def test_the_shared_addresses_are_all_here(shared: Callable[[str], Path]) -> None:
    assert len(json.loads(shared("hostile/ssrf/800-urls.json").read_bytes())) == 59
    assert len(json.loads(shared("hostile/ssrf/801-dids.json").read_bytes())) == 22
    assert len(BLOCKED) == 58
    assert {f"https{url.removeprefix('http')}" for url in BLOCKED if ".test/" in url} == set(SERVED)


@pytest.mark.parametrize("url", BLOCKED)
def test_a_hostile_address_is_blocked_and_no_socket_is_opened(web: Web, url: str) -> None:
    with bounded(), recorded_sockets() as sockets, pytest.raises(ResourceUnavailable) as caught:
        GuardedFetch(web.network())(url)
    assert caught.value.code == "fetch_blocked"
    assert caught.value.url == url
    assert sockets == []
    assert web.dialer.dialled == []


@pytest.mark.parametrize("url", [url for url in BLOCKED if url[:7].lower() == "http://" and ".test/" not in url])
def test_https_makes_a_hostile_address_no_better(web: Web, url: str) -> None:
    """Most are listed with http, which alone is refused; the guard must hold for the host too."""
    with bounded(), recorded_sockets() as sockets, pytest.raises(ResourceUnavailable) as caught:
        GuardedFetch(web.network())(f"https{url[4:]}")
    assert caught.value.code == "fetch_blocked"
    assert sockets == []


@pytest.mark.parametrize("url", SERVED)
def test_a_hostile_host_over_https_is_cut_off(web: Web, url: str) -> None:
    code, connections = SERVED[url]
    with bounded(), recorded_sockets() as sockets, pytest.raises(ResourceUnavailable) as caught:
        GuardedFetch(web.network())(url)
    assert caught.value.code == code
    assert web.dialer.dialled == [(PUBLIC, 443)] * connections
    assert sockets == [(LOOPBACK, web.server.port)] * connections


def test_the_good_address_is_fetched_over_one_socket(web: Web) -> None:
    with bounded(), recorded_sockets() as sockets:
        body = GuardedFetch(web.network())("https://issuer.example/status/1")
    assert body == STATUS_LIST
    assert web.dialer.dialled == [(PUBLIC, 443)]
    assert sockets == [(LOOPBACK, web.server.port)]
    assert web.names.asked == ["issuer.example"]


@pytest.mark.parametrize("did", DIDS)
def test_a_hostile_did_is_refused_and_no_socket_is_opened(web: Web, did: str) -> None:
    expected: type[DidError | ResourceUnavailable] = ResourceUnavailable if did in ASKED_FOR else DidError
    with bounded(), recorded_sockets() as sockets, pytest.raises(expected) as caught:
        DidResolver(fetch=GuardedFetch(web.network())).resolve(did)
    assert isinstance(caught.value, DidError | ResourceUnavailable)
    unsupported = did.startswith(("did:unknown:", "did:peer:", "DID:"))
    refusal = "unsupported_did_method" if unsupported else "invalid_did"
    assert caught.value.code == ASKED_FOR.get(did, refusal)
    assert sockets == []
