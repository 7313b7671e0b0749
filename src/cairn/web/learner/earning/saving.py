# SPDX-License-Identifier: Apache-2.0
"""Taking in what a page of answers sends. What can be kept is kept, whatever becomes of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cairn.achievements.definition import ItemForm
from cairn.assessment import selectors, services
from cairn.assessment.completeness import ItemProgress, PartProgress
from cairn.assessment.limits import MAX_FILE_BYTES
from cairn.assessment.models import Submission
from cairn.assessment.putting_aside import Seen, digest_of
from cairn.foundation.actors import Actor
from cairn.foundation.errors import DomainError, Invalid
from cairn.web.components.formats import format_size
from cairn.web.learner.earning.versions import Base, base_of_item, plain_text, read_version


@dataclass(slots=True)
class Intake:
    """What could not be taken in, by the field that it belongs to, and which answers were changed elsewhere.

    `conflicts` are the digests of what was put aside, by item.
    """

    problems: dict[str, list[str]] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    added: int = 0

    def note(self, field_name: str, sentence: str) -> None:
        """Add a sentence to a field."""
        self.problems.setdefault(field_name, []).append(sentence)


def save_words(submission: Submission, part: PartProgress, data: QueryDict, *, acting: Actor) -> Intake:
    """Save the answers and the addresses that are typed so far."""
    intake = Intake()
    bases = read_version(data.get("version", ""))
    for item in _open_items(part):
        typed = data.get(f"answer_{item.item.id}")
        if typed is not None:
            _save_answer(submission, item.item.id, plain_text(typed), bases, intake, acting=acting)
    _save_links(submission, part, data, acting)
    return intake


def save_everything(submission: Submission, part: PartProgress, request: HttpRequest, *, acting: Actor) -> Intake:
    """Save the words, add links and files, and do what the button asks for."""
    intake = save_words(submission, part, request.POST, acting=acting)
    for item in _open_items(part):
        if item.item.form is ItemForm.WORK:
            _add_link(submission, item.item.id, request.POST, intake, acting)
            _add_files(submission, item.item.id, request, intake, acting)
    _press(submission, request.POST, intake, acting)
    return intake


def version_after(submission: Submission, part: PartProgress, data: QueryDict, intake: Intake) -> str:
    """Return the version of the page after saving: of an answer that is not there as the page has it, the one before.

    Otherwise a page that never saw what was typed elsewhere would be taken to have changed it.
    """
    fresh = next(one for one in selectors.progress_of(submission) if one.part.id == part.part.id)
    bases = read_version(data.get("version", ""))
    return ",".join(_base_after(item, data, bases, intake).write(item.item.id) for item in fresh.items)


def say_overtaken() -> str:
    """Say that an answer was changed elsewhere, and what to do."""
    return _(
        "An answer was changed in another window or on another device. Both texts are kept: load this page again and "
        "choose one."
    )


def _base_after(item: ItemProgress, data: QueryDict, bases: dict[str, Base], intake: Intake) -> Base:
    typed, fresh = data.get(f"answer_{item.item.id}"), base_of_item(item)
    if typed is None or fresh.is_text(plain_text(typed)):
        return fresh
    before = bases.get(item.item.id, Base())
    return replace(before, aside=intake.conflicts.get(item.item.id, before.aside))


def _open_items(part: PartProgress) -> Iterable[ItemProgress]:
    return (item for item in part.items if item.is_open)


def _save_answer(
    submission: Submission, item: str, text: str, bases: dict[str, Base], intake: Intake, *, acting: Actor
) -> None:
    base = bases.get(item, Base())
    if base.is_text(text):
        return
    try:
        services.save_answer(
            submission, item, text, expected_revision=base.revision, instead_of=base.aside, acting=acting
        )
    except services.AnswerConflict:
        intake.conflicts[item] = digest_of(text)
    except DomainError as refused:
        if refused.code != "text_too_large":
            raise
        intake.note(f"answer_{item}", refused.detail)


def _save_links(submission: Submission, part: PartProgress, data: QueryDict, acting: Actor) -> None:
    typed = {item.item.id: data.get(f"link_{item.item.id}") for item in _open_items(part)}
    links = {item: link.strip() for item, link in typed.items() if link is not None}
    if links:
        services.save_pending_links(submission, links, acting=acting)


def _add_link(submission: Submission, item: str, data: QueryDict, intake: Intake, acting: Actor) -> None:
    typed = data.get(f"link_{item}", "").strip()
    if not typed:
        return
    try:
        services.add_link(submission, item, typed, acting=acting)
    except Invalid as refused:
        intake.note(f"link_{item}", refused.detail)
    else:
        services.save_pending_links(submission, {item: ""}, acting=acting)
        intake.added += 1


def _add_files(submission: Submission, item: str, request: HttpRequest, intake: Intake, acting: Actor) -> None:
    for file in request.FILES.getlist(f"file_{item}"):
        try:
            _add_file(submission, item, file, acting)
        except DomainError as refused:
            intake.note(f"file_{item}", f"{file.name}: {refused.detail}")
        else:
            intake.added += 1


def _add_file(submission: Submission, item: str, file: UploadedFile[bytes], acting: Actor) -> None:
    if (file.size or 0) > MAX_FILE_BYTES:
        sizes = {"size": format_size(file.size or 0), "limit": format_size(MAX_FILE_BYTES)}
        raise Invalid(_("This is %(size)s, over the limit of %(limit)s. Choose a smaller file.") % sizes)
    services.add_file(submission, item, file.read(), file.name or "", acting=acting)


def _press(submission: Submission, data: QueryDict, intake: Intake, acting: Actor) -> None:
    """Do what the pressed button says: take a piece out, bring it back, or choose between two texts."""
    if taken := data.get("remove"):
        services.remove_evidence(selectors.get_evidence(_id(taken), submission), acting=acting)
    elif brought := data.get("restore"):
        services.restore_evidence(selectors.get_evidence(_id(brought), submission), acting=acting)
    elif chosen := data.get("take_other") or data.get("keep_this"):
        _settle(submission, chosen, data, intake, acting)


def _settle(submission: Submission, chosen: str, data: QueryDict, intake: Intake, acting: Actor) -> None:
    """Choose between two texts as the page shows them; where either has changed, its reader looks again."""
    item, _colon, other = chosen.partition(":")
    typed = plain_text(data.get(f"answer_{item}", ""))
    seen = Seen(digest_of(typed), other)
    try:
        services.settle_answer(submission, item, take_other="take_other" in data, seen=seen, acting=acting)
    except services.AnswerConflict:
        intake.conflicts[item] = digest_of(typed)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(_("This button belongs to an older page. Load the page again."), code="bad_id") from None
