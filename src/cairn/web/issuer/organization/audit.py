# SPDX-License-Identifier: Apache-2.0
"""The record of an organization: who did what, when. Nobody can change it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cairn.accounts.selectors import names_of
from cairn.assessment.selectors import WhoIsWho, who_is_who
from cairn.foundation.models import AuditEntry
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.organizations.selectors import AuditFilter, list_audit
from cairn.web.access import organization_page
from cairn.web.audit_words import GROUPS, nouns_of, say_what
from cairn.web.components.tables import Column
from cairn.web.issuer.organization.profile import settings_tabs

_COLUMNS = (Column(_("When")), Column(_("Who")), Column(_("What")), Column(_("Details")))
_PAGE = 50
_WORK: Final = "assessment.submission"
_ASSESSED: Final = "assessment."
_RESULTS: Final = frozenset({"outcome", "passed", "percent"})
"""Facts that stand with the work itself, once nobody is to rate it without knowing them."""
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change with its words, and its facts as pairs of short texts."""

    entry: AuditEntry
    what: Promise | str
    facts: tuple[tuple[str, str], ...]


@organization_page(Permission.AUDIT_VIEW)
@require_GET
def audit(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List what was done, newest first."""
    group, who = request.GET.get("kind", ""), request.GET.get("who", "")
    wanted = AuditFilter(nouns=nouns_of(group), actor=who, subject_id=request.GET.get("about", "")[:64])
    page = Paginator(list_audit(organization, wanted), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(page.object_list),
        "columns": _COLUMNS,
        "kinds": [(name, words) for name, (words, _nouns) in GROUPS.items()],
        "wanted": {"kind": group, "who": who},
        "tabs_of_settings": settings_tabs(organization),
    }
    return render(request, "issuer/organization/audit.html", context)


def _lines(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """Put each change into words, and the names of people in the place of their ids, all in two queries."""
    rows = list(entries)
    names = names_of([str(row.facts["person"]) for row in rows if "person" in row.facts])
    learners = who_is_who({row.subject_id for row in rows if row.subject_type == _WORK})
    return [AuditLine(row, say_what(row), (*_whose(row, learners), *_facts(row, names))) for row in rows]


def _whose(entry: AuditEntry, learners: Mapping[str, WhoIsWho]) -> tuple[tuple[str, str], ...]:
    """Say whose work a change was about, by name and by what assessors call them: the record alone knows both."""
    known = learners.get(entry.subject_id)
    return ((gettext("learner"), f"{known.name} ({known.alias})"),) if known else ()


def _facts(entry: AuditEntry, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    untold = _RESULTS if entry.subject_type.startswith(_ASSESSED) else frozenset()
    said = ((name, _say(value)) for name, value in entry.facts.items() if value not in ("", []) and name not in untold)
    return tuple((name.replace("_", " "), names.get(text) or _short(text)) for name, text in said)


def _short(text: str) -> str:
    """Return the beginning of an id, by which lines about the same thing are told apart; other texts stay whole."""
    return text[:8] if _ID.fullmatch(text) else text


def _say(value: object) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
