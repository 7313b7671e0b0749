# SPDX-License-Identifier: Apache-2.0
"""The one table from errors to answers: RFC 9457 problem details.

`type` is the identifier that the standards give to a kind of error, or `about:blank` where they name none; `code` is
Cairn's own stable reason code, `detail` the sentence for people, `pointer` the place in the document (RFC 6901).
Source: RFC 9457 §3; for the types Verifiable Credentials Data Model 2.0 §7.4, Data Integrity 1.0 §4.7 and Bitstring
Status List 1.0 §3.5.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from cairn.foundation.errors import DomainError, ErrorKind
from cairn.standards.codecs import dump_json
from cairn.standards.errors import (
    CodecError,
    DidError,
    JsonLdError,
    ModelError,
    ProofError,
    ResourceUnavailable,
    StandardsError,
    StatusError,
)
from cairn.standards.types import JsonObject
from cairn.standards.verify import VerificationReport

_LOG: Final = logging.getLogger(__name__)
_BLANK: Final = "about:blank"
_PARSING: Final = "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"
_MALFORMED: Final = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
_TRANSFORMATION: Final = "https://w3id.org/security#PROOF_TRANSFORMATION_ERROR"
_VERIFICATION: Final = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
_STATUS: Final = "https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR"


class NotVerifiedError(Exception):
    """A document was verified and did not pass; its report says why."""

    def __init__(self, report: VerificationReport) -> None:
        super().__init__(report)
        self.report = report


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of error is answered."""

    title: str
    type: str = _BLANK
    status: HTTPStatus = HTTPStatus.BAD_REQUEST


KINDS: Final[Mapping[type[Exception], Kind]] = MappingProxyType(
    {
        CodecError: Kind("The document cannot be read", _PARSING),
        ModelError: Kind("The document breaks its data model", _MALFORMED),
        JsonLdError: Kind("The terms of the document cannot be relied on", _TRANSFORMATION),
        ProofError: Kind("The proof does not hold", _VERIFICATION),
        DidError: Kind("The signer's key cannot be found", _VERIFICATION),
        StatusError: Kind("The status cannot be relied on", _STATUS),
        StandardsError: Kind("The document breaks its standard"),
        NotVerifiedError: Kind("The document does not verify", _VERIFICATION),
        ResourceUnavailable: Kind("Something that is needed cannot be had"),
        ValidationError: Kind("The request is not complete"),
        HttpError: Kind("The request cannot be answered"),
        RequestDataTooBig: Kind("The request is too large", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        Http404: Kind("There is nothing here", status=HTTPStatus.NOT_FOUND),
        Exception: Kind("Something went wrong on our side", status=HTTPStatus.INTERNAL_SERVER_ERROR),
    }
)


REFUSALS: Final[Mapping[ErrorKind, Kind]] = MappingProxyType(
    {
        ErrorKind.INVALID: Kind("The input cannot be taken as it is"),
        ErrorKind.SIGN_IN: Kind("Sign in first", status=HTTPStatus.UNAUTHORIZED),
        ErrorKind.DENIED: Kind("This is not allowed", status=HTTPStatus.FORBIDDEN),
        ErrorKind.NOT_FOUND: Kind("There is nothing here", status=HTTPStatus.NOT_FOUND),
        ErrorKind.CONFLICT: Kind("This does not fit what is there", status=HTTPStatus.CONFLICT),
        ErrorKind.GONE: Kind("This has ended", status=HTTPStatus.GONE),
        ErrorKind.TOO_LARGE: Kind("This is too large", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ErrorKind.TOO_MANY: Kind("Too many requests", status=HTTPStatus.TOO_MANY_REQUESTS),
        ErrorKind.UNAVAILABLE: Kind("Something that is needed cannot be had", status=HTTPStatus.SERVICE_UNAVAILABLE),
    }
)
"""What a service refuses, by its kind."""


def answer_with_problems(api: NinjaAPI) -> None:
    """Make every error of an API a problem+json answer."""
    # django-ninja has handlers of its own for these; the last one catches everything else.
    for kind in (Http404, HttpError, ValidationError, Exception):
        api.add_exception_handler(kind, _answer)


def problem_response(error: Exception) -> HttpResponse:
    """Answer an error as the table says; what is nobody's fault but ours is logged and not told."""
    # django-ninja wraps what its body parser raises; the reason is what it wrapped.
    cause = error.__cause__ if isinstance(error, HttpError) and isinstance(error.__cause__, Exception) else error
    kind = _kind_of(cause)
    status = cause.status_code if isinstance(cause, HttpError) else int(kind.status)
    body = {"type": kind.type, "title": kind.title, "status": status, **_facts(cause)}
    return HttpResponse(dump_json(body), content_type="application/problem+json", status=status)


def _kind_of(error: Exception) -> Kind:
    if isinstance(error, DomainError):
        return REFUSALS[error.kind]
    return next(KINDS[ancestor] for ancestor in type(error).__mro__ if ancestor in KINDS)


def _answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    del request  # the signature of django-ninja's handlers
    return problem_response(error if isinstance(error, Exception) else error())


def _facts(error: Exception) -> JsonObject:
    """Return the code, the sentence and whatever else is known about an error."""
    match error:
        case StandardsError():
            facts = _members(error.code, error.detail, error.path)
        case DomainError():
            facts = _members(error.code, error.detail, f"/{error.field}" if error.field else "")
        case NotVerifiedError():
            facts = _verification_facts(error.report)
        case ResourceUnavailable():
            facts = _members(error.code, error.detail)
        case ValidationError():
            facts = _first_complaint(error)
        case RequestDataTooBig():
            facts = _members("too_large", f"At most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes are read; send less.")
        case Http404() | HttpError():
            facts = _members("not_found" if isinstance(error, Http404) else "bad_request", str(error))
        case _:
            _LOG.error("An API request failed.", exc_info=error)
            facts = _members("internal_error", "The error was logged; report it with the time at which it happened.")
    return facts


def _members(code: str, detail: str, pointer: str = "") -> JsonObject:
    return {"detail": detail, "code": code} | ({"pointer": pointer} if pointer else {})


def _verification_facts(report: VerificationReport) -> JsonObject:
    """Return the check that decided, then all of them, those of the credentials inside included."""
    reason = report.reason
    members = _members(reason.code, reason.message) if reason else {}
    return members | {name: value for name, value in report.to_json().items() if name != "credential"}


def _first_complaint(error: ValidationError) -> JsonObject:
    complaint = error.errors[0]
    # The location begins with where the value came from (body, path) and the name of the parameter.
    pointer = "".join(f"/{step}" for step in complaint["loc"][2:])
    return _members("invalid_request", f"{complaint['msg']}.", pointer)
