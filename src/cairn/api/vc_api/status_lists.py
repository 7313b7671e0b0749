# SPDX-License-Identifier: Apache-2.0
"""The status lists of the VC API: one for each purpose, computed when asked for, in which nothing is ever set.

There is no state behind them, so any number of workers with one seed give the same answers.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cairn.api.vc_api.issuers import Issuer
from cairn.standards.codecs import dump_json
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.status import MIN_ENTRIES, Bitstring, StatusEntry, build_status_list_credential
from cairn.standards.types import JsonObject

PURPOSES: Final = ("revocation", "suspension")


@dataclass(frozen=True, slots=True)
class StatusLists:
    """The lists under one address: `base` is the URL before the name of the purpose."""

    base: str
    issuer: Issuer
    at: datetime

    def new_entry(self, purpose: str) -> JsonObject:
        """Return an entry for a new credential, at random, so that neighbours tell nothing."""
        url = f"{self.base}{purpose}"
        return StatusEntry("BitstringStatusListEntry", purpose, secrets.randbelow(MIN_ENTRIES), url).to_json()

    def credential(self, purpose: str) -> JsonObject:
        """Return the signed list."""
        unsigned = build_status_list_credential(
            f"{self.base}{purpose}", self.issuer.did, Bitstring.empty(), purpose=purpose, valid_from=self.at
        )
        options = ProofOptions(created=self.at)
        return add_proof(
            unsigned, self.issuer.key, canonicalizer=Canonicalizer(), suite=self.issuer.suite, options=options
        )

    def fetch(self, url: str) -> bytes:
        """Answer for the lists of this server; nothing else is fetched.

        Raises ResourceUnavailable.
        """
        purpose = url.removeprefix(self.base)
        if not url.startswith(self.base) or purpose not in PURPOSES:
            raise ResourceUnavailable(url, f"{url[:200]} is not fetched here.")
        return dump_json(self.credential(purpose))
