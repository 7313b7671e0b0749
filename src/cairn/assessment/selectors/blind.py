# SPDX-License-Identifier: Apache-2.0
"""A piece of work as assessors may see it: without names in its words, and without pieces that tell who somebody is.

Everything that a page shows of a learner to an assessor comes from here; what learners see of their own work does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import list_emails, list_identifiers
from cairn.achievements.definition import Definition, EvidenceItem, EvidencePart, Outcome
from cairn.assessment.completeness import ItemProgress, PartProgress
from cairn.assessment.declarations import Declaration
from cairn.assessment.masking import Identity, find_identity, mask_identity, names_in_address
from cairn.assessment.models import Evidence, EvidenceKind, IdentityReport, ReportState, Submission, neutral_name
from cairn.assessment.selectors.decisions import DecisionView, describe_decision
from cairn.assessment.selectors.handed_in import declaration_of, describe_map
from cairn.assessment.selectors.voices import visible_history
from cairn.assessment.selectors.work import progress_of
from cairn.foundation.files.inspection import OFFICE_TYPES
from cairn.foundation.files.wording import replace_words
from cairn.foundation.models import StoredFile

_KILOBYTE: Final = 1024


@dataclass(frozen=True, slots=True)
class Masker:
    """Hides one person in words."""

    identity: Identity

    def hide(self, text: str) -> str:
        """Return words without the person, and a mark in the place of each name."""
        return mask_identity(text, self.identity, _("[name hidden]")) if text else text

    def hide_in_file(self, data: bytes, media_type: str) -> bytes:
        """Return a file without the person in its words, where they can be told from how they look."""
        if media_type.startswith("text/"):
            return self.hide(data.decode()).encode()
        if media_type in OFFICE_TYPES:
            return replace_words(data, lambda text: find_identity(text, self.identity), _("[name hidden]"))
        return data


@dataclass(frozen=True, slots=True)
class BlindPiece:
    """A piece of evidence without its learner.

    `is_withheld` where somebody could be known by it and it is not masked yet; `is_masked` where the organization put
    something in its place; `is_hidden_link` where the address itself tells who it is, and so cannot be followed.
    """

    id: UUID
    kind: EvidenceKind
    text: str = ""
    link: str = ""
    file: StoredFile | None = None
    is_withheld: bool = False
    is_masked: bool = False
    is_hidden_link: bool = False

    @property
    def file_id(self) -> UUID | None:
        """The id of the file that is shown."""
        return self.file.pk if self.file else None

    @property
    def neutral_name(self) -> str:
        """What the file is called."""
        return neutral_name(self.id, self.file) if self.file else ""

    @property
    def size(self) -> int:
        """The size of the file in whole kilobytes: to the byte, it would say how long a name is that was hidden."""
        return -(-self.file.size // _KILOBYTE) * _KILOBYTE if self.file else 0


@dataclass(frozen=True, slots=True)
class BlindItem:
    """What was handed in for one item; `words` counts those that the learner wrote."""

    item: EvidenceItem
    pieces: tuple[BlindPiece, ...]
    words: int
    is_open: bool
    is_new: bool
    is_given: bool

    @property
    def texts(self) -> tuple[BlindPiece, ...]:
        """The words that are shown: the answer, and passages that stand in the place of masked files and links."""
        return self._shown(EvidenceKind.TEXT)

    @property
    def links(self) -> tuple[BlindPiece, ...]:
        """The links that are shown."""
        return self._shown(EvidenceKind.LINK)

    @property
    def files(self) -> tuple[BlindPiece, ...]:
        """The files that are shown."""
        return self._shown(EvidenceKind.FILE)

    @property
    def withheld(self) -> tuple[BlindPiece, ...]:
        """The pieces that wait to be masked."""
        return tuple(piece for piece in self.pieces if piece.is_withheld)

    @property
    def reportable(self) -> tuple[BlindPiece, ...]:
        """The pieces that can be reported: all that is shown."""
        return tuple(piece for piece in self.pieces if not piece.is_withheld)

    def _shown(self, kind: EvidenceKind) -> tuple[BlindPiece, ...]:
        return tuple(piece for piece in self.pieces if piece.kind is kind and not piece.is_withheld)


@dataclass(frozen=True, slots=True)
class BlindMapLine:
    """One outcome of a map of prior learning: how it is shown, and by which pieces, by their numbers on the page."""

    outcome: Outcome
    why: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BlindMap:
    """A map of prior learning: its lines, and each piece that they name, once, with its number."""

    lines: tuple[BlindMapLine, ...]
    pieces: tuple[tuple[int, BlindPiece], ...]


@dataclass(frozen=True, slots=True)
class BlindPart:
    """One part of the evidence."""

    part: EvidencePart
    items: tuple[BlindItem, ...]
    is_open: bool


def identity_of(person: Person) -> Identity:
    """Return what somebody is called and was called before, by everything that the platform knows."""
    handles = [person.username] if person.has_sign_in_name else []
    former = person.former
    return Identity(
        names=(*([person.name] if person.name else ()), *former.get("name", ())),
        emails=(*(address.email for address in list_emails(person)), *former.get("email", ())),
        handles=(*handles, *(known.value for known in list_identifiers(person)), *former.get("username", ())),
    )


def masker_for(submission: Submission) -> Masker:
    """Return what hides the learner of a submission."""
    return Masker(identity_of(submission.learner))


def blind_progress(
    submission: Submission,
    round_number: int | None = None,
    *,
    definition: Definition | None = None,
    masker: Masker | None = None,
) -> tuple[BlindPart, ...]:
    """Return the parts of a round as assessors see them."""
    hider = masker or masker_for(submission)
    parts = progress_of(submission, round_number, definition=definition)
    reports = _reports([piece.pk for part in parts for item in part.items for piece in item.pieces])
    return tuple(_blind_part(part, hider, reports) for part in parts)


def blind_declaration(
    submission: Submission, round_number: int | None = None, *, masker: Masker | None = None
) -> Declaration:
    """Return what was declared with a round, without the learner's name."""
    hider = masker or masker_for(submission)
    said = declaration_of(submission, round_number)
    return replace(
        said,
        help=hider.hide(said.help),
        tools=hider.hide(said.tools),
        ai_tools=hider.hide(said.ai_tools),
        ai_for=hider.hide(said.ai_for),
    )


