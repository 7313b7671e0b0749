# SPDX-License-Identifier: Apache-2.0
"""What differs between two versions, in words: what was added, removed, changed or moved, and which words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements import paths
from cairn.achievements.conditions import PLACES, say_stated
from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.standards.types import Json

_TOKENS: Final = re.compile(r"\s+|[^\s]+")
_SHORTENED: Final = 60


class ChangeKind(StrEnum):
    """What happened to a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"

    @property
    def word(self) -> str | Promise:
        """The word beside the change."""
        return _KIND_WORDS[self]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a changed text: the same in both (blank mark), only in the new (`ins`) or the old (`del`)."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what happened, where in words, and the text with its words marked."""

    kind: ChangeKind
    place: str
    label: str
    pieces: tuple[Piece, ...] = ()


def compare(before: Definition, after: Definition) -> tuple[Change, ...]:
    """List what differs, in the order of the definition."""
    old, new = before.to_tree(), after.to_tree()
    names = {**_names(old), **_names(new)}
    return tuple(_members(old, new, "", "", names))


def mark_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one, each word marked as kept, taken out or put in."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[Piece] = []
    for step, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece("".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("".join(old[i1:i2]), "del"))
        if j2 > j1:
            pieces.append(Piece("".join(new[j1:j2]), "ins"))
    return tuple(pieces)


def _members(old: Json, new: Json, place: str, label: str, names: dict[str, str]) -> Iterator[Change]:
    for name in new:
        here = f"{place}/{name}" if place else name
        if old.get(name) != new[name] and name not in _SKIPPED:
            yield from _values(old.get(name), new[name], here, _joined(label, _member_words(here, name)), names)


def _values(old: Json, new: Json, place: str, label: str, names: dict[str, str]) -> Iterator[Change]:
    if isinstance(new, dict):
        yield from _members(old, new, place, label, names)
    elif _is_rows(old) or _is_rows(new):
        yield from _rows(old, new, place, label, names)
    else:
        yield from _scalar(_words(old, place, names), _words(new, place, names), place, label)


def _scalar(old: str, new: str, place: str, label: str) -> Iterator[Change]:
    if not old:
        yield Change(ChangeKind.ADDED, place, label, (Piece(new, "ins"),))
    elif not new:
        yield Change(ChangeKind.REMOVED, place, label, (Piece(old, "del"),))
    elif old != new:
        yield Change(ChangeKind.CHANGED, place, label, mark_words(old, new))


def _rows(old: list[Json], new: list[Json], place: str, label: str, names: dict[str, str]) -> Iterator[Change]:
    before = {paths.row_id(row, index): row for index, row in enumerate(old)}
    after = {paths.row_id(row, index): row for index, row in enumerate(new)}
    for name, row in before.items():
        if name not in after:
            yield Change(ChangeKind.REMOVED, f"{place}/{name}", label, (Piece(_title(row, names), "del"),))
    for name, row in after.items():
        if name not in before:
            yield Change(ChangeKind.ADDED, f"{place}/{name}", label, (Piece(_title(row, names), "ins"),))
        elif row != before[name]:
            titled = _row_label(label, before[name], names)
            yield from _members(before[name], row, f"{place}/{name}", titled, names)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield Change(ChangeKind.MOVED, place, label, (Piece(" · ".join(_title(row, names) for row in new)),))


def _is_rows(value: Json) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) for row in value)


def _title(row: Json, names: dict[str, str]) -> str:
    """Return what a person would call a row."""
    words = (str(row.get(key) or "") for key in _TITLES)
    own = next((text for text in words if text), "")
    reference = row.get("level") or row.get("criterion") or row.get("id") or ""
    return own or names.get(str(reference), str(reference)) or _("blank")


def _row_label(label: str, row: Json, names: dict[str, str]) -> str:
    if "level" in row:
        return _joined(label, f"“{names.get(row['level'], row['level'])}”")
    title = _title(row, names)
    return _joined(label, f"“{title if len(title) <= _SHORTENED else title[: _SHORTENED - 1].rstrip() + '…'}”")


def _joined(label: str, more: str) -> str:
    return f"{label}: {more}" if label and more else label or more


def _member_words(place: str, name: str) -> str:
    if place in _GROUPS:
        return ""
    return str(_MEMBER_WORDS.get(name, name.replace("_", " ")))


