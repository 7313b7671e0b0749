# SPDX-License-Identifier: Apache-2.0
"""A table of recipients, from the trial run to the last message.

::

    checking   every row is judged, and nothing is awarded
    running    reserve, sign, tell: a job whose every step is a transaction
    undoing    what nobody was told of is taken back; the rest is revoked, with a message
"""

from cairn.credentials.services.batches.checking import check_batch, fix_rows
from cairn.credentials.services.batches.running import pause_batch, resume_batch, start_batch, tell_batch
from cairn.credentials.services.batches.undoing import undo_batch

__all__ = [
    "check_batch",
    "fix_rows",
    "pause_batch",
    "resume_batch",
    "start_batch",
    "tell_batch",
    "undo_batch",
]
