# SPDX-License-Identifier: Apache-2.0
"""Addresses of an organization's own pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.organization import audit, home, invitations, keys, people, profile

urlpatterns: list[URLPattern] = [
    path("organizations/new", profile.new, name="new_organization"),
    path("invitations/<str:token>", invitations.invitation, name="invitation"),
    path("invitations/<str:token>/accept", invitations.accept, name="accept_invitation"),
    path("o/<slug:slug>/", home.home, name="organization_home"),
    path("o/<slug:slug>/people", people.people, name="people"),
    path("o/<slug:slug>/people/invite", people.invite, name="invite"),
    path("o/<slug:slug>/people/new-account", people.new_account, name="new_account"),
    path("o/<slug:slug>/people/invitations/<uuid:invitation_id>/withdraw", people.withdraw, name="withdraw_invitation"),
    path("o/<slug:slug>/people/<uuid:person_id>", people.member, name="member"),
    path("o/<slug:slug>/people/<uuid:person_id>/end", people.end, name="end_membership"),
    path("o/<slug:slug>/people/<uuid:person_id>/password", people.new_password, name="new_password"),
    path("o/<slug:slug>/settings", profile.profile, name="organization_profile"),
    path("o/<slug:slug>/settings/look", profile.look, name="organization_look"),
    path("o/<slug:slug>/settings/logo", profile.logo, name="organization_logo"),
    path("o/<slug:slug>/keys", keys.keys, name="organization_keys"),
    path("o/<slug:slug>/keys/change", keys.change, name="change_key"),
    path("o/<slug:slug>/keys/<uuid:key_id>/revoke", keys.revoke, name="revoke_key"),
    path("o/<slug:slug>/audit", audit.audit, name="organization_audit"),
]
