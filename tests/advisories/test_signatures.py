# SPDX-License-Identifier: Apache-2.0
"""Forged signatures that other software accepted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import partial

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.standards.codecs import decode_multibase, dump_json, encode_base64url, encode_multibase, parse_json_object
from cairn.standards.jose import sign_jws, write_jwk
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import JsonObject
from cairn.standards.verify import Check, VerificationPolicy, verify
from tests.standards.proofs.samples import NOW, badge, did_of, key, secure, verdict

POLICY = VerificationPolicy(at=NOW)
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493


def reason(data: bytes | str | JsonObject) -> str:
    """Return the code of the check that decided against a document."""
    text = dump_json(data) if isinstance(data, dict) else data.encode() if isinstance(data, str) else data
    found = verify(text, POLICY).reason
    assert isinstance(found, Check), "accepted"
    return found.code


def unsigned(data: bytes) -> bytes:
    """Sign nothing."""
    del data
    return b""


def resigned(token: str, header: JsonObject, sign: Callable[[bytes], bytes] = unsigned) -> str:
    """Put another header, and a signature made by `sign`, on the payload of a token."""
    signing_input = f"{encode_base64url(dump_json(header))}.{token.split('.')[1]}"
    return f"{signing_input}.{encode_base64url(sign(signing_input.encode()))}"


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
def test_cve_2022_21449_psychic_signatures(kind: KeyKind) -> None:
    """Java took r = s = 0 for a signature by anybody over anything."""
    secret = key(kind)
    zeros = bytes(64 if kind is KeyKind.P256 else 96)
    signed = secure(badge(did_of(secret)), "ecdsa-rdfc-2019", secret)
    forged = {**signed, "proof": {**signed["proof"], "proofValue": encode_multibase(zeros)}}
    assert verdict(forged) == "invalid_signature"
    token = sign_vc_jwt(badge(did_of(secret)), secret)
    assert reason(f"{token.rpartition('.')[0]}.{encode_base64url(zeros)}") == "invalid_signature"


@pytest.mark.parametrize("kind", KeyKind)
def test_cve_2015_9235_and_cve_2022_29217_a_public_key_as_shared_secret(kind: KeyKind) -> None:
    """JavaScript's jsonwebtoken and PyJWT let the header turn a public key into an HMAC secret, in any spelling."""
    secret = key(kind)
    token = sign_vc_jwt(badge("https://issuer.example"), secret)
    crypto = secret.public_key.crypto
    spellings = [
        secret.public_key.to_raw(),
        dump_json(write_jwk(secret.public_key)),
        crypto.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        crypto.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
    ]
    for shared in spellings:
        forged = resigned(token, {"alg": "HS256"}, partial(_hmac, shared))
        assert reason(forged) == "algorithm_not_allowed"


def _hmac(secret: bytes, data: bytes) -> bytes:
    return hmac.digest(secret, data, hashlib.sha256)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
def test_cve_2015_2951_and_cve_2022_23540_no_algorithm(algorithm: str) -> None:
    """Tokens without signature, by the names that slipped past block-lists."""
    token = sign_vc_jwt(badge(), key())
    assert reason(resigned(token, {"alg": algorithm, "kid": key().verification_method})) == "algorithm_not_allowed"


def test_cve_2020_28042_no_signature() -> None:
    """ServiceStack compared as many bytes as the signature had: none."""
    header = {"alg": "EdDSA", "kid": key().verification_method}
    assert reason(resigned(sign_vc_jwt(badge(), key()), header)) == "invalid_signature"


def test_cve_2018_0114_and_cve_2026_27962_a_key_in_the_header() -> None:
    """node-jose and Authlib verified with whatever key the token brought along."""
    forger = SecretKey.from_seed(KeyKind.ED25519, bytes(32))
    token = sign_vc_jwt(badge(), key())
    header = {"alg": "EdDSA", "jwk": write_jwk(forger.public_key)}
    assert reason(resigned(token, header, forger.sign)) == "invalid_signature"
    assert reason(resigned(token, {**header, "kid": key().verification_method}, forger.sign)) == "invalid_signature"
    named = {**header, "kid": forger.verification_method}
    assert reason(resigned(token, named, forger.sign)) == "key_not_authorised"