def _words(value: Json, place: str, names: dict[str, str]) -> str:
    if place == "kind":
        return str(Kind(value).word)
    if place in PLACES:
        return say_stated(str(value or ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(names.get(str(item), _pair(item)) for item in value)
    return "" if value in (None, "") else names.get(str(value), str(value)) if _is_reference(place) else str(value)


def _pair(item: Json) -> str:
    return str(item[1]) if isinstance(item, list) else str(item)


def _is_reference(place: str) -> bool:
    return place.rpartition("/")[2] in ("each_at_least", "level", "criterion") and "/" in place


def _names(tree: Json) -> dict[str, str]:
    """Return what the rows are called to which others point."""
    rubric = tree["rubric"]
    rows = (*tree["outcomes"], *tree["evidence"], *rubric["levels"], *rubric["criteria"])
    items = (item for part in tree["evidence"] for item in part["items"])
    return {row["id"]: _title(row, {}) for row in (*rows, *items)}


_KIND_WORDS: Final = {
    ChangeKind.ADDED: gettext_lazy("Added"),
    ChangeKind.REMOVED: gettext_lazy("Removed"),
    ChangeKind.CHANGED: gettext_lazy("Changed"),
    ChangeKind.MOVED: gettext_lazy("Put in another order"),
}
_SKIPPED: Final = frozenset({"id", "image_id", "source"})
_TITLES: Final = ("name", "title", "text", "ask", "unit", "citation", "sample", "language")
# Groups whose name would only repeat what their members say.
_GROUPS: Final = frozenset({"rubric", "cost", "effort", "assessment"})
_MEMBER_WORDS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "promise": gettext_lazy("Promise"),
    "description": gettext_lazy("Description"),
    "criteria": gettext_lazy("Criterion"),
    "key_method": gettext_lazy("Key method"),
    "audience": gettext_lazy("Who it is for"),
    "prerequisites": gettext_lazy("What one needs before"),
    "language": gettext_lazy("Language"),
    "languages": gettext_lazy("Languages"),
    "level": gettext_lazy("Level"),
    "delivery": gettext_lazy("How people take part"),
    "outcomes": gettext_lazy("Outcome"),
    "alignments": gettext_lazy("Framework"),
    "evidence": gettext_lazy("Evidence"),
    "items": gettext_lazy("Item"),
    "ask": gettext_lazy("What is asked"),
    "rules": gettext_lazy("Rules"),
    "max_words": gettext_lazy("Word limit"),
    "levels": gettext_lazy("Level"),
    "points": gettext_lazy("Points"),
    "weight": gettext_lazy("Weight"),
    "descriptors": "",
    "text": "",
    "pass_rule": gettext_lazy("To pass"),
    "min_percent": gettext_lazy("Least percent"),
    "each_at_least": gettext_lazy("Least level of every criterion"),
    "required_levels": gettext_lazy("Least level of one criterion"),
    "parts_complete": gettext_lazy("Parts that must be complete"),
    "max_attempts": gettext_lazy("Attempts"),
    "type": gettext_lazy("Type"),
    "supervision": gettext_lazy("Supervision"),
    "identity": gettext_lazy("How you know who did the work"),
    "quality_assurance": gettext_lazy("How quality is kept"),
    "price": gettext_lazy("Price"),
    "currency": gettext_lazy("Currency"),
    "extra": gettext_lazy("Other costs"),
    "who_pays": gettext_lazy("Who pays"),
    "as_of": gettext_lazy("Price as of"),
    "hours": gettext_lazy("Hours"),
    "weeks": gettext_lazy("Weeks"),
    "detail": gettext_lazy("How the hours are spent"),
    "credit": gettext_lazy("Credit"),
    "units": gettext_lazy("Units"),
    "unit": gettext_lazy("Unit"),
    "granted_by": gettext_lazy("Granted by"),
    "conditions": gettext_lazy("Conditions"),
    "expires_after_months": gettext_lazy("Ends after (months)"),
    "renewal": gettext_lazy("Renewal"),
    "hue": gettext_lazy("Color"),
    "image_alt": gettext_lazy("The picture in words"),
    "method_components": gettext_lazy("Part of the method"),
    "research": gettext_lazy("Research"),
    "citation": gettext_lazy("Citation"),
    "finding": gettext_lazy("What it found"),
    "resources": gettext_lazy("Resource"),
    "url": gettext_lazy("Address"),
    "exemplars": gettext_lazy("Example"),
    "sample": gettext_lazy("Sample"),
    "why": gettext_lazy("Why it stands there"),
    "note": gettext_lazy("Note to raters"),
    "translations": gettext_lazy("Translation"),
    "texts": gettext_lazy("Texts"),
}
