# SPDX-License-Identifier: Apache-2.0
"""The API's description as it was agreed on. A change is made on purpose, by `python -m tests.api.test_openapi`."""

from __future__ import annotations

import json
import os
from pathlib import Path

SNAPSHOT = Path(__file__).with_name("openapi.json")


def described() -> str:
    """Return the description of the API as JSON."""
    from cairn.api.vc_api import vc_api

    return json.dumps(vc_api.get_openapi_schema(path_prefix="/vc/"), indent=2, sort_keys=True, default=str) + "\n"


def test_the_description_is_the_one_that_was_agreed_on() -> None:
    assert described() == SNAPSHOT.read_text(encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    import django

    django.setup()
    SNAPSHOT.write_text(described(), encoding="utf-8")
