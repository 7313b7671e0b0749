# SPDX-License-Identifier: Apache-2.0
"""What the attributes of an element say: words, names, formulas and addresses; and which of them are none of these.

Every attribute is looked at. Left out is what a program reads by its letters: where a schema lies, which cell is meant,
one of a list of words (`left`, `moon`), numbers, and fonts that are called like somebody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from cairn.foundation.files.wording.formulas import hide_in_formula
from cairn.foundation.files.wording.hiding import Hiding

NOWHERE: Final = "about:blank"
_ATTRIBUTE: Final = re.compile(r"(\s)([\w:.-]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_SCHEMA: Final = frozenset(
    [
        "Type",
        "ContentType",
        "Extension",
        "Ignorable",
        "Requires",
        "TargetMode",
        "encoding",
        "media-type",
        "uri",
        "class",
    ]
)
_SHOWN: Final = frozenset({"descr", "title", "tooltip", "alias", "alt", "aria-label"})
_ADDRESSES: Final = frozenset({"Target", "href", "src", "PartName", "full-path", "action", "source"})
_FORMULAS: Final = re.compile(
    r"formula|location|condition|expression|(?:[\w-]+-)?(?:address(?:es)?|ranges?|refs?)|sqref|fmla"
)
_FREE: Final = frozenset({"name", "displayName", "displayText", "string", "v", "n", "c", "value", "string-value"})
"""Attributes in which people write what they like."""
_FREE_AT: Final = frozenset(
    [
        "alias",
        "tag",
        "listEntry",
        "default",
        "helpText",
        "statusText",
        "name",
        "aliases",
        "docPart",
        "lvlText",
        "caption",
    ]
)
"""Elements of word processors whose `val` people write."""
_ROUND_TRIP: Final = "gfxdata"
"""A copy of a drawing, packed into letters, which programs read only to save it for others."""
_READ_BY_LETTERS: Final = re.compile(
    r"[a-z]{2,3}-[A-Za-z]{2,4}|\$?[A-Z]{1,3}\$?\d+(?:[: ]\$?[A-Z]{1,3}\$?\d+)*|[\W\d_]*|"
    r"(?=.*\d)#?[0-9A-Fa-f]{6,8}|\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?"
)
_OF_A_LIST: Final = frozenset(
    """
    all aqua arc art auto average azure beige bevel bisque black blue body bold both bottom bright brown can cell
    center char chart chocolate chord clear cloud col color column coral corner count crimson cross cube cyan
    dark dash data date day days default diamond donut dot double ellipse even field first fixed flat font
    footer form frame fuchsia funnel gear general gold gray green grey hair header heart hexagon hours image
    indigo italic ivory join khaki last lavender left light lime line linen list long magenta major margin
    maroon max medium min minor mixed moccasin month months moon navy next none norm normal note octagon odd
    olive orange orchid page pattern peru picture pie pink plain plaque plum plus product purple rect red rich
    right rose round row salmon sand scene sheet short sienna silver single snow solid square standard star
    stone subtitle sum sun table tan teal text thick thin thistle time title tomato top triangle turquoise value
    var violet wave wheat white wide wood word year yellow
    """.split()  # noqa: SIM905 - a hundred lines of one word each would say no more
)
"""Words of the schemas, among them colors and shapes, that can be names too. Source: ECMA-376 part 1 §20.1.10."""
_DIGITS: Final = "0123456789"
_LINE_END: Final = re.compile(r"(?i)_x000([ad])_")
"""How the name of a column writes the end of a line. Source: ECMA-376 part 1 §22.9.2.19."""
_FONTS: Final = frozenset(
    ["Times New Roman", "Georgia", "Franklin Gothic Book", "Franklin Gothic Medium", "Courier New", "Gill Sans MT"]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where attributes stand: in which document, and what its parts are called now."""

    hiding: Hiding
    segments: dict[str, str]
    is_open: bool = False


def hide_in_attributes(element: str, attributes: str, place: Place) -> str:
    """Return what stands in a tag behind its name."""

    def replaced(attribute: re.Match[str]) -> str:
        raw = attribute[4][1:-1]
        value = unescape(raw) if "&" in raw else raw
        said = _hide(element, attribute[2], value, place)
        return attribute[0] if said == value else attribute[1] + attribute[2] + attribute[3] + quoteattr(said)

    return _ATTRIBUTE.sub(replaced, attributes)


def hide_in_path(path: str, place: Place) -> str:
    """Return where a part lies, folder by folder, as it is called now; what is no part stays."""
    return "/".join(_segment(segment, place.segments) for segment in path.split("/"))


def _hide(element: str, attribute: str, value: str, place: Place) -> str:
    local = attribute.rpartition(":")[2]
    if attribute.startswith("xmlns") or local in _SCHEMA:
        return value
    if local == _ROUND_TRIP:
        return ""
    is_free = local in _FREE or (local == "val" and element in _FREE_AT)
    if value in _FONTS or (_is_read_by_letters(value) and not is_free):
        return value
    if local in _ADDRESSES:
        return _hide_in_address(value, place)
    if _FORMULAS.fullmatch(local):
        return hide_in_formula(value, place.hiding, is_open=place.is_open)
    return place.hiding.words(value) if local in _SHOWN else _hide_in_name(value, place.hiding)


def _is_read_by_letters(value: str) -> bool:
    is_of_a_list = value.islower() and not _OF_A_LIST.isdisjoint(value.rstrip(_DIGITS).split("-"))
    return is_of_a_list or bool(_READ_BY_LETTERS.fullmatch(value))


def _hide_in_name(name: str, hiding: Hiding) -> str:
    called = hiding.name(_LINE_END.sub(lambda code: chr(int(code[1], 16)), name))
    return "".join(f"_x000{ord(letter):x}_" if letter in "\r\n" else letter for letter in called)


def _hide_in_address(address: str, place: Place) -> str:
    """Return an address that tells nothing: one with a mark in it would lead nowhere, and programs refuse it."""
    path = hide_in_path(address, place)
    if path != address:
        return path
    if address.startswith("#"):
        return "#" + hide_in_formula(address[1:], place.hiding, is_open=place.is_open)
    return NOWHERE if place.hiding.spans(address) or place.hiding.spans(unquote(address)) else address


def _segment(segment: str, called: dict[str, str]) -> str:
    plain = unquote(segment)
    stem = plain.removesuffix(".rels")
    if plain in called:
        return called[plain]
    return called[stem] + plain[len(stem) :] if stem in called else segment
