# SPDX-License-Identifier: Apache-2.0
"""Verifies an assertion of Open Badges 0.5 to 2.0, step by step; no step raises, each says how it went.

What an assertion embeds about its badge class and its issuer is only its own word, so both are fetched at their own
addresses. Source: Open Badges 2.0, Hosted and Signed Verification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from cairn.standards.codecs import decode_base64url, parse_json_object
from cairn.standards.errors import ModelError, ResourceUnavailable, StandardsError
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
    read_badge,
    read_issuer,
)
from cairn.standards.types import FetchDocument, JsonObject

VerifyJws: TypeAlias = Callable[[str, str], bytes]
"""Verifies a compact JWS under a public key in PEM and returns its payload, or raises ProofError."""

STEPS: Final = ("format", "source", "badge", "issuer", "scope", "proof", "revocation", "validity", "recipient")
_PEM: Final = "-----BEGIN PUBLIC KEY-----"
_COMPARED: Final = ("id", "uid", "issuedOn", "issued_on", "expires", "recipient", "salt")


class Outcome(StrEnum):
    """How a step went; unavailable says nothing against the badge."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the verification: its name, how it went, a stable code and a sentence that a person understands."""

    name: str
    outcome: Outcome
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class LegacyReport:
    """All steps in their order, and the assertion as far as it could be read."""

    steps: tuple[Step, ...]
    assertion: LegacyAssertion | None = None

    @property
    def outcome(self) -> Outcome:
        """Failed if a step failed, else unavailable if one was, else passed."""
        outcomes = {step.outcome for step in self.steps}
        return next((o for o in (Outcome.FAILED, Outcome.UNAVAILABLE) if o in outcomes), Outcome.PASSED)


@dataclass(frozen=True, slots=True)
class _Source:
    """An assertion as it came: its JSON, its token if it is signed, the address it was found at if it was fetched."""

    document: JsonObject
    token: str | None = None
    address: str | None = None


class _Stop(Exception):  # noqa: N818 - not an error, the end of the steps that can be taken
    def __init__(self, step: Step) -> None:
        self.step = step


def verify_legacy(
    text: str, *, fetch: FetchDocument, verify_jws: VerifyJws, at: datetime, recipients: Iterable[str] = ()
) -> LegacyReport:
    """Verify an assertion given as JSON, as a JWS, or as the address it is hosted at.

    `at` is the time to judge by; `recipients` are identifiers of the person who shows the badge, if known. A fetch
    that ends in `ResourceUnavailable` of the code `gone` means that the issuer took the assertion back.
    """
    return _Verifier(fetch, verify_jws).run(text, at, tuple(recipients))


