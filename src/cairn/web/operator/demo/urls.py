# SPDX-License-Identifier: Apache-2.0
"""Addresses of the demonstration."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.operator.demo.views import choose, letter, mailbox, sign_in

urlpatterns: list[URLPattern] = [
    path("demo/", choose, name="demo"),
    path("demo/sign-in", sign_in, name="demo_sign_in"),
    path("demo/mail", mailbox, name="demo_mail"),
    path("demo/mail/<uuid:mail_id>", letter, name="demo_letter"),
]
