# SPDX-License-Identifier: Apache-2.0
"""Awarding a table of people: bring it, put its rows right, start, watch, tell, undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.achievements.art import badge_svg
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import list_published
from cairn.credentials.models import AwardBatch
from cairn.credentials.notices import sample_notice
from cairn.credentials.row_report import write_report
from cairn.credentials.selectors import get_batch, list_problem_rows
from cairn.credentials.services.batches import (
    check_batch,
    fix_rows,
    pause_batch,
    resume_batch,
    start_batch,
    tell_batch,
    undo_batch,
)
from cairn.credentials.tables import MAX_ROWS
from cairn.foundation.access import permissions_of
from cairn.foundation.actors import Actor
from cairn.foundation.errors import NotFound
from cairn.foundation.idempotency import run_once
from cairn.foundation.ids import new_token
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.awarding.batch_look import BatchLook, fix_lines
from cairn.web.issuer.awarding.forms import TableForm
from cairn.web.issuer.awarding.presenting import crumbs_of
from cairn.web.refusals import say_at_field

_PAGE: Final = 25
_COLUMNS: Final = (
    Column(gettext_lazy("Row"), numeric=True),
    Column(gettext_lazy("Name in file")),
    Column(gettext_lazy("What is wrong")),
    Column(gettext_lazy("Put it right")),
)


@organization_page(Permission.AWARDS_ISSUE)
@require_http_methods(["GET", "POST"])
def new_batch(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Bring a table, which is then checked and not yet awarded."""
    form = TableForm(request.POST or None, request.FILES or None, initial={"version": request.GET.get("version")})
    if request.method == "POST" and form.is_valid():
        given, acting = form.cleaned_data, acting_from(request)
        with say_at_field(form, "file"):
            work = partial(_check, given["version"], given["file"][0], acting)
            batch_id = run_once(given["key"], work, acting=acting, purpose="check_table")
            return redirect("award_batch", organization.slug, batch_id)
    crumbs, may_begin = crumbs_of(organization), list_published().exists()
    context = {"form": form, "most": MAX_ROWS, "crumbs": crumbs, "may_begin": may_begin}
    return render(request, "issuer/awarding/new_batch.html", context, status=400 if form.errors else 200)


def _check(version: AchievementVersion, file: UploadedFile[bytes], acting: Actor) -> str:
    return str(check_batch(version, file.read(), file_name=file.name or "", acting=acting).pk)


@organization_page(Permission.AWARDS_VIEW)
@require_safe
def batch(request: HttpRequest, organization: Organization, batch_id: UUID) -> HttpResponse:
    """Show how a table stands and the rows that need somebody; with `?part=1` only how far it is."""
    row = get_batch(batch_id)
    allowed = permissions_of(acting_from(request), organization.pk)
    look = BatchLook.of(row)
    if request.GET.get("part"):
        return render(request, "issuer/awarding/batch_progress.html", {"look": look, "batch": row})
    page = Paginator(list_problem_rows(row), _PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": row,
        "look": look,
        "page": page,
        "lines": fix_lines(page.object_list, row),
        "columns": _COLUMNS,
        "crumbs": crumbs_of(organization),
        "badge": badge_svg(row.version, language=get_language() or "en", size_class="m"),
        "sample": sample_notice(row.version),
        "key": new_token(),
        "may_issue": Permission.AWARDS_ISSUE in allowed,
        "may_undo": Permission.AWARDS_REVOKE in allowed and look.can_be_undone,
    }
    return render(request, "issuer/awarding/batch.html", context)


@organization_page(Permission.AWARDS_ISSUE)
@require_POST
def fix_batch(request: HttpRequest, organization: Organization, batch_id: UUID) -> HttpResponse:
    """Take the cells that were put right and check the whole table again."""
    fix_rows(get_batch(batch_id), _cells(request.POST), acting=acting_from(request))
    messages.success(request, _("Checked again."))
    return redirect("award_batch", organization.slug, batch_id)


def _cells(posted: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Read the fields `cell-<row>-<column>`."""
    cells: dict[int, dict[str, str]] = defaultdict(dict)
    for name in posted:
        mark, _dash, rest = name.partition("-")
        number, _dash, column = rest.partition("-")
        if mark == "cell" and number.isdecimal() and len(number) < len(str(MAX_ROWS)) + 1:
            cells[int(number)][column] = posted[name]
    return dict(cells)


Deed = Callable[[AwardBatch, HttpRequest], object]

_DEEDS: Final[Mapping[str, tuple[Deed, str | Promise]]] = {
    "start": (
        lambda row, request: start_batch(row, acting=acting_from(request), notify=request.POST.get("notify") == "now"),
        gettext_lazy("Started. You can leave this page; the work goes on."),
    ),
    "tell": (
        lambda row, request: tell_batch(row, acting=acting_from(request)),
        gettext_lazy("The messages are going out."),
    ),
    "pause": (
        lambda row, request: pause_batch(row, acting=acting_from(request)),
        gettext_lazy("Paused. Nothing is lost; go on whenever you like."),
    ),
    "resume": (lambda row, request: resume_batch(row, acting=acting_from(request)), gettext_lazy("Going on.")),
}


@organization_page(Permission.AWARDS_ISSUE)
@require_POST
def steer_batch(request: HttpRequest, organization: Organization, batch_id: UUID, deed: str) -> HttpResponse:
    """Start, pause, go on, or send the messages."""
    if deed not in _DEEDS:
        raise NotFound(_("There is nothing like that to do with a table."))
    do, words = _DEEDS[deed]

    def work() -> str:
        do(get_batch(batch_id), request)
        return str(batch_id)

    # A double click must not end in a refusal: the second one finds that the deed was done.
    key = request.POST.get("key", "")[:64] or new_token()
    run_once(key, work, acting=acting_from(request), purpose=f"table_{deed}", fingerprint=str(batch_id))
    messages.success(request, str(words))
    return redirect("award_batch", organization.slug, batch_id)


@organization_page(Permission.AWARDS_REVOKE)
@require_POST
def undo(request: HttpRequest, organization: Organization, batch_id: UUID) -> HttpResponse:
    """Take a whole table back."""
    undo_batch(get_batch(batch_id), reason=request.POST.get("reason", ""), acting=acting_from(request))
    messages.success(request, _("The table is being undone."))
    return redirect("award_batch", organization.slug, batch_id)


@organization_page(Permission.AWARDS_VIEW)
@require_safe
def batch_rows(request: HttpRequest, _organization: Organization, batch_id: UUID) -> HttpResponseBase:
    """Download the rows with what became of each; `?only=problems` those that need somebody."""
    row = get_batch(batch_id)
    pieces = write_report(row, only_problems=request.GET.get("only") == "problems")
    headers = {"Content-Disposition": 'attachment; filename="rows.csv"'}
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)
