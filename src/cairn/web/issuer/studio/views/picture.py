# SPDX-License-Identifier: Apache-2.0
"""An own picture in the place of the drawn badge."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.achievements.art import own_picture
from cairn.achievements.models import AchievementVersion
from cairn.achievements.services import remove_picture, set_picture
from cairn.foundation.errors import Invalid, NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.studio.places import get_draft, page_of

_MOST_BYTES: Final = 2_000_000


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Give the draft's own picture to its author; take another one, or take it away."""
    draft = get_draft(achievement_id)
    if request.method != "POST":
        return _shown(draft)
    if request.POST.get("do") == "remove":
        remove_picture(draft, acting=acting_from(request))
        messages.success(request, _("The badge is drawn again."))
    else:
        _take(request, draft)
    return HttpResponseRedirect(page_of(organization, achievement_id, "edit/look"))


def _shown(draft: AchievementVersion) -> HttpResponse:
    data = own_picture(draft.definition)
    if data is None:
        raise NotFound(_("This draft has no picture of its own; its badge is drawn."))
    return HttpResponse(data, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _take(request: HttpRequest, draft: AchievementVersion) -> None:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or (file.size or 0) > _MOST_BYTES:
        messages.error(request, _("Choose a picture of up to 2 MB. Nothing was changed."))
        return
    try:
        set_picture(draft, file.read(), name=file.name or "", acting=acting_from(request))
    except Invalid as refusal:
        messages.error(request, refusal.detail)
    else:
        messages.success(request, _("Your picture is the badge now. Say in words what it shows."))
