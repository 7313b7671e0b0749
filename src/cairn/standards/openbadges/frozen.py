# SPDX-License-Identifier: Apache-2.0
"""JSON that cannot change: what the models hold where the standard leaves the shape open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from cairn.standards.types import Json

Frozen: TypeAlias = "str | int | float | bool | FrozenObject | tuple[Frozen, ...] | None"
"""Parsed JSON with objects as `FrozenObject` and arrays as tuples."""


class FrozenObject(Mapping[str, Any]):
    """A JSON object that cannot be changed; it keeps the order of its keys and equals any mapping of the same items."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        self._items: dict[str, Any] = {key: freeze(value) for key, value in (items or {}).items()}

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._items!r})"


class LanguageMap(FrozenObject):
    """One text in several languages, or a language value object: every value is a string.

    Source: VCDM 2.0 §11.1; the JSON-LD schemas of Open Badges 3.0.
    """

    __slots__ = ()


EMPTY: Final = FrozenObject()


def freeze(value: Json) -> Any:
    """Turn parsed JSON into its immutable form."""
    if isinstance(value, FrozenObject):
        return value
    if isinstance(value, Mapping):
        return FrozenObject(value)
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    return value


def thaw(value: Any) -> Json:
    """Turn the immutable form back into plain JSON."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    return value
