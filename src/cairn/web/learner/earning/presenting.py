# SPDX-License-Identifier: Apache-2.0
"""What the pages of earning show, in words: how far parts are, what is missing, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, ItemForm, RubricCriterion, RubricLevel
from cairn.achievements.translate import in_language
from cairn.assessment.completeness import Gap, GapCode, ItemProgress, PartProgress
from cairn.assessment.models import Submission
from cairn.assessment.putting_aside import digest_of
from cairn.assessment.selectors import AssessorVoice, CriterionResult, DecisionView, describe_map
from cairn.web.components.progress import Step, StepState
from cairn.web.learner.earning.forms import PartForm


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item on the page of its part: how far it is, its fields where it is open."""

    progress: ItemProgress
    answer: BoundField | None
    link: BoundField | None
    files: BoundField | None

    @property
    def is_work(self) -> bool:
        """Whether links and files may be added."""
        return self.progress.item.form is ItemForm.WORK

    @property
    def other_text(self) -> str:
        """Words that were typed elsewhere at the same time, and wait for a choice."""
        return self.progress.text.unmerged if self.progress.text else ""

    @property
    def other_digest(self) -> str:
        """By what these words are known."""
        return digest_of(self.other_text)


@dataclass(frozen=True, slots=True)
class RubricRow:
    """One criterion of the public rubric, with its words at each level."""

    criterion: RubricCriterion
    cells: tuple[tuple[RubricLevel, str], ...]


@dataclass(frozen=True, slots=True)
class CriterionFeedback:
    """One criterion with what each assessor wrote to it; where only one did, nobody needs a name."""

    result: CriterionResult
    comments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """One thing to put right, in words, and where."""

    words: str
    url: str


def read_definition(submission: Submission) -> Definition:
    """Return what the work is for, in the reader's language where its author has written it."""
    return in_language(submission.version.definition, get_language() or "en")


def in_words(part: PartProgress, number: int) -> str:
    """Name a part with its number."""
    return f"{number} {part.part.title or part.part.type.word}"


def list_steps(submission: Submission, parts: Sequence[PartProgress], here: str = "") -> tuple[Step, ...]:
    """Return the parts as a way: done, begun, to do, or closed because they did not come back."""
    return tuple(
        Step(
            title=in_words(part, number),
            state=_state(part, here),
            detail=_detail(part),
            url=reverse("work_part", args=[submission.pk, part.part.id]),
        )
        for number, part in enumerate(parts, 1)
    )


def map_steps(submission: Submission, definition: Definition) -> tuple[Step, ...]:
    """Return the map of prior learning as one step of the way; none on the usual way."""
    lines = describe_map(submission, definition=definition)
    if not lines:
        return ()
    shown = sum(line.is_complete for line in lines)
    detail = _("%(shown)s of %(total)s outcomes shown") % {"shown": shown, "total": len(lines)}
    state = StepState.DONE if shown == len(lines) else StepState.NOTED if shown else StepState.TODO
    return (Step(_("Which evidence shows what"), state, detail, url=reverse("work_prior", args=[submission.pk])),)


def list_item_pages(part: PartProgress, form: PartForm) -> tuple[ItemPage, ...]:
    """Pair the items of a part with their fields."""
    return tuple(
        ItemPage(
            progress=item,
            answer=_field(form, f"answer_{item.item.id}"),
            link=_field(form, f"link_{item.item.id}"),
            files=_field(form, f"file_{item.item.id}"),
        )
        for item in part.items
    )


def list_rubric(definition: Definition) -> tuple[RubricRow, ...]:
    """Return the public rubric, word for word, the lowest level first."""
    return tuple(
        RubricRow(
            criterion,
            tuple(
                (level, next((known.text for known in criterion.descriptors if known.level == level.id), ""))
                for level in definition.rubric.levels
            ),
        )
        for criterion in definition.rubric.criteria
    )


def list_gaps(submission: Submission, definition: Definition, gaps: Sequence[Gap]) -> tuple[GapLine, ...]:
    """Say what is missing, each line with a link to where it belongs."""
    names = {item.id: item.ask for part in definition.evidence for item in part.items}
    outcomes = {outcome.id: outcome.text for outcome in definition.outcomes}
    asked = ((gap, outcomes.get(gap.outcome, "") or names.get(gap.item, "")) for gap in gaps)
    return tuple(GapLine(_say(gap, words), _gap_url(submission, gap)) for gap, words in asked)


def list_feedback(view: DecisionView, voices: Sequence[AssessorVoice]) -> tuple[CriterionFeedback, ...]:
    """Return the criteria of a decision with what its assessors wrote; without their ratings, what it says itself."""
    return tuple(CriterionFeedback(result, _comments(result, voices)) for result in view.criteria)


def list_comebacks(view: DecisionView | None, part: PartProgress) -> tuple[CriterionResult, ...]:
    """Return what was said last time about the evidence of a part, where it kept the work back."""
    if view is None:
        return ()
    items = {item.item.id for item in part.items}
    return tuple(
        result for result in view.criteria if result.is_to_improve and items.intersection(result.criterion.evidence)
    )


def _comments(result: CriterionResult, voices: Sequence[AssessorVoice]) -> tuple[tuple[str, str], ...]:
    said = [
        (voice.alias, voice.comments[result.criterion.id]) for voice in voices if result.criterion.id in voice.comments
    ]
    if len(voices) > 1:
        return tuple(said)
    comment = said[0][1] if said else result.comment
    return (("", comment),) if comment else ()


def _field(form: PartForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def _state(part: PartProgress, here: str) -> StepState:
    if part.part.id == here:
        return StepState.HERE
    if part.is_ready:
        return StepState.DONE if part.is_begun or not part.is_open else StepState.TODO
    return StepState.NOTED if part.is_begun else StepState.TODO


def _detail(part: PartProgress) -> str:
    if not part.is_open:
        return _("Did not come back. Stays as it is.")
    if not part.is_begun:
        return _("Not needed. Add something if you like") if part.is_optional else _("Not started")
    if not part.is_improved:
        return _("Came back. Not improved yet")
    given = sum(item.is_given for item in part.items)
    facts = [_("%(given)s of %(total)s answered") % {"given": given, "total": len(part.items)}]
    if part.words:
        facts.append(ngettext("%(count)s word", "%(count)s words", part.words) % {"count": part.words})
    if part.files:
        facts.append(ngettext("%(count)s file or link", "%(count)s files or links", part.files) % {"count": part.files})
    return ", ".join(facts)


def _say(gap: Gap, ask: str) -> str:
    words = {"question": ask, "count": gap.words, "over": gap.over}
    if gap.code is GapCode.MISSING:
        return _("Nothing is there yet for: %(question)s") % words
    if gap.code is GapCode.TOO_LONG:
        sentence = ngettext(
            "%(over)s word too many (%(count)s in all) in: %(question)s",
            "%(over)s words too many (%(count)s in all) in: %(question)s",
            gap.over,
        )
        return sentence % words
    if gap.code is GapCode.UNMAPPED:
        return _("Nothing shows yet that you can: %(question)s") % words
    if gap.code is GapCode.UNMERGED:
        return _("Two texts are there; choose one for: %(question)s") % words
    return _("Nothing has changed since it came back. Improve at least one of the open parts.")


def _gap_url(submission: Submission, gap: Gap) -> str:
    if gap.outcome:
        return f"{reverse('work_prior', args=[submission.pk])}#outcome-{gap.outcome}"
    if not gap.part:
        return reverse("work", args=[submission.pk])
    return f"{reverse('work_part', args=[submission.pk, gap.part])}#item-{gap.item}"
