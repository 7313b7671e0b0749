# SPDX-License-Identifier: Apache-2.0
"""The bitstring itself: a long row of bits, the left-most first, compressed and written as text.

Source: Bitstring Status List 1.0 §3.3 (generation) and §3.4 (expansion). The cap on expansion is ours: a few kilobytes
can otherwise become gigabytes.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import Final

from cairn.standards.codecs import decode_base64url, encode_base64url
from cairn.standards.errors import CodecError, StatusError

MIN_ENTRIES: Final = 131_072
"""The least number of entries, so that a list says little about any one credential (§3.3, herd privacy)."""

ACCEPTED_ENTRIES: Final = 100_000
"""The least that is accepted from others: what widespread software made before the Recommendation set the minimum."""

MAX_BYTES: Final = 8 * 1024 * 1024
"""The most that a list may expand to: 2^26 entries of one bit."""

_GZIP: Final = 16 + zlib.MAX_WBITS
_BITS: Final = 8


@dataclass(slots=True)
class Bitstring:
    """Statuses of `size` bits each, in one row of bits; `bytearray` so that a list is changed in place."""

    data: bytearray
    size: int = 1

    @classmethod
    def empty(cls, entries: int = MIN_ENTRIES, *, size: int = 1) -> Bitstring:
        """Make a list of zeros. Raises StatusError: STATUS_LIST_LENGTH_ERROR."""
        if entries < MIN_ENTRIES or entries * size > MAX_BYTES * _BITS or entries * size % _BITS:
            raise StatusError(
                "STATUS_LIST_LENGTH_ERROR",
                f"A status list has at least {MIN_ENTRIES} and at most {MAX_BYTES * _BITS} entries, a multiple of 8.",
            )
        return cls(bytearray(entries * size // _BITS), size)

    @classmethod
    def decode(cls, text: object, *, size: int = 1, multibase: bool = True) -> Bitstring:
        """Expand an `encodedList`; `multibase=False` reads the older StatusList2021 form, without the leading `u`.

        Raises StatusError: MALFORMED_VALUE_ERROR, STATUS_LIST_LENGTH_ERROR.
        """
        if not isinstance(text, str) or text.startswith("u") != multibase:
            raise _malformed("The status list is not written in base64url with the letter 'u' in front.")
        try:
            compressed = decode_base64url(text[1:] if multibase else text.rstrip("="))
        except CodecError:
            raise _malformed("The status list is not base64url.") from None
        bits = cls(_inflate(compressed), size)
        if len(bits) < ACCEPTED_ENTRIES:
            raise StatusError(
                "STATUS_LIST_LENGTH_ERROR", f"The status list has {len(bits)} entries; {MIN_ENTRIES} are the least."
            )
        return bits

    def encode(self) -> str:
        """Compress and write the list; the same bits give the same text."""
        return "u" + encode_base64url(gzip.compress(bytes(self.data), mtime=0))

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.data) * _BITS // self.size

    def __getitem__(self, index: int) -> int:
        """Return the status at an index, `size` bits from the left. Raises StatusError: RANGE_ERROR."""
        self._check(index)
        first = index * self.size
        last = first + self.size
        word = int.from_bytes(self.data[first // _BITS : -(-last // _BITS)], "big")
        return word >> (-last % _BITS) & ((1 << self.size) - 1)

    def __setitem__(self, index: int, value: int) -> None:
        """Set a status. Raises StatusError: RANGE_ERROR."""
        self._check(index)
        if not 0 <= value < 1 << self.size:
            raise StatusError("RANGE_ERROR", f"The status {value} does not fit in {self.size} bits.")
        for offset in range(self.size):
            byte, bit = divmod(index * self.size + offset, _BITS)
            mask = 1 << (_BITS - 1 - bit)
            is_set = value >> (self.size - 1 - offset) & 1
            self.data[byte] = self.data[byte] | mask if is_set else self.data[byte] & ~mask

    def _check(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise StatusError("RANGE_ERROR", f"The status list has no entry {index}; its last one is {len(self) - 1}.")


def _inflate(compressed: bytes) -> bytearray:
    """Expand one gzip member, and no more than the cap."""
    inflater = zlib.decompressobj(_GZIP)
    try:
        data = inflater.decompress(compressed, MAX_BYTES + 1)
    except zlib.error:
        raise _malformed("The status list is not compressed with gzip.") from None
    if len(data) > MAX_BYTES:
        raise _malformed(f"The status list expands to more than {MAX_BYTES} bytes.")
    if not inflater.eof:
        raise _malformed("The status list is cut off.")
    if inflater.unused_data:
        raise _malformed("Something follows the compressed status list.")
    return bytearray(data)


def _malformed(detail: str) -> StatusError:
    return StatusError("MALFORMED_VALUE_ERROR", detail)
