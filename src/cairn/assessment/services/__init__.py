# SPDX-License-Identifier: Apache-2.0
"""Every change in assessment: a learner begins, writes, hands in; an assessor takes, rates, decides."""

from cairn.assessment.services.answers import AnswerConflict, save_answer, settle_answer
from cairn.assessment.services.deciding import finish_rating
from cairn.assessment.services.evidence import (
    add_file,
    add_link,
    remove_evidence,
    restore_evidence,
    save_pending_links,
)
from cairn.assessment.services.inviting import invite_to_apply
from cairn.assessment.services.rating import RatingDraft, put_back_rating, save_rating, start_rating
from cairn.assessment.services.starting import start_submission
from cairn.assessment.services.submitting import Declaration, save_declaration, submit_submission, withdraw_submission

__all__ = [
    "AnswerConflict",
    "Declaration",
    "RatingDraft",
    "add_file",
    "add_link",
    "finish_rating",
    "invite_to_apply",
    "put_back_rating",
    "remove_evidence",
    "restore_evidence",
    "save_answer",
    "save_declaration",
    "save_pending_links",
    "save_rating",
    "settle_answer",
    "start_rating",
    "start_submission",
    "submit_submission",
    "withdraw_submission",
]
