# SPDX-License-Identifier: Apache-2.0
"""What people may say of themselves, so that results can be compared by group: few questions, each with its answers.

Nobody has to answer any of them, and no answer is filled in beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """One question, why it is asked, and the answers that there are."""

    id: str
    text: Promise
    answers: tuple[tuple[str, Promise], ...]

    def word_of(self, answer: str) -> str:
        """Return an answer in words; one that there is not any more stands as it was stored."""
        return str(dict(self.answers).get(answer, answer))


QUESTIONS: Final = (
    GroupQuestion(
        "age",
        _("How old are you?"),
        (
            ("under_18", _("Under 18")),
            ("18_24", _("18 to 24")),
            ("25_39", _("25 to 39")),
            ("40_59", _("40 to 59")),
            ("60_up", _("60 or older")),
        ),
    ),
    GroupQuestion(
        "gender",
        _("What is your gender?"),
        (("woman", _("Woman")), ("man", _("Man")), ("another", _("I describe it in another way"))),
    ),
    GroupQuestion(
        "home_language",
        _("Which language do you speak most at home?"),
        (("of_work", _("The language of the work that I hand in")), ("other", _("Another language"))),
    ),
    GroupQuestion(
        "disability",
        _("Does a disability or a lasting illness make daily life harder for you?"),
        (("yes", _("Yes")), ("no", _("No"))),
    ),
    GroupQuestion(
        "first_in_family",
        _("Has a parent of yours finished college?"),
        (("yes", _("Yes")), ("no", _("No, none has"))),
    ),
)


def find_question(question_id: str) -> GroupQuestion | None:
    """Return a question by its id."""
    return next((question for question in QUESTIONS if question.id == question_id), None)
