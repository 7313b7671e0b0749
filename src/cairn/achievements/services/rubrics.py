# SPDX-License-Identifier: Apache-2.0
"""Rubrics to use again: kept, in versions that never change, and put into drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cairn.achievements.access import require_editing
from cairn.achievements.definition import Origin, RubricSource
from cairn.achievements.events import RubricKept
from cairn.achievements.models import AchievementVersion, SavedRubric
from cairn.achievements.rubrics import RubricDocument, document_of
from cairn.achievements.rubrics.document import require_usable
from cairn.achievements.rubrics.fitting import fit
from cairn.achievements.selectors import get_rubric
from cairn.achievements.services.authoring import save_draft
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.events import emit
from cairn.foundation.ids import new_id
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

if TYPE_CHECKING:
    from cairn.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Used:
    """A draft with another rubric in it, and in words what of the one before no longer fits."""

    draft: AchievementVersion
    lost: tuple[str, ...]


@transaction.atomic
def keep_rubric(
    organization: Organization, document: RubricDocument, *, acting: Actor, series: UUID | None = None, note: str = ""
) -> SavedRubric:
    """Keep a rubric as the first version of a new series, or as the next one of a series.

    Raises PermissionDenied, NotFound, Invalid: see `require_usable`, Conflict: rubric_unchanged, rubric_overtaken.
    """
    require(acting, Permission.ACHIEVEMENTS_EDIT, organization.pk)
    require_usable(document)
    with organization_scope(organization.pk):
        last = get_rubric(series) if series else None
        _require_change(last, document)
        row = _row(organization, document, last, acting)
        row.note = note.strip()[:500]
        _store(row)
    facts = {"name": row.name, "number": row.number, "digest": row.digest}
    audit.record("rubric.kept", row, acting=acting, organization_id=organization.pk, **facts)
    emit(RubricKept(str(row.series), row.number, row.digest), organization_id=organization.pk)
    return row


@transaction.atomic
def keep_draft_rubric(
    draft: AchievementVersion, *, name: str, acting: Actor, series: UUID | None = None, note: str = ""
) -> SavedRubric:
    """Keep the rubric of a draft without its pass rule, and let the draft name it as its source.

    Raises PermissionDenied, NotFound, Invalid: see `require_usable`, Conflict: version_published, rubric_unchanged,
    rubric_overtaken, draft_changed.
    """
    require_editing(draft, acting=acting)
    definition = draft.definition
    document = document_of(definition, name=name.strip()[:300])
    row = keep_rubric(draft.organization, _spoken(document), acting=acting, series=series, note=note)
    rubric = definition.rubric.model_copy(update={"source": row.source})
    named = definition.model_copy(update={"rubric": rubric})
    save_draft(draft, named, expected_revision=draft.revision, acting=acting)
    return row


@transaction.atomic
def use_rubric(
    draft: AchievementVersion, document: RubricDocument, source: RubricSource, *, expected_revision: int, acting: Actor
) -> Used:
    """Put a rubric into a draft in the place of its own; the pass rule stays as far as it fits.

    Raises PermissionDenied, Conflict: version_published, draft_changed.
    """
    require_editing(draft, acting=acting)
    fitted = fit(draft.definition, document, source)
    saved = save_draft(draft, fitted.definition, expected_revision=expected_revision, acting=acting)
    facts = {"origin": source.origin.value, "source": source.id, "version": source.version}
    audit.record("rubric.used", saved, acting=acting, organization_id=saved.organization_id, **facts)
    return Used(saved, fitted.lost)


def _spoken(document: RubricDocument) -> RubricDocument:
    """Forget that a rubric came from the shelf: that is told by the series."""
    if document.source is not None and document.source.origin is Origin.OWN:
        return document.model_copy(update={"source": None})
    return document


def _require_change(last: SavedRubric | None, document: RubricDocument) -> None:
    if last is None:
        return
    before, after = (item.model_copy(update={"source": None}) for item in (last.document, document))
    if before == after:
        raise Conflict(
            _("Nothing differs from version %(number)s. Change the rubric before you keep it again.")
            % {"number": last.number},
            code="rubric_unchanged",
        )


def _row(organization: Organization, document: RubricDocument, last: SavedRubric | None, acting: Actor) -> SavedRubric:
    source = document.source or RubricSource()
    return SavedRubric(
        organization=organization,
        series=last.series if last else new_id(),
        slug=last.slug if last else _free_slug(document.name),
        number=last.number + 1 if last else 1,
        stored=document.to_json(),
        name=document.name,
        language=document.language,
        digest=document.digest(),
        origin=source.origin,
        source_id=source.id,
        source_version=source.version,
        kept_at=clock.now(),
        kept_by=acting.label[:200],
    )


def _store(row: SavedRubric) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            _("Somebody kept a rubric of this name a moment ago. Look at the list, then keep yours again."),
            code="rubric_overtaken",
        ) from error


def _free_slug(name: str) -> str:
    """Return a slug that no other rubric of the organization has: the name's, with a number if need be."""
    base = slugify(name)[:70] or "rubric"
    taken = set(SavedRubric.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