def test_algorithm_and_key_of_two_kinds() -> None:
    """The header chooses among allowed algorithms one that the issuer's key does not go with."""
    secret = key(KeyKind.P256)
    token = sign_vc_jwt(badge(did_of(secret)), secret)
    for algorithm in ("EdDSA", "ES384", "RS256"):
        header = {"alg": algorithm, "kid": secret.verification_method}
        assert reason(resigned(token, header, secret.sign)) == "algorithm_mismatch"


def test_cve_2025_59420_critical_headers_are_not_skipped() -> None:
    """Authlib passed over headers that must be understood; so a payload may not be what it seems (RFC 7797)."""
    token = sign_vc_jwt(badge(), key())
    for members, code in (
        ({"crit": ["exp"]}, "critical_header"),
        ({"crit": ["b64"], "b64": False}, "unencoded_payload"),
    ):
        header = {"alg": "EdDSA", "kid": key().verification_method, **members}
        assert reason(resigned(token, header, key().sign)) == code


def test_cve_2020_36843_ed25519_signatures_made_over() -> None:
    """S + L in the place of S: a second text of one credential, for lists that block by the text."""
    signed = secure(badge())
    value = decode_multibase(signed["proof"]["proofValue"])
    s = int.from_bytes(value[32:], "little") + ED25519_ORDER
    again = encode_multibase(value[:32] + s.to_bytes(32, "little"))
    assert verdict({**signed, "proof": {**signed["proof"], "proofValue": again}}) == "invalid_signature"


def test_two_texts_of_one_token() -> None:
    """base64url with unused bits or padding: the same signature in another text."""
    header, payload, signature = sign_vc_jwt(badge(), key()).split(".")
    last = signature[:-1] + chr(ord(signature[-1]) + 1)
    for token in (f"{header}.{payload}.{last}", f"{header}.{payload}.{signature}=="):
        assert reason(token) == "non_canonical_base64url"
    assert reason(f"{header}.{payload}.{signature}.") == "malformed_jwt"


def test_a_token_that_says_two_things() -> None:
    """The signed claims beside a `vc` claim with another credential: which one is shown?"""
    credential = badge()
    claims = {**credential, "vc": {**credential, "name": "Another"}}
    assert reason(sign_jws(dump_json(claims), key(), header={})) == "ambiguous_payload"


def test_a_proof_without_document() -> None:
    """A signature over the options alone, or over another document with the same options."""
    signed, other = secure(badge()), secure(badge(name="Another"))
    assert verdict({"@context": signed["@context"], "proof": signed["proof"]}) != "holds"
    assert verdict({**other, "proof": signed["proof"]}) == "invalid_signature"
    assert (
        reason({"@context": signed["@context"], "type": signed["type"], "proof": signed["proof"]}) == "missing_issuer"
    )


@pytest.mark.parametrize("proof", [None, {}, [], [{}], "z", [None]])
def test_an_empty_proof_is_no_proof(proof: object) -> None:
    """`all()` over no proofs is true."""
    assert reason({**badge(), "proof": proof}) in {"no_proof", "malformed_proof", "missing_type"}


def test_one_good_proof_beside_a_bad_one() -> None:
    """A verifier that is content with any of several signatures shows what only one party signed."""
    signed = secure(badge())
    bad = {**signed["proof"], "created": "2026-01-16T10:00:00Z"}
    assert reason({**signed, "proof": [signed["proof"], bad]}) == "invalid_signature"
    assert reason({**signed, "proof": [bad, signed["proof"]]}) == "invalid_signature"


def test_a_stranger_signs_in_the_issuers_name() -> None:
    """The signature is good, the key is somebody's, and the issuer is another."""
    stranger = SecretKey.from_seed(KeyKind.ED25519, bytes(32))
    assert reason(secure(badge(), secret=stranger)) == "key_not_authorised"
    assert reason(secure(secure(badge()), secret=stranger)) == "key_not_authorised"
    assert reason(sign_vc_jwt(badge(), stranger)) == "key_not_authorised"


def test_the_good_ones_are_accepted() -> None:
    """What the forgeries are made from verifies, so each refusal above is for the forgery."""
    for text in (dump_json(secure(badge())), sign_vc_jwt(badge(), key()).encode()):
        assert verify(text, POLICY).reason is None
    assert parse_json_object(dump_json(secure(badge())))["name"] == "Rope access I"
