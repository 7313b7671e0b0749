# SPDX-License-Identifier: Apache-2.0
"""Awards, batches and jobs in the words and marks of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext

from cairn.credentials.models import Award, AwardState, CredentialState
from cairn.credentials.services.many import Verb
from cairn.organizations.models import Organization
from cairn.web.components.marks import draw_status
from cairn.web.components.navigation import NavItem


@dataclass(frozen=True, slots=True)
class VerbWords:
    """A verb on its pages: the button, the heading's question, what it does to holders, and its look."""

    button: str | Promise
    explains: str | Promise
    is_final: bool = False


VERBS: Final[Mapping[Verb, VerbWords]] = MappingProxyType(
    {
        Verb.REVOKE: VerbWords(
            gettext_lazy("Revoke for good"),
            gettext_lazy(
                "The credential ends for good. Whoever checks it is told so from now on, and the holder gets a message "
                "with your reason. This cannot be taken back; a new award can be made."
            ),
            is_final=True,
        ),
        Verb.SUSPEND: VerbWords(
            gettext_lazy("Put on hold"),
            gettext_lazy(
                "The credential does not hold until you lift the hold. Whoever checks it is told so, and the holder "
                "gets a message with your reason."
            ),
        ),
        Verb.REINSTATE: VerbWords(
            gettext_lazy("Lift the hold"),
            gettext_lazy("A credential on hold holds again, and its holder gets a message with your reason."),
        ),
        Verb.RENEW: VerbWords(
            gettext_lazy("Renew from today"),
            gettext_lazy(
                "The holder gets a new credential for the same achievement, dated today. The earlier one stays as it "
                "is and ends on its own day."
            ),
        ),
        Verb.REISSUE: VerbWords(
            gettext_lazy("Issue again"),
            gettext_lazy(
                "The holder gets a new credential with the same facts, signed with today's key. The earlier one is "
                "revoked as soon as the new one is there."
            ),
        ),
    }
)


def status_of(award: Award) -> SafeString:
    """Draw how an award stands."""
    if award.state != AwardState.ISSUED:
        tones = {AwardState.RESERVED: "open", AwardState.STOPPED: "bad", AwardState.UNDONE: "open"}
        return draw_status(tones[AwardState(award.state)], award.get_state_display())
    tones_of_state = {CredentialState.VALID: "good", CredentialState.SUSPENDED: "note", CredentialState.REVOKED: "bad"}
    state = CredentialState(award.credential.state)
    return draw_status(tones_of_state[state], state.label)


def name_of(award: Award) -> str:
    """Return what the holder goes by in a list."""
    return award.recipient_name or award.recipient_identifier or award.recipient_email or str(award.person or "")


def verbs_for(award: Award) -> list[Verb]:
    """List what can be done to an award as it stands."""
    if award.state != AwardState.ISSUED or hasattr(award, "replaced_by"):
        return []
    held = {
        CredentialState.VALID: [Verb.RENEW, Verb.SUSPEND, Verb.REVOKE],
        CredentialState.SUSPENDED: [Verb.REINSTATE, Verb.REVOKE],
        CredentialState.REVOKED: [],
    }
    return held[CredentialState(award.credential.state)]


def crumbs_of(organization: Organization, award: Award | None = None) -> list[NavItem]:
    """Return the way back up to the list, by way of the award where the page stands under one."""
    items = [NavItem(gettext_lazy("Awards"), reverse("awards", args=[organization.slug]))]
    own = [NavItem(name_of(award), reverse("award", args=[organization.slug, award.pk]))] if award else []
    return items + own


def count_words(count: int) -> str:
    """Say how many credentials something is about."""
    return ngettext("%(count)s credential", "%(count)s credentials", count) % {"count": count}
