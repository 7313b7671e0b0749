# SPDX-License-Identifier: Apache-2.0
"""What a file is, told by its content: JSON, a token, an image that carries either, or nothing that counts."""

from __future__ import annotations

import zlib

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.errors import StandardsError
from cairn.standards.openbadges.baking import bake
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, Verdict
from cairn.standards.verify.reading import Kind, read_document, read_json
from tests.standards.openbadges.baking.images import SVG, chunk, png
from tests.standards.verify.samples import (
    CREDENTIALS,
    badge,
    codes,
    found,
    judge,
    presentation,
    raw_token,
    reason,
    signed,
    token,
)

_JSON = dump_json(signed(badge()))
_TOKEN = token(badge())


def _pdf(text: bytes) -> bytes:
    """Return as little of a PDF as carries a file."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode >>\nstream\n"
    return head + zlib.compress(text) + b"\nendstream\nendobj\n%%EOF"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (_JSON, "JSON"),
        (b"\xef\xbb\xbf" + _JSON, "JSON"),
        (b"\n " + _JSON + b"\n", "JSON"),
        (_TOKEN, "JWT"),
        (_TOKEN + b"\n", "JWT"),
        (bake(png(), _JSON.decode()), "PNG, JSON"),
        (bake(png(), _TOKEN.decode()), "PNG, JWT"),
        (bake(SVG, _JSON.decode()), "SVG, JSON"),
        (bake(SVG, _TOKEN.decode()), "SVG, JWT"),
        (_pdf(_JSON), "PDF, JSON"),
        (_pdf(_TOKEN), "PDF, JWT"),
    ],
    ids=["json", "bom", "spaces", "jwt", "jwt-line", "png-json", "png-jwt", "svg-json", "svg-jwt", "pdf", "pdf-jwt"],
)
def test_the_same_badge_verifies_however_it_comes(data: bytes, form: str) -> None:
    report = judge(data)
    assert (report.verdict, report.credential["format"]) == (Verdict.VERIFIED, form)
    assert found(report, "format").message == f"This is a credential ({form})."


def test_an_enveloped_credential_is_its_token() -> None:
    for prefix in ("vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "jwt"):
        envelope = {
            "@context": CREDENTIALS,
            "type": "EnvelopedVerifiableCredential",
            "id": f"data:application/{prefix},{_TOKEN.decode()}",
        }
        report = judge(envelope)
        assert (report.verdict, report.credential["format"]) == (Verdict.VERIFIED, "JSON, JWT")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"@context": [CREDENTIALS, CREDENTIALS], "id": "https://college.example/1"}, "format_not_supported"),
        ({"id": f"data:application/vc+jwt,{_TOKEN.decode()}"}, "wrong_first_context"),
        ({"@context": CREDENTIALS}, "format_not_supported"),
        ({"@context": CREDENTIALS, "id": ["data:application/vc+jwt,x"]}, "format_not_supported"),
        ({"@context": CREDENTIALS, "id": "data:application/vc+jwt,x"}, "malformed_jwt"),
        ({"@context": CREDENTIALS, "id": "data:application/vc+sd-jwt,e30.e30.AA~"}, "format_not_supported"),
    ],
)
def test_an_envelope_that_holds_no_token_is_refused(members: JsonObject, code: str) -> None:
    report = judge({"type": ["EnvelopedVerifiableCredential"], **members})
    assert (report.verdict, reason(report)) == (Verdict.NOT_VERIFIED, ("format", code))


@pytest.mark.parametrize(
    ("data", "code", "sentence"),
    [
        (b"", "empty", "The file is empty."),
        (b"\xef\xbb\xbf \n", "empty", "The file is empty."),
        (b"{}", "not_a_credential", "This is JSON, but it is not a credential."),
        (
            b'{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass"}',
            "not_a_credential",
            "This belongs to Open Badges 1 or 2, but it is no award: a badge class, an issuer, a key or a list.",
        ),
        (
            b'{"payload":"e30","signatures":[]}',
            "format_not_supported",
            "This is sealed in the JSON form of JWS, as European credentials are; Cairn does not read it yet.",
        ),
        (b"\x00\xff", "not_a_credential", "The file is neither a credential nor an image that carries one."),
        (
            b"e30.e30.AA~e30~",
            "format_not_supported",
            "This is an SD-JWT, which this version of Cairn does not read yet.",
        ),
        (b"a~b", "invalid_json", None),
        (b"[]", "not_an_object", None),
        (
            png(),
            "no_credential_in_image",
            (
                "There is no credential in this image. Ask for the original file: screenshots, chats and many image "
                "editors remove the credential."
            ),
        ),
        (b"<html></html>", "not_an_image", "Only PNG and SVG images can carry a credential; this file is neither."),
        (b"\xff\xfe", "not_an_image", "Only PNG and SVG images can carry a credential; this file is neither."),
        (
            raw_token({"name": "no credential"}),
            "not_a_credential",
            "The token is signed, but it does not contain a credential.",
        ),
        (
            raw_token(badge(), typ="at+jwt"),
            "not_a_credential",
            "The token is of a type that is not used for credentials.",
        ),
    ],
    ids=[
        "nothing",
        "mark",
        "object",
        "class",
        "seal",
        "bytes",
        "sd-jwt",
        "tilde",
        "array",
        "png",
        "html",
        "utf16",
        "claims",
        "typ",
    ],
)
def test_what_is_no_credential_is_told_apart(data: bytes, code: str, sentence: str | None) -> None:
    report = judge(data)
    assert (report.verdict, codes(report)) == (Verdict.NOT_VERIFIED, [code])
    assert sentence is None or found(report, "format").message == sentence


def test_a_place_in_the_document_is_named() -> None:
    envelope = {"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,x"}
    assert found(judge(envelope), "format").message.endswith(" (at /@context)")


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"@context": CREDENTIALS}, Kind.CREDENTIAL),
        ({"type": "Anything"}, Kind.CREDENTIAL),
        ({"credentialSubject": {}}, Kind.CREDENTIAL),
        ({"@type": "VerifiablePresentation"}, Kind.PRESENTATION),
        ({"recipient": "sha256$0", "badge": {}}, Kind.LEGACY),
    ],
)
def test_json_is_sorted_by_what_it_says_of_itself(document: JsonObject, kind: Kind) -> None:
    assert read_json(document).kind is kind


def test_a_token_of_a_presentation_is_a_presentation() -> None:
    assert read_document(raw_token(presentation())).kind is Kind.PRESENTATION
    read = read_document(_TOKEN)
    assert (read.kind, read.carriers, read.text) == (Kind.CREDENTIAL, ("JWT",), _TOKEN.decode())


def test_an_address_counts_only_inside_an_image() -> None:
    address = "https://college.example/assertions/1"
    read = read_document(bake_address(address))
    assert (read.kind, read.format, read.text) == (Kind.LEGACY, "PNG, URL", address)
    with pytest.raises(StandardsError) as caught:
        read_document(address.encode())
    assert caught.value.code == "invalid_json"


def bake_address(address: str) -> bytes:
    """Write an address into an image, as version 1 did."""
    return png(chunk(b"tEXt", b"openbadges\0" + address.encode()))


def test_a_broken_document_keeps_its_checks_to_what_was_looked_at() -> None:
    report = judge(b'{"a":1,"a":2}')
    check = found(report, "format")
    assert (check.outcome, check.code, check.spec) == (
        Outcome.FAILED,
        "duplicate_key",
        "Open Badges 3.0 §5.3 and §8; RFC 8259; RFC 7515",
    )
    assert report.credential == {}
