# SPDX-License-Identifier: Apache-2.0
"""Flip any byte and change any key of twenty good credentials: each is refused, or it means the same.

Every key is changed each time; of the bytes a sample, and all in the slow run.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pytest

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.types import Json
from cairn.standards.verify import Verdict, VerificationReport
from tests.hostile.good import Good, good_credentials, judge

GOOD: Final = good_credentials()
TEXTS: Final = [good for good in GOOD if good.data.startswith(b"{")]
VOCABULARY: Final = "https://www.w3.org/2018/credentials#"
BYTES: Final = 60


def test_the_twenty_credentials_are_good() -> None:
    assert len(GOOD) == 20
    assert {judge(good.data).verdict for good in GOOD} == {Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES}


def _flips(data: bytes) -> Iterator[bytes]:
    for position in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[position] ^= 1 << bit
            yield bytes(flipped)


def _places(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


def _changes(value: Json) -> Iterator[Json]:
    """Change a value in each way that keeps it JSON."""
    yield from (None, 0, "", [], {}, [value], [value, value], {"@value": value}, {"id": value})
    if isinstance(value, str):
        yield from (value + "x", value[1:], value.upper(), value.swapcase(), f" {value}")
    elif isinstance(value, list):
        yield from (value[1:], value[:-1], value[::-1], [*value, "x"])
    elif isinstance(value, dict):
        yield from ({**value, "name": "x"}, {**value, "@type": "x"}, list(value.items()))


def _edits(data: bytes) -> Iterator[bytes]:
    """Take away, rename, double and change every member and every item."""
    document = parse_json_object(data)
    for path in _places(document):
        holder, key = document, path[-1]
        for step in path[:-1]:
            holder = holder[step]
        for change in _changes(holder[key]):
            yield _edited(document, path, key, change)
        yield _edited(document, path, None, None)
        if isinstance(key, str):
            yield from (_edited(document, path, name, holder[key]) for name in _names_like(key))


def _names_like(key: str) -> tuple[str, ...]:
    """Name what looks like a key, or means the same to a signature over RDF."""
    return f"{key}x", f"@{key}", key.upper(), key.capitalize(), VOCABULARY + key, f"cred:{key}"


def _edited(document: Json, path: tuple[Any, ...], key: Any, value: Json) -> bytes:
    changed = copy.deepcopy(document)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    if isinstance(key, int):
        holder.insert(key, value)
    elif key is not None:
        holder[key] = value
    return dump_json(changed)


def _sample(changed: Iterable[bytes], count: int, seed: str) -> list[bytes]:
    everything = list(changed)
    return random.Random(seed).sample(everything, min(count, len(everything)))


def _assert_sound(good: Good, changed: bytes) -> None:
    """Either it is refused, or it means the same and is shown the same."""
    report = judge(changed)
    if report.verdict.exit_code == 0:
        assert good.meaning_of(changed) == good.meaning_of(good.data)
        assert _shown(report) == _shown(judge(good.data))


def _shown(report: VerificationReport) -> dict[str, Json]:
    """Return what is shown; several values of one kind have no order (JSON-LD 1.1 §4.3.1)."""
    return {
        name: sorted(map(str, value)) if isinstance(value, list) else value for name, value in report.credential.items()
    }


@pytest.mark.parametrize("good", GOOD, ids=lambda good: good.name)
def test_any_flipped_byte_is_refused_or_means_the_same(good: Good) -> None:
    for changed in _sample(_flips(good.data), BYTES, good.name):
        _assert_sound(good, changed)


@pytest.mark.parametrize("good", TEXTS, ids=lambda good: good.name)
def test_any_changed_key_is_refused_or_means_the_same(good: Good) -> None:
    for changed in _edits(good.data):
        _assert_sound(good, changed)


@pytest.mark.slow
@pytest.mark.parametrize("good", GOOD, ids=lambda good: good.name)
def test_every_flipped_bit_is_refused_or_means_the_same(good: Good) -> None:
    for changed in _flips(good.data):
        _assert_sound(good, changed)
