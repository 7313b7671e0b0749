# SPDX-License-Identifier: Apache-2.0
"""What a visitor brings to be checked: a file, a photo of a square code, or a text."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.verification.sources import MAX_BYTES
from cairn.web.forms import DropField

_ACCEPT = ".png,.svg,.pdf,.json,.jsonld,.jwt,.txt,.zip,.jpg,.jpeg,.webp"


class CheckForm(forms.Form):
    """One of three is enough; where several are sent, the file goes first."""

    hide_optional: ClassVar[bool] = True

    file = DropField(
        max_bytes=MAX_BYTES,
        accept=_ACCEPT,
        required=False,
        allow_empty_file=True,
        label=_("File"),
        help_text=_("Badge image (PNG or SVG), certificate (PDF), JSON, JWT, or a ZIP of up to 50. Up to 10 MB."),
    )
    text = forms.CharField(
        required=False,
        strip=True,
        label=_("Link, JSON or token"),
        help_text=_("Paste what you were given. A link looks like https://…/s/8f2c."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    photo = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=_("Photo of a square code"),
        help_text=_("On a phone this opens the camera. The code must be sharp and in full view."),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three. Raises ValidationError."""
        cleaned = super().clean() or {}
        if not self.has_error("file") and not self.has_error("photo") and not _is_given(cleaned):
            raise ValidationError(gettext("Choose a file, paste a text or take a photo first."), "nothing")
        return cleaned

    def brought(self) -> bytes:
        """Return what was brought, as bytes."""
        for file in (*self.cleaned_data["file"], self.cleaned_data["photo"]):
            if file is not None:
                data: bytes = file.read()
                return data
        return str(self.cleaned_data["text"]).encode()


def _is_given(cleaned: dict[str, Any]) -> bool:
    return bool(cleaned.get("file") or cleaned.get("text") or cleaned.get("photo") is not None)
