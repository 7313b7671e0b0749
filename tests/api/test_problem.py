# SPDX-License-Identifier: Apache-2.0
"""The table from errors to problem documents."""

from __future__ import annotations

import logging

import pytest
from django.http import Http404
from ninja.errors import HttpError

from cairn.api.problem import problem_response
from cairn.foundation.errors import DomainError, ErrorKind, Invalid
from cairn.standards.codecs import parse_json_object
from cairn.standards.errors import BakeError, ModelError, ResourceUnavailable, StatusError
from cairn.standards.types import JsonObject


def body_of(error: Exception) -> JsonObject:
    return parse_json_object(problem_response(error).content)


def test_problem_names_type_reason_and_place() -> None:
    response = problem_response(ModelError("invalid_id", "The 'id' must be one URL.", path="/id"))
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert parse_json_object(response.content) == {
        "type": "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
        "title": "The document breaks its data model",
        "status": 400,
        "detail": "The 'id' must be one URL.",
        "code": "invalid_id",
        "pointer": "/id",
    }


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StatusError("RANGE_ERROR", "There is no such entry."), 400, "RANGE_ERROR"),
        (BakeError("no_credential_in_image", "There is none."), 400, "no_credential_in_image"),
        (ResourceUnavailable("https://a.example", "It was not fetched.", code="offline"), 400, "offline"),
        (Http404("There is no issuer 'x'."), 404, "not_found"),
        (HttpError(400, "Cannot parse request body"), 400, "bad_request"),
        (HttpError(401, "Unauthorized"), 401, "bad_request"),
    ],
)
def test_each_kind_has_its_status(error: Exception, status: int, code: str) -> None:
    body = body_of(error)
    assert (body["status"], body["code"]) == (status, code)


def test_fault_of_ours_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        body = body_of(RuntimeError("the password is swordfish"))
    assert (body["status"], body["code"]) == (500, "internal_error")
    assert "swordfish" not in str(body)
    assert "swordfish" in caplog.text


def test_every_kind_of_refusal_has_its_answer() -> None:
    statuses = {kind.value: problem_response(DomainError(kind, "No.")).status_code for kind in ErrorKind}
    assert statuses == {
        "invalid": 400,
        "denied": 403,
        "sign_in": 401,
        "not_found": 404,
        "gone": 410,
        "conflict": 409,
        "too_large": 413,
        "too_many": 429,
        "unavailable": 503,
    }


def test_a_refusal_names_its_code_its_place_and_the_fix() -> None:
    assert body_of(Invalid("Say a number of hours.", code="hours_missing", field="effort/hours")) == {
        "type": "about:blank",
        "title": "The input cannot be taken as it is",
        "status": 400,
        "detail": "Say a number of hours.",
        "code": "hours_missing",
        "pointer": "/effort/hours",
    }
