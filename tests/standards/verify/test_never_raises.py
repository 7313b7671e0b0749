# SPDX-License-Identifier: Apache-2.0
"""Whatever the bytes are, a report comes back, and it can be written as JSON."""

from __future__ import annotations

import copy
import json
from typing import Any, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import dump_json, encode_base64url, parse_json_object
from cairn.standards.openbadges.baking import bake
from cairn.standards.types import Json
from cairn.standards.verify import Verdict, VerificationPolicy, VerificationReport, verify
from tests.standards.openbadges.baking.images import SVG, png
from tests.standards.verify.samples import (
    AT,
    KEY,
    LIST,
    Web,
    badge,
    entry,
    presented,
    signed,
    status_list,
)

_WEB: Final = Web({LIST: dump_json(signed(status_list()))})
_TOOLS: Final = _WEB.tools()
_GOOD: Final = signed(badge(credentialStatus=entry(), validUntil="2029-01-15T10:00:00Z"))
_SHOWN: Final = presented(_GOOD)
_SCALARS: Final = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
_WORDS: Final = st.sampled_from(
    [
        "@context",
        "@type",
        "type",
        "id",
        "issuer",
        "holder",
        "credentialSubject",
        "proof",
        "credentialStatus",
        "credentialSchema",
        "verifiableCredential",
        "validFrom",
        "validUntil",
        "evidence",
        "achievement",
        "identifier",
        "recipient",
        "badge",
        "relatedResource",
        "termsOfUse",
        "name",
        "image",
        "result",
    ]
)
_KNOWN: Final = st.sampled_from(
    [
        "VerifiableCredential",
        "VerifiablePresentation",
        "EnvelopedVerifiableCredential",
        "OpenBadgeCredential",
        "ClrCredential",
        "https://www.w3.org/ns/credentials/v2",
        "DataIntegrityProof",
        "did:key:z6Mk",
        "hosted",
        "2026-01-15T10:00:00Z",
        "data:application/vc+jwt,e30.e30.AA",
    ]
)
_JSON: Final = st.recursive(
    _SCALARS | _KNOWN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS | st.text(max_size=5), inner, max_size=6),
    max_leaves=12,
)


def _write(document: Json) -> bytes:
    """Write JSON that our own writer would refuse, such as huge numbers."""
    return json.dumps(document).encode()


def _sign(claims: Json, **header: str) -> bytes:
    parts = [encode_base64url(_write(part)) for part in ({"alg": "EdDSA", **header}, claims)]
    signing_input = ".".join(parts)
    return f"{signing_input}.{encode_base64url(KEY.sign(signing_input.encode()))}".encode()


def _verify(data: bytes) -> VerificationReport:
    policy = VerificationPolicy(at=AT, recipient="ada@example.org", challenge="c", domain="d")
    report = verify(data, policy, _TOOLS)
    assert parse_json_object(dump_json(report.to_json()))["verdict"] == str(report.verdict)
    assert all(check.message and check.code and check.spec for check in report.checks)
    return report


@settings(deadline=None, max_examples=300)
@given(data=st.binary(max_size=200))
@example(data=b"\x89PNG\r\n\x1a\n")
@example(data=b"\xfe\xff\x00<")
@example(data=b"....")
def test_bytes(data: bytes) -> None:
    assert _verify(data).verdict is Verdict.NOT_VERIFIED


@settings(deadline=None, max_examples=300)
@given(document=st.dictionaries(_WORDS, _JSON, max_size=8))
def test_json_of_the_words_of_credentials(document: dict[str, Json]) -> None:
    assert _verify(_write(document)).verdict in (Verdict.NOT_VERIFIED, Verdict.UNDETERMINED)


@settings(deadline=None, max_examples=150)
@given(claims=st.dictionaries(_WORDS | st.sampled_from(["vc", "vp", "iss", "sub", "nbf", "exp", "jti"]), _JSON))
def test_tokens_of_such_json(claims: dict[str, Json]) -> None:
    _verify(_sign(claims))
    _verify(_sign({**badge(), **claims}, kid=KEY.verification_method))


@settings(deadline=None, max_examples=150)
@given(text=st.binary(max_size=60), claims=_JSON)
def test_tokens_made_of_anything(text: bytes, claims: Json) -> None:
    parts = [encode_base64url(part) for part in (_write(claims), text, text)]
    assert _verify(".".join(parts).encode()).verdict is Verdict.NOT_VERIFIED


@settings(deadline=None, max_examples=100)
@given(text=st.text(min_size=1, max_size=100).filter(lambda text: "\0" not in text and text.strip()))
def test_images_that_carry_anything(text: str) -> None:
    _verify(bake(png(), text))


@settings(deadline=None, max_examples=100)
@given(position=st.integers(0, 10_000), value=st.integers(0, 255))
def test_images_with_a_changed_byte(position: int, value: int) -> None:
    for image in (png(), SVG):
        data = bytearray(bake(image, dump_json(_GOOD).decode()))
        data[position % len(data)] = value
        _verify(bytes(data))


def _places(value: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for key, inner in items for place in _places(inner, (*path, key))]


def _put(document: Json, path: tuple[Any, ...], value: Json) -> Json:
    changed = copy.deepcopy(document)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return changed


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_credentials_with_anything_anywhere(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from([_GOOD, _SHOWN, status_list()]))
    path = data.draw(st.sampled_from(_places(document)))
    _verify(_write(_put(document, path, data.draw(_JSON))))


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_status_lists_with_anything_anywhere(data: st.DataObject) -> None:
    listed = signed(status_list())
    path = data.draw(st.sampled_from(_places(listed)))
    changed = _put(listed, path, data.draw(_JSON))
    report = verify(dump_json(_GOOD), VerificationPolicy(at=AT), Web({LIST: _write(changed)}).tools())
    assert report.find("status") is not None
