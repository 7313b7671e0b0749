# SPDX-License-Identifier: Apache-2.0
"""Random models round trip; random damage is seen by the rules wherever the official schema sees it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.standards.clr import Association, ClrCredential, ClrSubject
from cairn.standards.openbadges import Level, check, dump, parse
from cairn.standards.openbadges import models as openbadges_models
from cairn.standards.openbadges.codec import Model
from cairn.standards.openbadges.models import AchievementCredential
from cairn.standards.openbadges.rules import RULES, check_as
from cairn.standards.openbadges.schema import ACHIEVEMENT_CREDENTIAL, validate
from tests.standards.openbadges.samples import complete_credential
from tests.standards.openbadges.strategies import models

_ALL: list[type[Model]] = [
    *(getattr(openbadges_models, name) for name in openbadges_models.__all__ if name != "CredentialBase"),
    Association,
    ClrCredential,
    ClrSubject,
]


@pytest.mark.parametrize("model", _ALL, ids=lambda model: model.__name__)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_reads_back_as_the_same(model: type[Model], data: st.DataObject) -> None:
    original = data.draw(models(model))
    document = dump(original)
    read = parse(model, json.loads(json.dumps(document)))
    assert read == original
    assert hash(read) == hash(original)
    assert dump(read) == document


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from _places(item, (*path, key))


def _has_meaning(path: tuple[str | int, ...]) -> bool:
    """Leave out what VCDM judges: contexts, services and the dates of validity."""
    return path[0] not in ("@context", "credentialStatus", "termsOfUse", "validFrom", "validUntil")


_PLACES = [path for path in _places(complete_credential()) if _has_meaning(path) and "@context" not in path]


def _container(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def _agree(document: dict[str, Any]) -> None:
    by_schema = bool(validate(document, ACHIEVEMENT_CREDENTIAL))
    by_rules = any(finding.level is Level.ERROR for finding in check_as(AchievementCredential, document, RULES))
    assert by_rules is by_schema


def test_the_complete_credential_is_without_fault() -> None:
    assert check(complete_credential()) == ()
    assert validate(complete_credential(), ACHIEVEMENT_CREDENTIAL) == ()


@pytest.mark.parametrize("path", [path for path in _PLACES if isinstance(path[-1], str)], ids=str)
def test_a_property_left_out_is_missed_by_both(path: tuple[str | int, ...]) -> None:
    document = complete_credential()
    del _container(document, path)[path[-1]]
    _agree(document)


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(_PLACES), value=st.sampled_from([5, True, None, [[]], [3], -1.5]))
def test_a_value_of_another_kind_is_refused_by_both(path: tuple[str | int, ...], value: Any) -> None:
    document = complete_credential()
    container = _container(document, path)
    if type(container[path[-1]]) in (type(value), int, float):
        return
    container[path[-1]] = copy.deepcopy(value)
    _agree(document)


def test_a_credential_without_validity_of_its_own_is_missed_by_both() -> None:
    document = complete_credential()
    del document["validFrom"]
    _agree(document)
    assert [(finding.code, finding.path) for finding in check(document)] == [("missing_property", "/validFrom")]


def test_the_model_reads_what_both_accept() -> None:
    assert parse(AchievementCredential, complete_credential()).extra == {}
