# SPDX-License-Identifier: Apache-2.0
"""What a credential says, in the few fields that a person asks about.

The title is the achievement's name: some issuers put the earner's name into the credential's own `name`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cairn.standards.types import Json, JsonObject
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case
from cairn.standards.verify.reading import Kind
from cairn.standards.verify.recipient import is_awarded_to

_TEXT_LIMIT = 2_000


def summarize(case: Case) -> JsonObject:
    """Return the documented summary: `format`, `type`, `title`, `issuer`, `subject`, `achievement`, dates, evidence."""
    document = case.document
    if case.read.kind is Kind.PRESENTATION:
        return _without_blanks({**_heading(case), "issuer": _party(document.get("holder"))})
    subject = shown_subject(case)
    achievement = _first_object(subject.get("achievement"))
    summary = {
        **_heading(case),
        "title": _text(achievement.get("name")) or _text(document.get("name")),
        "issuer": _party(document.get("issuer")),
        "subject": _party(subject),
        "achievement": _achievement(achievement),
        "result": [_result(item) for item in _objects(subject.get("result"))],
        "evidence": [_text(item.get("id")) for item in _objects(document.get("evidence"))],
        "validFrom": _text(document.get("validFrom", document.get("issuanceDate"))),
        "validUntil": _text(document.get("validUntil", document.get("expirationDate"))),
    }
    return _without_blanks(summary)


def shown_subject(case: Case) -> JsonObject:
    """Return the subject that a report tells of: the one who was asked about, else the first."""
    subjects = list(_objects(case.document.get("credentialSubject")))
    wanted = case.policy.recipient
    asked = (subject for subject in subjects if wanted is not None and is_awarded_to(subject, wanted))
    return next(asked, subjects[0] if subjects else {})


def _heading(case: Case) -> JsonObject:
    return {
        "format": case.read.format,
        "id": _text(case.document.get("id")),
        "type": [item for item in as_list(case.document.get("type")) if isinstance(item, str)],
    }


def _without_blanks(summary: JsonObject) -> JsonObject:
    return {name: value for name, value in summary.items() if value not in (None, [], {})}


def _achievement(achievement: JsonObject) -> JsonObject:
    criteria = _first_object(achievement.get("criteria"))
    fields = {
        "id": _text(achievement.get("id")),
        "name": _text(achievement.get("name")),
        "achievementType": _text(achievement.get("achievementType")),
        "description": _text(achievement.get("description")),
        "criteria": _text(criteria.get("narrative")) or _text(criteria.get("id")),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _party(value: Json) -> JsonObject:
    party = value if isinstance(value, dict) else {"id": value}
    fields = {name: _text(party.get(name)) for name in ("id", "name", "url")}
    return {name: text for name, text in fields.items() if text is not None}


def _result(result: JsonObject) -> JsonObject:
    fields = {name: _text(result.get(name)) for name in ("resultDescription", "value", "achievedLevel", "status")}
    return {name: text for name, text in fields.items() if text is not None}


def _first_object(value: Json) -> JsonObject:
    return next(_objects(value), {})


def _objects(value: Json) -> Iterator[JsonObject]:
    """Walk the objects of a value; an array inside an array hides nothing, because JSON-LD knows only one level."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _text(value: Json) -> str | None:
    """Return a text, or the first one of a text that is given in several languages.

    Nothing and arrays inside an array hide no text, because JSON-LD passes over them.
    """
    if isinstance(value, list):
        return next((text for text in map(_text, value) if text is not None), None)
    if isinstance(value, dict):
        value = value.get("@value")
    return value[:_TEXT_LIMIT] if isinstance(value, str) else None
