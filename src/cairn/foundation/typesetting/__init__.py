# SPDX-License-Identifier: Apache-2.0
"""Pages and pictures set by typst with the fonts of the house, which are the web fonts unpacked (OFL 1.1, `fonts/`).

The fonts of the machine are asked only for letters that ours lack. What people wrote reaches a template as data by
`sys.inputs` and is never read as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import typst

_FONTS: Final = Path(__file__).parent / "fonts"
_STANDARDS: Final[list[typst.PDFStandard]] = ["a-3a", "ua-1"]
_SIDE: Final = 200
_PICTURE: Final = f"""\
#set page(width: {_SIDE}pt, height: {_SIDE}pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg", width: {_SIDE}pt, height: {_SIDE}pt)
""".encode()


def typeset_pdf(template: bytes, inputs: Mapping[str, str], *, at: datetime) -> bytes:
    """Return a template as PDF/A-3a and PDF/UA-1; the same inputs and time give the same bytes on one machine.

    Where no font has a letter of a text, the file is tagged but claims neither standard: the text stays in it, and a
    label must not be untrue. Raises typst.TypstError for a template that is wrong. Source: ISO 19005-3, ISO 14289-1.
    """
    try:
        return _compile_pdf(template, inputs, at, _STANDARDS)
    except typst.TypstError:
        return _compile_pdf(template, inputs, at, [])


def draw_png(picture: bytes, pixels: int) -> bytes:
    """Return a square SVG document as a PNG with a clear ground."""
    return typst.compile(
        _PICTURE,
        sys_inputs={"picture": picture.decode()},
        font_paths=_fonts(),
        format="png",
        ppi=72 * pixels / _SIDE,
    )


def typeset_png(template: bytes, inputs: Mapping[str, str]) -> bytes:
    """Return the one page of a template as PNG, a pixel for a point. Raises typst.TypstError for a wrong template."""
    return typst.compile(template, sys_inputs=dict(inputs), font_paths=_fonts(), format="png", ppi=72)


def _compile_pdf(template: bytes, inputs: Mapping[str, str], at: datetime, standards: list[typst.PDFStandard]) -> bytes:
    return typst.compile(
        template,
        sys_inputs=dict(inputs),
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """Look at the fonts once: those of a machine may be many."""
    return typst.Fonts(font_paths=[_FONTS])
