# SPDX-License-Identifier: Apache-2.0
"""The name under which a file is kept: no path, nothing invisible, an end that tells the truth.

Source: OWASP ASVS 5.0 5.4.1, 5.4.2.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext

LONGEST: Final = 120
_SEPARATORS: Final = re.compile(r"[/\\]")
_UNSAFE: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
"""Letters of Persian, Hindi and emoji families are written with these."""
_EXTENSION: Final = re.compile(r"\.(?:[A-Za-z0-9]{1,5}|markdown)$")


def clean_name(name: str, extension: str) -> str:
    """Return the name without its path and with the end that the content has."""
    last = _SEPARATORS.split(name)[-1]
    normal = unicodedata.normalize("NFC", last.encode("utf-8", "ignore").decode())
    seen = "".join(letter for letter in normal if letter in _JOINERS or unicodedata.category(letter) not in _INVISIBLE)
    stem = " ".join(_EXTENSION.sub("", _UNSAFE.sub("_", seen)).split()).strip(". ")
    return f"{stem[:LONGEST].rstrip('. ') or gettext('file')}.{extension}"


def extension_of(name: str) -> str:
    """Return the end of a name in small letters, or nothing."""
    found = _EXTENSION.search(name)
    return found[0][1:].lower() if found else ""
