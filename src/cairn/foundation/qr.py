# SPDX-License-Identifier: Apache-2.0
"""QR codes, drawn for paper and pages, and read from pictures. Source: ISO/IEC 18004:2024."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

import segno
import zxingcpp

from cairn.foundation.files.inspection import UploadLimits
from cairn.foundation.files.inspection.pictures import decode_picture, on_white

_QUIET: Final = 4
"""The quiet zone that readers need on every side, in modules. Source: ISO/IEC 18004 §5.3.8."""
_READING: Final = UploadLimits(pixels=16_000_000)


def draw_qr(text: str, *, label: str = "") -> str:
    """Return a code as SVG in the color of the text; without a label it is decoration beside the words it repeats.

    Raises ValueError where the text is longer than a code can hold, 2,331 bytes.
    """
    code = segno.make_qr(text, error="m", encoding="utf-8", eci=not text.isascii())
    side = code.symbol_size(border=_QUIET)[0]
    path = "".join(_runs([[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET)]))
    title = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" '
        f'{title}><path fill="currentColor" d="{path}"/></svg>'
    )


def read_qr(image: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes in a picture, none where there are none.

    Raises UploadRefused for what is no picture, or too large a one.
    """
    picture = on_white(decode_picture(image, _READING)).convert("L")
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,)))
    return tuple(dict.fromkeys(code.text for code in found))


def _runs(rows: list[list[bool]]) -> Iterator[str]:
    for y, row in enumerate(rows):
        x = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
