# SPDX-License-Identifier: Apache-2.0
"""A credential described in CTDL as the beginning of a definition, with a report of what was not carried.

Reads what the Credential Registry gives out (a graph, an envelope around one, or one resource) and what its publishing
assistant takes in. Pure: bytes in, a definition and a report out. Source: CTDL, Credential and its properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.definition import Alignment, Cost, Credit, Definition, Effort, Outcome, Rubric, Translation
from cairn.achievements.kinds import Kind
from cairn.achievements.rubrics.assembling import assemble
from cairn.achievements.rubrics.ctdl import read_ctdl as read_rubrics
from cairn.foundation.errors import Invalid
from cairn.standards.codecs import parse_json
from cairn.standards.errors import CodecError
from cairn.standards.types import Json, JsonObject

_PREFIX: Final = "ceterms:"
_KINDS: Final = {
    "Certification": Kind.CERTIFICATION,
    "License": Kind.CERTIFICATION,
    "CertificateOfCompletion": Kind.PARTICIPATION,
    "CertificateOfParticipation": Kind.PARTICIPATION,
    "Award": Kind.RECOGNITION,
}
_NO_CREDENTIAL: Final = frozenset(
    {
        *("CredentialOrganization", "QACredentialOrganization", "Organization", "CostManifest", "ConditionManifest"),
        *("AssessmentProfile", "LearningOpportunityProfile", "Course", "LearningProgram", "DataSetProfile"),
    }
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?.*)?")
_MONTHS_A_YEAR: Final = 12
_LINE: Final = 300
_TEXT: Final = 10_000
_MOST: Final = 30
# What names the record and says nothing that a reader would miss.
_BOOKKEEPING: Final = frozenset({"ctid", "credentialStatusType", "inLanguage"})
_ASSISTANT_ONLY: Final = frozenset({"CTID", "Ctid", "Type", "CredentialType"})


@dataclass(frozen=True, slots=True)
class CtdlDraft:
    """What an import gives: a definition to begin with, the terms that it holds, and those that it cannot."""

    definition: Definition
    carried: tuple[str, ...]
    left_out: tuple[str, ...]


def read_ctdl(data: bytes) -> CtdlDraft:
    """Read one credential. Raises Invalid: ctdl_unreadable, ctdl_no_credential, ctdl_no_name."""
    try:
        # PostgreSQL cannot hold this character in a text, and no description needs it.
        document = parse_json(data.replace(b"\\u0000", b""))
    except CodecError as error:
        raise Invalid(
            _("This file cannot be read as JSON. Download it again from the registry, and choose the JSON."),
            code="ctdl_unreadable",
            field="file",
        ) from error
    graph = list(_resources(document))
    credential = next((item for item in graph if _is_credential(item)), None)
    if credential is None:
        raise Invalid(
            _("There is no credential in this file. Choose one that describes a credential in CTDL."),
            code="ctdl_no_credential",
            field="file",
        )
    return _draft(_Resource(credential, {item["@id"]: item for item in graph if isinstance(item.get("@id"), str)}))


@dataclass(frozen=True, slots=True)
class _Resource:
    """One resource, and the others of its graph that it points to."""

    members: JsonObject
    others: dict[str, JsonObject]

    def text(self, term: str, language: str = "") -> str:
        return _text(self.members.get(_PREFIX + term), language)

    def items(self, term: str) -> list[JsonObject]:
        value = self.members.get(_PREFIX + term)
        listed = value if isinstance(value, list) else [value]
        found = (self.others.get(item) if isinstance(item, str) else item for item in listed)
        return [item for item in found if isinstance(item, dict)][:_MOST]


def _draft(source: _Resource) -> CtdlDraft:
    language = _language(source)
    name = source.text("name", language)
    if not name:
        raise Invalid(_("The credential in this file has no name."), code="ctdl_no_name", field="file")
    terms = {key.removeprefix(_PREFIX) for key in source.members if key.startswith(_PREFIX)} - _BOOKKEEPING
    members = {term: part for term, part in _parts(source, language).items() if part}
    texts = dict(part for parts in members.values() for part in parts)
    definition = Definition(
        name=name[:_LINE],
        kind=_kind(source),
        description=source.text("description", language)[:_TEXT],
        language=language,
        languages=(language, *(item.language for item in _translations(source, language))),
        outcomes=_outcomes(source, language),
        rubric=_rubric(source),
        cost=_cost(source, language),
        effort=_effort(source, language),
        credit=_credit(source, language),
        expires_after_months=_months(source.members.get(f"{_PREFIX}renewalFrequency")),
        translations=_translations(source, language),
    ).model_copy(update=texts)
    carried = {"name", "description", *members, *_carried(definition, source)} & terms
    return CtdlDraft(definition, tuple(sorted(carried)), tuple(sorted(terms - carried)))


def _parts(source: _Resource, language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the texts of the definition that each term gives."""
    lists = {
        "requires": ("criteria", _conditions(source, "requires", language)),
        "entryCondition": ("prerequisites", _conditions(source, "entryCondition", language)),
        "audienceType": ("audience", _names(source, "audienceType", language)),
        "audienceLevelType": ("level", _names(source, "audienceLevelType", language)),
        "learningDeliveryType": ("delivery", _names(source, "learningDeliveryType", language)),
        "renewal": ("renewal", _conditions(source, "renewal", language)),
        "learningMethodDescription": ("key_method", [source.text("learningMethodDescription", language)]),
    }
    return {
        term: [(place, "\n".join(lines)[: _size(place)])] if any(lines) else []
        for term, (place, lines) in lists.items()
    }


