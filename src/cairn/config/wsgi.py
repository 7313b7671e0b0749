# SPDX-License-Identifier: Apache-2.0
"""The WSGI entry point: `granian --interface wsgi cairn.config.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")

application = get_wsgi_application()
