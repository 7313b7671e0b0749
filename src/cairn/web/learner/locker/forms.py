# SPDX-License-Identifier: Apache-2.0
"""What can be put into the locker: a text, a link or a file, with a title and a day."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements.definition import Outcome
from cairn.assessment.limits import MAX_FILE_BYTES, MAX_LINK_CHARACTERS, MAX_PERSON_BYTES
from cairn.assessment.models import Evidence
from cairn.assessment.prior_learning import MapLine
from cairn.assessment.services import Note
from cairn.assessment.services.locker import MAX_TITLE
from cairn.assessment.services.prior_learning import MAX_WHY
from cairn.web.components.formats import format_size
from cairn.web.forms import DayInput, DropField
from cairn.web.learner.earning.forms import ACCEPTED

_NAME_CHARACTERS: Final = 80


class PieceForm(forms.Form):
    """One piece: whichever of the three is given."""

    hide_optional = True

    file = DropField(label=gettext_lazy("A file"), max_bytes=MAX_FILE_BYTES, accept=ACCEPTED, required=False)
    link = forms.CharField(
        label=gettext_lazy("Or a link"),
        help_text=gettext_lazy("Its whole address. Whoever has it must be able to open it without signing in."),
        max_length=MAX_LINK_CHARACTERS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or a text"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        required=False,
        strip=False,
    )
    title = forms.CharField(
        label=gettext_lazy("What you call it"),
        help_text=gettext_lazy("For you alone. Without it, it is called as its file, its address or its first words."),
        max_length=MAX_TITLE,
        required=False,
    )
    made_on = forms.DateField(
        label=gettext_lazy("When you made it"),
        help_text=gettext_lazy("If you remember. The day on which you add it here is kept in any case."),
        widget=DayInput,
        required=False,
    )

    def __init__(self, *args: Any, used_bytes: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = say_quota(used_bytes)

    def clean(self) -> dict[str, Any]:
        """Return what was given, which must be one thing. Raises ValidationError."""
        given = super().clean() or {}
        count = sum(bool(given.get(name)) for name in ("file", "link", "text"))
        if count > 1:
            raise forms.ValidationError(_("Add one thing at a time: a file, a link or a text."))
        if count == 0 and not self.errors:
            raise forms.ValidationError(_("Add a file, a link or a text."))
        return given

    @property
    def note(self) -> Note:
        """What its owner writes on it."""
        return Note(self.cleaned_data["title"].strip(), self.cleaned_data["made_on"])


def say_quota(used_bytes: int) -> str:
    """Say how much may be stored, and how much is."""
    sentence = _(
        "PDF, pictures, Word, PowerPoint, Excel, text, sound or video, up to %(limit)s each. You have used %(used)s of "
        "your %(most)s. What you use in several places counts once."
    )
    return sentence % {
        "limit": format_size(MAX_FILE_BYTES),
        "used": format_size(used_bytes) if used_bytes else "0 MB",
        "most": format_size(MAX_PERSON_BYTES),
    }


class MapForm(forms.Form):
    """For each outcome which pieces show it, and how."""

    hide_optional = True

    def __init__(self, lines: tuple[MapLine, ...], pieces: list[Evidence], data: Any = None) -> None:
        super().__init__(data)
        choices = [(str(piece.pk), name_of_piece(piece)) for piece in pieces]
        for line in lines:
            self._add(line.outcome, choices)
            self.initial[f"why_{line.outcome.id}"] = line.why
            self.initial[f"evidence_{line.outcome.id}"] = [str(piece.pk) for piece in line.pieces]

    def _add(self, outcome: Outcome, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[f"evidence_{outcome.id}"] = forms.MultipleChoiceField(
                label=_("Which pieces show it?"), choices=choices, widget=forms.CheckboxSelectMultiple, required=False
            )
        self.fields[f"why_{outcome.id}"] = forms.CharField(
            label=_("How do they show it?"),
            help_text=_("Say where to look: a page, a minute, a paragraph."),
            max_length=MAX_WHY,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        )


def name_of_piece(piece: Evidence) -> str:
    """Return what a piece is called on a form."""
    if piece.file is not None:
        return str(piece.file.name)
    return Truncator(piece.link or " ".join(piece.text.split())).chars(_NAME_CHARACTERS)
