# SPDX-License-Identifier: Apache-2.0
"""The only writers of awards, credentials and status lists.

::

    places     places in the status lists, handed out in a secret order
    reserving  the award, its place and the exact bytes to be signed, before the key is used
    awarding   one achievement to one recipient
    issuing    lint, sign, publish
    telling    messages to holders
    changes    revoke, suspend, reinstate
    following  renew, issue again
    claims     who takes what was awarded to an address
    many       any of these verbs for many credentials, as a job
    batches    a table of recipients: check, start, pause, tell, undo
    lists      status lists, signed anew where they are stale
    earning    what was decided about a work, awarded, awarded anew or taken back
    reports    Reliability Reports, one for the same figures
"""

from cairn.credentials.recipients import RecipientFacts
from cairn.credentials.services.awarding import award
from cairn.credentials.services.changes import reinstate, revoke, suspend
from cairn.credentials.services.claims import claim
from cairn.credentials.services.following import reissue, renew
from cairn.credentials.services.issuing import issue_award, resume_reserved
from cairn.credentials.services.lists import publish_status_list
from cairn.credentials.services.reports import ensure_report, publish_report

__all__ = [
    "RecipientFacts",
    "award",
    "claim",
    "ensure_report",
    "issue_award",
    "publish_report",
    "publish_status_list",
    "reinstate",
    "reissue",
    "renew",
    "resume_reserved",
    "revoke",
    "suspend",
]
