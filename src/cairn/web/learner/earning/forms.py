# SPDX-License-Identifier: Apache-2.0
"""The fields of a part of the evidence, and of the declaration that goes with handing it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements.definition import EvidenceItem, ItemForm
from cairn.assessment.completeness import ItemProgress, PartProgress
from cairn.assessment.declarations import MAX_DECLARED, AiUse
from cairn.assessment.limits import MAX_FILE_BYTES, MAX_FILES_PER_ITEM, MAX_LINK_CHARACTERS, MAX_PERSON_BYTES
from cairn.web.components.formats import format_size, name_language
from cairn.web.forms import DropField, WordsField

ACCEPTED: Final = ".pdf,.png,.jpg,.jpeg,.gif,.webp,.heic,.docx,.pptx,.xlsx,.odt,.txt,.csv,.md,.mp3,.m4a,.wav,.mp4,.webm"
_SHORT_ANSWER: Final = 120


class PartForm(forms.Form):
    """The open items of one part, filled with what is stored; a draft may lack anything, so nothing is required."""

    hide_optional = True

    def __init__(self, part: PartProgress, pending_links: Mapping[str, str], *, used_bytes: int) -> None:
        self.part = part
        super().__init__(data=_stored(part, pending_links))
        for progress in part.items:
            if progress.is_open:
                self._add_item(progress.item, used_bytes)
        for field in self.fields.values():
            # People write in the language that they think in, whichever the page is in.
            field.widget.attrs["dir"] = "auto"

    def note_problems(self, problems: Mapping[str, list[str]]) -> None:
        """Show what could not be taken in beside the fields that it belongs to."""
        for name, sentences in problems.items():
            for sentence in sentences:
                self.add_error(name, sentence)

    def _add_item(self, item: EvidenceItem, used_bytes: int) -> None:
        self.fields[f"answer_{item.id}"] = _answer_field(item)
        if item.form is ItemForm.WORK:
            self.fields[f"link_{item.id}"] = forms.CharField(
                label=_("Add a link"),
                help_text=_("Its whole address. Whoever has it must be able to open it without signing in."),
                max_length=MAX_LINK_CHARACTERS,
                required=False,
                # Not of the type "url": the browser would keep back the whole page for one address.
                widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
                validators=[],
            )
            self.fields[f"file_{item.id}"] = DropField(
                label=_("Add files"),
                help_text=_file_hint(used_bytes),
                max_bytes=MAX_FILE_BYTES,
                multiple=True,
                accept=ACCEPTED,
                required=False,
            )


def _stored(part: PartProgress, pending_links: Mapping[str, str]) -> dict[str, str]:
    answers = {f"answer_{item.item.id}": _text(item) for item in part.items}
    return {**answers, **{f"link_{item}": link for item, link in pending_links.items()}}


def _text(progress: ItemProgress) -> str:
    return progress.text.text if progress.text else ""


def _answer_field(item: EvidenceItem) -> WordsField:
    is_work = item.form is ItemForm.WORK
    label = _("In your words") if is_work else item.ask
    if not item.required and not is_work:
        label = _("%(question)s (optional)") % {"question": item.ask}
    return WordsField(
        label=label,
        help_text="" if is_work else item.rules,
        maximum=item.max_words,
        rows=4 if is_work or 0 < item.max_words < _SHORT_ANSWER else 8,
        required=False,
        strip=False,
    )


def _file_hint(used_bytes: int) -> str:
    sentence = _(
        "PDF, pictures, Word, PowerPoint, Excel, text, sound or video. Up to %(limit)s each, and %(count)s files here. "
        "You have used %(used)s of your %(most)s."
    )
    return sentence % {
        "limit": format_size(MAX_FILE_BYTES),
        "count": MAX_FILES_PER_ITEM,
        "used": format_size(used_bytes) if used_bytes else "0 MB",
        "most": format_size(MAX_PERSON_BYTES),
    }


class DeclarationForm(forms.Form):
    """What the learner says of the work when it is handed in; a hint says what an empty field means.

    The language is asked for where there is a choice.
    """

    hide_optional = True

    def __init__(self, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if len(languages) > 1:
            self.fields["language"].widget.choices = [(tag, name_language(tag)) for tag in languages]
        else:
            del self.fields["language"]

    own_work = forms.BooleanField(
        label=gettext_lazy("This is my own work."),
        help_text=gettext_lazy("Help is fine if you say so below. The assessor reads this."),
        required=False,
    )
    language = forms.CharField(
        label=gettext_lazy("Which language is your work in?"),
        help_text=gettext_lazy("Somebody who rates in that language reads it."),
        widget=forms.Select,
        required=False,
    )
    help = forms.CharField(
        label=gettext_lazy("Who helped you, and how?"),
        help_text=gettext_lazy("For example: a colleague read the reflection. Leave it empty if nobody did."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=MAX_DECLARED,
        required=False,
    )
    ai_uses = forms.MultipleChoiceField(
        label=gettext_lazy("Did you use artificial intelligence?"),
        help_text=gettext_lazy("Say what is true. What you tick here fails nobody by itself; the assessor reads it."),
        choices=AiUse.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ai_tools = forms.CharField(
        label=gettext_lazy("If so, which tool?"),
        help_text=gettext_lazy("Its name is enough. Name each, if there were several."),
        max_length=MAX_DECLARED,
        required=False,
    )
    ai_for = forms.CharField(
        label=gettext_lazy("What did you use it for, and what did you change?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=MAX_DECLARED,
        required=False,
    )
    tools = forms.CharField(
        label=gettext_lazy("Which other tools did you use?"),
        help_text=gettext_lazy("Templates, calculators, programs of your trade. Leave it empty if none."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=MAX_DECLARED,
        required=False,
    )
