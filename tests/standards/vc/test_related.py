# SPDX-License-Identifier: Apache-2.0
"""Related resources are compared with what the package holds, and nothing is fetched."""

from __future__ import annotations

import base64
import hashlib

import pytest

from cairn.standards.codecs import encode_multibase
from cairn.standards.jsonld import PINNED
from cairn.standards.types import Json
from cairn.standards.vc import CREDENTIALS_V2
from cairn.standards.vc.related import related_digests

CONTENT = PINNED.read(CREDENTIALS_V2)


def sri(algorithm: str, content: bytes = CONTENT) -> str:
    """Write a digest as Subresource Integrity does."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def multihash(header: bytes, algorithm: str, content: bytes = CONTENT) -> str:
    """Write a digest as Multibase."""
    return encode_multibase(header + hashlib.new(algorithm, content).digest(), base="u")


GOOD: list[dict[str, Json]] = [
    {},
    {"digestSRI": sri("sha256")},
    {"digestSRI": sri("sha384")},
    {"digestSRI": f"{sri('sha512')} {sri('sha256', b'x')}"},
    {"digestSRI": f"{sri('sha256', b'x')} {sri('sha256')}?ct=application/ld+json"},
    {"digestMultibase": multihash(b"\x12\x20", "sha256")},
    {"digestMultibase": multihash(b"\x20\x30", "sha384")},
    {"digestMultibase": multihash(b"\x13\x40", "sha512"), "digestSRI": sri("sha512")},
]


@pytest.mark.parametrize("digests", GOOD)
def test_the_digest_of_a_pinned_context_is_compared(digests: dict[str, Json]) -> None:
    assert list(related_digests({"relatedResource": {"id": CREDENTIALS_V2, **digests}})) == []


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("digestSRI", sri("sha256", b"x")),
        ("digestSRI", f"{sri('sha512', b'x')} {sri('sha256')}"),
        ("digestSRI", sri("sha1")),
        ("digestSRI", "sha256-"),
        ("digestSRI", "sha256-~"),
        ("digestSRI", "sha256-é"),
        ("digestSRI", ""),
        ("digestSRI", 7),
        ("digestMultibase", multihash(b"\x12\x20", "sha256", b"x")),
        ("digestMultibase", multihash(b"\x12\x20", "sha512")),
        ("digestMultibase", multihash(b"\x11\x14", "sha1")),
        ("digestMultibase", "m00"),
        ("digestMultibase", None),
    ],
)
def test_another_digest_is_told_with_its_place(name: str, digest: Json) -> None:
    resource = {"id": CREDENTIALS_V2, name: digest}
    (alone,) = related_digests({"relatedResource": resource})
    (listed,) = related_digests({"relatedResource": [{"id": "https://a.example/x", name: digest}, resource]})
    assert (alone.code, alone.path) == ("digest_mismatch", f"/relatedResource/{name}")
    assert (listed.code, listed.path) == ("digest_mismatch", f"/relatedResource/1/{name}")


@pytest.mark.parametrize(
    "resource", ["urn:x", None, {}, {"id": 7, "digestSRI": "x"}, {"id": "urn:x", "digestSRI": "x"}]
)
def test_what_is_not_at_hand_is_left_alone(resource: Json) -> None:
    assert list(related_digests({"relatedResource": [resource]})) == []
    assert list(related_digests({})) == []
