# SPDX-License-Identifier: Apache-2.0
"""The form that a bundle is brought with."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.web.forms import DropField

_MOST: Final = 20_000_000


class BundleForm(forms.Form):
    """The files of an export: one ZIP, or all of its CSV files."""

    bundle = DropField(
        max_bytes=_MOST,
        multiple=True,
        accept=".zip,.csv",
        label=_("The OneRoster export: the ZIP, or all of its CSV files"),
        help_text=_("Version 1.1 or 1.2. Nothing is changed until you have seen every row."),
    )
