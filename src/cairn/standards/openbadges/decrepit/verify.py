# SPDX-License-Identifier: Apache-2.0
"""Verifies an assertion of Open Badges 0.5 to 2.0, step by step; no step raises, each says how it went.

What an assertion embeds about its badge class and its issuer is only its own word, so both are fetched at their own
addresses. Source: Open Badges 2.0, HostedBadge Verification and SignedBadge Verification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias

from cairn.standards.codecs import decode_base64url, parse_json_object
from cairn.standards.errors import ResourceUnavailable, StandardsError
from cairn.standards.openbadges.baking.carrier import Carrier, Form
from cairn.standards.openbadges.decrepit.assertion import (
    LegacyAssertion,
    Verification,
    Version,
    read_assertion,
    reference,
    require,
)
from cairn.standards.openbadges.decrepit.issuer import (
    LegacyBadge,
    LegacyIssuer,
    find_revocation,
    host_of,
    read_badge,
    read_issuer,
)
from cairn.standards.openbadges.decrepit.report import Halt, LegacyReport, Outcome, Recorder
from cairn.standards.types import FetchDocument, Json, JsonObject

VerifyJws: TypeAlias = Callable[[str, str], bytes]
"""Verifies a compact JWS under a public key in PEM and returns its payload, or raises ProofError."""

_PEM: Final = "-----BEGIN PUBLIC KEY-----"
_COMPARED: Final = ("id", "uid", "issuedOn", "issued_on", "expires", "recipient", "salt")


def verify_legacy(
    text: str, *, fetch: FetchDocument, verify_jws: VerifyJws, at: datetime, recipients: Iterable[str] = ()
) -> LegacyReport:
    """Verify an assertion given as JSON, as a JWS, or as the address it is hosted at.

    `at` is the time to judge by; `recipients` are identifiers of the person who shows the badge, if known. A fetch
    that ends in `ResourceUnavailable` of the code `gone` (HTTP 410) means that the issuer took the badge back.
    """
    verifier = _Verifier(fetch, verify_jws)
    with suppress(Halt):
        verifier.find_proof(text.strip())
    if verifier.assertion is not None:
        with suppress(Halt):
            verifier.check_validity(verifier.assertion, at)
        with suppress(Halt):
            verifier.check_recipient(verifier.assertion, tuple(recipients))
    return LegacyReport(verifier.record.steps(), verifier.assertion)


class _Verifier:
    """Follows an assertion to its issuer."""

    def __init__(self, fetch: FetchDocument, verify_jws: VerifyJws) -> None:
        self.record = Recorder()
        self.assertion: LegacyAssertion | None = None
        self._fetch = fetch
        self._verify_jws = verify_jws

    def find_proof(self, text: str) -> None:
        """Take the steps from the text to the proof; they rest on each other."""
        form = Carrier("", text).form
        token = text if form is Form.JWS else None
        address = text if form is Form.URL else None
        document = self._read(text, form)
        assertion = self.assertion = self.record.attempt("format", lambda: read_assertion(document))
        self.record.passed("format", f"This is a badge of version {assertion.version}.")
        if assertion.verification is Verification.SIGNED:
            if token is None:
                self.record.failed("source", "not_signed", "The badge calls itself signed but has no signature.")
            self.record.passed("source", "The badge brings its own signature.")
            address = None
        else:
            token = None
            address = self._confirm_hosted(document, assertion, address)
        self._trace_issuer(address, token)

    def _read(self, text: str, form: Form) -> JsonObject:
        if form is Form.URL:
            return self._load("format", text)
        if form is Form.JWS:
            payload = self.record.attempt("format", lambda: decode_base64url(text.split(".")[1]))
            return self.record.attempt("format", lambda: parse_json_object(payload))
        return self.record.attempt("format", lambda: parse_json_object(text))

    def _confirm_hosted(self, given: JsonObject, assertion: LegacyAssertion, found_at: str | None) -> str:
        """Compare the assertion with what stands at its own address, which alone counts; return the address."""
        address = _address_of(assertion) or found_at
        if address is None:
            detail = f"Badges of version {assertion.version} do not say where they are hosted."
            self.record.halt("source", Outcome.NOT_RUN, "no_address", detail)
        hosted = given if address == found_at else self._load("source", address)
        if hosted.get("revoked") is True:
            reason = hosted.get("revocationReason") or "no reason is given"
            self.record.failed("revocation", "revoked", f"The issuer took this badge back: {reason}.")
        different = [key for key in _COMPARED if given.get(key) != hosted.get(key)]
        if different or _id_of(given.get("badge")) != _id_of(hosted.get("badge")):
            named = ", ".join(different or ["badge"])
            detail = f"The badge differs from the copy that the issuer publishes, in: {named}."
            self.record.failed("source", "hosted_copy_differs", detail)
        self.assertion = self.record.attempt("source", lambda: read_assertion(hosted))
        self.record.passed("source", f"The copy at {address} says the same.")
        return address

    def _trace_issuer(self, address: str | None, token: str | None) -> None:
        assertion = self.assertion
        if assertion is None or assertion.badge is None:
            self._check_origin(assertion, address)
            return
        badge = self._read_badge(assertion.badge, assertion.version)
        issuer = self._read_issuer(badge.issuer, assertion.version)
        self.assertion = replace(assertion, name=badge.name, issuer=issuer.name)
        self._check_scope(address, badge, issuer)
        if token is None:
            self.record.passed("proof", "The badge stands at its issuer's, which is its proof.")
            self.record.passed("revocation", "The issuer has not taken this badge back.")
        else:
            self._check_signature(token, assertion, issuer)
            self._check_revocation(assertion, issuer)

    def _check_origin(self, assertion: LegacyAssertion | None, address: str | None) -> None:
        """Version 0.5 embeds its issuer, who is known only by the host that the badge stands at."""
        origin = assertion.issuer_origin if assertion else None
        if origin is None or address is None or host_of(origin) != host_of(address):
            self.record.failed("scope", "outside_scope", "The badge is not hosted by the issuer that it names.")
        self.record.passed("scope", "The badge is hosted by the issuer that it names.")
        self.record.passed("proof", "The badge stands at its issuer's, which is its proof.")

    def _read_badge(self, address: str, version: Version) -> LegacyBadge:
        document = self._load("badge", address)
        badge = self.record.attempt("badge", lambda: read_badge(document, address, version))
        self.record.passed("badge", f"The badge class is “{badge.name}”.")
        return badge

    def _read_issuer(self, address: str, version: Version) -> LegacyIssuer:
        document = self._load("issuer", address)
        issuer = self.record.attempt("issuer", lambda: read_issuer(document, address, version))
        self.record.passed("issuer", f"The issuer calls itself “{issuer.name}”.")
        return issuer

    def _check_scope(self, address: str | None, badge: LegacyBadge, issuer: LegacyIssuer) -> None:
        if address is not None and not issuer.allows(address):
            detail = f"The badge is hosted at {address}, where {issuer.name} does not publish badges."
            self.record.failed("scope", "outside_scope", detail)
        if not issuer.hosts(badge.id):
            detail = f"The badge class is hosted at {badge.id}, which is no place of {issuer.name}."
            self.record.failed("scope", "badge_outside_scope", detail)
        self.record.passed("scope", "The badge stands where its issuer publishes badges.")

    def _check_signature(self, token: str, assertion: LegacyAssertion, issuer: LegacyIssuer) -> None:
        named = assertion.verification_url
        keys = issuer.keys if named is None else (named,)
        if not keys or not all(_is_key_of(key, issuer, assertion.version) for key in keys):
            detail = "The key of the signature is not one that the issuer names."
            self.record.failed("proof", "key_not_of_issuer", detail)
        if not any(self._signature_holds(token, self._load_key(key, issuer)) for key in keys):
            detail = "The signature does not fit: the badge was changed, or the issuer did not sign it."
            self.record.failed("proof", "bad_signature", detail)
        self.record.passed("proof", "The signature is the issuer's.")

    def _signature_holds(self, token: str, public_key_pem: str) -> bool:
        try:
            self._verify_jws(token, public_key_pem)
        except StandardsError:
            return False
        return True

    def _load_key(self, address: str, issuer: LegacyIssuer) -> str:
        """Fetch a key: a CryptographicKey document that names its owner, or in version 1 the PEM file itself."""
        data = self._fetch_for("proof", address)
        text = data.decode("utf-8", errors="replace").strip()
        if text.startswith(_PEM):
            return text
        document = self.record.attempt("proof", lambda: parse_json_object(data))
        if self.record.attempt("proof", lambda: reference(document.get("owner"), "/owner")) != issuer.id:
            self.record.failed("proof", "key_not_of_issuer", "The key of the signature belongs to somebody else.")
        return str(self.record.attempt("proof", lambda: require(document, "publicKeyPem", str)))

    def _check_revocation(self, assertion: LegacyAssertion, issuer: LegacyIssuer) -> None:
        if issuer.revocation_list is None:
            self.record.passed("revocation", "The issuer keeps no list of badges that it took back.")
            return
        reason = find_revocation(self._load("revocation", issuer.revocation_list), assertion.id or "")
        if reason is not None:
            told = reason or "no reason is given"
            self.record.failed("revocation", "revoked", f"The issuer took this badge back: {told}.")
        self.record.passed("revocation", "The issuer's list of badges that it took back does not name this one.")

    def check_validity(self, assertion: LegacyAssertion, at: datetime) -> None:
        """Check the dates of the assertion."""
        issued, ends = assertion.issued_on, assertion.expires
        if issued and ends and ends < issued:
            self.record.failed("validity", "ends_before_start", "The badge ended before it was issued.")
        if ends and ends < at:
            self.record.failed("validity", "expired", f"The badge ended on {ends:%Y-%m-%d}.")
        if issued and issued > at:
            self.record.failed("validity", "not_yet_valid", f"The badge is dated {issued:%Y-%m-%d}, in the future.")
        self.record.passed("validity", "The badge has not ended.")

    def check_recipient(self, assertion: LegacyAssertion, recipients: tuple[str, ...]) -> None:
        """Check whom the badge was awarded to, if it is known who shows it."""
        if not recipients:
            detail = "Nobody was named to compare the recipient with."
            self.record.halt("recipient", Outcome.NOT_RUN, "no_recipient_given", detail)
        if not any(assertion.recipient.matches(identifier) for identifier in recipients):
            self.record.failed("recipient", "other_recipient", "The badge was awarded to somebody else.")
        self.record.passed("recipient", "The badge was awarded to this person.")

    def _load(self, name: str, address: str) -> JsonObject:
        data = self._fetch_for(name, address)
        return self.record.attempt(name, lambda: parse_json_object(data))

    def _fetch_for(self, name: str, address: str) -> bytes:
        if Carrier("", address).form is not Form.URL:
            detail = f"{address} is not an address that can be looked up."
            self.record.halt(name, Outcome.UNAVAILABLE, "not_an_address", detail)
        try:
            return self._fetch(address)
        except ResourceUnavailable as error:
            if error.code == "gone" and name in ("format", "source"):
                self.record.failed("revocation", "revoked", "The issuer took this badge back: its page is gone.")
            self.record.halt(name, Outcome.UNAVAILABLE, error.code, error.detail)


def _address_of(assertion: LegacyAssertion) -> str | None:
    """Version 1 names the address in `verify.url`; from 1.1 on it is the assertion's id."""
    named = None if assertion.version is Version.V2_0 else assertion.verification_url
    return named or (assertion.id if Carrier("", assertion.id or "").form is Form.URL else None)


def _id_of(badge: Json) -> Json:
    return badge.get("id", badge) if isinstance(badge, dict) else badge


def _is_key_of(key: str, issuer: LegacyIssuer, version: Version) -> bool:
    """From 2.0 on the issuer lists its keys; before, a key was the issuer's because it stood at its host.

    The badge itself says of which version it is, so an issuer that lists keys is never judged by the older rule.
    """
    return key in issuer.keys or (version is not Version.V2_0 and not issuer.keys and issuer.hosts(key))
