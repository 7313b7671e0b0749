# SPDX-License-Identifier: Apache-2.0
"""Selecting parts of a compact JSON-LD document by JSON Pointers.

A selection keeps the way down to each part: with the context, and with the `id` and `type` of every object on it.
Source: ECDSA Cryptosuites 1.0 §3.4.11 to §3.4.13, RFC 6901.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Final

from cairn.standards.errors import ProofError
from cairn.standards.types import Json, JsonObject

_KEPT: Final = ("id", "@id", "type", "@type")
_ABSENT: Final = object()
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}")


def parse_pointer(pointer: str) -> list[str]:
    """Split a JSON Pointer into its steps. Raises ProofError: invalid_pointer."""
    if pointer and not pointer.startswith("/"):
        raise ProofError("invalid_pointer", f"{pointer[:80]!r} is not a JSON Pointer such as /credentialSubject/name.")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def select(document: JsonObject, pointers: Iterable[str]) -> JsonObject | None:
    """Return the parts that the pointers name, or None where there are no pointers.

    Raises ProofError: invalid_pointer where a pointer leads nowhere.
    """
    pointers = list(pointers)
    if not pointers:
        return None
    selection = _Selection(document)
    for pointer in pointers:
        selection.add(pointer)
    return selection.finish()


class _Selection:
    """A selection in the making: arrays stay sparse, as objects keyed by index, until it is finished."""

    def __init__(self, document: JsonObject) -> None:
        self.document = document
        self.root: JsonObject = {**_initial(document), "@context": document.get("@context")}

    def add(self, pointer: str) -> None:
        steps = parse_pointer(pointer)
        if not steps:
            self.root = copy.deepcopy(self.document)
            return
        target: Json = self.root
        value: Json = self.document
        for step in steps[:-1]:
            value = _step(value, step, pointer)
            target = _descend(target, step, value)
        value = _step(value, steps[-1], pointer)
        # The whole value covers whatever part of it was selected before, and a whole array whatever comes after.
        if not isinstance(target, list):
            target[_key(steps[-1], target)] = copy.deepcopy(value)

    def finish(self) -> JsonObject:
        return {name: _dense(item) for name, item in self.root.items()}


class _Sparse(dict[int, Json]):
    """A part of an array, keyed by index."""


def _key(step: str, target: Json) -> Json:
    return int(step) if isinstance(target, _Sparse) else step


def _descend(target: Json, step: str, value: Json) -> Json:
    return target[int(step)] if isinstance(target, list) else target.setdefault(_key(step, target), _initial(value))


def _step(value: Json, step: str, pointer: str) -> Json:
    found: Json = _ABSENT
    if isinstance(value, dict):
        found = value.get(step, _ABSENT)
    elif isinstance(value, list) and _INDEX.fullmatch(step) and int(step) < len(value):
        found = value[int(step)]
    if found is _ABSENT:
        raise ProofError("invalid_pointer", f"The pointer {pointer[:80]!r} leads nowhere in this credential.")
    return found


def _initial(value: Json) -> Json:
    """Begin the selection of an object with what keeps its meaning; blank node names stay out (§3.4.12)."""
    if isinstance(value, list):
        return _Sparse()
    if not isinstance(value, dict):
        return value
    kept = {name: value[name] for name in _KEPT if name in value}
    return {name: item for name, item in kept.items() if not (isinstance(item, str) and item.startswith("_:"))}


def _dense(value: Json) -> Json:
    if isinstance(value, _Sparse):
        return [_dense(value[index]) for index in sorted(value)]
    if isinstance(value, dict):
        return {name: _dense(item) for name, item in value.items()}
    return value
