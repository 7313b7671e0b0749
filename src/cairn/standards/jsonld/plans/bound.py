# SPDX-License-Identifier: Apache-2.0
"""A template bound to the few values that vary in a batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.standards.errors import JsonLdError
from cairn.standards.jsonld.plans.plan import Plan
from cairn.standards.jsonld.pointers import read_at, replace_at
from cairn.standards.types import Json, JsonObject


@dataclass(frozen=True, slots=True)
class BoundPlan:
    """A template of which only the values at `variables` (JSON Pointers) vary.

    `plan` is None where the template cannot be compiled; `reason` then says why.
    """

    template: JsonObject
    variables: tuple[str, ...]
    plan: Plan | None
    reason: str = ""

    def fill(self, values: Mapping[str, Json]) -> bytes | None:
        """Return the canonical N-Quads of the template with these values; where None, canonicalize `document(values)`.

        `values` holds exactly one value for each variable.
        """
        return None if self.plan is None else self.plan.fill(values)

    def document(self, values: Mapping[str, Json]) -> JsonObject:
        """Return the template with these values in place. What does not vary is shared with the template.

        Raises JsonLdError: unknown_variable, missing_variable.
        """
        document = self.template
        for path in values.keys() ^ set(self.variables):
            code = "missing_variable" if path in self.variables else "unknown_variable"
            raise JsonLdError(code, f"The values given are not those of the template: {path}.", path=path)
        for path, value in values.items():
            document = replace_at(document, path, value)
        return document


def template_values(template: JsonObject, variables: tuple[str, ...]) -> dict[str, Json]:
    """Return the values that a template has where it will vary.

    Raises JsonLdError: unknown_variable (there is no text or number).
    """
    return {path: _read_variable(template, path) for path in variables}


def _read_variable(template: JsonObject, path: str) -> Json:
    try:
        value = read_at(template, path)
    except (LookupError, TypeError, ValueError):
        value = None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise JsonLdError("unknown_variable", "The template has no text or number here.", path=path)
    return value
