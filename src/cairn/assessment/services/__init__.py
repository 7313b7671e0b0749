# SPDX-License-Identifier: Apache-2.0
"""Every change in assessment: a learner begins, writes, hands in; an assessor takes, rates, decides."""

from cairn.assessment.declarations import Declaration
from cairn.assessment.prior_learning import Shown
from cairn.assessment.services.agreement import leave_out_double_rating, measure_waiting, rebuild_figures
from cairn.assessment.services.anchors import AnchorDraft, change_anchor, retire_anchor, write_anchor
from cairn.assessment.services.answers import AnswerConflict, save_answer, settle_answer
from cairn.assessment.services.appealing import file_appeal, withdraw_appeal
from cairn.assessment.services.assigning import (
    HandedOut,
    assign_waiting,
    choose_handing_out,
    hand_out_everywhere,
    reassign_rating,
    state_languages,
    take_next,
)
from cairn.assessment.services.attesting import (
    AskedAttestation,
    Statement,
    Witness,
    ask_for_attestation,
    make_attestation,
    take_back_attestation,
    withdraw_attestation,
)
from cairn.assessment.services.brakes import release_brake, review_brake
from cairn.assessment.services.calendar import Holiday, state_calendar
from cairn.assessment.services.complaints import (
    Grievance,
    answer_complaint,
    file_complaint,
    withdraw_complaint,
)
from cairn.assessment.services.conditions import ConditionsGiven, record_conditions, withdraw_conditions
from cairn.assessment.services.conflicts import declare_conflict, end_conflict, enter_conflict
from cairn.assessment.services.deciding import finish_rating
from cairn.assessment.services.earlier import BroughtIn, import_double_ratings
from cairn.assessment.services.escalating import escalate_overdue
from cairn.assessment.services.evidence import (
    add_file,
    add_link,
    remove_evidence,
    restore_evidence,
    save_pending_links,
)
from cairn.assessment.services.expiring import tend_qualifications
from cairn.assessment.services.group_answers import forget_group_answers, save_group_answers
from cairn.assessment.services.inviting import invite_to_apply
from cairn.assessment.services.letting_go import let_go_without_role
from cairn.assessment.services.locker import (
    Note,
    discard_item,
    keep_evidence,
    keep_file,
    keep_link,
    keep_text,
    use_item,
)
from cairn.assessment.services.masking import (
    dismiss_report,
    mask_with_file,
    mask_with_passage,
    mask_with_words,
    report_identity,
)
from cairn.assessment.services.meetings import (
    MeetingPlan,
    Slot,
    call_meeting,
    cancel_meeting,
    close_meeting,
    move_meeting,
)
from cairn.assessment.services.moderating import (
    lock_submission,
    overturn_decision,
    reopen_submission,
    unlock_submission,
)
from cairn.assessment.services.planning_policy import state_policy
from cairn.assessment.services.prior_learning import MapConflict, choose_track, save_map, settle_map
from cairn.assessment.services.qualifying import RENEWAL, begin_sitting, rate_in_sitting
from cairn.assessment.services.rating import RatingDraft, put_back_rating, save_rating, start_rating
from cairn.assessment.services.recalibrating import offer_recalibration
from cairn.assessment.services.releasing_fairness import release_fairness, release_fairness_everywhere, tend_fairness
from cairn.assessment.services.seeding import seed_drift, seed_drift_everywhere
from cairn.assessment.services.seeing import note_result_seen
from cairn.assessment.services.standard_setting import (
    Judgments,
    Meeting,
    measure_pass_line,
    record_standard_setting,
)
from cairn.assessment.services.starting import start_submission
from cairn.assessment.services.submitting import save_declaration, submit_submission, withdraw_submission
from cairn.assessment.services.training import practice

__all__ = [
    "RENEWAL",
    "AnchorDraft",
    "AnswerConflict",
    "AskedAttestation",
    "BroughtIn",
    "ConditionsGiven",
    "Declaration",
    "Grievance",
    "HandedOut",
    "Holiday",
    "Judgments",
    "MapConflict",
    "Meeting",
    "MeetingPlan",
    "Note",
    "RatingDraft",
    "Shown",
    "Slot",
    "Statement",
    "Witness",
    "add_file",
    "add_link",
    "answer_complaint",
    "ask_for_attestation",
    "assign_waiting",
    "begin_sitting",
    "call_meeting",
    "cancel_meeting",
    "change_anchor",
    "choose_handing_out",
    "choose_track",
    "close_meeting",
    "declare_conflict",
    "discard_item",
    "dismiss_report",
    "end_conflict",
    "enter_conflict",
    "escalate_overdue",
    "file_appeal",
    "file_complaint",
    "finish_rating",
    "forget_group_answers",
    "hand_out_everywhere",
    "import_double_ratings",
    "invite_to_apply",
    "keep_evidence",
    "keep_file",
    "keep_link",
    "keep_text",
    "leave_out_double_rating",
    "let_go_without_role",
    "lock_submission",
    "make_attestation",
    "mask_with_file",
    "mask_with_passage",
    "mask_with_words",
    "measure_pass_line",
    "measure_waiting",
    "move_meeting",
    "note_result_seen",
    "offer_recalibration",
    "overturn_decision",
    "practice",
    "put_back_rating",
    "rate_in_sitting",
    "reassign_rating",
    "rebuild_figures",
    "record_conditions",
    "record_standard_setting",
    "release_brake",
    "release_fairness",
    "release_fairness_everywhere",
    "remove_evidence",
    "reopen_submission",
    "report_identity",
    "restore_evidence",
    "retire_anchor",
    "review_brake",
    "save_answer",
    "save_declaration",
    "save_group_answers",
    "save_map",
    "save_pending_links",
    "save_rating",
    "seed_drift",
    "seed_drift_everywhere",
    "settle_answer",
    "settle_map",
    "start_rating",
    "start_submission",
    "state_calendar",
    "state_languages",
    "state_policy",
    "submit_submission",
    "take_back_attestation",
    "take_next",
    "tend_fairness",
    "tend_qualifications",
    "unlock_submission",
    "use_item",
    "withdraw_appeal",
    "withdraw_attestation",
    "withdraw_complaint",
    "withdraw_conditions",
    "withdraw_submission",
    "write_anchor",
]
