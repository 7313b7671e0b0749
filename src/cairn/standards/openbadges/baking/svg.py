# SPDX-License-Identifier: Apache-2.0
"""Credentials in SVG images: one `openbadges:credential` element, first in the drawing.

Writing inserts bytes after the root's start tag, so the drawing stays as it was, byte for byte. Reading goes through
the guarded XML reader. Source: Open Badges 3.0, Baked Badge; Open Badges 2.0 Baking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

from cairn.standards.archives.errors import ArchiveError
from cairn.standards.archives.xml import walk_xml
from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking.carrier import Carrier, Form, Unbaked

MEDIA_TYPE: Final = "image/svg+xml"
NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
LEGACY_NAMESPACE: Final = "http://openbadges.org"

_ROOTS: Final = ("svg", "{http://www.w3.org/2000/svg}svg")
_CARRIERS: Final = {
    f"{{{NAMESPACE}}}credential": "openbadges:credential",
    f"{{{LEGACY_NAMESPACE}}}assertion": "openbadges:assertion",
}
_TAG: Final = re.compile(rb"""<([^\s/>]+)(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_DECLARED_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_PREFIX: Final = re.compile(rb"""\sxmlns:openbadges\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class _Found:
    """A carrier being read."""

    name: str
    verify: str
    depth: int
    start: int
    end: int = 0
    body: list[str] = field(default_factory=list)


class _CarrierFinder:
    """Notes the root and every carrier, with their places."""

    def __init__(self) -> None:
        self.root: tuple[str, int] | None = None
        self.found: list[_Found] = []
        self._open: _Found | None = None
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        self._depth += 1
        if self.root is None:
            self.root = (tag, offset)
        if tag in _CARRIERS:
            if self._open is not None:
                raise BakeError("malformed_image", "A credential in this image stands inside another one.")
            self._open = _Found(_CARRIERS[tag], attributes.get("verify", "").strip(), self._depth, offset)
            self.found.append(self._open)

    def text(self, data: str) -> None:
        if self._open is not None:
            self._open.body.append(data)

    def end(self, _tag: str, offset: int) -> None:
        if self._open is not None and self._open.depth == self._depth:
            self._open.end = offset
            self._open = None
        self._depth -= 1


class SvgTemplate:
    """A drawing made ready once, to be baked many times."""

    __slots__ = ("_after", "_before", "_declaration")

    def __init__(self, image: bytes, *, replace: bool = False) -> None:
        """Find where the credential goes.

        Raises BakeError: malformed_image, unsupported_encoding, already_baked (unless `replace`).
        """
        _require_utf8(image)
        finder = _find(image)
        if finder.found:
            if not replace:
                raise BakeError("already_baked", "This image already carries a credential. Bake the original image.")
            image = _without(image, finder.found)
            finder = _find(image)
        self._before, self._after, self._declaration = _split_at_root(image, finder)

    def bake(self, credential: str) -> bytes:
        """Return the drawing with the credential in it; the same input always gives the same bytes.

        Raises BakeError: bad_credential_text.
        """
        if not credential or _NOT_XML.search(credential):
            raise BakeError("bad_credential_text", "The credential is empty or has characters that XML cannot hold.")
        return self._before + self._element(credential).encode("utf-8") + self._after

    def _element(self, credential: str) -> str:
        if Carrier("", credential).form is Form.JSON:
            body = credential.replace("]]>", "]]]]><![CDATA[>")
            return f"<openbadges:credential{self._declaration}><![CDATA[{body}]]></openbadges:credential>"
        return f"<openbadges:credential{self._declaration} verify={quoteattr(credential)}></openbadges:credential>"


def unbake_svg(image: bytes) -> Unbaked:
    """Find every carrier of a drawing.

    Raises BakeError: malformed_image.
    """
    carriers = tuple(carrier for found in _find(image).found for carrier in _carriers_of(found))
    return Unbaked(carriers, MEDIA_TYPE)


def _carriers_of(found: _Found) -> tuple[Carrier, ...]:
    """Version 3.0 wants the attribute or the body, so both count as two; 2.0 allowed a JSON beside its URL."""
    texts = [text for text in (found.verify, "".join(found.body).strip()) if text]
    if found.name == _CARRIERS[f"{{{LEGACY_NAMESPACE}}}assertion"] and len(texts) > 1:
        texts.remove(texts[1] if Carrier("", texts[0]).form is Form.JWS else texts[0])
    return tuple(Carrier(found.name, text) for text in texts)


def _find(image: bytes) -> _CarrierFinder:
    finder = _CarrierFinder()
    try:
        walk_xml(image, finder, bare_doctype=True)
    except ArchiveError as error:
        raise BakeError("malformed_image", f"The SVG image was refused. {error.detail}") from error
    if finder.root is None or finder.root[0] not in _ROOTS:
        raise BakeError("malformed_image", "This XML is not an SVG image: its outermost element is not svg.")
    return finder


def _require_utf8(image: bytes) -> None:
    declared = _DECLARED_ENCODING.match(image.removeprefix(b"\xef\xbb\xbf"))
    try:
        image.decode("utf-8")
    except UnicodeDecodeError:
        declared = None
        fits = False
    else:
        fits = declared is None or declared[1].lower() in (b"utf-8", b"utf8")
    if not fits:
        raise BakeError("unsupported_encoding", "To carry a credential, an SVG image must be UTF-8. Save it as UTF-8.")


def _without(image: bytes, found: list[_Found]) -> bytes:
    """Cut the carriers out, from the last to the first, so that places before stay right."""
    for carrier in reversed(found):
        tag = _tag_at(image, carrier.start)
        end = tag.end() if tag[0].endswith(b"/>") else image.index(b">", carrier.end) + 1
        image = image[: carrier.start] + image[end:]
    return image


def _split_at_root(image: bytes, finder: _CarrierFinder) -> tuple[bytes, bytes, str]:
    """Return what stands before and after the credential, and the declaration that its element must make itself."""
    start = finder.root[1] if finder.root else 0
    tag = _tag_at(image, start)
    opening, after = tag[0], image[tag.end() :]
    if opening.endswith(b"/>"):
        opening, after = opening[:-2] + b">", b"</" + tag[1] + b">" + after
    declared = _PREFIX.search(opening)
    if declared is None:
        name_end = 1 + len(tag[1])
        opening = opening[:name_end] + f' xmlns:openbadges="{NAMESPACE}"'.encode() + opening[name_end:]
    own = declared is not None and (declared[1] or declared[2]) != NAMESPACE.encode()
    return image[:start] + opening, after, f' xmlns:openbadges="{NAMESPACE}"' if own else ""


def _tag_at(image: bytes, offset: int) -> re.Match[bytes]:
    return next(_TAG.finditer(image, offset))
