# SPDX-License-Identifier: Apache-2.0
"""Django's settings, read from the environment; there is no settings file to edit."""

from __future__ import annotations

import os
import secrets
from typing import Any, Final

from cairn.config.environment import Environment
from cairn.standards.codecs import JsonLimits

_ENV: Final = Environment(os.environ)

# Nothing that outlives the process is signed with this key unless the operator sets one.
SECRET_KEY = _ENV.text("CAIRN_SECRET_KEY") or secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = _ENV.items("CAIRN_HOSTS", "localhost,127.0.0.1,[::1]")

INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "cairn.config.urls"
WSGI_APPLICATION = "cairn.config.wsgi.application"

DATABASES: dict[str, dict[str, Any]] = {"default": _ENV.database("sqlite:///cairn.sqlite")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

DATA_UPLOAD_MAX_MEMORY_SIZE = JsonLimits().size

# The VC API serves conformance suites: anybody may have anything signed with its keys. Off unless asked for.
CAIRN_VC_API = _ENV.flag("CAIRN_VC_API")
CAIRN_VC_API_SEED = _ENV.text("CAIRN_VC_API_SEED")
