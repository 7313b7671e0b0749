# SPDX-License-Identifier: Apache-2.0
"""Addresses of one's own account; signing in itself is at /accounts/."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.learner.account import groups, views

urlpatterns: list[URLPattern] = [
    path("my/account/", views.account, name="my_account"),
    path("my/account/sign-out-elsewhere", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("my/account/about-you", groups.about_groups, name="about_groups"),
    path("my/account/about-you/forget", groups.forget_groups, name="forget_groups"),
]
