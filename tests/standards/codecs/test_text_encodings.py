# SPDX-License-Identifier: Apache-2.0
"""base58btc, base64url and Multibase: one text for each sequence of bytes, and no other."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.codecs import (
    decode_base58btc,
    decode_base64url,
    decode_multibase,
    encode_base58btc,
    encode_base64url,
    encode_multibase,
)
from cairn.standards.codecs.base58 import ALPHABET, MAX_LENGTH
from cairn.standards.errors import CodecError

BASE58 = {
    b"": "",
    b"\x00": "1",
    b"\x00\x00\x00": "111",
    b"\x39": "z",
    b"\x3a": "21",
    b"\x00\x00\x01": "112",
    b"\xff" * 8: "jpXCZedGfVQ",
    b"Hello World!": "2NEpo7TZRRrLZSi2U",
    b"\x00\x00\x28\x7f\xb4\xcd": "11233QC4",
    b"The quick brown fox jumps over the lazy dog.": "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
}


@pytest.mark.parametrize(("data", "text"), BASE58.items())
def test_base58_is_known(data: bytes, text: str) -> None:
    assert encode_base58btc(data) == text
    assert decode_base58btc(text) == data


@given(st.binary(max_size=200))
def test_base58_goes_there_and_back(data: bytes) -> None:
    assert decode_base58btc(encode_base58btc(data)) == data


@given(st.text(ALPHABET, max_size=100))
def test_no_two_base58_texts_are_the_same_bytes(text: str) -> None:
    assert encode_base58btc(decode_base58btc(text)) == text


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "abc\n", "é", "2Z-", "1110", "\u0661"])
def test_a_character_that_base58_lacks_is_refused(text: str) -> None:
    with pytest.raises(CodecError) as refused:
        decode_base58btc(text)
    assert refused.value.code == "invalid_base58"


def test_a_base58_text_that_takes_long_is_refused() -> None:
    assert len(decode_base58btc("z" * MAX_LENGTH)) == 11998
    with pytest.raises(CodecError) as refused:
        decode_base58btc("z" * (MAX_LENGTH + 1))
    assert refused.value.code == "too_long"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"\xfb\xff", "-_8"),
        (b"\x03\xec\xff\xe0\xc1", "A-z_4ME"),
    ],
)
def test_base64url_is_known(data: bytes, text: str) -> None:
    assert encode_base64url(data) == text
    assert decode_base64url(text) == data


@given(st.binary(max_size=200))
def test_base64url_goes_there_and_back(data: bytes) -> None:
    assert decode_base64url(encode_base64url(data)) == data


@given(st.text("AZaz09-_+/= \n", max_size=12))
def test_no_two_base64url_texts_are_the_same_bytes(text: str) -> None:
    with contextlib.suppress(CodecError):
        assert encode_base64url(decode_base64url(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Zg==", "non_canonical_base64url"),
        ("Zm8=", "non_canonical_base64url"),
        ("Zh", "non_canonical_base64url"),
        ("Zm9", "non_canonical_base64url"),
        ("+/8", "non_canonical_base64url"),
        ("Z", "invalid_base64url"),
        ("Zm9vY", "invalid_base64url"),
        ("Zm 8", "invalid_base64url"),
        ("Zm8\n", "invalid_base64url"),
        ("Zm8.", "invalid_base64url"),
        ("Zmé9", "invalid_base64url"),
        ("=", "invalid_base64url"),
    ],
)
def test_base64url_in_another_form_is_refused(text: str, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        decode_base64url(text)
    assert refused.value.code == code


@given(st.binary(max_size=100))
def test_multibase_goes_there_and_back(data: bytes) -> None:
    assert decode_multibase(encode_multibase(data)) == data
    assert decode_multibase(encode_multibase(data, base="u")) == data


def test_multibase_names_its_base() -> None:
    assert encode_multibase(b"\x00foo") == "z1bQbp"
    assert encode_multibase(b"\x00foo", base="u") == "uAGZvbw"


@pytest.mark.parametrize(
    ("text", "allowed", "code"),
    [
        ("", "zu", "invalid_multibase"),
        (None, "zu", "invalid_multibase"),
        (7, "zu", "invalid_multibase"),
        (["z1"], "zu", "invalid_multibase"),
        (b"z1", "zu", "invalid_multibase"),
        ("f00", "zu", "invalid_multibase"),
        ("Z1", "zu", "invalid_multibase"),
        ("uAA", "z", "invalid_multibase"),
        ("z1", "u", "invalid_multibase"),
        ("z0", "zu", "invalid_base58"),
        ("uAB", "zu", "non_canonical_base64url"),
        ("u~", "zu", "invalid_base64url"),
    ],
)
def test_what_is_no_multibase_is_refused(text: object, allowed: str, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        decode_multibase(text, allowed=allowed)
    assert refused.value.code == code


def test_the_refusal_says_which_bases_belong_here() -> None:
    with pytest.raises(CodecError, match=r"^A multibase value must begin with 'z' or 'u' here\.$"):
        decode_multibase("m00")
