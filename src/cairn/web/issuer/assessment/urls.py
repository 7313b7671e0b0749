# SPDX-License-Identifier: Apache-2.0
"""Addresses of planning and moderating assessment."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.assessment.views import conditions, fairness, moderation, planning, standards

_HOME = "o/<slug:slug>/assessment"
_WORK = "o/<slug:slug>/moderation/<uuid:submission_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_HOME}/", planning.show_plans, name="assessment_plans"),
    path(f"{_HOME}/calendar", planning.calendar, name="assessment_calendar"),
    path(f"{_HOME}/<uuid:achievement_id>/", planning.plan, name="assessment_plan"),
    path(f"{_HOME}/<uuid:achievement_id>/pass-line", standards.pass_line, name="pass_line"),
    path(f"{_HOME}/<uuid:achievement_id>/fairness", fairness.show_fairness, name="fairness"),
    path("o/<slug:slug>/moderation/", moderation.list_work, name="moderation"),
    path(f"{_WORK}/", moderation.moderate, name="moderate"),
    path(f"{_WORK}/conditions", conditions.record, name="record_conditions"),
    path(f"{_WORK}/conditions/<uuid:conditions_id>/withdraw", conditions.withdraw, name="withdraw_conditions"),
]
