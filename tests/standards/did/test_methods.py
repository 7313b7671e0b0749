# SPDX-License-Identifier: Apache-2.0
"""did:key, did:jwk and did:web, and the resolver that knows them all."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from cairn.standards.codecs import dump_json, encode_base64url, encode_multibase
from cairn.standards.did import DidResolver, Relationship, split_did_url
from cairn.standards.did.key import did_key_of
from cairn.standards.did.web import did_web_url
from cairn.standards.errors import DidError, ProofError, ResourceUnavailable
from cairn.standards.jose import write_jwk
from cairn.standards.keys import KeyKind
from cairn.standards.types import JsonObject
from tests.standards.keys.test_keys import key_of

CURVES = (KeyKind.ED25519, KeyKind.P256, KeyKind.P384)
ED25519_DID = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
# The example of the did:jwk specification: a P-256 key.
JWK_DID = (
    "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5I"
    "joiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
)


class Web:
    """A web of documents, which remembers what was asked for."""

    def __init__(self, documents: dict[str, JsonObject | bytes]) -> None:
        self.documents = documents
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.documents:
            raise ResourceUnavailable(url, f"{url} does not answer.")
        document = self.documents[url]
        return document if isinstance(document, bytes) else dump_json(document)


def did_jwk_of(jwk: object) -> str:
    """Write a did:jwk over any JSON."""
    return "did:jwk:" + encode_base64url(dump_json(jwk))


def code_of(did: str, resolver: DidResolver | None = None) -> str:
    """Return the code of the error with which an identifier is refused."""
    with pytest.raises(DidError) as refused:
        (resolver or DidResolver()).resolve(did)
    return refused.value.code


@pytest.mark.parametrize("kind", CURVES)
def test_a_did_key_is_its_own_document(kind: KeyKind) -> None:
    key = key_of(kind).public_key
    did = did_key_of(key)
    document = DidResolver().resolve(did)
    url = f"{did}#{did.removeprefix('did:key:')}"
    method = document.find_method(url)
    assert method is not None
    assert (document.id, method.id, method.controller, method.key.kind) == (did, url, did, kind)
    assert method.key.to_raw() == key.to_raw()
    assert document.allows(url, Relationship.ASSERTION)
    assert document.allows(url, Relationship.AUTHENTICATION)
    assert not document.allows(f"{url}x", Relationship.ASSERTION)
    assert document.find_method(did) is None


@pytest.mark.parametrize(
    "did",
    [
        "did:key:",
        "did:key",
        "did:key:z",
        "did:key:u7QEaW3Ww",
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ0",
        "did:key:6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "did:key:z16MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        f"{ED25519_DID}:1.1",
        f"{ED25519_DID} ",
        "did:key:" + key_of(KeyKind.ED25519).to_multikey(),
        "did:key:" + encode_multibase(b"\x80\x24\x04" + bytes(64)),
        "did:key:" + encode_multibase(b"\x80\x24\x02" + b"\xff" * 32),
        "did:key:" + encode_multibase(b"\xed\x81\x00" + bytes(32)),
        "did:key:" + encode_multibase(b"\xec\x01" + bytes(32)),
    ],
)
def test_what_is_no_did_key_is_refused(did: str) -> None:
    assert code_of(did) == "invalid_did"


def test_the_published_did_jwk_is_resolved() -> None:
    document = DidResolver().resolve(JWK_DID)
    method = document.find_method(f"{JWK_DID}#0")
    assert method is not None
    assert (method.controller, method.key.kind) == (JWK_DID, KeyKind.P256)
    assert write_jwk(method.key)["x"] == "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0"
    assert document.allows(f"{JWK_DID}#0", Relationship.ASSERTION)


@pytest.mark.parametrize("kind", KeyKind)
def test_a_did_jwk_holds_every_kind_of_key(kind: KeyKind) -> None:
    did = did_jwk_of(write_jwk(key_of(kind).public_key))
    assert DidResolver().resolve(did).methods[f"{did}#0"].key.kind is kind


@pytest.mark.parametrize(
    "did",
    [
        "did:jwk:",
        "did:jwk:~",
        "did:jwk:e30=",
        f"{JWK_DID}=",
        did_jwk_of({}),
        did_jwk_of([]),
        did_jwk_of({"kty": "oct", "k": "AA"}),
        did_jwk_of({**write_jwk(key_of(KeyKind.ED25519).public_key), "d": "AA"}),
        "did:jwk:" + encode_base64url(b'{"kty":"OKP","kty":"EC"}'),
    ],
)
def test_what_is_no_did_jwk_is_refused(did: str) -> None:
    assert code_of(did) == "invalid_did"


def test_a_weak_did_jwk_is_refused() -> None:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key().public_numbers()
    jwk = {"kty": "RSA", "n": encode_base64url(numbers.n.to_bytes(128, "big")), "e": "AQAB"}
    with pytest.raises(ProofError) as refused:
        DidResolver().resolve(did_jwk_of(jwk))
    assert refused.value.code == "weak_key"


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
        ("did:web:example.com%3A65535:a", "https://example.com:65535/a/did.json"),
        ("did:web:example.com:a.b:c_d-e", "https://example.com/a.b/c_d-e/did.json"),
        ("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"),
        ("did:web:a.example:...x", "https://a.example/...x/did.json"),
    ],
)
def test_a_did_web_stands_for_an_address(did: str, url: str) -> None:
    assert did_web_url(did) == url


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "localhost",
        "localhost%3A8000",
        "intranet",
        "127.0.0.1",
        "10.0.0.1%3A80",
        "169.254.169.254",
        "2130706433",
        "0x7f.1",
        "127.0.0.0x1",
        "a.example.0x",
        "a.example.7",
        "[::1]",
        "%5B%3A%3A1%5D",
        "Example.com",
        "exam ple.com",
        "exämple.com",
        "example.com.",
        ".example.com",
        "example..com",
        "-a.example",
        "a-.example",
        "user@example.com",
        "example.com%40evil.example",
        "example.com%2Fpath",
        "example.com/path",
        "example.com?x",
        "example.com#x",
        "example.com%3a80",
        "example.com%3A0",
        "example.com%3A080",
        "example.com%3A65536",
        "example.com%3A99999",
        "example.com%3A",
        "example.com%3A80%3A80",
        "example.com\n",
        "a" * 64 + ".example",
        ".".join(["abcdefg"] * 32) + ".example",
        "example.com:" + "a" * 1024,
        "example.com:",
        "example.com::a",
        "example.com:..",
        "example.com:.",
        "example.com:a:..:b",
        "example.com:%2e%2e",
        "example.com:a%2Fb",
        "example.com:a/b",
        "example.com:a\\b",
        "example.com:a b",
        "example.com:ä",
    ],
)
def test_what_is_no_public_web_host_or_plain_path_is_refused(identifier: str) -> None:
    web = Web({})
    assert code_of(f"did:web:{identifier}", DidResolver(fetch=web)) == "invalid_did"
    assert web.asked == []


def test_a_did_web_is_fetched_once() -> None:
    did, url = "did:web:issuer.example", "https://issuer.example/.well-known/did.json"
    web = Web({url: {"id": did}})
    resolver = DidResolver(fetch=web)
    assert resolver.resolve(did).id == did
    assert resolver.resolve(did).methods == {}
    assert web.asked == [url]


def test_an_https_identifier_is_its_own_address() -> None:
    url = "https://issuer.example/issuers/1"
    web = Web({url: {"id": url, "verificationMethod": []}})
    assert DidResolver(fetch=web).resolve(url).id == url
    assert web.asked == [url]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"id": "did:web:other.example"}, "did_mismatch"),
        ({"id": "did:web:issuer.example#"}, "did_mismatch"),
        ({}, "did_mismatch"),
        ({"id": ["did:web:issuer.example"]}, "did_mismatch"),
        (b"<html>", "invalid_did_document"),
        (b"[]", "invalid_did_document"),
        (b'{"id": "did:web:issuer.example", "id": "did:web:issuer.example"}', "invalid_did_document"),
    ],
)
def test_a_document_about_somebody_else_is_refused(answer: JsonObject | bytes, code: str) -> None:
    web = Web({"https://issuer.example/.well-known/did.json": answer})
    assert code_of("did:web:issuer.example", DidResolver(fetch=web)) == code


def test_a_document_known_beforehand_is_not_fetched() -> None:
    did = "did:web:issuer.example"
    web = Web({})
    resolver = DidResolver(fetch=web, documents={did: {"id": did}, "did:web:a.example": {"id": did}})
    assert resolver.resolve(did).id == did
    assert code_of("did:web:a.example", resolver) == "did_mismatch"
    assert web.asked == []


@pytest.mark.parametrize("did", ["did:web:issuer.example", "https://issuer.example/1"])
def test_without_network_nothing_can_be_said(did: str) -> None:
    with pytest.raises(ResourceUnavailable) as unavailable:
        DidResolver().resolve(did)
    assert unavailable.value.code == "offline"
    assert unavailable.value.url.startswith("https://issuer.example/")


@pytest.mark.parametrize("did", ["did:ion:abc", "did:example:123", "did:", "did::", "http://issuer.example", "", "x"])
def test_other_methods_are_not_supported(did: str) -> None:
    assert code_of(did) == "unsupported_did_method"


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (f"{ED25519_DID}#z6Mk", (ED25519_DID, "z6Mk")),
        (ED25519_DID, (ED25519_DID, "")),
        ("did:web:a.example#k#l", ("did:web:a.example", "k#l")),
        ("https://a.example/1?v=2#k", ("https://a.example/1?v=2", "k")),
    ],
)
def test_the_url_of_a_key_is_split(url: str, parts: tuple[str, str]) -> None:
    assert split_did_url(url) == parts


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#k",
        "k",
        "http://a.example#k",
        "did:web:a.example/x#k",
        "did:web:a.example?v=1#k",
        "did:web:a b",
        "did:web:a\\b",
    ],
)
def test_what_names_no_key_is_refused(url: str) -> None:
    with pytest.raises(DidError) as refused:
        split_did_url(url)
    assert refused.value.code == "invalid_did"
