# SPDX-License-Identifier: Apache-2.0
"""Which URLs and which network addresses the guard lets through."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.fetch import AllowedHosts
from cairn.foundation.fetch.rules import (
    FetchError,
    Target,
    follow,
    is_public,
    read_target,
    require_public_addresses,
)

NOBODY = AllowedHosts()
SCHOOL = AllowedHosts.parse("localhost, intranet:8080, 10.0.0.5, [FD00:0::1]:8443,")


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://issuer.example/status/1", "https://issuer.example/status/1"),
        ("HTTPS://Issuer.Example:443/Status?List=A#94567", "https://issuer.example/Status?List=A"),
        ("https://issuer.example", "https://issuer.example/"),
        ("https://issuer.example?a=b", "https://issuer.example/?a=b"),
        ("https://xn--bcher-kva.example/%C3%BC", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://93.184.216.34/did.json", "https://93.184.216.34/did.json"),
        ("https://[2606:4700:0::1111]/did.json", "https://[2606:4700::1111]/did.json"),
    ],
)
def test_a_plain_address_is_read(url: str, plain: str) -> None:
    assert read_target(url, NOBODY).url == plain


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://issuer.example/a b", "characters that no web address may have"),
        ("https://issuer.example/\u202ea", "characters that no web address may have"),
        ("https://issuer.example\\@evil.example/", "characters that no web address may have"),
        ("https://issuer.example/\ud800", "characters that no web address may have"),
        ("https://issuer.example/\n", "characters that no web address may have"),
        ("https://bücher.example/", "characters that no web address may have"),
        ("https://①②⑦.⓪.⓪.①/", "characters that no web address may have"),
        ("https://issuer.example/" + "a" * 2026, "longer than 2048"),
        ("ftp://issuer.example/", "not a full web address"),
        ("https:issuer.example", "not a full web address"),
        ("", "not a full web address"),
        ("https:///issuer.example", "not written plainly"),
        ("https://issuer%2eexample/", "not written plainly"),
        ("https://issuer.example:/", "not written plainly"),
        ("https://issuer.example:0443/", "not written plainly"),
        ("https://[127.0.0.1]/", "not written plainly"),
        ("https://[fe80::1%25eth0]/", "not written plainly"),
        ("https://issuer.example:65536/", "65536 is not a port"),
        ("https://user@issuer.example/", "carries a user name"),
        ("https://127.1/", "number in an unusual form"),
        ("https://0x7f.1/", "number in an unusual form"),
        ("https://1.2.3.0x/", "number in an unusual form"),
        ("https://0177.0.0.1/", "number in an unusual form"),
        ("https://[::1::]/", "number in an unusual form"),
        ("https://issuer.example./", "not a host name"),
        ("https://issuer..example/", "not a host name"),
        ("https://-issuer.example/", "not a host name"),
        (f"https://{'a' * 64}.example/", "not a host name"),
        (f"https://{'a.' * 124}example/", "not a host name"),
        ("http://issuer.example/", "only https"),
        ("https://issuer.example:8443/", "port 8443 is not used"),
        ("https://127.0.0.1/", "private or reserved network"),
        ("https://[64:ff9b::7f00:1]/", "private or reserved network"),
        ("https://intranet/", "a name inside a local network"),
        ("https://printer.local/", "a name inside a local network"),
        ("https://metadata.google.internal/", "a name inside a local network"),
        ("https://router.home.arpa/", "a name inside a local network"),
    ],
)
def test_any_other_address_is_blocked_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as caught:
        read_target(url, NOBODY)
    assert caught.value.code == "fetch_blocked"


def test_the_longest_address_is_read() -> None:
    url = "https://issuer.example/" + "a" * 2025
    assert len(url) == 2048
    assert read_target(url, NOBODY).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "https://localhost:8000/",
        "http://intranet:8080/",
        "http://10.0.0.5:22/",
        "https://[fd00::1]:8443/",
    ],
)
def test_an_allowed_host_is_reached_though_it_is_not_public(url: str) -> None:
    target = read_target(url, SCHOOL)
    assert target.allowed
    assert target.url == url
    require_public_addresses(target, (ip_address("127.0.0.1"),))


@pytest.mark.parametrize(
    "url",
    [
        "http://intranet/",
        "http://localhost.evil.example/",
        "http://10.0.0.6/",
        "http://10.5/",
        "https://[fd00::1]/",
        "http://localhost./",
        "http://user@localhost/",
    ],
)
def test_an_allowed_host_opens_the_door_to_no_other(url: str) -> None:
    with pytest.raises(FetchError):
        read_target(url, SCHOOL)


@pytest.mark.parametrize("text", ["http://localhost", "local host", "127.1", "a/b", "host:port", "host:70000", "a@b"])
def test_an_entry_that_is_no_host_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="CAIRN_FETCH_ALLOW: "):
        AllowedHosts.parse(f"localhost,{text}")


def test_no_host_is_allowed_unless_it_is_named() -> None:
    assert AllowedHosts.parse(" , ") == AllowedHosts()
    assert not AllowedHosts().covers("localhost", 80)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.5",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d822",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:5db8:d822::1",
        "2606:4700::1111%eth0",
        "3ffe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_of_the_public_internet(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "1.1.1.1", "100.63.255.255", "100.128.0.1", "168.63.129.17", "192.0.1.1", "223.255.255.255",
     "2606:4700::1111", "2001:4860:4860::8888", "2001:200::1", "2003::1", "2a00:1450::1", "2c0f::1"],
)  # fmt: skip
def test_an_address_of_the_public_internet(address: str) -> None:
    assert is_public(ip_address(address))


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_no_ipv6_form_of_an_ipv4_address_is_public(address: IPv4Address) -> None:
    number = int(address)
    for wrapped in (number, 0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert not is_public(IPv6Address(wrapped))


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/status/2", "https://issuer.example/status/2"),
        ("2?x=1", "https://issuer.example/status/2?x=1"),
        ("//other.example/a", "https://other.example/a"),
        ("https://other.example/a#b", "https://other.example/a"),
        ("", "https://issuer.example/status/1"),
    ],
)
def test_a_redirect_is_followed(location: str, url: str) -> None:
    assert follow(read_target("https://issuer.example/status/1", NOBODY), location, NOBODY).url == url


@pytest.mark.parametrize(
    "location",
    [
        "http://issuer.example/",
        "https://127.0.0.1/",
        "//localhost/",
        "https://oth\ter.example/",
        "https://[::1/",
        "file:///etc",
    ],
)
def test_a_redirect_is_held_to_the_same_rules(location: str) -> None:
    with pytest.raises(FetchError) as caught:
        follow(read_target("https://issuer.example/status/1", NOBODY), location, NOBODY)
    assert caught.value.code == "fetch_blocked"


def test_a_redirect_is_named_where_it_is_what_was_blocked() -> None:
    with pytest.raises(FetchError) as caught:
        follow(read_target("https://issuer.example/status/1", NOBODY), "http://issuer.example/", NOBODY)
    assert caught.value.detail == (
        "it redirects to another address, and only https is used; ask for the same address with https://."
    )


def read_or_none(url: str) -> Target | None:
    try:
        return read_target(url, SCHOOL)
    except FetchError:
        return None


URL_PIECES = st.sampled_from(
    ["https://", "http://", "localhost", "issuer.example", "xn--", "1.1.1.1", "[::1]", ":443", ":8000", "/", "//", "..",
     "@", "#", "?", "%2e", "%", "\\", " ", ".", "-", "a", "0x7f", "①", ":", "[", "]", "\x00", "&", "="]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(URL_PIECES, max_size=12).map("".join) | st.text())
def test_whatever_is_let_through_is_read_alike_by_the_library_that_sends_it(rest: str) -> None:
    """Two readings of one address are how a guard is walked around."""
    for url in (rest, f"https://issuer.example{rest}", f"https://{rest}"):
        target = read_or_none(url)
        if target is not None:
            sent = httpx.Request("GET", target.url, headers={"Host": target.authority}).url
            assert sent.raw_host.decode().strip("[]") == target.host
            assert (sent.scheme, sent.port or {"https": 443, "http": 80}[sent.scheme]) == (target.scheme, target.port)
            again = read_target(str(sent), SCHOOL)
            assert (again.scheme, again.host, again.port) == (target.scheme, target.host, target.port)
