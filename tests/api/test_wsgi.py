# SPDX-License-Identifier: Apache-2.0
"""The entry point that the server is started with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from cairn.config.wsgi import application


@pytest.mark.django_db
def test_entry_point_answers() -> None:
    statuses: list[str] = []

    def start_response(status: str, headers: Any, exc_info: Any = None, /) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytearray().extend

    environ: dict[str, Any] = {"HTTP_HOST": "localhost", "PATH_INFO": "/vc/issuers"}
    setup_testing_defaults(environ)
    response = application(environ, start_response)
    response.close()
    assert statuses == ["404 Not Found"]