def blind_map(
    submission: Submission,
    round_number: int | None = None,
    *,
    definition: Definition | None = None,
    masker: Masker | None = None,
) -> BlindMap | None:
    """Return the map of prior learning as assessors see it, with the pieces that it names; None on the usual way."""
    lines = describe_map(submission, round_number, definition=definition)
    if not lines:
        return None
    hider = masker or masker_for(submission)
    named = {piece.pk: piece for line in lines for piece in line.pieces}
    numbers = {key: number for number, key in enumerate(named, 1)}
    reports = _reports(named)
    return BlindMap(
        lines=tuple(
            BlindMapLine(line.outcome, hider.hide(line.why), tuple(sorted(numbers[piece.pk] for piece in line.pieces)))
            for line in lines
        ),
        pieces=tuple((numbers[key], _blind_piece(piece, hider, reports.get(key, []))) for key, piece in named.items()),
    )


def blind_history(submission: Submission, *, masker: Masker | None = None) -> list[DecisionView]:
    """Return what was decided before: assessors who know somebody write a name all the same."""
    hider = masker or masker_for(submission)
    definition = submission.version.definition
    views = (describe_decision(decision, definition) for decision in visible_history(submission))
    return [_blind_decision(view, hider) for view in views]


def shown_file(evidence: Evidence) -> StoredFile | None:
    """Return the file that assessors get for a piece of evidence, in the scope of its organization; None for none."""
    piece = _blind_piece(evidence, Masker(Identity()), _reports([evidence.pk]).get(evidence.pk, []))
    return None if piece.is_withheld else piece.file


def _reports(evidence_ids: Iterable[UUID]) -> dict[UUID, list[IdentityReport]]:
    """Return the reports on each of many pieces, the newest first, in one query."""
    rows = IdentityReport.objects.select_related("file").filter(evidence_id__in=list(evidence_ids))
    found: dict[UUID, list[IdentityReport]] = {}
    for row in rows.order_by("-reported_at", "-pk"):
        found.setdefault(row.evidence_id, []).append(row)
    return found


def _blind_part(part: PartProgress, hider: Masker, reports: dict[UUID, list[IdentityReport]]) -> BlindPart:
    return BlindPart(part.part, tuple(_blind_item(item, hider, reports) for item in part.items), part.is_open)


def _blind_item(item: ItemProgress, hider: Masker, reports: dict[UUID, list[IdentityReport]]) -> BlindItem:
    given = (piece for piece in item.pieces if piece.file_id or piece.link or piece.text)
    return BlindItem(
        item=item.item,
        pieces=tuple(_blind_piece(piece, hider, reports.get(piece.pk, [])) for piece in given),
        words=item.words,
        is_open=item.is_open,
        is_new=item.is_new,
        is_given=item.is_given,
    )


def _blind_piece(piece: Evidence, hider: Masker, reports: list[IdentityReport]) -> BlindPiece:
    kind = EvidenceKind(piece.kind)
    if any(report.withholds for report in reports):
        return BlindPiece(piece.pk, kind, is_withheld=True)
    masked = next((report for report in reports if report.state == ReportState.MASKED), None)
    if masked is not None:
        return _masked(piece, masked, hider)
    is_hidden = bool(piece.link) and names_in_address(piece.link, hider.identity)
    return BlindPiece(
        id=piece.pk,
        kind=kind,
        text=hider.hide(piece.text),
        link=_("[address hidden]") if is_hidden else piece.link,
        file=piece.file,
        is_hidden_link=is_hidden,
    )


def _masked(piece: Evidence, report: IdentityReport, hider: Masker) -> BlindPiece:
    kind = EvidenceKind.FILE if report.file else EvidenceKind.TEXT
    return BlindPiece(piece.pk, kind, hider.hide(report.passage), file=report.file, is_masked=True)


def _blind_decision(view: DecisionView, hider: Masker) -> DecisionView:
    # The copy is shown and never saved.
    decision = copy(view.decision)
    decision.feedback = hider.hide(decision.feedback)
    criteria = tuple(replace(result, comment=hider.hide(result.comment)) for result in view.criteria)
    return replace(view, decision=decision, criteria=criteria)
