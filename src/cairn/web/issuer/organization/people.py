# SPDX-License-Identifier: Apache-2.0
"""The people of an organization: who they are, who is invited, and what each may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.accounts.selectors import primary_emails
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations import selectors, services
from cairn.organizations.models import Membership, Organization
from cairn.organizations.roles import Role
from cairn.organizations.services.newcomers import Newcomer, add_newcomer, give_new_password
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.organization.forms import InviteForm, LearnerAccountForm, RolesForm, role_lines
from cairn.web.refusals import say_at_field

_COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Roles")),
    Column(gettext_lazy("Member since")),
    Column(gettext_lazy("Change"), hidden=True),
)
_PAGE = 50


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member with the address that mail goes to, if any, and the roles in order."""

    row: Membership
    address: str
    roles: tuple[Role, ...]

    @property
    def can_be_helped(self) -> bool:
        """Whether the organization may give a new password: it made the account, and there is no address."""
        return self.row.person.added_by_id == self.row.organization_id and not self.address


@organization_page(Permission.MEMBERS_VIEW)
@require_GET
def people(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List the members and the open invitations."""
    role = request.GET.get("role", "")
    wanted = {"search": request.GET.get("q", ""), "role": role if role in Role.values else ""}
    page = Paginator(selectors.list_members(organization, **wanted), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(page.object_list),
        "columns": _COLUMNS,
        "wanted": wanted,
        "roles": Role,
        "invitations": selectors.list_invitations(organization),
        "may_manage": may(acting_from(request), Permission.MEMBERS_MANAGE, organization.pk),
    }
    return render(request, "issuer/organization/people.html", context)


@organization_page(Permission.MEMBERS_MANAGE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with say_at_field(form, "email"):
            services.invite(organization, given["email"], given["roles"], acting=acting_from(request))
            messages.success(request, _("The invitation to %(address)s is on its way.") % {"address": given["email"]})
            return _back(organization)
    context = {"form": form, "roles": role_lines()}
    return render(request, "issuer/organization/invite.html", context, status=400 if form.errors else 200)


@organization_page(Permission.MEMBERS_MANAGE)
@require_POST
def withdraw(request: HttpRequest, organization: Organization, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = selectors.get_invitation(organization, invitation_id)
    services.withdraw_invitation(invitation, acting=acting_from(request))
    messages.success(request, _("The invitation to %(address)s has ended.") % {"address": invitation.email})
    return _back(organization)


@organization_page(Permission.MEMBERS_MANAGE)
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Make an account for somebody without an address, and show its password once."""
    form = LearnerAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "username"):
            newcomer = add_newcomer(organization, **form.cleaned_data, acting=acting_from(request))
            return _show_once(request, newcomer)
    return render(request, "issuer/organization/new_account.html", {"form": form}, status=400 if form.errors else 200)


@organization_page(Permission.MEMBERS_MANAGE)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, organization: Organization, person_id: UUID) -> HttpResponse:
    """Show one member, and change what they are."""
    row = selectors.get_member(organization, person_id)
    form = RolesForm(request.POST) if request.method == "POST" else RolesForm(initial={"roles": row.roles})
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "roles"):
            services.change_roles(row, form.cleaned_data["roles"], acting=acting_from(request))
            messages.success(request, _("Saved. It counts from now on."))
            return _back(organization)
    context = {"form": form, "line": _lines([row])[0], "roles": role_lines()}
    return render(request, "issuer/organization/member.html", context, status=400 if form.errors else 200)


@organization_page(Permission.MEMBERS_MANAGE)
@require_POST
def end(request: HttpRequest, organization: Organization, person_id: UUID) -> HttpResponse:
    """End a membership."""
    row = services.end_membership(selectors.get_member(organization, person_id), acting=acting_from(request))
    messages.success(request, _("%(name)s is no longer a member.") % {"name": row.person})
    return _back(organization)


@organization_page(Permission.MEMBERS_MANAGE)
@require_POST
def new_password(request: HttpRequest, organization: Organization, person_id: UUID) -> HttpResponse:
    """Give somebody without an address a new password, and show it once."""
    row = selectors.get_member(organization, person_id)
    return _show_once(request, give_new_password(organization, row.person, acting=acting_from(request)))


def _lines(rows: Iterable[Membership]) -> list[MemberLine]:
    """Give each row the address of its person, all in one query."""
    members = list(rows)
    addresses = primary_emails([row.person_id for row in members])
    return [MemberLine(row, addresses.get(row.person_id, ""), selectors.roles_of(row)) for row in members]


def _show_once(request: HttpRequest, newcomer: Newcomer) -> HttpResponse:
    return render(request, "issuer/organization/password_once.html", {"newcomer": newcomer})


def _back(organization: Organization) -> HttpResponse:
    return HttpResponseRedirect(f"/o/{organization.slug}/people")
