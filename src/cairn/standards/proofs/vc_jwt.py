# SPDX-License-Identifier: Apache-2.0
"""Credentials as signed JSON Web Tokens: the credential is the payload, beside a few registered claims.

The claims repeat members of the credential, so they must agree with them, and a `vc` claim of the older data model must
not say something else. Source: Securing Verifiable Credentials using JOSE and COSE §3.1, Open Badges 3.0 §8.2.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.datetimes import parse_date_time
from cairn.standards.errors import CodecError, ProofError
from cairn.standards.jose import CompactJws, parse_jws, sign_jws
from cairn.standards.keys import Signer
from cairn.standards.types import Json, JsonObject

TOKEN_TYPES: Final = frozenset({"JWT", "vc+jwt", "vp+jwt", "vc+ld+jwt", "vp+ld+jwt"})
"""The values of `typ` that name a credential: Open Badges 3.0 says `JWT`, VC-JOSE-COSE says `vc+jwt`."""

_REGISTERED: Final = ("iss", "sub", "nbf", "exp", "jti", "iat", "aud", "nonce", "vc", "vp", "cnf")
_SUBJECT: Final = "credentialSubject"


@dataclass(frozen=True, slots=True)
class CredentialToken:
    """A token that carries a credential or presentation, taken apart but not verified."""

    jws: CompactJws
    claims: JsonObject
    credential: JsonObject


def sign_vc_jwt(credential: JsonObject, signer: Signer, *, token_type: str = "JWT") -> str:  # noqa: S107 - a `typ`
    """Sign a credential as a compact token with the claims that Open Badges 3.0 asks for.

    Raises ModelError: invalid_date; CodecError: not_a_credential.
    """
    claims = {**credential, **_claims(credential)}
    header = {"typ": token_type, "kid": signer.verification_method}
    return sign_jws(dump_json(claims), signer, header=header)


def read_vc_jwt(token: str) -> CredentialToken:
    """Take a token apart and make sure that it says one thing.

    Raises CodecError: malformed_jwt, not_a_credential and those of JSON; ProofError: ambiguous_payload,
    claim_mismatch and those of the header.
    """
    jws = parse_jws(token)
    claims = parse_json_object(jws.payload)
    if str(jws.header.get("typ", "JWT")).removeprefix("application/") not in TOKEN_TYPES:
        raise CodecError("not_a_credential", "The token is of a type that is not used for credentials.")
    credential = _credential(claims)
    if "type" not in credential or "@context" not in credential:
        raise CodecError("not_a_credential", "The token is signed, but it does not contain a credential.")
    _check_claims(claims, credential)
    return CredentialToken(jws, claims, credential)


def issuer_id(credential: JsonObject) -> str:
    """Return the identifier of the issuer, or of the holder of a presentation; empty where there is none."""
    types = credential.get("type")
    is_presentation = "VerifiablePresentation" in (types if isinstance(types, list) else [types])
    party = credential.get("holder", "") if is_presentation else credential.get("issuer", credential.get("holder", ""))
    identifier = party.get("id", "") if isinstance(party, dict) else party
    return identifier if isinstance(identifier, str) else ""


def _claims(credential: JsonObject) -> JsonObject:
    subject = credential.get(_SUBJECT)
    subject_id = subject.get("id") if isinstance(subject, dict) else None
    claims = {
        "iss": issuer_id(credential) or None,
        "jti": credential.get("id"),
        "sub": subject_id or credential.get("id"),
        "nbf": _seconds(credential, "validFrom"),
        "exp": _seconds(credential, "validUntil"),
    }
    return {name: value for name, value in claims.items() if value is not None}


def _credential(claims: JsonObject) -> JsonObject:
    """Return the credential: the claims without the registered ones, or a `vc`/`vp` claim of data model 1.1."""
    top = {name: value for name, value in claims.items() if name not in _REGISTERED}
    inner = claims.get("vc", claims.get("vp"))
    if inner is None:
        return top
    if not isinstance(inner, dict):
        raise CodecError("not_a_credential", "The token's 'vc' claim is not an object.")
    if "vc" in claims and "vp" in claims:
        raise ProofError("ambiguous_payload", "The token contains a credential and a presentation at once.")
    differing = [name for name, value in top.items() if name in inner and inner[name] != value]
    if top and (differing or not top.keys() <= inner.keys()):
        raise ProofError("ambiguous_payload", "The token contains two credentials that do not say the same.")
    return _complete(inner, claims)


def _complete(inner: JsonObject, claims: JsonObject) -> JsonObject:
    """Put back what data model 1.1 let a token say by claims alone. Source: VC Data Model 1.1 §6.3.1."""
    completed = dict(inner)
    if "iss" in claims:
        completed.setdefault("issuer" if "vc" in claims else "holder", claims["iss"])
    if "jti" in claims:
        completed.setdefault("id", claims["jti"])
    return completed


def _check_claims(claims: JsonObject, credential: JsonObject) -> None:
    issuer = issuer_id(credential)
    if "iss" in claims and claims["iss"] != issuer:
        raise ProofError("claim_mismatch", "The token's 'iss' names another issuer than the credential does.")
    if "jti" in claims and claims["jti"] != credential.get("id"):
        raise ProofError("claim_mismatch", "The token's 'jti' differs from the credential's id.")
    subject = credential.get(_SUBJECT)
    subject_id = subject.get("id") if isinstance(subject, dict) else None
    if "sub" in claims and claims["sub"] not in (subject_id, credential.get("id")):
        raise ProofError("claim_mismatch", "The token's 'sub' names another subject than the credential does.")
    _check_time(claims, credential, "nbf", ("validFrom", "issuanceDate"))
    _check_time(claims, credential, "exp", ("validUntil", "expirationDate"))


def _check_time(claims: JsonObject, credential: JsonObject, claim: str, names: tuple[str, ...]) -> None:
    value = claims.get(claim)
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProofError("claim_mismatch", f"The token's '{claim}' is not a number of seconds.")
    # A credential of version 1.1 may carry the dates of both versions; its token repeats one of them.
    stated = [_seconds(credential, name) for name in names if name in credential]
    if stated and int(value) not in stated:
        raise ProofError("claim_mismatch", f"The token's '{claim}' and the credential's date differ.")


def _seconds(credential: JsonObject, name: str) -> Json:
    """Return a date of the credential as whole seconds since 1970, None where it has none."""
    if name not in credential:
        return None
    return int(parse_date_time(credential[name], path=f"/{name}").timestamp())
