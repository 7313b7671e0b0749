# SPDX-License-Identifier: Apache-2.0
"""Finding one's way: items of navigation, and the place where a person works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from cairn.web.components.marks import Words


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link in a menu, a trail of crumbs or a row of tabs.

    `section` is the beginning of the addresses that belong to it, its own where empty, and `also` names others;
    `current` settles the matter.
    """

    label: Words
    url: str
    section: str = ""
    current: bool | None = None
    icon: str = ""
    also: tuple[str, ...] = ()

    def is_current(self, path: str) -> bool:
        """Say whether a page at this path stands under the item."""
        return self.reach(path) > 0 if self.current is None else self.current

    def reach(self, path: str) -> int:
        """Say how much of a path the item's addresses cover, in characters; 0 where the page stands elsewhere."""
        sections = (section.rstrip("/") for section in (self.section or self.url, *self.also))
        return max((len(section) for section in sections if f"{path}/".startswith(f"{section}/")), default=0)


@dataclass(frozen=True, slots=True)
class Workplace:
    """The organization that the person works for just now: it stands beside the mark, with its own menu."""

    name: str
    url: str
    items: tuple[NavItem, ...]


PUBLIC_ITEMS: Final = (
    NavItem(_("Find"), "/catalog"),
    NavItem(_("Check a credential"), "/verify"),
    NavItem(_("My cairn"), "/my/"),
)
ACCOUNT_ITEMS: Final = (
    NavItem(_("My cairn"), "/my/"),
    NavItem(_("Account and privacy"), "/my/account/"),
)
