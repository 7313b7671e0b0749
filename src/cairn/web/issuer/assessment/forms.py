# SPDX-License-Identifier: Apache-2.0
"""The forms: how an achievement is assessed, when an organization works, a pass line, a moderator's step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.achievements.definition import Rubric
from cairn.assessment.deadlines import Calendar
from cairn.assessment.models import AssessmentCalendar, Settling, WhileUnproven
from cairn.assessment.policy import Policy
from cairn.assessment.services import Holiday, Judgments, Meeting
from cairn.foundation.texts import one_line

_HOLIDAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[\s,;]*(.*)")

FIGURES: Final = (
    ("cohen_kappa_quadratic", _("Weighted kappa (quadratic): big gaps cost more. For most rubrics.")),
    ("cohen_kappa_linear", _("Weighted kappa (linear): every step costs the same")),
    ("cohen_kappa", _("Kappa, unweighted: alike or not")),
    ("krippendorff_alpha_ordinal", _("Krippendorff's alpha, ordinal: where more than two rate")),
    ("krippendorff_alpha_interval", _("Krippendorff's alpha, interval")),
    ("gwet_ac1", _("Gwet's AC1: where nearly all works get one level")),
    ("gwet_ac2", _("Gwet's AC2: the same, weighted")),
)


class PolicyForm(forms.Form):
    """How the work for one achievement is assessed."""

    second_share = forms.IntegerField(
        label=_("Rated twice, out of every 100 works"),
        min_value=0,
        max_value=100,
        help_text=_("Drawn so that nobody can tell which. 20 is a good start; 0 means that agreement stays unknown."),
    )
    first_works = forms.IntegerField(
        label=_("First works of each assessor that are rated twice"), min_value=0, max_value=100
    )
    borderline_points = forms.IntegerField(
        label=_("Also rated twice: within so many points of the pass line"),
        min_value=0,
        max_value=50,
        help_text=_("These are fair to the learner, and left out of the figures, because they are no sample."),
    )
    differ_share = forms.IntegerField(
        label=_("A third assessor reads if more than this percent of the criteria differ"), min_value=0, max_value=100
    )
    differ_levels = forms.IntegerField(
        label=_("… or if one criterion differs by this many levels"),
        min_value=1,
        max_value=10,
        help_text=_("A third assessor always reads if one would pass the work and the other would not."),
    )
    settling = forms.ChoiceField(label=_("Small differences: what stands"), choices=Settling.choices)
    floor_coefficient = forms.ChoiceField(label=_("The figure of agreement that counts"), choices=FIGURES)
    floor = forms.DecimalField(
        label=_("Its floor"),
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        help_text=_("The low end of the likely range must reach it. 0.60 is common, 0.80 is strict."),
    )
    min_works = forms.IntegerField(label=_("Works rated twice before the figure counts"), min_value=10, max_value=1000)
    while_unproven = forms.ChoiceField(
        label=_("As long as it is below, or not known"), choices=WhileUnproven.choices, widget=forms.RadioSelect
    )
    requires_qualification = forms.BooleanField(label=_("Assessors qualify on practice works first"), required=False)
    qualify_anchors = forms.IntegerField(label=_("Practice works to rate"), min_value=1, max_value=20)
    qualify_exact = forms.IntegerField(label=_("Criteria alike, in percent, to qualify"), min_value=1, max_value=100)
    qualify_widest = forms.IntegerField(label=_("Widest gap allowed, in levels"), min_value=0, max_value=10)
    qualification_months = forms.IntegerField(label=_("Months until it ends"), min_value=1, max_value=60)
    drift_anchors = forms.IntegerField(
        label=_("Known works mixed into each assessor's queue, every 90 days"), min_value=0, max_value=10
    )
    excludes_same_school = forms.BooleanField(label=_("Nobody rates learners of their own school"), required=False)

    @classmethod
    def of(cls, policy: Policy) -> PolicyForm:
        """Return the form with what holds now."""
        return cls(initial=asdict(policy))

    def policy(self) -> Policy:
        """Return what was filled in."""
        chosen = self.cleaned_data
        return Policy(
            **{
                **chosen,
                "settling": Settling(chosen["settling"]),
                "while_unproven": WhileUnproven(chosen["while_unproven"]),
            }
        )


class CalendarForm(forms.Form):
    """When an organization works."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Free days of the week"),
        choices=sorted(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    days_to_decide = forms.IntegerField(
        label=_("Learners hear back within so many working days"), min_value=1, max_value=250
    )
    days_to_appeal = forms.IntegerField(
        label=_("They can appeal within so many working days"), min_value=1, max_value=250
    )
    days_to_answer = forms.IntegerField(
        label=_("Appeals and complaints are answered within so many"), min_value=1, max_value=250
    )
    remind_days = forms.IntegerField(
        label=_("Assessors are reminded so many working days before"), min_value=0, max_value=250
    )
    holidays = forms.CharField(
        label=_("Holidays and breaks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}),
        help_text=_("One day a line: 2026-12-25 Christmas. A break of days: 2026-12-21 to 2026-12-31 Winter break."),
    )

    @classmethod
    def of(cls, calendar: Calendar, stored: AssessmentCalendar | None) -> CalendarForm:
        """Return the form with what holds now."""
        holidays = stored.holidays if stored else []
        lines = [f"{holiday['day']} {holiday['name']}".strip() for holiday in holidays]
        known = {name: getattr(calendar, name) for name in cls.base_fields if name not in {"holidays", "weekend"}}
        return cls(initial={**known, "weekend": sorted(calendar.weekend), "holidays": "\n".join(lines)})

    def clean_holidays(self) -> tuple[Holiday, ...]:
        """Read the days, line by line. Raises ValidationError, which names the line."""
        lines = enumerate(self.cleaned_data["holidays"].splitlines(), 1)
        return tuple(
            holiday for number, line in lines if one_line(line) for holiday in _read_days(number, one_line(line))
        )

    def calendar(self) -> Calendar:
        """Return what was filled in, without the holidays."""
        chosen = self.cleaned_data
        return Calendar(
            weekend=frozenset(chosen["weekend"]),
            days_to_decide=chosen["days_to_decide"],
            days_to_appeal=chosen["days_to_appeal"],
            days_to_answer=chosen["days_to_answer"],
            remind_days=chosen["remind_days"],
        )


class PassLineForm(forms.Form):
    """How a pass line was set."""

    held_on = forms.DateField(label=_("When the panel met"), widget=forms.DateInput(attrs={"type": "date"}))
    panel = forms.CharField(
        label=_("Who sat on it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: a name or a role. It is kept inside your organization."),
    )
    method = forms.ChoiceField(
        label=_("Method"),
        choices=[("modified_angoff", _("Modified Angoff")), ("borderline_group", _("Borderline group"))],
        widget=forms.RadioSelect,
    )
    judgments = forms.CharField(label=_("Judgments"), widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}))
    adopted = forms.DecimalField(
        label=_("The line that was adopted, in percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    note = forms.CharField(
        label=_("Why, if it is another line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, rubric: Rubric, **options: Any) -> None:
        super().__init__(*args, **options)
        self._criteria = [known.id for known in rubric.criteria]
        heads = ", ".join(known.name for known in rubric.criteria)
        self.fields["judgments"].help_text = gettext(
            "Modified Angoff: a line for each judge, name, then for each criterion the percent of the points that a "
            "learner who just passes would get, in this order: %(criteria)s. Borderline group: the percent of each "
            "work that was called borderline, separated by spaces or lines."
        ) % {"criteria": heads}

    def read_judgments(self) -> Judgments:
        """Read the judgments. Raises ValidationError, which names the line."""
        text = self.cleaned_data["judgments"]
        if self.cleaned_data["method"] == "borderline_group":
            return Judgments(borderline=[_number(word, 1) for word in re.split(r"[\s,;]+", text.strip()) if word])
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        return Judgments(by_judge=dict(self._judge(number, line) for number, line in lines))

    def read_meeting(self) -> Meeting:
        """Return when the panel met, and what it adopted."""
        given = self.cleaned_data
        return Meeting(given["held_on"], given["adopted"], given["panel"].splitlines(), given["note"])

    def _judge(self, number: int, line: str) -> tuple[str, dict[str, float]]:
        name, *words = [word.strip() for word in re.split(r"[,;\t]", line)]
        if len(words) != len(self._criteria):
            raise ValidationError(
                gettext("Line %(line)s has %(count)s numbers, and the rubric has %(wanted)s criteria.")
                % {"line": number, "count": len(words), "wanted": len(self._criteria)}
            )
        percents = [_number(word, number) for word in words]
        return name or str(number), dict(zip(self._criteria, percents, strict=True))


class StepForm(forms.Form):
    """A step of a moderator."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner and the record get to read it."),
    )


class OverturnForm(StepForm):
    """Levels that a moderator puts in the place of those that were decided."""

    def __init__(self, *args: Any, rubric: Rubric, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(level.id, level.name) for level in rubric.levels]
        for criterion in rubric.criteria:
            self.fields[f"level_{criterion.id}"] = forms.ChoiceField(label=criterion.name, choices=choices)
        self._criteria = [known.id for known in rubric.criteria]

    def levels(self) -> dict[str, str]:
        """Return the level of each criterion."""
        return {criterion: self.cleaned_data[f"level_{criterion}"] for criterion in self._criteria}


def _read_days(number: int, line: str) -> Iterator[Holiday]:
    """Read a day or a stretch of days with its name."""
    first = _HOLIDAY.fullmatch(line)
    rest = first[2] if first else ""
    last = _HOLIDAY.fullmatch(rest.removeprefix("to").strip()) if rest.startswith("to ") else None
    try:
        start = date.fromisoformat(first[1] if first else "")
        end = date.fromisoformat(last[1]) if last else start
    except ValueError:
        raise ValidationError(
            gettext("Line %(line)s does not begin with a day such as 2026-12-25.") % {"line": number}
        ) from None
    if not 0 <= (end - start).days <= 366:  # noqa: PLR2004 - a year
        raise ValidationError(gettext("Line %(line)s ends before it begins, or after a year.") % {"line": number})
    name = last[2] if last else rest
    return (Holiday(date.fromordinal(day), name) for day in range(start.toordinal(), end.toordinal() + 1))


def _number(word: str, line: int) -> float:
    try:
        return float(Decimal(word.removesuffix("%")))
    except ArithmeticError:
        raise ValidationError(
            gettext("Line %(line)s: “%(word)s” is not a number.") % {"line": line, "word": word[:40]}
        ) from None
