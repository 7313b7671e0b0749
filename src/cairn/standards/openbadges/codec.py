# SPDX-License-Identifier: Apache-2.0
"""One mapping between JSON and every model: the annotations of a model's fields are the mapping.

A field `valid_from: str | None` holds the property `validFrom`; its annotation says which JSON it takes. What no
field names is kept in `extra`, and the order of the keys in `key_order`, so `dump(parse(M, x)) == x` for every x that
parses. A property that the standard allows once or many times holds one value or a tuple, just as it was written.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Final, TypeAlias, TypeVar, Union, cast

from cairn.standards.errors import ModelError
from cairn.standards.findings import Finding, pointer
from cairn.standards.openbadges.frozen import EMPTY, FrozenObject, LanguageMap, freeze, thaw
from cairn.standards.types import Json, JsonObject

T = TypeVar("T")
M = TypeVar("M", bound="Model")

OneOrMany: TypeAlias = T | tuple[T, ...]
"""A property that may be written as one value or as an array; each form is kept as it is."""

Text: TypeAlias = str | LanguageMap
"""A text, or the same text in several languages."""

Number: TypeAlias = int | float

Decoder: TypeAlias = Callable[[Any, str, list[Finding]], Any]
"""Takes a JSON value, its path and the list that problems are added to; returns the value for the field."""

REQUIRED: Final[Mapping[str, Any]] = {"required": True}
"""Marks a field that has a value when a new object is made, but must be written in JSON that is read."""

_LEADING: Final = ("@context", "id", "type")
_PROPERTIES: Final[dict[type[Model], Mapping[str, Property]]] = {}
_KINDS: Final = {
    dict: "an object",
    list: "an array",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The base of all models: what the standard does not name, and the order in which the keys stood."""

    json_types: ClassVar[tuple[str, ...]] = ()

    extra: FrozenObject = EMPTY
    key_order: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Property:
    """How one field of a model is written in JSON."""

    name: str
    key: str
    required: bool
    decode: Decoder


