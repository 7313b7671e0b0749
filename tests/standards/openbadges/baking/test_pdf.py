# SPDX-License-Identifier: Apache-2.0
"""Credentials attached to a PDF: found without following anything, within limits, and refused where they are two."""

from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfWriter

from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking.pdf import MAX_INFLATED, extract_pdf

CREDENTIAL = '{"type": ["VerifiableCredential"], "name": "Grüße"}'


def _written(*files: tuple[str, bytes], password: str = "") -> bytes:
    """Write a PDF with attachments by another library."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, data in files:
        writer.add_attachment(name, data)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _by_hand(content: bytes, head: bytes = b"/Filter /FlateDecode", *, packed: bool = True) -> bytes:
    body = zlib.compress(content) if packed else content
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Length "
        + str(len(body)).encode()
        + b" "
        + head
        + b" /Params << /Size 1 >> >>\nstream\n"
        + body
        + b"\nendstream\nendobj\n%%EOF"
    )


def _code(data: bytes) -> str:
    with pytest.raises(BakeError) as caught:
        extract_pdf(data)
    assert caught.value.detail.endswith(".")
    return caught.value.code


def test_the_attached_credential_is_found_beside_other_files() -> None:
    data = _written(("credential.json", CREDENTIAL.encode()), ("photo.bin", b"\xff\xfe\xfd"), ("note.txt", b"hello"))
    assert extract_pdf(data) == CREDENTIAL


@pytest.mark.parametrize("head", [b"/Filter /FlateDecode", b"/Filter[/FlateDecode]"])
def test_a_packed_attachment_is_unpacked(head: bytes) -> None:
    assert extract_pdf(_by_hand(CREDENTIAL.encode(), head)) == CREDENTIAL


def test_an_attachment_that_is_not_packed_is_read_by_its_length() -> None:
    assert extract_pdf(_by_hand(CREDENTIAL.encode(), b"", packed=False)) == CREDENTIAL


def test_a_token_is_a_credential_too() -> None:
    assert extract_pdf(_by_hand(b"\xef\xbb\xbfe30.e30.c2ln\n")) == "e30.e30.c2ln"


def test_two_credentials_are_refused_because_readers_would_choose() -> None:
    data = _by_hand(CREDENTIAL.encode()) + _by_hand(CREDENTIAL.replace("Gr", "Kr").encode())
    assert _code(data) == "ambiguous_bake"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n%%EOF", "no_credential_in_pdf"),
        (_by_hand(b"hello"), "no_credential_in_pdf"),
        (_written(("credential.json", CREDENTIAL.encode()), password="secret"), "unsupported_encoding"),
        (b"%PDF-1.7 trailer << /Encrypt 4 0 R >>", "unsupported_encoding"),
        (_by_hand(CREDENTIAL.encode(), b"/Filter /LZWDecode"), "unsupported_encoding"),
        (_by_hand(CREDENTIAL.encode(), b"/Filter [/ASCIIHexDecode /FlateDecode]"), "unsupported_encoding"),
        (_by_hand(CREDENTIAL.encode(), packed=False), "malformed_pdf"),
        (_by_hand(CREDENTIAL.encode())[:-60], "malformed_pdf"),
        (b"%PDF-1.7 /Type /EmbeddedFile", "malformed_pdf"),
        (b"%PDF-1.7 1 0 obj << /Type /EmbeddedFile >>\nstream\n{}\nendstream", "malformed_pdf"),
        (b"%PDF-1.7 1 0 obj << /Type /EmbeddedFile /Length 1 >>\nstream\n{}  \nendstream", "malformed_pdf"),
        (b"%PDF-1.7 1 0 obj << /Type /EmbeddedFile /Length 99999999 >>\nstream\n{}\nendstream", "credential_too_large"),
        (_by_hand(b"{" + bytes(MAX_INFLATED)), "credential_too_large"),
        (b"%PDF-1.7" + _by_hand(b"hello") * 21, "too_many_attachments"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert _code(data) == code