def _size(place: str) -> int:
    return _LINE if place in ("level", "delivery") else _TEXT


def _carried(definition: Definition, source: _Resource) -> Iterator[str]:
    if definition.cost != Cost():
        yield "estimatedCost"
    if definition.effort != Effort():
        yield "estimatedDuration"
    if definition.credit:
        yield "creditValue"
    if definition.expires_after_months:
        yield "renewalFrequency"
    if definition.rubric.criteria:
        yield "hasRubric"
    if definition.outcomes:
        yield from (term for term in ("teaches", "assesses") if source.items(term))


def _conditions(source: _Resource, term: str, language: str) -> list[str]:
    lines = []
    for profile in source.items(term):
        lines += [_text(profile.get(f"{_PREFIX}description"), language)]
        lines += [f"- {line}" for line in _lines(profile.get(f"{_PREFIX}condition"), language)]
    return [line for line in lines if line]


def _names(source: _Resource, term: str, language: str) -> list[str]:
    named = [_text(item.get(f"{_PREFIX}targetNodeName"), language) for item in source.items(term)]
    listed = source.members.get(_PREFIX + term)
    plain = [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []
    joined = ", ".join(name for name in (*named, *plain) if name)
    return [joined] if joined else []


def _outcomes(source: _Resource, language: str) -> tuple[Outcome, ...]:
    found = [*source.items("teaches"), *source.items("assesses")][:_MOST]
    texts = [(item, _text(item.get(f"{_PREFIX}targetNodeName"), language)) for item in found]
    return tuple(
        Outcome(id=f"O{number}", text=text[:_TEXT], alignments=(_alignment(item, text, language),))
        for number, (item, text) in enumerate(texts, 1)
        if text
    )


def _rubric(source: _Resource) -> Rubric:
    """Return the first rubric that the credential points to, where its levels and criteria can be read."""
    linked = source.items("hasRubric")[:1]
    if not linked:
        return Rubric()
    try:
        found = read_rubrics([*linked, *(item for item in source.others.values() if item not in linked)])
        return assemble(found[0]).document.rubric if found else Rubric()
    except Invalid:
        return Rubric()


def _alignment(item: JsonObject, name: str, language: str) -> Alignment:
    return Alignment(
        framework=_text(item.get(f"{_PREFIX}frameworkName"), language)[:_LINE],
        code=_text(item.get(f"{_PREFIX}codedNotation"), language)[:_LINE],
        name=name[:_LINE],
        url=_text(item.get(f"{_PREFIX}targetNode"), language)[:_LINE],
    )


def _cost(source: _Resource, language: str) -> Cost:
    profiles = source.items("estimatedCost")
    amounts = [amount for profile in profiles if (amount := _amount(profile.get(f"{_PREFIX}price"))) is not None]
    currency = _text(profiles[0].get(f"{_PREFIX}currency"), "") if profiles else ""
    words = "\n".join(text for profile in profiles if (text := _text(profile.get(f"{_PREFIX}description"), language)))
    # Several prices are for different people or parts; adding them up would invent a figure.
    return Cost(
        price=amounts[0] if len(amounts) == 1 else None,
        currency=currency if re.fullmatch(r"[A-Z]{3}", currency) else "USD",
        extra=words[:_TEXT],
    )


def _effort(source: _Resource, language: str) -> Effort:
    profile = next(iter(source.items("estimatedDuration")), {})
    exact = _text(profile.get(f"{_PREFIX}exactDuration"), "")
    parts = _duration(exact)
    words = _text(profile.get(f"{_PREFIX}description"), language) or _say_duration(exact)
    return Effort(weeks=parts[2] or None, hours=Decimal(parts[4]) if parts[4] else None, detail=words[:_TEXT])


def _credit(source: _Resource, language: str) -> tuple[Credit, ...]:
    found = []
    for item in source.items("creditValue"):
        units = _amount(item.get("schema:value") or item.get(f"{_PREFIX}value"))
        names = item.get(f"{_PREFIX}creditUnitType")
        unit = _text((names[0] if isinstance(names, list) and names else {}).get(f"{_PREFIX}targetNodeName"), language)
        found.append(Credit(units=units, unit=unit[:_LINE]))
    return tuple(found)


def _translations(source: _Resource, language: str) -> tuple[Translation, ...]:
    """Return name and description in the other languages that they are written in."""
    by_language: dict[str, list[tuple[str, str]]] = {}
    for place in ("name", "description"):
        value = source.members.get(_PREFIX + place)
        for tag, text in value.items() if isinstance(value, dict) else ():
            if _tag(tag) not in ("", language) and isinstance(text, str):
                by_language.setdefault(_tag(tag), []).append((place, text[:_TEXT]))
    return tuple(Translation(language=tag, texts=tuple(texts)) for tag, texts in by_language.items())


def _kind(source: _Resource) -> Kind:
    return next((_KINDS[name] for name in _types(source.members) if name in _KINDS), Kind.APPLICATION)


def _language(source: _Resource) -> str:
    """Pick the language of the definition: English where the name is written in it, or else the name's first."""
    name = source.members.get(f"{_PREFIX}name")
    tags = [_tag(tag) for tag in name] if isinstance(name, dict) else []
    english = (tag for tag in tags if tag.partition("-")[0] == "en")
    return next(english, next((tag for tag in tags if tag), "en"))


def _tag(text: str) -> str:
    head, _dash, region = text.partition("-")
    tag = f"{head.lower()}-{region.upper()}" if region else head.lower()
    return tag if _LANGUAGE.fullmatch(tag) else ""


def _resources(document: Json) -> Iterator[JsonObject]:
    """Go through the resources of a file, whatever is wrapped around them."""
    if not isinstance(document, dict):
        return
    for wrapper in ("decoded_resource", "GraphInput", "Credential"):
        if isinstance(document.get(wrapper), dict):
            yield from _resources(_with_prefixes(document[wrapper]) if wrapper == "Credential" else document[wrapper])
            return
    graph = document.get("@graph")
    yield from (item for item in (graph if isinstance(graph, list) else [document]) if isinstance(item, dict))


def _with_prefixes(value: Json) -> Json:
    """Write what the publishing assistant takes in (`Name`) as CTDL (`ceterms:name`)."""
    if isinstance(value, list):
        return [_with_prefixes(item) for item in value]
    if not isinstance(value, dict):
        return value
    terms = ((key, item) for key, item in value.items() if key and key not in _ASSISTANT_ONLY)
    written = {f"{_PREFIX}{key[:1].lower()}{key[1:]}": _with_prefixes(item) for key, item in terms}
    if kind := value.get("CredentialType"):
        written["@type"] = f"{_PREFIX}{str(kind).removeprefix(_PREFIX)}"
    return written


def _is_credential(item: JsonObject) -> bool:
    names = _types(item)
    return bool(names) and not _NO_CREDENTIAL.intersection(names) and f"{_PREFIX}name" in item


def _types(item: JsonObject) -> list[str]:
    value = item.get("@type")
    listed = value if isinstance(value, list) else [value]
    return [name.removeprefix(_PREFIX) for name in listed if isinstance(name, str) and name.startswith(_PREFIX)]


def _text(value: Json, language: str) -> str:
    return next(iter(_lines(value, language)), "")


def _lines(value: Json, language: str) -> list[str]:
    """Return the texts of a value, in a language where it is written in several."""
    if isinstance(value, dict):
        tags = {_tag(tag): text for tag, text in value.items()}
        value = tags.get(language, tags.get(language.partition("-")[0], next(iter(tags.values()), "")))
    listed = value if isinstance(value, list) else [value]
    return [item.strip() for item in listed if isinstance(item, str) and item.strip()]


def _amount(value: Json) -> Decimal | None:
    try:
        amount = Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None
    usable = amount is not None and amount.is_finite() and 0 <= amount < 10**8
    return amount.quantize(Decimal("0.01")) if usable and amount is not None else None


def _duration(value: str) -> tuple[int, int, int, int, int]:
    """Return years, months, weeks, days and hours of a duration. Source: ISO 8601."""
    found = _DURATION.fullmatch(value[:40])
    years, months, weeks, days, hours = (int((part or "0")[:3]) for part in (found.groups() if found else ("",) * 5))
    return years, months, weeks, days, hours


def _months(value: Json) -> int | None:
    years, months, *_rest = _duration(value if isinstance(value, str) else "")
    return min(years * _MONTHS_A_YEAR + months, 600) or None


def _say_duration(value: str) -> str:
    years, months, weeks, days, hours = _duration(value)
    words = (
        (years, ngettext("%(count)s year", "%(count)s years", years)),
        (months, ngettext("%(count)s month", "%(count)s months", months)),
        (weeks, ngettext("%(count)s week", "%(count)s weeks", weeks)),
        (days, ngettext("%(count)s day", "%(count)s days", days)),
        (hours, ngettext("%(count)s hour", "%(count)s hours", hours)),
    )
    return ", ".join(text % {"count": count} for count, text in words if count)
