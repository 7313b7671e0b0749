# SPDX-License-Identifier: Apache-2.0
"""The one registry of icons: a 20-unit grid, 1.7 stroke, round ends, the color of the text around it.

An icon never stands without a word, so all are hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_LINES: Final = (
    'fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"'  # one pen
)
_DISC: Final = '<circle cx="10" cy="10" r="8.5" fill="currentColor" stroke="none"/>'
_DASHES: Final = '<circle cx="10" cy="10" r="8" stroke-dasharray="2.6 2.4"/>'

ICONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # states
        "good": f'{_DISC}<path d="M6 10.3l2.8 2.8L14.2 7.2" stroke="var(--paper)" stroke-width="2"/>',
        "note": '<path d="M14 3.2A8 8 0 1 0 17.3 7"/><path d="M6.5 10.3l2.7 2.7 5-5.6"/>'
        '<circle cx="16.5" cy="3.5" r="2.3" fill="currentColor" stroke="none"/>',
        "open": f'{_DASHES}<path d="M7.7 7.8a2.4 2.4 0 1 1 3.5 2.1c-.9.5-1.2.9-1.2 1.7M10 14.2v.1"/>',
        "bad": f'{_DISC}<path d="M6 10h8" stroke="var(--paper)" stroke-width="2.4"/>',
        "here": '<circle cx="10" cy="10" r="8" fill="var(--blaze)" stroke="none"/>'
        '<circle cx="10" cy="10" r="3" fill="#17221f" stroke="none"/>',
        "todo": _DASHES,
        "lock": '<rect x="4" y="9" width="12" height="8" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>',
        "clock": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
        "info": '<circle cx="10" cy="10" r="8"/><path d="M10 9v5M10 6v.1"/>',
        "tick": '<path d="M4 10.5l4 4 8-9"/>',
        # things and deeds
        "file": '<path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5"/>',
        "film": '<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="M8.5 7.5v5l4-2.5z"/>',
        "link": '<path d="M8.4 11.6l3.2-3.2M9 6l1.8-1.8a3.5 3.5 0 0 1 5 5L14 11"/>'
        '<path d="M11 14l-1.8 1.8a3.5 3.5 0 0 1-5-5L6 9"/>',
        "person": '<circle cx="10" cy="7" r="3.3"/><path d="M3.5 17c.8-3.6 3.3-5.2 6.5-5.2s5.7 1.6 6.5 5.2"/>',
        "key": '<circle cx="6.5" cy="13.5" r="3.5"/><path d="M9 11l8-8M13.5 6.5l2.5 2.5"/>',
        "mail": '<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="M3 6l7 5 7-5"/>',
        "calendar": '<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/><path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5"/>',
        "copy": '<rect x="7" y="7" width="10" height="10" rx="1.5"/>'
        '<path d="M4.5 13H3V4.5A1.5 1.5 0 0 1 4.5 3H13v1.5"/>',
        "print": '<path d="M6 7V2.5h8V7M6 14H3.5V7h13v7H14M6 11.5h8v6H6z"/>',
        "download": '<path d="M10 3v9M6 8.5l4 4 4-4M3.5 16.5h13"/>',
        "upload": '<path d="M10 12.5v-9M6 7l4-4 4 4M3.5 16.5h13"/>',
        "search": '<circle cx="8.5" cy="8.5" r="5.5"/><path d="M13 13l4.5 4.5"/>',
        "plus": '<path d="M10 4v12M4 10h12"/>',
        "remove": '<path d="M5 5l10 10M15 5L5 15"/>',
        "pencil": '<path d="M3.5 16.5l1-4L13.5 3.5l3 3-9 9z"/>',
        "differs": '<path d="M4 7.5h12M4 12.5h12M13 3L7 17" stroke-width="2.4"/>',
        "forward": '<path d="M4 10h12M11 5l5 5-5 5"/>',
        "globe": '<circle cx="10" cy="10" r="7.5"/>'
        '<path d="M2.5 10h15M10 2.5c4.5 4.5 4.5 10.5 0 15M10 2.5c-4.5 4.5-4.5 10.5 0 15"/>',
    }
)

# What a reader from the right sees mirrored, because it points along the line of reading.
_ALONG_THE_LINE: Final = frozenset({"forward"})

MARK: Final = mark_safe(
    '<svg viewBox="0 0 48 48" aria-hidden="true"><g stroke-width="2.4" stroke-linejoin="round">'
    '<path fill="currentColor" stroke="currentColor" d="M6 43 4 38l5-4.6L37.5 32l6.5 4.6L42 43Z'
    'M13.5 27.6 11 23l4.6-4.4 17.6 1.2L38 24.4l-3.6 4Z"/>'
    '<path fill="var(--blaze)" stroke="var(--blaze)" d="M20.5 14 19 9.6l4-4 5.6.8 2.6 4.2L28.6 15Z"/></g></svg>'
)


def draw_icon(name: str, size: int = 20) -> SafeString:
    """Draw an icon as inline SVG. Raises KeyError for a name that is not in the registry."""
    flip = mark_safe(' class="flip"') if name in _ALONG_THE_LINE else ""
    return format_html(
        '<svg{} viewBox="0 0 20 20" width="{}" height="{}" aria-hidden="true" {}>{}</svg>',
        flip,
        size,
        size,
        mark_safe(_LINES),  # noqa: S308  # a constant of ours
        mark_safe(ICONS[name]),  # noqa: S308  # a constant of ours
    )
