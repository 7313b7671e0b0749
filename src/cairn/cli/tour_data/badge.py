# SPDX-License-Identifier: Apache-2.0
"""A badge image, drawn pixel by pixel with nothing but the standard library: five stones on a round field.

Source: Portable Network Graphics (Third Edition) §5 and §11.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from math import hypot
from typing import Final, TypeAlias

Color: TypeAlias = tuple[int, int, int]

SIZE: Final = 320
"""The width and the height, in pixels."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_RGBA_8_BIT: Final = bytes((8, 6, 0, 0, 0))
_NO_FILTER: Final = b"\x00"


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled ellipse whose sides are squarer the larger `power` is; 2 makes a true ellipse."""

    x: float
    y: float
    width: float
    height: float
    color: Color
    power: float = 2.0

    def cover(self, x: float, y: float) -> float:
        """Return how much of a pixel the shape covers, from 0 to 1: edges are smooth over about one pixel."""
        across, down = abs(x - self.x) / self.width, abs(y - self.y) / self.height
        if across > 1.1 or down > 1.1:
            return 0.0
        reach = (
            hypot(across, down) if self.power == 2.0 else (across**self.power + down**self.power) ** (1 / self.power)
        )
        return min(1.0, max(0.0, (1.0 - reach) * min(self.width, self.height) + 0.5))


_FIELD: Final = Shape(160, 160, 156, 156, (8, 54, 64))
_SHAPES: Final = (
    Shape(160, 160, 147, 147, (221, 154, 0)),
    Shape(160, 160, 142, 142, (14, 74, 86)),
    Shape(160, 268, 106, 7, (8, 54, 64)),
    Shape(160, 238, 92, 31, (210, 214, 206), 2.6),
    Shape(152, 188, 70, 24, (232, 234, 228), 2.6),
    Shape(166, 147, 52, 19, (210, 214, 206), 2.6),
    Shape(158, 114, 35, 15, (243, 244, 240), 2.6),
    Shape(162, 86, 19, 12, (221, 154, 0), 2.4),
)
"""What lies on the field, from the back to the front."""


def draw_badge() -> bytes:
    """Return the image as a PNG."""
    rows = b"".join(_NO_FILTER + b"".join(_pixel(x + 0.5, y + 0.5) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">II", SIZE, SIZE) + _RGBA_8_BIT
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _pixel(x: float, y: float) -> bytes:
    alpha = _FIELD.cover(x, y)
    if alpha == 0.0:
        return bytes(4)
    red, green, blue = map(float, _FIELD.color)
    for shape in _SHAPES:
        share = shape.cover(x, y)
        if share:
            red += (shape.color[0] - red) * share
            green += (shape.color[1] - green) * share
            blue += (shape.color[2] - blue) * share
    return bytes((round(red), round(green), round(blue), round(alpha * 255)))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
