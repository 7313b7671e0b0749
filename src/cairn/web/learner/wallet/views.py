# SPDX-License-Identifier: Apache-2.0
"""What a person holds: the cairn, one credential, and what can be done with it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.models import Person
from cairn.foundation.errors import NotFound
from cairn.verification.services import check_credential
from cairn.wallet import services
from cairn.wallet.access import is_minor
from cairn.wallet.downloads import Form, read_form
from cairn.wallet.selectors import get_holding, link_url, list_links
from cairn.web.access import acting_from, person_page
from cairn.web.learner.wallet.cairn_page import build_cairn
from cairn.web.learner.wallet.forms import ShareForm
from cairn.web.learner.wallet.linkedin import add_to_profile_url
from cairn.web.public.verify.presenting import file_response
from cairn.web.public.verify.showing import show

_CHANGES: Final = {
    "public": (services.make_public, gettext_lazy("Everybody can see it now, with your name.")),
    "private": (services.make_private, gettext_lazy("It is private again. Links that you made still work.")),
    "hidden": (services.hide, gettext_lazy("It is out of your cairn. It stays valid, and you can bring it back.")),
    "shown": (services.unhide, gettext_lazy("It is back in your cairn.")),
}


@person_page
@require_safe
def cairn(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what somebody holds."""
    page = build_cairn(person.pk, person.name, get_language() or "en")
    return render(request, "learner/wallet/cairn.html", {"page": page})


@person_page
@require_safe
def holding(request: HttpRequest, person: Person, award_id: UUID) -> HttpResponse:
    """Show one credential to its holder: how others see it, and everything that can be done with it."""
    return _page(request, person, award_id, ShareForm())


def _page(request: HttpRequest, person: Person, award_id: UUID, form: ShareForm, status: int = 200) -> HttpResponse:
    found = get_holding(person.pk, award_id)
    checked = check_credential(bytes(found.credential.document))
    context = {
        "holding": found,
        "shown": show(checked, with_report=False),
        "links": list_links(person.pk, award_id),
        "form": form,
        "is_minor": is_minor(person.pk),
        "linkedin_url": add_to_profile_url(found.credential),
    }
    return render(request, "learner/wallet/holding.html", context, status=status)


@person_page
@require_safe
def download(request: HttpRequest, person: Person, award_id: UUID, form: str) -> HttpResponse:
    """Hand over a file to keep."""
    del request
    return file_response(get_holding(person.pk, award_id).credential, read_form(form), get_language() or "en")


@person_page
@require_POST
def share(request: HttpRequest, person: Person, award_id: UUID) -> HttpResponse:
    """Make a link for one reader."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, person, award_id, form, status=422)
    link = services.create_share_link(
        award_id,
        acting=acting_from(request),
        audience=form.cleaned_data["audience"],
        label=form.cleaned_data["label"],
        expires_at=form.expires_at(),
    )
    messages.success(request, _("Your link is ready: %(url)s") % {"url": link_url(link)})
    return HttpResponseRedirect(f"{request.path.removesuffix('share')}#links")


@person_page
@require_POST
def paper(request: HttpRequest, person: Person, award_id: UUID) -> HttpResponse:
    """Make the link that stands on paper, then the certificate with its square code."""
    del person
    services.paper_link(award_id, acting=acting_from(request))
    return redirect("holding_download", award_id, Form.PDF)


@person_page
@require_POST
def show_to(request: HttpRequest, person: Person, award_id: UUID) -> HttpResponse:
    """Make a credential public or private, hide it or bring it back."""
    del person
    change, sentence = _CHANGES.get(request.POST.get("to", ""), (None, ""))
    if change is None:
        raise NotFound(_("There is nothing to change like that. Go back and choose again."))
    change(award_id, acting=acting_from(request))
    messages.success(request, str(sentence))
    return redirect("holding", award_id)
