# SPDX-License-Identifier: Apache-2.0
"""The form of a known work: what was handed in, the levels with reasons, and who agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cairn.achievements.definition import Definition, EvidenceItem, RubricCriterion
from cairn.assessment.models import Anchor, AnchorUse
from cairn.assessment.services import AnchorDraft

_USES = (
    (AnchorUse.TRAINING, _("To practice on: its levels and reasons are shown after the rating")),
    (AnchorUse.EXAM, _("To qualify with: its levels are shown after the last work of a sitting")),
    (AnchorUse.DRIFT, _("To watch drift: it is hidden in the queue, and nobody is told")),
)


class AnchorForm(forms.Form):
    """A known work of one rubric. Where it was rated, the work and its levels are shown and cannot change.

    Where it was hidden in the queue, its use cannot change either.
    """

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What the work is, without a word of how good it is.")
    )
    use = forms.ChoiceField(label=_("What it is for"), choices=_USES, widget=forms.RadioSelect)
    sample = forms.CharField(
        label=_("The work, in short"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Where you write the answers below, this can stay empty. It is not shown in the queue."),
    )
    rationale = forms.CharField(
        label=_("The reasons as a whole"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    agreed_by = forms.CharField(
        label=_("Who agreed"),
        max_length=300,
        help_text=_("Names or roles, and how: apart from each other, then together."),
    )

    def __init__(
        self, definition: Definition, *args: Any, is_fixed: bool = False, is_hidden: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._items = [item for part in definition.evidence for item in part.items]
        self._criteria = definition.rubric.criteria
        for item in self._items:
            self.fields[f"answer_{item.id}"] = _answer(item)
        for criterion in self._criteria:
            self.fields[f"level_{criterion.id}"] = _level(criterion, definition)
            self.fields[f"reason_{criterion.id}"] = _reason(criterion)
        self.is_fixed, self.is_hidden = is_fixed, is_hidden
        self.fields["use"].disabled = is_hidden
        if is_fixed:
            for name in ("sample", *(f"answer_{item.id}" for item in self._items)):
                self.fields[name].disabled = True
            for criterion in self._criteria:
                self.fields[f"level_{criterion.id}"].disabled = True

    @property
    def answers(self) -> Iterator[BoundField]:
        """The fields of the answers."""
        return (self[f"answer_{item.id}"] for item in self._items)

    @property
    def levels(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The fields of the levels, each with that of its reason."""
        return ((self[f"level_{known.id}"], self[f"reason_{known.id}"]) for known in self._criteria)

    @property
    def draft(self) -> AnchorDraft:
        """What was written, once it is known to be whole."""
        given = self.cleaned_data
        return AnchorDraft(
            title=given["title"],
            use=given["use"],
            sample=given["sample"],
            answers={item.id: given[f"answer_{item.id}"] for item in self._items},
            levels={known.id: given[f"level_{known.id}"] for known in self._criteria},
            reasons={known.id: given[f"reason_{known.id}"] for known in self._criteria},
            rationale=given["rationale"],
            agreed_by=given["agreed_by"],
        )


def initial_of(anchor: Anchor) -> dict[str, str]:
    """Return what is written of a known work, by field."""
    return {
        "title": anchor.title,
        "use": anchor.use,
        "sample": anchor.sample,
        "rationale": anchor.rationale,
        "agreed_by": anchor.agreed_by,
        **{f"answer_{item}": text for item, text in anchor.answers.items()},
        **{f"level_{criterion}": level for criterion, level in anchor.levels.items()},
        **{f"reason_{criterion}": text for criterion, text in anchor.reasons.items()},
    }


def _answer(item: EvidenceItem) -> forms.CharField:
    return forms.CharField(
        label=item.ask, help_text=item.rules, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


def _level(criterion: RubricCriterion, definition: Definition) -> forms.ChoiceField:
    words = {known.level: known.text for known in criterion.descriptors}
    choices = [(level.id, _words(level.name, words.get(level.id, ""))) for level in definition.rubric.levels]
    return forms.ChoiceField(label=criterion.name, choices=choices, widget=forms.RadioSelect)


def _words(name: str, descriptor: str) -> SafeString:
    return format_html("<b>{}</b><br>{}", name, descriptor)


def _reason(criterion: RubricCriterion) -> forms.CharField:
    return forms.CharField(
        label=_("Why this level: %(name)s") % {"name": criterion.name},
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
