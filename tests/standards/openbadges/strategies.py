# SPDX-License-Identifier: Apache-2.0
"""Random models, made from the same annotations that the codec reads."""

from __future__ import annotations

import types
import typing
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, Union

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cairn.standards.openbadges import FrozenObject, LanguageMap
from cairn.standards.openbadges.codec import Model, properties

M = TypeVar("M", bound=Model)

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
_NUMBERS = st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False, width=32)
_JSON = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_DEPTH = 1


def models(model: type[M], depth: int = 0) -> SearchStrategy[M]:
    """Make random instances of a model; optional parts end at some depth."""
    kind: Any = model
    return _models(kind, depth)


@cache
def _models(model: Any, depth: int) -> SearchStrategy[Any]:
    hints = typing.get_type_hints(model)
    own = [f for f in fields(model) if f.name not in ("extra", "key_order")]
    parts: dict[str, SearchStrategy[Any]] = {}
    for f in own:
        optional = type(None) in typing.get_args(hints[f.name])
        if f.name == "type" and model.json_types:
            parts["type"] = _types(model)
        elif optional and depth >= _DEPTH:
            parts[f.name] = st.none()
        else:
            parts[f.name] = _later(hints[f.name], depth + 1)
    known = set(properties(model))
    extra = st.dictionaries(_TEXTS.filter(lambda key: key not in known), _JSON, max_size=2)
    parts["extra"] = extra.map(FrozenObject)
    return st.fixed_dictionaries(parts).map(lambda arguments: model(**arguments))


def _later(annotation: Any, depth: int) -> SearchStrategy[Any]:
    """Make the values of a field when they are asked for: models contain each other."""

    def strategy() -> SearchStrategy[Any]:
        return _values(annotation, depth)

    return st.deferred(strategy)


def _types(model: type[Model]) -> SearchStrategy[Any]:
    """A type that names the model, alone or among others that no extension has."""
    name = model.json_types[0]
    return st.just(name) | st.just((name,)) | _TEXTS.map(lambda other: (f"x-{other}", name))


def _values(annotation: Any, depth: int) -> SearchStrategy[Any]:
    if typing.get_origin(annotation) in (Union, types.UnionType):
        return st.one_of([_values(member, depth) for member in typing.get_args(annotation)])
    if typing.get_origin(annotation) is tuple:
        return st.lists(_values(typing.get_args(annotation)[0], depth), max_size=2).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return models(annotation, depth)
    return _SIMPLE[annotation]


_SIMPLE: dict[Any, SearchStrategy[Any]] = {
    str: _TEXTS,
    bool: st.booleans(),
    int: st.integers(-1000, 1000),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
    FrozenObject: st.dictionaries(_TEXTS, _JSON, max_size=3).map(FrozenObject),
    LanguageMap: st.dictionaries(_TEXTS, _TEXTS, max_size=3).map(LanguageMap),
}