class _Verifier:
    """Takes the steps in order and stops where the next would rest on nothing."""

    def __init__(self, fetch: FetchDocument, verify_jws: VerifyJws) -> None:
        self._fetch = fetch
        self._verify_jws = verify_jws
        self._steps: list[Step] = []

    def run(self, text: str, at: datetime, recipients: tuple[str, ...]) -> LegacyReport:
        """Take all steps that can be taken; the others are told as not run."""
        assertion: LegacyAssertion | None = None
        try:
            source = self._read_source(text.strip())
            assertion = self._step("format", lambda: read_assertion(source.document), "The badge can be read.")
            source, assertion = self._hosted_copy(source, assertion)
            assertion = self._trace_issuer(source, assertion)
            self._check_validity(assertion, at)
            self._check_recipient(assertion, recipients)
        except _Stop as stop:
            self._steps.append(stop.step)
        return LegacyReport(tuple(self._all_steps()), assertion)

    def _all_steps(self) -> Iterable[Step]:
        taken = {step.name: step for step in self._steps}
        for name in STEPS:
            yield taken.get(name) or Step(name, Outcome.NOT_RUN, "not_run", "An earlier step made this impossible.")

    def _read_source(self, text: str) -> _Source:
        form = Carrier("", text).form
        if form is Form.URL:
            return _Source(self._load("format", text), address=text)
        if form is not Form.JWS:
            return _Source(self._attempt("format", lambda: parse_json_object(text)))
        payload = self._attempt("format", lambda: decode_base64url(text.split(".")[1]))
        return _Source(self._attempt("format", lambda: parse_json_object(payload)), token=text)

    def _hosted_copy(self, source: _Source, assertion: LegacyAssertion) -> tuple[_Source, LegacyAssertion]:
        """Replace a hosted assertion by what stands at its address; only that counts."""
        if assertion.verification is Verification.SIGNED:
            if source.token is None:
                self._fail("source", "not_signed", "The badge says that it is signed, but there is no signature.")
            self._pass("source", "The badge brings its own signature.")
            return source, assertion
        address = source.address or _address_of(assertion)
        if address is None:
            self._stop("source", "no_address", "Badges of this version do not say where they are hosted.")
        hosted = source.document if source.address else self._load("source", address)
        if source.address is None:
            self._compare(source.document, hosted)
        assertion = self._attempt("source", lambda: read_assertion(hosted)) if "badge" in hosted else assertion
        self._pass("source", "The issuer's own copy says the same.")
        return _Source(hosted, address=address), assertion

    def _compare(self, given: JsonObject, hosted: JsonObject) -> None:
        if hosted.get("revoked") is True:
            return
        different = [key for key in _COMPARED if given.get(key) != hosted.get(key)]
        if _badge_of(given) != _badge_of(hosted):
            different.append("badge")
        if different:
            detail = f"The badge differs from the issuer's own copy in {', '.join(different)}."
            self._fail("source", "hosted_copy_differs", detail)

    def _trace_issuer(self, source: _Source, assertion: LegacyAssertion) -> LegacyAssertion:
        """Follow the badge class to the issuer, and check that the issuer stands behind the assertion."""
        if assertion.badge is None:
            detail = "Badges of version 0.5 carry the issuer's name with them; nothing proves it."
            self._stop("issuer", "issuer_not_provable", detail)
        badge = self._read_badge(assertion.badge, assertion.version)
        issuer = self._read_issuer(badge.issuer, assertion.version)
        assertion = replace(assertion, name=badge.name, issuer=issuer.name)
        self._check_scope(source, assertion, badge, issuer)
        self._check_proof(source, assertion, issuer)
        self._check_revocation(source, assertion, issuer)
        return assertion

    def _read_badge(self, address: str, version: Version) -> LegacyBadge:
        document = self._load("badge", address)
        return self._step("badge", lambda: read_badge(document, address, version), "The badge class can be read.")

    def _read_issuer(self, address: str, version: Version) -> LegacyIssuer:
        document = self._load("issuer", address)
        return self._step("issuer", lambda: read_issuer(document, address, version), "The issuer can be read.")

    def _check_scope(
        self, source: _Source, assertion: LegacyAssertion, badge: LegacyBadge, issuer: LegacyIssuer
    ) -> None:
        if source.address is not None and not (issuer.allows(source.address) and _same_id(assertion, source.address)):
            detail = f"The badge is hosted at {source.address}, where {issuer.name} does not publish badges."
            self._fail("scope", "outside_scope", detail)
        if not issuer.hosts(badge.id):
            detail = f"The badge class is hosted at {badge.id}, which is no place of {issuer.name}."
            self._fail("scope", "badge_outside_scope", detail)
        self._pass("scope", "The badge stands where its issuer publishes badges.")

    def _check_proof(self, source: _Source, assertion: LegacyAssertion, issuer: LegacyIssuer) -> None:
        if source.token is None:
            self._pass("proof", "The badge is hosted by its issuer, which is its proof.")
            return
        keys = issuer.keys if assertion.verification_url is None else (assertion.verification_url,)
        if not keys or not all(_is_key_of(key, issuer, assertion.version) for key in keys):
            self._fail("proof", "key_not_of_issuer", "The key of the signature is not one that the issuer names.")
        for key in keys:
            if self._signature_holds(source.token, self._load_key(key, issuer)):
                self._pass("proof", "The signature is the issuer's.")
                return
        self._fail("proof", "bad_signature", "The signature does not fit the badge: it was changed or is not theirs.")

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
        document = self._attempt("proof", lambda: parse_json_object(data))
        if self._attempt("proof", lambda: reference(document.get("owner"), "/owner")) != issuer.id:
            self._fail("proof", "key_not_of_issuer", "The key of the signature belongs to somebody else.")
        return str(self._attempt("proof", lambda: require(document, "publicKeyPem", str)))

    def _check_revocation(self, source: _Source, assertion: LegacyAssertion, issuer: LegacyIssuer) -> None:
        if source.document.get("revoked") is True:
            reason = str(source.document.get("revocationReason", "")) or "no reason is given"
            self._fail("revocation", "revoked", f"The issuer took this badge back: {reason}.")
        if source.token is None or issuer.revocation_list is None:
            self._pass("revocation", "The issuer has not taken this badge back.")
            return
        reason_found = find_revocation(self._load("revocation", issuer.revocation_list), assertion.id or "")
        if reason_found is not None:
            self._fail("revocation", "revoked", f"The issuer took this badge back: {reason_found or 'no reason'}.")
        self._pass("revocation", "The issuer's list of badges taken back does not name this one.")

    def _check_validity(self, assertion: LegacyAssertion, at: datetime) -> None:
        if assertion.issued_on and assertion.expires and assertion.expires < assertion.issued_on:
            self._fail("validity", "ends_before_start", "The badge ends before it was issued.")
        if assertion.expires and assertion.expires < at:
            self._fail("validity", "expired", f"The badge ended on {assertion.expires:%Y-%m-%d}.")
        if assertion.issued_on and assertion.issued_on > at:
            self._fail("validity", "not_yet_valid", f"The badge is dated {assertion.issued_on:%Y-%m-%d}, in the future.")
        self._pass("validity", "The badge has not ended.")

    def _check_recipient(self, assertion: LegacyAssertion, recipients: tuple[str, ...]) -> None:
        if not recipients:
            self._stop("recipient", "no_recipient_given", "Nobody was named to compare the recipient with.")
        if not any(assertion.recipient.matches(identifier) for identifier in recipients):
            self._fail("recipient", "other_recipient", "The badge was awarded to somebody else.")
        self._pass("recipient", "The badge was awarded to this person.")

    def _load(self, name: str, address: str) -> JsonObject:
        data = self._fetch_for(name, address)
        return self._attempt(name, lambda: parse_json_object(data))

    def _fetch_for(self, name: str, address: str) -> bytes:
        if Carrier("", address).form is not Form.URL:
            self._stop(name, "not_hosted", f"{address} is not an address that can be looked up.")
        try:
            return self._fetch(address)
        except ResourceUnavailable as error:
            if error.code == "gone" and name in ("format", "source"):
                self._fail(name, "revoked", "The issuer took this badge back: its page says that it is gone.")
            raise _Stop(Step(name, Outcome.UNAVAILABLE, error.code, error.detail)) from None
