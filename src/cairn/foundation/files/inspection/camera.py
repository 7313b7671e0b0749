# SPDX-License-Identifier: Apache-2.0
"""What cameras write into JPEGs that stand inside other files, blanked in its place so that nothing moves.

Source: CIPA DC-008 (Exif) §4.7.2, Adobe XMP part 3 §1.1.3.
"""

from __future__ import annotations

from typing import Final

_MARKS: Final = (b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0")
_APP1: Final = b"\xff\xe1"


def blank_camera_data(data: bytes) -> tuple[bytes, bool]:
    """Return the data with every camera's note blanked, and whether there was one."""
    blanked: bytearray | None = None
    for mark in _MARKS:
        position = data.find(mark)
        while position >= 0:
            end = _segment_end(data, position)
            if end > position:
                blanked = blanked or bytearray(data)
                start = position + len(mark)
                blanked[start:end] = b" " * (end - start)
            position = data.find(mark, position + len(mark))
    return (data, False) if blanked is None else (bytes(blanked), True)


def _segment_end(data: bytes, position: int) -> int:
    """Return where the segment ends whose content begins here, or 0 where this is no segment."""
    if data[position - 4 : position - 2] != _APP1:
        return 0
    end = position - 2 + int.from_bytes(data[position - 2 : position], "big")
    return end if end <= len(data) else 0
