# SPDX-License-Identifier: Apache-2.0
"""The reference says what the code says (roles, limits, addresses, settings), and every link leads to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any, Final

from cairn.foundation.permissions import Permission
from cairn.organizations.roles import PERMISSIONS, Role
from tests.shared_data import ROOT
from tests.web.routes import list_routes

REFERENCE: Final = ROOT / "docs" / "reference"
_CONSTANT: Final = re.compile(r"`(cairn(?:\.\w+)+)`")
_CODE: Final = re.compile(r"`([^`]+)`")
_PLACE: Final = re.compile(r"<[^>]+>")
_LINK: Final = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def _rows(page: str) -> Iterator[list[str]]:
    """Go through the rows of the tables of a page, cell by cell."""
    for line in (REFERENCE / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and not line.startswith("|--"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_roles_of_the_reference_are_those_of_the_code() -> None:
    head, *rows = [cells for cells in _rows("roles.md") if len(cells) == len(Role) + 2]
    assert head[2:] == [str(role.label) for role in Role]
    told = {
        _CODE.findall(cells[1])[0]: {role for role, cell in zip(Role, cells[2:], strict=True) if cell == "yes"}
        for cells in rows
    }
    assert told == {
        permission.value: {role for role in Role if permission in PERMISSIONS[role]} for permission in Permission
    }


def test_the_limits_of_the_reference_are_those_of_the_code() -> None:
    told = {_CONSTANT.findall(cells[-1])[0]: cells[1] for cells in _rows("limits.md") if _CONSTANT.search(cells[-1])}
    assert len(told) > 25
    assert told == {path: f"{_value(path):,}" for path in told}


def _value(path: str) -> int:
    """Return a constant as a whole number; a span of time in days."""
    module, _dot, name = path.rpartition(".")
    constant: Any = getattr(import_module(module), name)
    return constant.days if isinstance(constant, timedelta) else int(constant)


def test_every_address_of_the_reference_is_served_and_none_is_missing() -> None:
    told = {_PLACE.sub("…", _CODE.findall(cells[0])[0]) for cells in _rows("addresses.md") if cells[0].startswith("`/")}
    public = {f"/{_PLACE.sub('…', route.pattern)}" for route in list_routes() if _is_public(route.rule)}
    assert told == public


def _is_public(rule: Any) -> bool:
    return rule is not None and rule.audience == "public"


def test_every_setting_that_is_read_stands_in_the_reference() -> None:
    read = re.findall(r'_ENV\.\w+\("(\w+)"', (ROOT / "src/cairn/config/settings.py").read_text(encoding="utf-8"))
    told = (REFERENCE / "environment.md").read_text(encoding="utf-8")
    assert len(set(read)) > 15
    assert [name for name in sorted(set(read)) if name not in told and not _is_short(name, told)] == []


def _is_short(name: str, told: str) -> bool:
    """Say whether a name stands there by its end, behind the one that begins its row."""
    return f"`_{name.rpartition('_')[2]}`" in told


def test_every_link_of_the_documentation_leads_to_a_file() -> None:
    pages = [*ROOT.glob("*.md"), *(page for page in (ROOT / "docs").rglob("*.md") if "_build" not in page.parts)]
    links = [(page, link) for page in pages for link in _LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(links) > 40
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []
