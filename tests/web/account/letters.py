# SPDX-License-Identifier: Apache-2.0
"""Reading the letters that sign-in has sent."""

from __future__ import annotations

import re

from django.core import mail

from cairn.foundation.models import OutgoingMail

_CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)


def last_letter(to: str) -> OutgoingMail:
    """Return the newest letter to an address."""
    return OutgoingMail.objects.filter(to=to).latest("created_at")


def last_code(to: str) -> str:
    """Return the code of the newest letter to an address; once it is sent, only the reader of the mail has it."""
    received = [str(message.body) for message in mail.outbox if to in message.to]
    text = received[-1] if received else last_letter(to).text
    found = _CODE.search(text)
    assert found is not None, text
    return found[1]
