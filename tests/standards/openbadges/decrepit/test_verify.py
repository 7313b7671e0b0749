# SPDX-License-Identifier: Apache-2.0
"""Old badges verified step by step."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cairn.standards.openbadges.decrepit import LegacyReport, Outcome, Step, verify_legacy
from tests.standards.openbadges.decrepit.web import (
    ASSERTION,
    BADGE,
    CONTEXT,
    ISSUER,
    KEY,
    REVOKED,
    Web,
    assertion,
    public_key_pem,
    sign,
    signed_assertion,
    verify_rs256,
    web,
)

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_STEPS = ["format", "source", "badge", "issuer", "scope", "proof", "revocation", "validity", "recipient"]


def _verify(text: str | dict[str, Any], served: Web | None = None, *recipients: str) -> LegacyReport:
    served = served or web()
    text = text if isinstance(text, str) else json.dumps(text)
    report = verify_legacy(text, fetch=served.fetch, verify_jws=verify_rs256, at=_NOW, recipients=recipients)
    assert [step.name for step in report.steps] == _STEPS
    assert all(step.detail.endswith(".") for step in report.steps)
    return report


def _failure(report: LegacyReport) -> tuple[str, str]:
    (step,) = (step for step in report.steps if step.outcome is Outcome.FAILED)
    assert report.outcome is Outcome.FAILED
    return step.name, step.code


def test_a_hosted_badge_is_followed_to_its_issuer() -> None:
    served = web()
    report = _verify(assertion(), served, "nobody@example.org")
    assert {step.outcome for step in report.steps} == {Outcome.PASSED}
    assert report.outcome is Outcome.PASSED
    assert served.asked == [ASSERTION, BADGE, ISSUER]
    assert report.assertion is not None
    assert (report.assertion.name, report.assertion.issuer) == ("Robotics", "Robot School")


def test_an_address_is_enough_and_asked_once() -> None:
    served = web()
    assert _verify(ASSERTION, served).outcome is Outcome.PASSED
    assert served.asked == [ASSERTION, BADGE, ISSUER]


def test_an_address_that_leads_to_a_badge_of_another_address_is_followed() -> None:
    served = web()
    served.documents["https://short.example/1"] = assertion()
    assert _verify("https://short.example/1", served).outcome is Outcome.PASSED
    assert served.asked[:2] == ["https://short.example/1", ASSERTION]


def test_a_signed_badge_is_verified_with_the_key_of_its_issuer() -> None:
    served = web(issuer={"revocationList": REVOKED})
    report = _verify(sign(signed_assertion()), served)
    assert report.outcome is Outcome.PASSED
    assert served.asked == [BADGE, ISSUER, KEY, REVOKED]
    assert report.step("recipient") == Step(
        "recipient", Outcome.NOT_RUN, "no_recipient_given", "Nobody was named to compare the recipient with."
    )


def test_without_a_named_key_all_keys_of_the_issuer_are_tried() -> None:
    other = "https://issuer.example/keys/0"
    served = web(issuer={"publicKey": [other, {"id": KEY}]})
    served.documents[other] = {"owner": ISSUER, "publicKeyPem": _other_key()}
    badge = assertion(id="urn:uuid:1", verification={"type": "SignedBadge"})
    assert _verify(sign(badge), served).outcome is Outcome.PASSED


def _other_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, spki).decode()


def test_a_key_of_version_1_is_a_file_at_the_issuers_host() -> None:
    pem = "https://issuer.example/key.pem"
    verify = {"type": "signed", "url": pem}
    badge = assertion(verify=verify, uid="7", id=None, type=None, **{"@context": None})
    del badge["verification"], badge["id"]
    served = web()
    served.documents[pem] = public_key_pem().encode()
    served.documents[ISSUER].pop("publicKey")
    assert _verify(sign(badge), served).outcome is Outcome.PASSED
    badge["verify"] = {"type": "signed", "url": "https://attacker.example/key.pem"}
    assert _failure(_verify(sign(badge), served)) == ("proof", "key_not_of_issuer")


@pytest.mark.parametrize(
    ("text", "served", "failure"),
    [
        ("{", web(), ("format", "invalid_json")),
        ('{"a":1,"a":2}', web(), ("format", "duplicate_key")),
        ("e30.!!.AA", web(), ("format", "invalid_json")),
        ("e30.e30x.AA", web(), ("format", "invalid_json")),
        ("e30.e31.AA", web(), ("format", "non_canonical_base64url")),
        ("e30.e.AA", web(), ("format", "invalid_base64url")),
        (assertion(**{"@context": "urn:x"}), web(), ("format", "unknown_context")),
        (signed_assertion(), web(), ("source", "not_signed")),
        (assertion(issuedOn="2017-01-01"), web(), ("source", "hosted_copy_differs")),
        (assertion(badge="https://issuer.example/badges/2"), web(), ("source", "hosted_copy_differs")),
        (assertion(), web(assertion=b"<html>"), ("source", "invalid_json")),
        (assertion(), web(assertion={"verification": {}}), ("source", "unknown_verification")),
        (assertion(), web(badge={"name": None}), ("badge", "missing_property")),
        (assertion(), web(issuer={"type": "Robot"}), ("issuer", "wrong_type")),
        (assertion(), web(issuer={"verification": {"allowedOrigins": "a.example"}}), ("scope", "outside_scope")),
        (assertion(), web(assertion="gone"), ("revocation", "revoked")),
        (ASSERTION, web(assertion="gone"), ("revocation", "revoked")),
        (assertion(), web(assertion={"revoked": True}), ("revocation", "revoked")),
        (assertion(expires="2020-01-01"), web(assertion={"expires": "2020-01-01"}), ("validity", "expired")),
        (assertion(expires="2001-01-01"), web(assertion={"expires": "2001-01-01"}), ("validity", "ends_before_start")),
        (assertion(issuedOn="2030-01-01"), web(assertion={"issuedOn": "2030-01-01"}), ("validity", "not_yet_valid")),
        (sign(signed_assertion())[:-8] + "AAAAAAAA", web(), ("proof", "bad_signature")),
        (sign(signed_assertion()), web(key={"owner": "https://attacker.example"}), ("proof", "key_not_of_issuer")),
        (sign(signed_assertion()), web(key={"owner": None}), ("proof", "missing_property")),
        (sign(signed_assertion()), web(key={"publicKeyPem": None}), ("proof", "missing_property")),
        (sign(signed_assertion()), web(issuer={"publicKey": "https://a.example/k"}), ("proof", "key_not_of_issuer")),
    ],
)
def test_what_is_wrong_fails_in_its_step(text: Any, served: Web, failure: tuple[str, str]) -> None:
    assert _failure(_verify(text, served)) == failure


def test_an_issuer_without_keys_signs_nothing() -> None:
    served = web(issuer={"publicKey": None})
    badge = assertion(id="urn:uuid:1", verification={"type": "signed"})
    assert _failure(_verify(sign(badge), served)) == ("proof", "key_not_of_issuer")


def test_a_revoked_copy_may_be_stripped_to_its_reason() -> None:
    stripped = {"id": ASSERTION, "revoked": True, "revocationReason": "Awarded in error"}
    report = _verify(assertion(), Web(**{ASSERTION: stripped}))
    assert _failure(report) == ("revocation", "revoked")
    assert report.step("revocation").detail == "The issuer took this badge back: Awarded in error."


@pytest.mark.parametrize(
    "entries",
    [
        ["urn:uuid:1"],
        [{"id": "urn:uuid:1", "revocationReason": "Error"}],
        ["urn:uuid:0", {"uid": "urn:uuid:1"}],
        {"urn:uuid:1": "Error"},
    ],
)
def test_a_signed_badge_may_be_revoked_in_a_list(entries: Any) -> None:
    served = web(issuer={"revocationList": REVOKED}, revoked={"revokedAssertions": entries})
    assert _failure(_verify(sign(signed_assertion()), served)) == ("revocation", "revoked")
    served.documents[REVOKED] = {"urn:uuid:1": "Error"}
    assert _failure(_verify(sign(signed_assertion()), served)) == ("revocation", "revoked")


def test_what_cannot_be_had_says_nothing_against_the_badge() -> None:
    report = _verify(assertion(), Web(), "nobody@example.org")
    assert (report.outcome, report.step("source").code) == (Outcome.UNAVAILABLE, "resource_unavailable")
    assert report.step("proof").code == "earlier_step"
    assert [report.step(name).outcome for name in ("validity", "recipient")] == [Outcome.PASSED, Outcome.PASSED]
    for place in ("badge", "issuer"):
        assert _verify(assertion(), web(**{place: "gone"})).step(place).outcome is Outcome.UNAVAILABLE
    signed = _verify(sign(signed_assertion()), web(issuer={"revocationList": "https://issuer.example/other"}))
    assert signed.step("revocation").outcome is Outcome.UNAVAILABLE
    assert signed.outcome is Outcome.UNAVAILABLE


def test_an_address_that_is_no_address_is_never_asked() -> None:
    badge = assertion(badge="file:///etc/passwd")
    served = web(assertion={"badge": "file:///etc/passwd"})
    report = _verify(badge, served)
    assert (report.step("badge").outcome, report.step("badge").code) == (Outcome.UNAVAILABLE, "not_an_address")
    assert served.asked == [ASSERTION]


def test_what_a_badge_embeds_about_its_issuer_is_not_believed() -> None:
    mine = "https://attacker.example/1"
    profile = {
        "id": ISSUER,
        "type": "Issuer",
        "name": "Robot School",
        "verification": {"allowedOrigins": "attacker.example"},
    }
    badge_class = {"id": BADGE, "type": "BadgeClass", "name": "Doctor", "issuer": profile}
    forged = assertion(id=mine, badge=badge_class)
    served = web()
    served.documents[mine] = forged
    assert _failure(_verify(forged, served)) == ("scope", "outside_scope")


def test_a_badge_class_of_another_host_is_refused() -> None:
    elsewhere = "https://attacker.example/badge"
    served = web(assertion={"badge": elsewhere})
    served.documents[elsewhere] = {**served.documents[BADGE], "id": elsewhere}
    assert _failure(_verify(assertion(badge=elsewhere), served)) == ("scope", "badge_outside_scope")


def test_the_badge_of_somebody_else_is_told() -> None:
    assert _failure(_verify(assertion(), web(), "other@example.org")) == ("recipient", "other_recipient")


def test_a_token_around_a_hosted_badge_proves_nothing() -> None:
    served = web()
    assert _verify(sign(assertion()), served).outcome is Outcome.PASSED
    assert served.asked[0] == ASSERTION


def test_version_0_5_is_proved_by_the_host_of_its_issuer() -> None:
    old = {
        "recipient": "nobody@example.org",
        "badge": {"name": "Old", "issuer": {"origin": "https://issuer.example", "name": "Robot School"}},
    }
    unhosted = _verify(old, Web())
    assert (unhosted.outcome, unhosted.step("source").code) == (Outcome.NOT_RUN, "no_address")
    address = "https://issuer.example/old"
    report = _verify(address, Web(**{address: old}), "nobody@example.org")
    assert report.outcome is Outcome.PASSED
    assert report.step("badge").outcome is Outcome.NOT_RUN
    elsewhere = "https://attacker.example/old"
    assert _failure(_verify(elsewhere, Web(**{elsewhere: old}))) == ("scope", "outside_scope")


def _fixtures(shared: Callable[[str], Path]) -> tuple[Path, Web]:
    """Serve the assets of 1EdTech's validator at the addresses that its badges name."""
    folder = shared("real/1edtech-validator-fixtures/vc/ob20")
    served = Web()
    for path in sorted(folder.glob("assets/*.json")):
        for scheme in ("http", "https"):
            served.documents[f"{scheme}://example.org/{path.name}"] = path.read_bytes()
    return folder, served


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("assertion-with-data-image", None),
        ("assertion-with-extension-node-basic", None),
        ("assertion-with-multiple-extensions", None),
        ("basic-assertion-no-public-key", None),
        ("basic-assertion-with-allowed-origins-valid-starts-with", None),
        ("basic-assertion-with-allowed-origins-invalid-multiple-starts-with", ("scope", "outside_scope")),
        ("basic-assertion-expired", ("validity", "expired")),
        ("basic-assertion-expired-before-issued", ("validity", "ends_before_start")),
        ("basic-assertion-invalid-context", ("format", "unknown_context")),
        ("basic-assertion-invalid-type", ("format", "wrong_type")),
        ("redirected-validation-subject", ("format", "invalid_json")),
    ],
)
def test_the_hosted_fixtures_of_the_official_validator(
    name: str, failure: tuple[str, str] | None, shared: Callable[[str], Path]
) -> None:
    folder, served = _fixtures(shared)
    text = (folder / f"{name}.json").read_text()
    for address in ("https://example.org/beths-robotics-badge.json", "http://example.org/assertion"):
        served.documents[address] = text.encode()
    report = _verify(text, served)
    if failure is None:
        assert [step for step in report.steps if step.outcome is Outcome.FAILED] == []
        assert report.outcome is Outcome.PASSED
    else:
        assert _failure(report) == failure


@pytest.mark.parametrize(
    ("name", "failure"),
    [("simple", None), ("simple-not-revoked", None), ("simple-revoked", ("revocation", "revoked"))],
)
def test_the_signed_fixtures_of_the_official_validator(
    name: str, failure: tuple[str, str] | None, shared: Callable[[str], Path]
) -> None:
    folder, served = _fixtures(shared)
    report = _verify((folder / f"{name}.jwt").read_text().strip(), served, "nobody@example.org")
    if failure is None:
        assert report.outcome is Outcome.PASSED
    else:
        assert _failure(report) == failure
        assert report.step("revocation").detail.endswith("A good reason, for sure.")


def test_the_context_of_the_samples_is_version_2() -> None:
    assert CONTEXT == "https://w3id.org/openbadges/v2"
