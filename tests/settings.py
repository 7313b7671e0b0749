# SPDX-License-Identifier: Apache-2.0
"""The product's settings with what tests need: a folder of their own, work done at once, mail kept in memory."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("CAIRN_DATA", tempfile.mkdtemp(prefix="cairn-tests-"))

from cairn.config.settings import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests make organizations that have nothing to do with each other; those of the rule set it anew.
CAIRN_OPEN_ORGANIZATIONS = True
