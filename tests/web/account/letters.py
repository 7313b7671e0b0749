# SPDX-License-Identifier: Apache-2.0
"""Reading the letters that sign-in has sent."""

from __future__ import annotations

import re

from cairn.foundation.models import OutgoingMail

_CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)


def last_letter(to: str) -> OutgoingMail:
    """Return the newest letter to an address."""
    return OutgoingMail.objects.filter(to=to).latest("created_at")


def last_code(to: str) -> str:
    """Return the code of the newest letter to an address."""
    found = _CODE.search(last_letter(to).text)
    assert found is not None, last_letter(to).text
    return found[1]
