# SPDX-License-Identifier: Apache-2.0
"""Badges before Open Badges 3.0 through the same door, with the documents of their issuer at hand."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.errors import StandardsError
from cairn.standards.verify import Verdict, VerificationPolicy, VerificationReport, VerificationTools, verify
from cairn.standards.verify.legacy import verify_rs256
from tests.standards.openbadges.baking.images import chunk, png
from tests.standards.openbadges.decrepit.web import (
    ASSERTION,
    BADGE,
    assertion,
    public_key_pem,
    sign,
    signed_assertion,
    web,
)
from tests.standards.verify.samples import AT, codes, found, reason

MAIL = "nobody@example.org"


def _judge(document: Any, served: Any = None, **policy: Any) -> VerificationReport:
    data = document if isinstance(document, bytes) else dump_json(document)
    tools = VerificationTools(fetch=(served or web()).fetch)
    return verify(data, VerificationPolicy(**{"at": AT, **policy}), tools)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (dump_json(assertion()), "JSON"),
        (sign(signed_assertion()).encode(), "JWT"),
        (png(chunk(b"iTXt", b"openbadges\0\0\0\0\0" + dump_json(assertion()))), "PNG, JSON"),
        (png(chunk(b"tEXt", b"openbadges\0" + ASSERTION.encode())), "PNG, URL"),
    ],
    ids=["hosted", "signed", "baked", "address"],
)
def test_an_old_badge_verifies_with_the_documents_of_its_issuer(data: bytes, form: str) -> None:
    report = _judge(data)
    assert report.verdict is Verdict.VERIFIED
    assert report.credential == {
        "format": form,
        "type": ["Assertion"],
        "id": "urn:uuid:1" if form == "JWT" else ASSERTION,
        "title": "Robotics",
        "issuer": {"name": "Robot School"},
    }
    assert [(check.name, str(check.outcome)) for check in report.checks] == [
        ("format", "passed"),
        ("source", "passed"),
        ("badge", "passed"),
        ("issuer", "passed"),
        ("scope", "passed"),
        ("proof", "passed"),
        ("revocation", "passed"),
        ("validity", "passed"),
        ("recipient", "not_run"),
    ]
    assert {check.spec for check in report.checks} == {"Open Badges 2.0, Verification"}


def test_a_badge_of_version_1_1_is_hosted_too() -> None:
    older = assertion(**{"@context": "https://w3id.org/openbadges/v1", "verify": {"type": "hosted", "url": ASSERTION}})
    del older["verification"]
    report = _judge(older, web(assertion={**older}))
    assert (report.verdict, found(report, "format").message) == (
        Verdict.VERIFIED,
        "This is a badge of version 1.1.",
    )


@pytest.mark.parametrize(("recipient", "verdict"), [(MAIL, Verdict.VERIFIED), ("b@c.example", Verdict.NOT_VERIFIED)])
def test_the_recipient_may_be_asked_about(recipient: str, verdict: Verdict) -> None:
    report = _judge(assertion(), recipient=recipient)
    assert report.verdict is verdict
    assert found(report, "recipient").code == ("ok" if verdict is Verdict.VERIFIED else "other_recipient")


def test_without_its_issuer_s_documents_nothing_is_decided() -> None:
    report = _judge(assertion(), served=web(assertion=None))
    assert (report.verdict, found(report, "source").message) == (Verdict.UNDETERMINED, f"{ASSERTION} could not be had.")
    no_badge = _judge(sign(signed_assertion()).encode(), served=web(badge=None))
    assert (no_badge.verdict, reason(no_badge)[0]) == (Verdict.UNDETERMINED, "badge")
    assert found(no_badge, "badge").message == f"{BADGE} could not be had."
    assert found(no_badge, "issuer").code == "earlier_step"


@pytest.mark.parametrize(
    ("changes", "name", "code"),
    [
        ({"assertion": {"revoked": True}}, "revocation", "revoked"),
        ({"assertion": {"issuedOn": "2017-01-01"}}, "source", "hosted_copy_differs"),
        ({"issuer": {"verification": {"startsWith": "https://issuer.example/other/"}}}, "scope", "outside_scope"),
        ({"badge": {"issuer": "https://other.example/profile"}}, "issuer", "resource_unavailable"),
    ],
)
def test_what_the_issuer_says_counts(changes: dict[str, Any], name: str, code: str) -> None:
    report = _judge(assertion(), served=web(**changes))
    assert reason(report) == (name, code)


def test_a_signature_by_another_key_does_not_hold() -> None:
    spki = PublicFormat.SubjectPublicKeyInfo
    other = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.PEM, spki).decode()
    report = _judge(sign(signed_assertion()).encode(), served=web(key={"publicKeyPem": other}))
    assert reason(report) == ("proof", "bad_signature")


def test_a_badge_that_says_nowhere_where_it_stands_is_an_open_question() -> None:
    embedded = {
        "recipient": MAIL,
        "badge": {
            "name": "Robotics",
            "description": "Builds a robot.",
            "image": "https://issuer.example/badge.png",
            "criteria": "https://issuer.example/criteria",
            "issuer": {"name": "Robot School", "origin": "https://issuer.example"},
        },
    }
    report = _judge(embedded)
    assert (report.verdict, reason(report)) == (Verdict.UNDETERMINED, ("proof", "no_proof"))
    assert report.reason is not None
    assert report.reason.message == (
        "Nothing proves that this badge is its issuer's: it is neither signed nor found where it is hosted."
    )
    assert codes(report)[:2] == ["ok", "no_address"]


def test_what_cannot_be_read_has_no_title() -> None:
    report = _judge({"recipient": 7, "badge": 7})
    assert (report.verdict, report.credential) == (
        Verdict.NOT_VERIFIED,
        {"format": "JSON", "type": ["Assertion"]},
    )


def test_a_token_is_verified_with_a_key_in_pem() -> None:
    assert parse_json_object(verify_rs256(sign(signed_assertion()), public_key_pem())) == signed_assertion()


@pytest.mark.parametrize(
    ("pem", "code", "sentence"),
    [
        ("no key", "unsupported_key", "The issuer's key cannot be read."),
        (
            ec.generate_private_key(ec.SECP256R1())
            .public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode(),
            "unsupported_key",
            "The issuer's key is not an RSA key.",
        ),
    ],
    ids=["text", "curve"],
)
def test_only_an_rsa_key_verifies_an_old_badge(pem: str, code: str, sentence: str) -> None:
    with pytest.raises(StandardsError) as caught:
        verify_rs256(sign(signed_assertion()), pem)
    assert (caught.value.code, caught.value.detail) == (code, sentence)
