# SPDX-License-Identifier: Apache-2.0
"""SVG rebuilt from what is allowed: shapes, words, gradients and clips. All else is left out, and said.

Cleaning and not refusing, because drawing programs put editor data, style sheets and links into every file they
write: a person who drew a badge could not know what to take out. Shapes that are copied (`use`, patterns, masks)
go too, for they can be nested until a reader stands still. Source: SVG 2 §3, OWASP ASVS 5.0 1.3.4.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext

from cairn.foundation.files.inspection.recognition import SVG
from cairn.foundation.files.inspection.terms import Cleaned, Format, UploadLimits, UploadRefused
from cairn.standards.archives import ArchiveError, XmlLimits, walk_xml

_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_LIMITS: Final = XmlLimits(size=1024 * 1024, depth=64, elements=20_000, attributes=200)
_ELEMENTS: Final = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    ]
)
_TRANSPARENT: Final = frozenset({"a", "switch"})
"""Elements that only wrap: what stands in them stays."""
_WORDS: Final = frozenset({"title", "desc", "text", "tspan"})
_PAINT: Final = frozenset(
    [
        "color",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-opacity",
        "opacity",
        "display",
        "visibility",
        "clip-path",
        "clip-rule",
        "stop-color",
        "stop-opacity",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "letter-spacing",
        "word-spacing",
        "text-anchor",
        "dominant-baseline",
        "paint-order",
        "shape-rendering",
        "vector-effect",
    ]
)
_GEOMETRY: Final = frozenset(
    [
        "id",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "dx",
        "dy",
        "width",
        "height",
        "points",
        "transform",
        "viewBox",
        "preserveAspectRatio",
        "offset",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "clipPathUnits",
        "pathLength",
        "rotate",
        "textLength",
        "lengthAdjust",
        "role",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "lang",
    ]
)
_TOLD: Final = re.compile(r"^on|href$|^filter|^mask|^marker")
"""The attributes whose loss is worth a word; those that editors keep for themselves are not."""
_LOCAL: Final = re.compile(r"url\(\s*[\"']?#[\w.-]+[\"']?\s*\)")
_UNSAFE: Final = re.compile(r"url\(|[\\<>{}@]|javascript|expression|&#|/\*", re.IGNORECASE)


def clean_drawing(data: bytes, _found: Format, _limits: UploadLimits, _name: str) -> Cleaned:
    """Return an SVG document that can only be looked at. Raises UploadRefused: the codes of ArchiveError, not_svg."""
    builder = _Builder()
    try:
        walk_xml(data, builder, limits=_LIMITS, bare_doctype=True)
    except ArchiveError as error:
        raise UploadRefused(
            error.code,
            gettext("This drawing cannot be opened safely. Save it as “plain SVG” or as PNG, and send that."),
            reason=error.detail,
        ) from error
    if not builder.is_svg:
        raise UploadRefused("not_svg", gettext("This is no SVG drawing. Save it as SVG or PNG, and send that."))
    return Cleaned("".join(builder.parts).encode(), SVG, builder.notes())


class _Builder:
    """Writes the allowed parts of a document as it is walked."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.is_svg = False
        self._open: list[str] = []
        """The names of the open elements as they were written; empty for those that were not."""
        self._skipped = 0
        self._dropped: set[str] = set()

    def start(self, tag: str, attributes: dict[str, str], _offset: int) -> None:
        """Write an element, or leave it out with all that stands in it."""
        name = tag.removeprefix(_NAMESPACE)
        if not self._open and not self._skipped:
            self.is_svg = name == "svg"
        if self._skipped or not self._allows(name):
            self._skipped += 1
            self._dropped.add(name.rpartition("}")[2])
            return
        written = "" if name in _TRANSPARENT else name
        self._open.append(written)
        if written:
            self.parts.append(f"<{name}{self._root()}{self._written(attributes)}>")

    def text(self, data: str) -> None:
        """Write words where words belong."""
        if not self._skipped and self._open and self._open[-1] in _WORDS:
            self.parts.append(escape(data))

    def end(self, _tag: str, _offset: int) -> None:
        """Close what was opened."""
        if self._skipped:
            self._skipped -= 1
        elif written := self._open.pop():
            self.parts.append(f"</{written}>")

    def notes(self) -> tuple[str, ...]:
        """Say what was left out."""
        if not self._dropped:
            return ()
        sentence = gettext("These parts of the drawing were taken out: %(names)s. Look at it once more.")
        return (sentence % {"names": ", ".join(sorted(self._dropped)[:12])},)

    def _allows(self, name: str) -> bool:
        return name in _ELEMENTS | _TRANSPARENT and not (name == "clipPath" and "clipPath" in self._open)

    def _root(self) -> str:
        return ' xmlns="http://www.w3.org/2000/svg"' if len(self._open) == 1 else ""

    def _written(self, attributes: dict[str, str]) -> str:
        kept = {name: value for name, value in attributes.items() if name in _GEOMETRY | _PAINT and _is_safe(value)}
        kept |= _declarations(attributes.get("style", ""))
        if "clipPath" in self._open:
            # A clip that is clipped can be nested until a reader stands still.
            kept.pop("clip-path", None)
        self._dropped |= {name.rpartition("}")[2] for name in attributes if name not in kept and _TOLD.search(name)}
        return "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())


def _declarations(style: str) -> dict[str, str]:
    """Return the declarations of a style attribute as attributes, which a strict page allows."""
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    stripped = ((name.strip().lower(), value.strip()) for name, _, value in pairs)
    return {name: value for name, value in stripped if name in _PAINT and value and _is_safe(value)}


def _is_safe(value: str) -> bool:
    return not _UNSAFE.search(_LOCAL.sub("", value))
