# SPDX-License-Identifier: Apache-2.0
"""base58btc, the Bitcoin alphabet, as Multibase `z` uses it.

Works on ten digits at a time and looks pairs of digits up in a table: an Ed25519 signature costs a few microseconds,
which matters where signing itself costs forty. Source: Controlled Identifiers 1.0 §2.4 (base-58-btc).
"""

from __future__ import annotations

from typing import Final

from cairn.standards.errors import CodecError

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_LENGTH: Final = 16_384
"""The longest text that is decoded, in characters: the cost grows with the square of the length."""

_PAIRS: Final = tuple(high + low for high in ALPHABET for low in ALPHABET)
_PAIR_VALUES: Final = {pair: value for value, pair in enumerate(_PAIRS)}
_DIGIT_VALUES: Final = {digit: value for value, digit in enumerate(ALPHABET)}
_TEN_DIGITS: Final = 58**10
_FOUR_DIGITS: Final = 58**4
_TWO_DIGITS: Final = 58**2


def encode_base58btc(data: bytes) -> str:
    """Encode bytes; each leading zero byte becomes a leading `1`."""
    number = int.from_bytes(data, "big")
    digits = ""
    while number:
        number, chunk = divmod(number, _TEN_DIGITS)
        high, low = divmod(chunk, _FOUR_DIGITS)
        # Five pairs, most significant first, written out: a loop over them is a fifth slower.
        digits = (
            _PAIRS[high // _FOUR_DIGITS]
            + _PAIRS[high // _TWO_DIGITS % _TWO_DIGITS]
            + _PAIRS[high % _TWO_DIGITS]
            + _PAIRS[low // _TWO_DIGITS]
            + _PAIRS[low % _TWO_DIGITS]
            + digits
        )
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits.lstrip("1")


def decode_base58btc(text: str) -> bytes:
    """Decode text.

    Raises CodecError: invalid_base58 (a character outside the alphabet), too_long.
    """
    if len(text) > MAX_LENGTH:
        raise CodecError("too_long", f"A base58 text of {len(text)} characters is longer than {MAX_LENGTH}.")
    digits = text.lstrip("1")
    leading_zeros = len(text) - len(digits)
    try:
        number = _DIGIT_VALUES[digits[0]] if len(digits) % 2 else 0
        for start in range(len(digits) % 2, len(digits), 2):
            number = number * _TWO_DIGITS + _PAIR_VALUES[digits[start : start + 2]]
    except KeyError:
        raise CodecError("invalid_base58", "The text contains a character that base58 does not have.") from None
    return bytes(leading_zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
