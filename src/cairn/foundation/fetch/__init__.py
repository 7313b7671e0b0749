# SPDX-License-Identifier: Apache-2.0
"""The one door through which documents come in from other hosts.

::

    rules        which addresses on the web, and which addresses on the network, may be asked
    connection   one connection to an address that was checked, within one deadline
    guarded      GuardedFetch: a document, or the reason why it could not be had
    memory       RememberingFetch: each document asked for once a run, and the last good copy of it
"""

from cairn.foundation.fetch.connection import Network
from cairn.foundation.fetch.guarded import FetchLimits, GuardedFetch
from cairn.foundation.fetch.memory import DocumentFolder, RememberingFetch
from cairn.foundation.fetch.rules import AllowedHosts

__all__ = ["AllowedHosts", "DocumentFolder", "FetchLimits", "GuardedFetch", "Network", "RememberingFetch"]
