# SPDX-License-Identifier: Apache-2.0
"""What Open Badges 3.0 demands beyond the shape of its JSON, told as findings and never raised.

An error breaks the standard. A warning contradicts its prose or weakens the credential: issuers mend it and verifiers
mention it, because the standard's own examples and many good issuers have such. Each rule belongs to one model and is
applied wherever that model stands in the document. Source: Open Badges 3.0, Data Models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, TypeAlias

from cairn.standards.datetimes import parse_date_time
from cairn.standards.findings import Finding, Level, pointer
from cairn.standards.openbadges.codec import Model, decode, listed, properties
from cairn.standards.openbadges.identity import IDENTITY_HASH
from cairn.standards.openbadges.models import (
    Achievement,
    AchievementCredential,
    AchievementSubject,
    Alignment,
    AssessmentQuestion,
    AssessmentResultDescription,
    CredentialBase,
    Criteria,
    EndorsementCredential,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Profile,
    Related,
    Result,
    ResultDescription,
)
from cairn.standards.openbadges.schema import is_date, is_date_time
from cairn.standards.openbadges.vocabulary import (
    EXTENSIBLE,
    AchievementType,
    AlignmentTargetType,
    AssessmentType,
    IdentifierType,
    QuestionType,
    ResultStatus,
    ResultType,
    is_known,
)
from cairn.standards.types import Json

Findings: TypeAlias = Iterator[Finding]
Rule: TypeAlias = Callable[[Any, str], Findings]
RuleTable: TypeAlias = Mapping[type[Model], tuple[Rule, ...]]

CREDENTIAL_TYPES: Final[Mapping[str, type[CredentialBase]]] = {
    "OpenBadgeCredential": AchievementCredential,
    "AchievementCredential": AchievementCredential,
    "EndorsementCredential": EndorsementCredential,
}
_VCDM_1: Final = "https://www.w3.org/2018/credentials/v1"
_LANGUAGE: Final = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def check(document: Json) -> tuple[Finding, ...]:
    """Check an achievement or endorsement credential: its shape first, and where that holds, every rule.

    Of documents of other types nothing is said; learner records have `cairn.standards.clr.check`.
    """
    names = declared_types(document)
    models = {model for name, model in CREDENTIAL_TYPES.items() if name in names}
    if not models:
        return ()
    if "ClrCredential" in names or len(models) > 1:
        return (type_conflict(names),)
    return check_as(models.pop(), document, RULES)


def check_as(model: type[Model], document: Json, rules: RuleTable) -> tuple[Finding, ...]:
    """Check a document as one model: the problems of its shape, or else what the rules find."""
    value, problems = decode(model, document)
    return tuple(problems) if value is None else tuple(apply_rules(value, rules))


def apply_rules(model: Model, rules: RuleTable, path: str = "") -> Findings:
    """Apply the rules of each model, and of the models it extends, to a model and all that stand in it."""
    for kind in type(model).__mro__:
        for rule in rules.get(kind, ()):
            yield from rule(model, path)
    for key, p in properties(type(model)).items():
        value = getattr(model, p.name)
        if isinstance(value, Model):
            yield from apply_rules(value, rules, pointer(path, key))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Model):
                    yield from apply_rules(item, rules, pointer(path, key, index))


def declared_types(document: Json) -> tuple[str, ...]:
    """List the types that a JSON object declares."""
    declared = document.get("type") if isinstance(document, dict) else None
    return tuple(name for name in (declared if isinstance(declared, list) else [declared]) if isinstance(name, str))


def type_conflict(names: tuple[str, ...]) -> Finding:
    """Say that a document claims to be several kinds of credential at once."""
    kinds = [name for name in names if name in CREDENTIAL_TYPES or name == "ClrCredential"]
    detail = f"A credential is one kind of credential; this one claims to be {' and '.join(kinds)}. Keep one."
    return Finding("type_conflict", "/type", detail)


def vocabulary_rule(attribute: str, vocabulary: type[StrEnum]) -> Rule:
    """Make the rule that a property holds a word of a list.

    Lists that may be extended are extended without the prefix `ext:` too, so a word that is not of them is a warning.
    """
    extensible = vocabulary in EXTENSIBLE
    level = Level.WARNING if extensible else Level.ERROR
    advice = "Use one of the list, or an ext: word." if extensible else "Use one of the list."

    def rule(model: Any, path: str) -> Findings:
        word = getattr(model, attribute)
        if word is not None and not is_known(vocabulary, word):
            detail = f"“{word}” is no word of the list {vocabulary.__name__}. {advice}"
            yield Finding("unknown_word", pointer(path, _key(model, attribute)), detail, level)

    return rule


def date_rule(attribute: str, reads: Callable[[object], bool] = is_date_time) -> Rule:
    """Make the rule that a property holds a date, or a date and time with its time zone."""

    def rule(model: Any, path: str) -> Findings:
        if not reads(getattr(model, attribute)):
            detail = "This is not a date as the standard writes it, such as 2026-03-01T12:00:00Z."
            yield Finding("bad_date", pointer(path, _key(model, attribute)), detail)

    return rule


def _key(model: Model, attribute: str) -> str:
    return next(key for key, p in properties(type(model)).items() if p.name == attribute)


def _names_its_type(model: Any, path: str) -> Findings:
    if not model.json_types or model.type is None:
        return
    names = listed(model.type)
    if not set(names) & set(model.json_types):
        detail = f"The type must name “{model.json_types[0]}”. Add it."
        yield Finding("missing_type", pointer(path, "type"), detail)
    if isinstance(model, CredentialBase) and "VerifiableCredential" not in names:
        detail = "The type of a credential must name “VerifiableCredential”. Add it."
        yield Finding("missing_type", pointer(path, "type"), detail)


def _has_start(credential: CredentialBase, path: str) -> Findings:
    older = _VCDM_1 in listed(credential.context)
    if credential.valid_from is None and not (older and credential.issuance_date is not None):
        detail = "The credential does not say from when it is valid. Add validFrom."
        yield Finding("missing_property", pointer(path, "validFrom"), detail)


def _has_one_subject(credential: AchievementCredential | EndorsementCredential, path: str) -> Findings:
    if len(listed(credential.credential_subject)) != 1:
        detail = "The credential must be about exactly one subject. Issue one credential for each."
        yield Finding("several_subjects", pointer(path, "credentialSubject"), detail)


def _subject_is_identified(subject: AchievementSubject, path: str) -> Findings:
    if subject.id is None and not listed(subject.identifier):
        detail = "Nothing says who earned this. Add an id or an identifier to the subject."
        yield Finding("subject_unidentified", path, detail, Level.WARNING)


def _activity_ends_after_its_start(subject: AchievementSubject, path: str) -> Findings:
    start, end = subject.activity_start_date, subject.activity_end_date
    if not (start and end and is_date_time(start) and is_date_time(end)):
        return
    if parse_date_time(end) < parse_date_time(start):
        detail = "The activity ends before it starts."
        yield Finding("ends_before_start", pointer(path, "activityEndDate"), detail, Level.WARNING)


def _criteria_say_something(criteria: Criteria, path: str) -> Findings:
    if criteria.id is None and criteria.narrative is None:
        detail = "The criteria are empty, so nobody can tell what was demanded. Add a narrative or an id."
        yield Finding("criteria_empty", path, detail, Level.WARNING)


def _language_is_tagged(model: Achievement | Related, path: str) -> Findings:
    if model.in_language is not None and _LANGUAGE.fullmatch(model.in_language) is None:
        detail = f"“{model.in_language}” is not a language tag as the standard writes it, such as en or pt-BR."
        yield Finding("bad_language", pointer(path, "inLanguage"), detail)


def _image_is_object(model: Any, path: str) -> Findings:
    if isinstance(model.image, str):
        detail = "The image is an address; Open Badges 3.0 wants an object with id and type."
        yield Finding("image_as_text", pointer(path, "image"), detail, Level.WARNING)


def _endorsement_is_of_its_holder(model: Any, path: str) -> Findings:
    for endorsement in listed(model.endorsement):
        for subject in listed(endorsement.credential_subject):
            if subject.id != model.id:
                detail = f"An endorsement of {subject.id} is attached to {model.id}; it says nothing about this."
                yield Finding("endorses_another", pointer(path, "endorsement"), detail, Level.WARNING)


def _identity_is_safe(identity: IdentityObject, path: str) -> Findings:
    if not identity.hashed:
        return
    place = pointer(path, "identityHash")
    if IDENTITY_HASH.fullmatch(identity.identity_hash) is None:
        detail = "A hashed identity is sha256$ or md5$ and the hash in hexadecimal digits; this is neither."
        yield Finding("bad_identity_hash", place, detail)
    elif identity.identity_hash.lower().startswith("md5"):
        yield Finding("weak_identity_hash", place, "The recipient is hashed with MD5, which is weak.", Level.WARNING)
    if not identity.salt:
        detail = "The recipient is hashed without a salt, so the address can be found by trying. A match proves little."
        yield Finding("unsalted_identity", path, detail, Level.WARNING)


def _place_is_on_earth(place: GeoCoordinates, path: str) -> Findings:
    for key, value, most in (("latitude", place.latitude, 90), ("longitude", place.longitude, 180)):
        if abs(value) > most:
            yield Finding("out_of_range", pointer(path, key), f"The {key} must lie between -{most} and {most}.")


def _required_level_exists(description: ResultDescription, path: str) -> Findings:
    levels = {level.id for level in listed(description.rubric_criterion_level)}
    if description.required_level is not None and description.required_level not in levels:
        detail = "The required level is none of the levels that are described here. Use the id of one of them."
        yield Finding("unknown_level", pointer(path, "requiredLevel"), detail, Level.WARNING)


def _required_value_is_possible(description: ResultDescription, path: str) -> Findings:
    if description.required_value is not None:
        yield from _value_fits(description, description.required_value, pointer(path, "requiredValue"))


def _results_fit(subject: AchievementSubject, path: str) -> Findings:
    """Check each result against the description it names. Source: Open Badges 3.0, Result and ResultDescription."""
    descriptions = {item.id: item for item in listed(subject.achievement.result_description)}
    single = not isinstance(subject.result, tuple)
    for index, result in enumerate(listed(subject.result)):
        place = pointer(path, "result") if single else pointer(path, "result", index)
        yield from _result_fits(result, descriptions, place)


def _result_fits(result: Result, descriptions: dict[str, ResultDescription], path: str) -> Findings:
    if result.result_description is None:
        return
    description = descriptions.get(result.result_description)
    if description is None:
        detail = "The result names a description that the achievement does not have. Use the id of one that it has."
        yield Finding("unknown_result_description", pointer(path, "resultDescription"), detail, Level.WARNING)
        return
    levels = {level.id for level in listed(description.rubric_criterion_level)}
    if result.achieved_level is not None and result.achieved_level not in levels:
        detail = "The achieved level is none of the levels of the description. Use the id of one of them."
        yield Finding("unknown_level", pointer(path, "achievedLevel"), detail, Level.WARNING)
    if result.value is not None:
        yield from _value_fits(description, result.value, pointer(path, "value"))


def _value_fits(description: ResultDescription, value: str, path: str) -> Findings:
    allowed = listed(description.allowed_value)
    if allowed and value not in allowed:
        yield Finding(
            "value_not_allowed", path, f"The value “{value}” is none of those that are allowed.", Level.WARNING
        )
    number, low, high = _number(value), _number(description.value_min), _number(description.value_max)
    if number is None:
        if description.result_type == ResultType.PERCENT:
            yield Finding("value_not_a_number", path, f"A percentage is a number; “{value}” is not.", Level.WARNING)
    elif (low is not None and number < low) or (high is not None and number > high):
        bounds = f"{description.value_min or '…'} to {description.value_max or '…'}"
        yield Finding("value_out_of_range", path, f"The value {value} is outside of the range {bounds}.", Level.WARNING)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


RULES: Final[RuleTable] = {
    Model: (_names_its_type,),
    CredentialBase: (_has_start,),
    AchievementCredential: (
        _has_one_subject,
        _image_is_object,
        _endorsement_is_of_its_holder,
        date_rule("awarded_date"),
    ),
    EndorsementCredential: (_has_one_subject, date_rule("awarded_date")),
    AchievementSubject: (
        _subject_is_identified,
        _results_fit,
        _activity_ends_after_its_start,
        _image_is_object,
        date_rule("activity_start_date"),
        date_rule("activity_end_date"),
    ),
    Achievement: (
        vocabulary_rule("achievement_type", AchievementType),
        _language_is_tagged,
        _image_is_object,
        _endorsement_is_of_its_holder,
    ),
    Criteria: (_criteria_say_something,),
    Alignment: (vocabulary_rule("target_type", AlignmentTargetType),),
    IdentifierEntry: (vocabulary_rule("identifier_type", IdentifierType),),
    IdentityObject: (vocabulary_rule("identity_type", IdentifierType), _identity_is_safe),
    GeoCoordinates: (_place_is_on_earth,),
    Profile: (_image_is_object, _endorsement_is_of_its_holder, date_rule("date_of_birth", is_date)),
    Related: (_language_is_tagged,),
    Result: (vocabulary_rule("status", ResultStatus),),
    ResultDescription: (
        vocabulary_rule("result_type", ResultType),
        _required_level_exists,
        _required_value_is_possible,
    ),
    AssessmentResultDescription: (vocabulary_rule("assessment_type", AssessmentType),),
    AssessmentQuestion: (vocabulary_rule("question_type", QuestionType),),
}
"""The rules of Open Badges 3.0, by the model they belong to; an extension of a model has its rules as well."""
