# SPDX-License-Identifier: Apache-2.0
"""Every permission of the system, as `noun.area:verb`; a typo is an error at import."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What somebody may be allowed to do within one organization."""

    ORGANIZATION_VIEW = "organizations.profile:view"
    ORGANIZATION_EDIT = "organizations.profile:edit"
    MEMBERS_VIEW = "organizations.members:view"
    MEMBERS_MANAGE = "organizations.members:manage"
    MEMBERS_APPOINT = "organizations.members:appoint"
    KEYS_VIEW = "organizations.keys:view"
    KEYS_MANAGE = "organizations.keys:manage"
    AUDIT_VIEW = "organizations.audit:view"

    ACHIEVEMENTS_VIEW = "achievements.drafts:view"
    ACHIEVEMENTS_EDIT = "achievements.drafts:edit"
    ACHIEVEMENTS_PUBLISH = "achievements.versions:publish"
    ACHIEVEMENTS_RETIRE = "achievements.series:retire"

    SUBMISSIONS_VIEW = "assessment.submissions:view"
    SUBMISSIONS_INVITE = "assessment.submissions:invite"
    SUBMISSIONS_RATE = "assessment.submissions:rate"
    SUBMISSIONS_MANAGE = "assessment.submissions:manage"
    ASSESSMENT_PLAN = "assessment.policy:plan"
    SUBMISSIONS_OBSERVE = "assessment.submissions:observe"

    AWARDS_VIEW = "credentials.awards:view"
    AWARDS_ISSUE = "credentials.awards:issue"
    AWARDS_REVOKE = "credentials.awards:revoke"
    AWARDS_EXPORT = "credentials.awards:export"

    REPORTS_VIEW = "outcomes.reports:view"
