# SPDX-License-Identifier: Apache-2.0
"""One error for all that a service refuses; each edge turns it into a page or a problem document, by one table."""

from __future__ import annotations

from enum import StrEnum


class ErrorKind(StrEnum):
    """Why something was refused, coarsely; it decides the HTTP status and the page. `code` says it finely."""

    INVALID = "invalid"
    DENIED = "denied"
    SIGN_IN = "sign_in"
    NOT_FOUND = "not_found"
    GONE = "gone"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """A refusal: `detail` is a sentence for people that says what is wrong and what to do next.

    `code` is stable and for machines, `field` names the place of the input, `facts` holds what else is known.
    """

    def __init__(self, kind: ErrorKind, detail: str, *, code: str = "", field: str = "", **facts: object) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.code = code or kind.value
        self.field = field
        self.facts = facts


class PermissionDenied(DomainError):
    """The actor may not do this; nothing was changed."""

    def __init__(self, detail: str, *, code: str = "denied", field: str = "", **facts: object) -> None:
        super().__init__(ErrorKind.DENIED, detail, code=code, field=field, **facts)


class NotFound(DomainError):
    """There is no such thing, or none that the actor may know of: the two are told apart nowhere."""

    def __init__(self, detail: str, *, code: str = "not_found", field: str = "", **facts: object) -> None:
        super().__init__(ErrorKind.NOT_FOUND, detail, code=code, field=field, **facts)


class Invalid(DomainError):
    """The input cannot be taken as it is; `field` names the place and `detail` the fix."""

    def __init__(self, detail: str, *, code: str = "invalid", field: str = "", **facts: object) -> None:
        super().__init__(ErrorKind.INVALID, detail, code=code, field=field, **facts)


class Conflict(DomainError):
    """What was asked for no longer fits what is there: somebody was faster, or the state does not allow it."""

    def __init__(self, detail: str, *, code: str = "conflict", field: str = "", **facts: object) -> None:
        super().__init__(ErrorKind.CONFLICT, detail, code=code, field=field, **facts)
