# SPDX-License-Identifier: Apache-2.0
"""How every form of the product is drawn, those of other packages too, and the fields that Django lacks.

One renderer: label, hint, control, error and count are drawn by `components/field.html`, tied together for screen
readers with `aria-describedby` and `aria-invalid`. A form may set `hide_optional = True` where nothing is required yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from cairn.web.components.formats import format_size

_UNSTYLED: Final = frozenset({"checkbox", "radio", "hidden", "file", "drop"})


class CairnBoundField(forms.BoundField):
    """A field of a form that knows how it is drawn and what describes it."""

    @property
    def look(self) -> str:
        """How the field is drawn: `checkbox`, `choices`, `file`, `drop`, or `line` for everything with one control."""
        widget = self.field.widget
        if isinstance(widget, DropInput):
            return "drop"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "choices" if self.use_fieldset else "line"

    @property
    def words(self) -> WordCount | None:
        """How many words there are and how many are wanted, where that matters."""
        return self.field.count_words(self.value()) if isinstance(self.field, WordsField) else None

    @property
    def is_marked_optional(self) -> bool:
        """Whether the label says "optional": few fields are, so those are marked and not the others."""
        hidden = getattr(self.form, "hide_optional", False)
        return not (hidden or self.field.required or self.look == "checkbox")

    @property
    def aria_describedby(self) -> str | None:
        """The ids of the hint, the error and the count."""
        ids = super().aria_describedby
        return f"{ids} {self.auto_id}_count".strip() if ids is not None and self.words else ids

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Give the control its attributes; a group of choices is invalid as a whole, not each choice."""
        built = super().build_widget_attrs(dict(attrs), widget)
        if self.use_fieldset:
            built.pop("aria-invalid", None)
        return built


class Renderer(TemplatesSetting):
    """Draws forms with the product's templates and gives each control its class."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = CairnBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw a form, a field or a control."""
        if widget := context.get("widget"):
            _add_class(widget["attrs"], PurePosixPath(template_name).stem, str(widget.get("type", "")))
        return super().render(template_name, context, request)


def _add_class(attributes: dict[str, Any], template: str, kind: str) -> None:
    own = template if template in {"textarea", "select"} else "file" if kind == "file" else "input"
    if template == "drop" or (own == "input" and kind in _UNSTYLED) or own in str(attributes.get("class", "")).split():
        return
    attributes["class"] = f"{attributes.get('class', '')} {own}".strip()


def draw_field(bound: forms.BoundField, *, hint: str | Promise = "", label: str | Promise = "") -> SafeString:
    """Draw one field, if need be with another hint or label than the form's."""
    bound.help_text = str(hint) or bound.help_text
    bound.label = str(label) or bound.label
    return bound.as_field_group()


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many words there are, and how many are wanted; a maximum of 0 is none."""

    count: int
    minimum: int
    maximum: int

    @property
    def wanted(self) -> str:
        """Say how many are wanted."""
        numbers = {"minimum": self.minimum, "maximum": self.maximum}
        if self.minimum and self.maximum:
            return gettext("%(minimum)s to %(maximum)s wanted.") % numbers
        if self.maximum:
            return gettext("At most %(maximum)s.") % numbers
        return gettext("At least %(minimum)s.") % numbers if self.minimum else ""

    @property
    def is_over(self) -> bool:
        """Whether there are more than may be."""
        return bool(self.maximum) and self.count > self.maximum


class WordsField(forms.CharField):
    """A text with a wanted number of words. Too many are refused; too few only where `enforce_minimum` says so."""

    def __init__(
        self, *, minimum: int = 0, maximum: int = 0, enforce_minimum: bool = False, rows: int = 6, **options: Any
    ) -> None:
        self.minimum = minimum
        self.maximum = maximum
        self.enforce_minimum = enforce_minimum
        limits = {"data-min-words": minimum, "data-max-words": maximum}
        attributes = {"rows": rows, **{name: value for name, value in limits.items() if value}}
        super().__init__(widget=forms.Textarea(attrs=attributes), **options)

    def count_words(self, value: object) -> WordCount:
        """Count the words of a text."""
        return WordCount(len(str(value or "").split()), self.minimum, self.maximum)

    def validate(self, value: str) -> None:
        """Refuse a text that is too long or too short, and say by how much. Raises ValidationError."""
        super().validate(value)
        words = self.count_words(value)
        if words.is_over:
            over = words.count - self.maximum
            sentence = ngettext(
                "This has %(count)s words. Cut %(over)s word to reach %(maximum)s.",
                "This has %(count)s words. Cut %(over)s words to reach %(maximum)s.",
                over,
            )
            raise ValidationError(sentence % {"count": words.count, "over": over, "maximum": self.maximum}, "too_long")
        if self.enforce_minimum and value and words.count < self.minimum:
            sentence = ngettext(
                "This has %(count)s word. Write at least %(minimum)s: what, when, and why.",
                "This has %(count)s words. Write at least %(minimum)s: what, when, and why.",
                words.count,
            )
            raise ValidationError(sentence % {"count": words.count, "minimum": self.minimum}, "too_short")


class SuggestInput(forms.TextInput):
    """A control for a line with suggestions, which the browser offers while one types; anything else can be written."""

    template_name = "components/suggest.html"

    def __init__(self, suggestions: Iterable[str | Promise], **options: Any) -> None:
        super().__init__(**options)
        self.suggestions = tuple(suggestions)

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the suggestions, and tie them to the control."""
        context = super().get_context(name, value, attrs)
        attributes = context["widget"]["attrs"]
        attributes["list"] = f"{attributes.get('id') or name}_list"
        return {**context, "suggestions": self.suggestions}


class DropInput(forms.FileInput):
    """A control for files that can also be dropped on it; without scripts it is a plain one."""

    template_name = "components/drop.html"
    allow_multiple_selected = True

    def __init__(self, *, max_bytes: int = 0, multiple: bool = False, accept: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.max_bytes = max_bytes
        if not multiple:
            # Django lets a control that may take several files take them unless told otherwise.
            self.attrs.pop("multiple", None)
        self.attrs |= {"accept": accept} if accept else {}

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the limit, and the sentence for a file that is over it."""
        return {
            **super().get_context(name, value, attrs),
            "max_bytes": self.max_bytes,
            "too_large": _too_large("{name}", "{size}", self.max_bytes),
        }


class DropField(forms.FileField):
    """One file or several, each under a limit that is explained before it is met. `clean` gives a list."""

    def __init__(self, *, max_bytes: int, multiple: bool = False, accept: str = "", **options: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(widget=DropInput(max_bytes=max_bytes, multiple=multiple, accept=accept), **options)

    def clean(self, data: object, initial: object = None) -> list[UploadedFile[bytes]]:
        """Give the files. Raises ValidationError for one that is missing, empty or too large."""
        given: Sequence[object] = data if isinstance(data, list | tuple) else [data]
        files = [super(DropField, self).clean(item, initial) for item in given or [None]]
        for file in files:
            if file and file.size > self.max_bytes:
                raise ValidationError(_too_large(file.name, format_size(file.size), self.max_bytes), "too_large")
        return [file for file in files if file]


def _too_large(name: str, size: str, limit: int) -> str:
    sentence = gettext("%(name)s is %(size)s, over the limit of %(limit)s. Choose a smaller file.")
    return sentence % {"name": name, "size": size, "limit": format_size(limit)}


class DayInput(forms.DateInput):
    """A control for a day, in the browser's own way of choosing one."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)
