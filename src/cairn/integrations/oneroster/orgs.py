# SPDX-License-Identifier: Apache-2.0
"""The organizations of a bundle. They must form a tree: a circle is refused, and never followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from cairn.integrations.oneroster.findings import Finding
from cairn.integrations.oneroster.tables import Row


def list_orgs(file: str, rows: Sequence[Row]) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Return the names of the organizations by id, and what is wrong with them."""
    parents = {row["sourcedId"]: row["parentSourcedId"] for row in rows}
    names = {row["sourcedId"]: row["name"] for row in rows}
    if len(parents) != len(rows):
        message = _("Two organizations have the same id. Correct the file at its source.")
        return names, (Finding(file, 0, "duplicate_org", message, refuses=True),)
    circle = _find_circle(parents)
    if circle:
        message = _("Organizations stand under each other in a circle: %(circle)s. Correct the file at its source.")
        return names, (Finding(file, 0, "org_cycle", message % {"circle": " > ".join(circle)}, refuses=True),)
    return names, ()


def _find_circle(parents: Mapping[str, str]) -> list[str]:
    """Return one circle, empty where there is none; each organization is walked from once."""
    known: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here = start
        while here in parents and here not in known:
            if here in path:
                way = list(path)
                return [*way[way.index(here) :], here]
            path[here] = None
            here = parents[here]
        known.update(path)
    return []
