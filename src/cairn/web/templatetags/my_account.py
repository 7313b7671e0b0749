# SPDX-License-Identifier: Apache-2.0
"""Tags for the pages of one's own account, some of which are shown by allauth and get no context of ours."""

from __future__ import annotations

from typing import Final

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from cairn.web.components.navigation import NavItem
from cairn.web.templatetags.components import crumbs, tabs

register = template.Library()

_TABS: Final = (
    NavItem(_("About me"), "/my/account/", section="/my/account"),
    NavItem(_("Addresses"), "/accounts/email/", section="/accounts/email"),
    NavItem(_("Ways to sign in"), "/accounts/2fa/", section="/accounts/2fa"),
    NavItem(_("If you like"), "/my/account/about-you"),
)
_WAY_BACK: Final = (NavItem(_("My account"), "/my/account/"), NavItem(_("Ways to sign in"), "/accounts/2fa/"))


@register.inclusion_tag("components/tabs.html", takes_context=True)
def account_tabs(context: Context) -> dict[str, object]:
    """Draw the parts of one's account as tabs."""
    return tabs(context, _TABS, _("Parts of my account"))


@register.inclusion_tag("components/crumbs.html")
def account_crumbs() -> dict[str, object]:
    """Draw the way back to the ways of signing in."""
    return crumbs(_WAY_BACK)
