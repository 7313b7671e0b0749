# SPDX-License-Identifier: Apache-2.0
"""What changes in a wallet; nothing else writes its tables.

::

    holding   receive a credential, hide it, make it public or private
    links     make, open, count and end share links
    profile   switch the public profile on and off
"""

from cairn.wallet.services.holding import hide, make_private, make_public, receive, set_public, unhide
from cairn.wallet.services.links import create_share_link, end_share_link, note_view, open_share_link, paper_link
from cairn.wallet.services.profile import set_profile, switch_profile_off

__all__ = [
    "create_share_link",
    "end_share_link",
    "hide",
    "make_private",
    "make_public",
    "note_view",
    "open_share_link",
    "paper_link",
    "receive",
    "set_profile",
    "set_public",
    "switch_profile_off",
    "unhide",
]
