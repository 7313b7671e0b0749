# SPDX-License-Identifier: Apache-2.0
"""What somebody freely says of themselves, so that results can be compared by group; taken back at any time."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.groups import QUESTIONS
from cairn.assessment.selectors import own_group_answers
from cairn.web.access import acting_from, person_page


class GroupForm(forms.Form):
    """One field for each question; no answer is one, and the first."""

    hide_optional = True

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # as Django's form takes them
        for question in QUESTIONS:
            self.fields[question.id] = forms.ChoiceField(
                label=str(question.text),
                choices=[("", _("I do not say")), *question.answers],
                widget=forms.RadioSelect,
                required=False,
            )


@person_page
@require_http_methods(["GET", "POST"])
def about_groups(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what somebody has said, and change it."""
    answers = own_group_answers(person.pk)
    form = GroupForm(request.POST or None, initial=answers)
    if request.method == "POST" and form.is_valid():
        services.save_group_answers(person, form.cleaned_data, acting=acting_from(request))
        messages.success(request, _("Saved."))
        return redirect("about_groups")
    page = {"form": form, "has_answers": bool(answers)}
    return render(request, "learner/account/groups.html", page, status=422 if form.errors else 200)


@person_page
@require_POST
def forget_groups(request: HttpRequest, person: Person) -> HttpResponse:
    """Take back everything."""
    services.forget_group_answers(person, acting=acting_from(request))
    messages.success(request, _("Taken back. None of your answers is kept."))
    return redirect("about_groups")
