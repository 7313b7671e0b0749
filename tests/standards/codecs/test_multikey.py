# SPDX-License-Identifier: Apache-2.0
"""Multikey: six kinds of keys, each with its header and its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.codecs import Multikey, decode_multikey, encode_multibase, encode_multikey
from cairn.standards.errors import CodecError

LENGTHS = {
    "ed25519-pub": 32,
    "p256-pub": 33,
    "p384-pub": 49,
    "ed25519-priv": 32,
    "p256-priv": 32,
    "p384-priv": 48,
}
# Secret and public keys of one pair, from the examples of the Data Integrity cryptosuites.
KNOWN = {
    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2": "ed25519-pub",
    "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq": "ed25519-priv",
    "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP": "p256-pub",
    "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN": "p256-priv",
    "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ": "p384-pub",
    "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc": "p384-priv",
}


@pytest.mark.parametrize(("text", "kind"), KNOWN.items())
def test_known_keys_are_read_and_written(text: str, kind: str) -> None:
    key = decode_multikey(text)
    assert (key.kind, len(key.raw)) == (kind, LENGTHS[kind])
    assert encode_multikey(key) == text


@given(st.sampled_from(sorted(LENGTHS)), st.data())
def test_multikey_goes_there_and_back(kind: str, data: st.DataObject) -> None:
    raw = data.draw(st.binary(min_size=LENGTHS[kind], max_size=LENGTHS[kind]))
    text = encode_multikey(Multikey(kind, raw))
    assert decode_multikey(text) == Multikey(kind, raw)


@pytest.mark.parametrize("kind", LENGTHS)
@pytest.mark.parametrize("difference", [-1, 1])
def test_a_key_of_another_length_is_refused(kind: str, difference: int) -> None:
    with pytest.raises(CodecError) as refused:
        encode_multikey(Multikey(kind, bytes(LENGTHS[kind] + difference)))
    assert refused.value.code == "invalid_key_length"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (encode_multibase(b"\xed\x01" + bytes(31)), "invalid_key_length"),
        (encode_multibase(b"\xed\x01" + bytes(33)), "invalid_key_length"),
        (encode_multibase(b"\x80\x24\x04" + bytes(64)), "invalid_key_length"),
        (encode_multibase(b"\xed\x01"), "invalid_key_length"),
        (encode_multibase(b"\xe7\x01" + bytes(33)), "unknown_key_kind"),
        (encode_multibase(b"\xed"), "unknown_key_kind"),
        (encode_multibase(b"\xed\x81\x00" + bytes(32)), "unknown_key_kind"),
        (encode_multibase(b"\x00\xed\x01" + bytes(32)), "unknown_key_kind"),
        ("z", "unknown_key_kind"),
        (encode_multibase(b"\xed\x01" + bytes(32), base="u"), "invalid_multibase"),
        ("6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "invalid_multibase"),
        (None, "invalid_multibase"),
        ("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ0", "invalid_base58"),
    ],
)
def test_what_is_no_multikey_is_refused(text: object, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        decode_multikey(text)
    assert refused.value.code == code


def test_a_kind_without_header_is_refused() -> None:
    with pytest.raises(CodecError) as refused:
        encode_multikey(Multikey("rsa-pub", b"x"))
    assert refused.value.code == "unknown_key_kind"
