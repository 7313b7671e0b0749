# SPDX-License-Identifier: Apache-2.0
"""Reads of assessment, within the scope of the moment: a learner's own work, an organization's queue, decisions."""

from cairn.assessment.selectors.decisions import (
    AssessmentFacts,
    CriterionResult,
    DecisionView,
    EvidenceFact,
    assessment_facts,
    describe_decision,
    list_decisions,
)
from cairn.assessment.selectors.files import find_evidence_file
from cairn.assessment.selectors.queue import (
    DueMark,
    Queue,
    QueueFilter,
    QueueLine,
    count_queue,
    count_queue_by_organization,
    get_queued_submission,
    list_queue,
)
from cairn.assessment.selectors.rating import (
    Standing,
    assess_standing,
    carried_levels,
    find_carried,
    find_open_rating,
    get_rating,
)
from cairn.assessment.selectors.work import (
    count_tries,
    find_open_submission,
    find_submission_gaps,
    get_evidence,
    get_submission,
    list_removed,
    list_work,
    progress_of,
)

__all__ = [
    "AssessmentFacts",
    "CriterionResult",
    "DecisionView",
    "DueMark",
    "EvidenceFact",
    "Queue",
    "QueueFilter",
    "QueueLine",
    "Standing",
    "assess_standing",
    "assessment_facts",
    "carried_levels",
    "count_queue",
    "count_queue_by_organization",
    "count_tries",
    "describe_decision",
    "find_carried",
    "find_evidence_file",
    "find_open_rating",
    "find_open_submission",
    "find_submission_gaps",
    "get_evidence",
    "get_queued_submission",
    "get_rating",
    "get_submission",
    "list_decisions",
    "list_queue",
    "list_removed",
    "list_work",
    "progress_of",
]
