# SPDX-License-Identifier: Apache-2.0
"""How the work behind an award was assessed: frozen when it is awarded, and carried by the credential.

::

    facts       what is frozen, and what was known of the agreement of assessors then
    wording     the same in sentences, for credentials, reports and pages
    figures     the figures of agreement as a document of its own, by whose digest they are named
    describing  from the facts to the members of the credential
"""

from cairn.credentials.provenance.describing import describe_assessment
from cairn.credentials.provenance.facts import AgreementNote, Provenance, freeze

__all__ = ["AgreementNote", "Provenance", "describe_assessment", "freeze"]
