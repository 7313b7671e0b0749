# SPDX-License-Identifier: Apache-2.0
"""Which addresses on the web, and which addresses on the network, may be asked for a document.

Two parsers that read one URL differently are how a guard is walked around. So only the plainest form is taken,
and what is connected to is built from what was read here. Source: RFC 3986 §3, RFC 6890, OWASP ASVS 5.0 1.3.6.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, Self, TypeAlias
from urllib.parse import urljoin

IPAddress: TypeAlias = IPv4Address | IPv6Address

MAX_URL_LENGTH: Final = 2048
_MAX_NAME_LENGTH: Final = 253
_MAX_PORT: Final = 65535
_PORTS: Final = {"https": 443, "http": 80}

_CHARACTERS: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_URL: Final = re.compile(
    r"(?P<scheme>https?)://(?P<site>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?", re.IGNORECASE
)
_SITE: Final = re.compile(r"(?P<host>\[[0-9a-f.]*:[0-9a-f:.]*\]|[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?")
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_ENDS_IN_NUMBER: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_LOCAL_NAME: Final = re.compile(r"[^.]*|.*\.(?:localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)")

_DENIED_IPV4: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carriers' own, and the metadata service 100.100.100.200
        "168.63.129.16/32",  # a cloud's metadata service on an otherwise public address
        "192.0.0.0/24",  # protocol assignments, and the metadata service 192.0.0.192
        "192.88.99.0/24",  # 6to4 relays
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Everything else outside global unicast is refused with it: mapped and compatible IPv4, both NAT64 prefixes, unique
# local, link-local, site-local and multicast addresses.
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_DENIED_IPV6: Final = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, whatever the IPv4 address inside
        "3ffe::/16",  # 6bone, given back
        "3fff::/20",  # documentation
    )
)


class FetchError(Exception):
    """A fetch that the guard stopped: `code` is a stable reason code, `detail` a sentence for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Hosts that may be reached though they are not public, over http and on other ports too; a port of None is any."""

    entries: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `host` or `host:port`, separated by commas, as `CAIRN_FETCH_ALLOW` writes them.

        Raises ValueError with a sentence that names the entry.
        """
        names = (entry.strip() for entry in text.split(","))
        return cls(frozenset(_read_entry(name) for name in names if name))

    def covers(self, host: str, port: int) -> bool:
        """Tell whether a host is on the list, on this port."""
        return (host, None) in self.entries or (host, port) in self.entries


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was read and may be asked; `address` is set where the host is written as a number."""

    scheme: str
    host: str
    port: int
    path: str
    address: IPAddress | None
    allowed: bool

    @property
    def authority(self) -> str:
        """The host as a request names it, with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL in its plainest form, without a fragment, which is never sent."""
        return f"{self.scheme}://{self.authority}{self.path}"


def read_target(url: str, allowed: AllowedHosts) -> Target:
    """Read a URL strictly and judge all that can be judged before its host is looked up.

    Raises FetchError: fetch_blocked.
    """
    _require_plain(url)
    parts = _URL.fullmatch(url)
    if parts is None:
        raise _blocked("it is not a full web address; write it as https://host/path.")
    scheme = parts["scheme"].lower()
    host, port = _split_site(parts["site"].lower())
    port = port or _PORTS[scheme]
    address = _read_address(host)
    host = host if address is None else str(address)
    target = Target(
        scheme, host, port, (parts["path"] or "/") + (parts["query"] or ""), address, allowed.covers(host, port)
    )
    if not target.allowed:
        _require_public(target)
    return target


def follow(target: Target, location: str, allowed: AllowedHosts) -> Target:
    """Read where a redirect leads, by the same rules as any URL.

    Raises FetchError: fetch_blocked.
    """
    # Before they are joined, because joining quietly drops tabs and line ends.
    _require_plain(location)
    try:
        return read_target(urljoin(target.url, location), allowed)
    except FetchError as refused:
        raise _blocked(f"it redirects to another address, and {refused.detail}") from None
    except ValueError:
        raise _blocked("it redirects to something that is not a web address.") from None


def require_public_addresses(target: Target, addresses: tuple[IPAddress, ...]) -> None:
    """Refuse a host unless every address it has is public: one private address among them is how a guard is slipped.

    Raises FetchError: fetch_blocked.
    """
    if not target.allowed and not all(is_public(address) for address in addresses):
        raise _blocked(
            f"{target.host} leads into a private or reserved network; "
            "where that is meant, name the host in CAIRN_FETCH_ALLOW."
        )


def is_public(address: IPAddress) -> bool:
    """Tell whether an address belongs to the public internet and cannot stand for another address inside it.

    `is_global` alone calls multicast, two NAT64 prefixes and some clouds' metadata services public.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in block for block in _DENIED_IPV4)
    in_use = address in _GLOBAL_UNICAST and address.is_global and address.scope_id is None
    return in_use and not any(address in block for block in _DENIED_IPV6)


def _require_plain(url: str) -> None:
    if len(url) > MAX_URL_LENGTH:
        raise _blocked(f"the address is longer than {MAX_URL_LENGTH} characters.")
    if not _CHARACTERS.fullmatch(url):
        raise _blocked(
            "the address has characters that no web address may have, such as spaces, backslashes or letters "
            "beyond a-z; write them percent-encoded, and a host name in its xn-- form."
        )


def _split_site(site: str) -> tuple[str, int | None]:
    if "@" in site:
        raise _blocked("the address carries a user name or password; leave out what stands before the @.")
    parts = _SITE.fullmatch(site)
    if parts is None:
        raise _blocked("its host is not written plainly; write a name or number, and a port only after a colon.")
    port = None if parts["port"] is None else int(parts["port"])
    if port is not None and port > _MAX_PORT:
        raise _blocked(f"{port} is not a port; ports end at {_MAX_PORT}.")
    return parts["host"].strip("[]"), port


def _read_address(host: str) -> IPAddress | None:
    """Return the number a host is written as, or None for a name.

    Raises FetchError: fetch_blocked for a number in an odd form, which others read as they like, and an odd name.
    """
    if ":" in host or _ENDS_IN_NUMBER.fullmatch(host):
        try:
            return ip_address(host)
        except ValueError:
            raise _blocked("its host is a number in an unusual form; write four decimal numbers, or a name.") from None
    if not _NAME.fullmatch(host) or len(host) > _MAX_NAME_LENGTH:
        raise _blocked(
            "its host is not a host name; write the name as the domain's owner does, with no dot at the end."
        )
    return None


def _require_public(target: Target) -> None:
    if target.scheme != "https":
        raise _blocked("only https is used; ask for the same address with https://.")
    if target.port != _PORTS["https"]:
        raise _blocked(f"port {target.port} is not used; documents are fetched from port 443.")
    if target.address is not None:
        require_public_addresses(target, (target.address,))
    elif _LOCAL_NAME.fullmatch(target.host):
        raise _blocked(
            f"{target.host} is a name inside a local network; where that is meant, name the host in CAIRN_FETCH_ALLOW."
        )


def _read_entry(entry: str) -> tuple[str, int | None]:
    try:
        host, port = _split_site(entry.lower())
        address = _read_address(host)
    except FetchError as refused:
        raise ValueError(f"CAIRN_FETCH_ALLOW: {entry!r} cannot be used: {refused.detail}") from None
    return (host if address is None else str(address)), port


def _blocked(detail: str) -> FetchError:
    return FetchError("fetch_blocked", detail)
