# SPDX-License-Identifier: Apache-2.0
"""What somebody freely says of themselves for comparing groups: given, changed and taken back by that person alone."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.assessment import access
from cairn.assessment.groups import QUESTIONS
from cairn.assessment.models import GroupAnswer
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid


@transaction.atomic
def save_group_answers(person: Person, answers: Mapping[str, str], *, acting: Actor) -> None:
    """Keep the answers as they are given now; what is left blank is not kept. The audit never says what they are.

    Raises PermissionDenied; Invalid: no_such_answer.
    """
    access.require_learner(acting, person.pk)
    known = {question.id: dict(question.answers) for question in QUESTIONS}
    given = {question: answer for question, answer in answers.items() if answer}
    for question, answer in given.items():
        if answer not in known.get(question, {}):
            raise Invalid(_("There is no such answer. Load the page again."), code="no_such_answer", field=question)
    GroupAnswer.objects.filter(person=person).exclude(question__in=given).delete()
    now = clock.now()
    GroupAnswer.objects.bulk_create(
        [
            GroupAnswer(person=person, question=question, answer=answer, given_at=now)
            for question, answer in given.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "question"],
        update_fields=["answer", "given_at"],
    )
    audit.record("people.group_answers", person, acting=acting, count=len(given))


@transaction.atomic
def forget_group_answers(person: Person, *, acting: Actor) -> int:
    """Take back every answer; return how many there were. Raises PermissionDenied."""
    access.require_learner(acting, person.pk)
    count, _by_kind = GroupAnswer.objects.filter(person=person).delete()
    audit.record("people.forget_group_answers", person, acting=acting, count=count)
    return count