def listed(value: OneOrMany[T] | None) -> tuple[T, ...]:
    """Return the values of a property that is absent, single or an array, always as a tuple."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def parse(model: type[M], document: Json) -> M:
    """Parse JSON into a model.

    Raises ModelError with the first of the problems that `find_problems` lists: wrong_type, missing_property,
    bad_language_map, too_deep.
    """
    value, problems = decode(model, document)
    if problems:
        raise ModelError(problems[0].code, problems[0].detail, path=problems[0].path)
    return cast("M", value)


def find_problems(model: type[Model], document: Json) -> tuple[Finding, ...]:
    """List everything that keeps JSON from being this model."""
    return tuple(decode(model, document)[1])


def decode(model: type[M], document: Json) -> tuple[M | None, list[Finding]]:
    """Parse JSON into a model and the list of its problems; there is a model only if there are none."""
    problems: list[Finding] = []
    annotation: Any = model
    try:
        value = _decoder_of(annotation)(document, "", problems)
    except RecursionError:
        problems.append(Finding("too_deep", "", "The document is nested too deeply to be read."))
    return (None if problems else value), problems


def dump(model: Model) -> JsonObject:
    """Write a model as JSON, keys in the order they were read in; in a new model id and type come first."""
    present = {
        p.key: _dump_value(v) for p in properties(type(model)).values() if (v := getattr(model, p.name)) is not None
    }
    present.update(thaw(model.extra))
    order = dict.fromkeys((*model.key_order, *_LEADING, *present))
    return {key: present[key] for key in order if key in present}


def _dump_value(value: Any) -> Json:
    if isinstance(value, Model):
        return dump(value)
    if isinstance(value, tuple):
        return [_dump_value(item) for item in value]
    return thaw(value)


def properties(model: type[Model]) -> Mapping[str, Property]:
    """Return the properties of a model by their JSON key, in the order of its declaration."""
    if model not in _PROPERTIES:
        _PROPERTIES[model] = {p.key: p for p in _declared_properties(model)}
    return _PROPERTIES[model]


def _declared_properties(model: type[Model]) -> Iterator[Property]:
    hints = typing.get_type_hints(model)
    for f in fields(model):
        if f.name not in ("extra", "key_order"):
            key = f.metadata.get("key") or _camel_case(f.name)
            required = f.metadata.get("required", f.default is MISSING)
            yield Property(f.name, key, required, _decoder_of(hints[f.name]))


def _camel_case(name: str) -> str:
    if name == "context":
        return "@context"
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def _decode_model(model: type[Model], value: JsonObject, path: str, problems: list[Finding]) -> Model | None:
    known = properties(model)
    before = len(problems)
    for p in known.values():
        if p.required and p.key not in value:
            detail = f"{model.__name__} needs the property “{p.key}”. Add it."
            problems.append(Finding("missing_property", pointer(path, p.key), detail))
    arguments = {
        known[key].name: known[key].decode(item, pointer(path, key), problems)
        for key, item in value.items()
        if key in known
    }
    if len(problems) > before:
        return None
    extra = FrozenObject({key: item for key, item in value.items() if key not in known})
    return model(**arguments, extra=extra, key_order=tuple(value))


@cache
def _decoder_of(annotation: Any) -> Decoder:
    """Build the decoder of an annotation: a table from the kind of JSON found to what takes it."""
    table = _table_of(annotation)
    expected = " or ".join(dict.fromkeys(_KINDS[kind] for kind in table))

    def decode_value(value: Any, path: str, problems: list[Finding]) -> Any:
        take = table.get(type(value))
        if take is None:
            found = _KINDS.get(type(value), "something that is not JSON")
            problems.append(Finding("wrong_type", path, f"Here stands {found}; it must be {expected}."))
            return None
        return take(value, path, problems)

    return decode_value


def _table_of(annotation: Any) -> dict[type, Decoder]:
    members = _union_members(annotation)
    models = tuple(member for member in members if isinstance(member, type) and issubclass(member, Model))
    table: dict[type, Decoder] = {}
    for member in members:
        if typing.get_origin(member) is tuple:
            table[list] = _array_decoder(typing.get_args(member)[0])
        elif member not in models and member is not type(None):
            table.update(_SCALARS[member])
    if models:
        table[dict] = _variant_decoder(models)
    return table


def _union_members(annotation: Any) -> Iterable[Any]:
    if typing.get_origin(annotation) in (Union, types.UnionType):
        return typing.get_args(annotation)
    return (annotation,)


def _variant_decoder(models: tuple[type[Model], ...]) -> Decoder:
    """Take the model that the object's `type` names, else the first: an extension declares its own type."""
    extensions = {name: model for model in models[1:] for name in model.json_types}

    def decode_variant(value: JsonObject, path: str, problems: list[Finding]) -> Any:
        declared = value.get("type")
        names = declared if isinstance(declared, list) else [declared]
        chosen = (extensions[name] for name in names if isinstance(name, str) and name in extensions)
        return _decode_model(next(chosen, models[0]), value, path, problems)

    return decode_variant


def _array_decoder(item_annotation: Any) -> Decoder:
    item_decoder = _decoder_of(item_annotation)

    def decode_array(value: list[Any], path: str, problems: list[Finding]) -> Any:
        return tuple(item_decoder(item, pointer(path, index), problems) for index, item in enumerate(value))

    return decode_array


def _keep(value: Any, _path: str, _problems: list[Finding]) -> Any:
    return value


def _freeze(value: JsonObject, _path: str, _problems: list[Finding]) -> Any:
    return freeze(value)


def _language_map(value: JsonObject, path: str, problems: list[Finding]) -> Any:
    wrong = [key for key, text in value.items() if not isinstance(text, str)]
    if wrong:
        detail = "A text in several languages is an object from language tags to texts; this value is not a text."
        problems.append(Finding("bad_language_map", pointer(path, wrong[0]), detail))
    return LanguageMap(value)


_SCALARS: Final[dict[Any, dict[type, Decoder]]] = {
    str: {str: _keep},
    bool: {bool: _keep},
    int: {int: _keep},
    float: {float: _keep},
    FrozenObject: {dict: _freeze},
    LanguageMap: {dict: _language_map},
}
