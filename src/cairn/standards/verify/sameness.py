# SPDX-License-Identifier: Apache-2.0
"""Is everything that has one identifier described in one way?

To a signature over RDF, all objects with one `id` are one thing, and it does not matter at which of them a word stands.
Whoever reads the JSON sees them apart: a revoked credential could move its status to a mention of itself, and two names
of one thing could change places. Source: JSON-LD 1.1 §3.3 (node identifiers), VC Data Model 2.0 §4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cairn.standards.findings import pointer
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.rules import as_list

_NO_MEMBERS: Final = frozenset({"@context", "id", "type", "proof", "endorsementComment", "caption"})
"""What does not describe a thing. Comments and captions rightly differ from place to place."""

_APART: Final = frozenset({"@context", "proof", "verifiableCredential"})
"""What is no part of the statements of a document, or stands in a graph of its own."""

_MAY_BE_BRIEF: Final = frozenset({"Profile"})
"""The kinds of things that are rightly mentioned with less than all that is said of them elsewhere: an issuer that is
also the creator of its achievement."""

_MOST_WAYS: Final = 16
"""Each mention is compared with every different one before it; no credential has a tenth of these for one thing."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """One object with an identifier: the array or member that holds it, its types, and what is said of it."""

    holder: str
    types: frozenset[str]
    members: JsonObject


def find_split_thing(document: JsonObject) -> str | None:
    """Return the place of the first object that another one with the same `id` contradicts or completes, or None."""
    earlier: dict[str, list[_Mention]] = {}
    for identifier, mention, path in _mentions(document, "", ""):
        others = earlier.setdefault(identifier, [])
        if mention in others:
            continue
        if len(others) >= _MOST_WAYS or any(_disagree(mention, other) for other in others):
            return path
        others.append(mention)
    return None


def _mentions(value: Json, path: str, holder: str) -> Iterator[tuple[str, _Mention, str]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _mentions(item, pointer(path, index), holder)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"], _mention(value, holder), path
        for key, item in value.items():
            if key not in _APART and isinstance(item, dict | list):
                inner = pointer(path, key)
                yield from _mentions(item, inner, inner)


def _mention(thing: JsonObject, holder: str) -> _Mention:
    types = frozenset(item for item in as_list(thing.get("type")) if isinstance(item, str))
    members = {
        name: as_list(item) for name, item in thing.items() if name not in _NO_MEMBERS and item not in (None, [])
    }
    return _Mention(holder, types, members)


def _disagree(one: _Mention, other: _Mention) -> bool:
    """Say whether one thing is listed twice, or said to be two things, or two things of one kind are not alike."""
    if one.holder == other.holder:
        return True
    if (one.types & other.types) - _MAY_BE_BRIEF and one.members and other.members:
        return one.members != other.members
    shared = one.members.keys() & other.members.keys()
    return any(_own(one.members[name]) != _own(other.members[name]) for name in shared)


def _own(values: list[Json]) -> list[Json]:
    """Leave out what has an identifier of its own, and is compared by it."""
    return [value for value in values if not (isinstance(value, dict) and isinstance(value.get("id"), str))]
