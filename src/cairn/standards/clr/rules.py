# SPDX-License-Identifier: Apache-2.0
"""What CLR 2.0 demands beyond the shape of its JSON, together with the rules of the credentials inside.

Source: CLR 2.0, Data Models.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cairn.standards.clr.models import Association, ClrCredential, ClrSubject
from cairn.standards.findings import Finding, Level, pointer
from cairn.standards.openbadges.codec import listed
from cairn.standards.openbadges.models import Achievement, AchievementCredential
from cairn.standards.openbadges.rules import (
    CREDENTIAL_TYPES,
    RULES,
    RuleTable,
    check_as,
    date_rule,
    declared_types,
    type_conflict,
    vocabulary_rule,
)
from cairn.standards.openbadges.vocabulary import AssociationType
from cairn.standards.types import Json


def check(document: Json) -> tuple[Finding, ...]:
    """Check a learner record and all credentials in it: its shape first, and where that holds, every rule.

    Of documents of other types nothing is said.
    """
    names = declared_types(document)
    if "ClrCredential" not in names:
        return ()
    if any(name in CREDENTIAL_TYPES for name in names):
        return (type_conflict(names),)
    return check_as(ClrCredential, document, CLR_RULES)


def _has_one_subject(credential: ClrCredential, path: str) -> Iterator[Finding]:
    if len(listed(credential.credential_subject)) != 1:
        detail = "The record must be about exactly one learner. Issue one record for each."
        yield Finding("several_subjects", pointer(path, "credentialSubject"), detail)


def _has_credentials(subject: ClrSubject, path: str) -> Iterator[Finding]:
    if not listed(subject.verifiable_credential):
        detail = "The record holds no credential. Add at least one."
        yield Finding("record_empty", pointer(path, "verifiableCredential"), detail)


def _associations_stay_inside(subject: ClrSubject, path: str) -> Iterator[Finding]:
    """Tell which associations name an achievement that the record does not hold."""
    held = set(_achievement_ids(subject))
    for association in listed(subject.association):
        for identifier in (association.source_id, association.target_id):
            if identifier not in held:
                detail = f"An association names {identifier}, which is not among the achievements of the record."
                yield Finding("unknown_association_end", pointer(path, "association"), detail, Level.WARNING)


def _achievement_ids(subject: ClrSubject) -> Iterator[str]:
    achievements: list[Achievement] = list(listed(subject.achievement))
    for credential in listed(subject.verifiable_credential):
        if isinstance(credential, AchievementCredential):
            yield credential.id
            achievements += [inner.achievement for inner in listed(credential.credential_subject)]
    yield from (achievement.id for achievement in achievements)


CLR_RULES: Final[RuleTable] = {
    **RULES,
    ClrCredential: (_has_one_subject, date_rule("awarded_date")),
    ClrSubject: (_has_credentials, _associations_stay_inside),
    Association: (vocabulary_rule("association_type", AssociationType),),
}
"""The rules of Open Badges and of CLR, by the model they belong to."""
