# SPDX-License-Identifier: Apache-2.0
"""Files of evidence, to those who may read them, in a way that runs nothing.

Pictures, text and PDF are shown, everything else is saved. No file can run a script, load anything or be framed, and
its answer sets no cookie. Source: OWASP ASVS 5.0 §5.4; RFC 6266.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.accounts.models import Person
from cairn.assessment.selectors import ReadFile, read_evidence_file
from cairn.foundation.errors import NotFound
from cairn.web.access import acting_from, person_page

SHOWN: Final = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv", "text/markdown"}
)
_POLICY: Final = "default-src 'none'; sandbox"


@person_page
@require_safe
def show_file(request: HttpRequest, _person: Person, file_id: UUID) -> HttpResponse:
    """Answer with a file. Raises NotFound for whoever may not read it."""
    file = read_evidence_file(file_id, acting=acting_from(request))
    if file is None:
        raise NotFound(_("This file is not here, or it is not yours to see."))
    return answer_with_file(file)


def answer_with_file(file: ReadFile) -> HttpResponse:
    """Answer with the bytes of a file in a way that runs nothing."""
    is_text = file.media_type.startswith("text/")
    # Text of every kind is shown as plain text, so that no browser finds a meaning in it.
    media_type = "text/plain; charset=utf-8" if is_text else file.media_type
    answer = HttpResponse(file.data, content_type=media_type)
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=file.media_type not in SHOWN, filename=file.name) or "attachment"
    )
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
