# SPDX-License-Identifier: Apache-2.0
"""Tenancy that raises: rows that belong to an organization are seen only inside a scope that names it.

A query outside any scope is an error and not a leak. A scope is one or more organizations, one person (who sees their
own rows in every organization), or everything, for which a reason must be given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import models

_M = TypeVar("_M", bound=models.Model)


class ScopeError(RuntimeError):
    """A mistake of the program: rows of an organization were asked for outside its scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows may be seen."""

    organizations: frozenset[UUID] = frozenset()
    person: UUID | None = None
    reason: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether every row may be seen."""
        return bool(self.reason)


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current_scope() -> Scope:
    """Return the scope of this moment. Raises ScopeError."""
    scope = _scope.get()
    if scope is None:
        raise ScopeError("Rows of an organization were asked for outside any scope; enter one first.")
    return scope


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def organization_scope(*organizations: UUID) -> AbstractContextManager[None]:
    """See the rows of these organizations."""
    return _entered(Scope(organizations=frozenset(organizations)))


def person_scope(person: UUID) -> AbstractContextManager[None]:
    """See the rows that are about this person, in every organization."""
    return _entered(Scope(person=person))


def everything(reason: str) -> AbstractContextManager[None]:
    """See every row; the reason stands in the code for the reader."""
    return _entered(Scope(reason=reason))


class ScopedManager(models.Manager[_M]):
    """A manager whose every query keeps to the scope of the moment."""

    def get_queryset(self) -> models.QuerySet[_M]:
        """Return the rows of the scope. Raises ScopeError."""
        scope = current_scope()
        rows = super().get_queryset()
        if scope.is_everything:
            return rows
        return rows.filter(_condition(self.model, scope))


def _condition(model: type[models.Model], scope: Scope) -> models.Q:
    path, person_path = _paths(model)
    if scope.person is None:
        return models.Q(**{f"{path}__in": scope.organizations})
    if not person_path:
        raise ScopeError(f"{model.__name__} has no rows about one person; enter the scope of an organization.")
    return models.Q(**{person_path: scope.person})


def _paths(model: type[models.Model]) -> tuple[str, str]:
    if not issubclass(model, ScopedModel):
        raise ScopeError(f"{model.__name__} is not a scoped model.")
    return model.scope_organization, model.scope_person


class ScopedModel(models.Model):
    """A row that belongs to one organization. `scope_organization` and `scope_person` are the ways to both ids."""

    scope_organization: ClassVar[str] = "organization_id"
    scope_person: ClassVar[str] = ""

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        """Nothing is stored for this class itself."""

        abstract = True
