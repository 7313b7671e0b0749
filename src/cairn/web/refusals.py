# SPDX-License-Identifier: Apache-2.0
"""A refusal of a service, said at the field of the form that it is about, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.forms import BaseForm

from cairn.foundation.errors import DomainError, ErrorKind

_ABOUT_INPUT: Final = frozenset({ErrorKind.INVALID, ErrorKind.CONFLICT, ErrorKind.DENIED, ErrorKind.TOO_LARGE})


@contextmanager
def say_at_field(form: BaseForm, usual: str) -> Iterator[None]:
    """Add what a service refuses to the form, at the field that it names or else the usual one.

    What has nothing to do with the input goes on: NotFound, and whatever is away.
    """
    try:
        yield
    except DomainError as error:
        if error.kind not in _ABOUT_INPUT:
            raise
        form.add_error(error.field if error.field in form.fields else usual, error.detail)
