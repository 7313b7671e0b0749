# SPDX-License-Identifier: Apache-2.0
"""The learner record: its credentials, its associations, its rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cairn.standards.clr import ClrCredential, check
from cairn.standards.findings import Level
from cairn.standards.openbadges import check as check_badge
from cairn.standards.openbadges import dump, listed, parse
from cairn.standards.openbadges.models import (
    AchievementCredential,
    EndorsementCredential,
    EnvelopedVerifiableCredential,
    VerifiableCredential,
)
from cairn.standards.openbadges.schema import CLR_CREDENTIAL, validate
from tests.standards.openbadges.samples import CONTEXT, complete_credential, minimal_credential

_ACHIEVEMENT = "https://college.example/achievements/joint"


def record(**changes: Any) -> dict[str, Any]:
    """Return a learner record of two credentials."""
    association = {
        "type": "Association",
        "associationType": "isPartOf",
        "sourceId": _ACHIEVEMENT,
        "targetId": "https://college.example/credentials/1",
    }
    subject = {
        "id": "did:example:maker",
        "type": ["ClrSubject"],
        "verifiableCredential": [complete_credential(), minimal_credential()],
        "association": [association],
    }
    clr_context = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
    document = {
        "@context": [CONTEXT[0], clr_context, CONTEXT[1]],
        "id": "urn:uuid:11111111-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record",
        "issuer": {"id": "https://college.example/profile", "type": ["Profile"]},
        "validFrom": "2026-03-01T12:00:00Z",
        "partial": True,
        "credentialSubject": subject,
    }
    return {**document, **changes}


def test_a_record_comes_back_exactly_and_passes_the_schema() -> None:
    assert dump(parse(ClrCredential, record())) == record()
    assert check(record()) == ()
    assert validate(record(), CLR_CREDENTIAL) == ()


def test_each_credential_inside_has_the_model_of_its_type() -> None:
    document = record()
    other = {**minimal_credential(), "type": ["VerifiableCredential"], "credentialSubject": {"id": "urn:x", "a": [1]}}
    enveloped = {
        "@context": CONTEXT[0],
        "id": "data:application/vc+jwt,e30.e30.AA",
        "type": "EnvelopedVerifiableCredential",
    }
    endorsement = complete_credential()["credentialSubject"]["achievement"]["endorsement"][0]
    held = [minimal_credential(), other, enveloped, endorsement, record()]
    document["credentialSubject"]["verifiableCredential"] = held
    credential = parse(ClrCredential, document)
    kinds = [type(inner) for inner in listed(listed(credential.credential_subject)[0].verifiable_credential)]
    assert kinds == [
        AchievementCredential,
        VerifiableCredential,
        EnvelopedVerifiableCredential,
        EndorsementCredential,
        ClrCredential,
    ]
    assert dump(credential) == document


@pytest.mark.parametrize(
    ("change", "code", "path", "level"),
    [
        (lambda s: s.update(verifiableCredential=[]), "record_empty", "/verifiableCredential", Level.ERROR),
        (
            lambda s: s["association"][0].update(targetId="urn:x"),
            "unknown_association_end",
            "/association",
            Level.WARNING,
        ),
        (
            lambda s: s["association"][0].update(associationType="ext:x"),
            "unknown_word",
            "/association/0/associationType",
            Level.ERROR,
        ),
        (
            lambda s: s["verifiableCredential"][0].pop("validFrom"),
            "missing_property",
            "/verifiableCredential/0/validFrom",
            Level.ERROR,
        ),
    ],
)
def test_the_subject_has_rules(change: Callable[[Any], object], code: str, path: str, level: Level) -> None:
    document = record()
    change(document["credentialSubject"])
    findings = {(f.code, f.path, f.level) for f in check(document)}
    assert (code, f"/credentialSubject{path}", level) in findings


def test_an_association_may_name_an_achievement_of_the_record_itself() -> None:
    document = record()
    achievement = minimal_credential()["credentialSubject"]["achievement"]
    document["credentialSubject"]["achievement"] = [{**achievement, "id": "urn:own"}]
    document["credentialSubject"]["verifiableCredential"].append(
        {**minimal_credential(), "type": ["VerifiableCredential"], "credentialSubject": {"id": "urn:other"}}
    )
    document["credentialSubject"]["association"][0]["targetId"] = "urn:own"
    assert check(document) == ()


def test_a_record_is_about_one_learner() -> None:
    subject = record()["credentialSubject"]
    assert [f.code for f in check(record(credentialSubject=[subject, subject]))] == ["several_subjects"]


def test_a_record_is_no_badge_at_once() -> None:
    types = ["VerifiableCredential", "ClrCredential", "OpenBadgeCredential"]
    assert [(f.code, f.path) for f in check(record(type=types))] == [("type_conflict", "/type")]
    assert check_badge(record(type=types)) == check(record(type=types))
    assert check(minimal_credential()) == check_badge(record()) == ()


def test_what_a_real_record_leaves_out_is_told_with_its_place(shared: Callable[[str], Path]) -> None:
    document = json.loads(shared("real/learncard-credential-library/clr__great-plains-full.json").read_bytes())
    findings = check(document.get("credential", document))
    assert {finding.code for finding in findings} == {"missing_property"}
    first = "/credentialSubject/verifiableCredential/0/credentialSubject/achievement/criteria"
    assert findings[0].path == first
    assert len(findings) == 62
